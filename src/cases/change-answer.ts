import { type Content, type Draft, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { appendAll, lockCurrent } from "./append-event.ts";
import type { CaseEvent } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { answerText, answerTo, caseFor } from "./desk.ts";
import { newestWords } from "./newest-words.ts";
import { deskOf, otherDesks, targetOf, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { saidHandle, staffMessage, withdrawnMessage } from "./staff-message.ts";
import { fanName, purposeOf, staffName } from "./words.ts";
import { MOST_WRITTEN } from "./write-to-fan.ts";

/** So soon a deletion takes the words back from the fan too; later it is the staff's room that is being cleared. */
const TAKES_BACK_WITHIN_MS = 3_600_000;

type Said = Extract<CaseEvent, { type: "staff-wrote" }>;

const isHeld = ({ view }: Case, { seq }: Said): boolean =>
  view.heldFrom !== undefined && view.heldFrom <= seq;

/** Changes what the fan reads; where that cannot be changed any more, the new words are said anew or not at all. */
async function toReader(
  deps: CaseDeps,
  stores: CaseStores,
  one: Case,
  said: Said,
  content: Content,
  edit: NonNullable<Draft["edit"]>,
): Promise<readonly Reply[]> {
  const to = await targetOf(deps, stores, one);
  if (!to) return [];
  const [desk] = await deskOf(stores.people, one);
  const missed = textContent(say("zh", "cases.change-unreached", { number: one.caseId }));
  return [
    {
      lane: "case",
      purpose: purposeOf(one, "corrected", one.view.seq),
      audience: "chat",
      to,
      handle: saidHandle(one.caseId, said.seq),
      edit,
      content,
      ...(desk && edit === "or-send" ? { unreached: { to: desk, content: missed } } : {}),
    },
  ];
}

/** A member of the staff changed the message by which she has answered: so does what the fan reads. */
export async function changeAnswer(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  { ref, text }: { readonly ref: string; readonly text: string },
): Promise<readonly Reply[] | undefined> {
  const known = await stores.cases.staffWords(ref);
  const by = actor.person.personId;
  if (known?.said.by !== by) return undefined;
  const { caseId, said } = known;
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  // It goes on in another case since.
  if (found.value.caseId !== caseId) return [answerText(actor, "cases.edit-not-sent")];
  const words = text.trim();
  const { text: before, isWithdrawn } = (await newestWords(stores.cases, caseId))(said);
  // Platforms also tell of changes that are none of the words.
  if (words === "" || words === before || isWithdrawn) return [];
  if (words.length > MOST_WRITTEN) return [answerText(actor, "cases.too-long", { most: MOST_WRITTEN })];
  const now = deps.clock.now();
  const one = await appendAll(stores, found.value, now, [
    { type: "staff-edited", by, of: said.seq, text: words },
  ]);
  const { locale } = one.view.from;
  const { as, code } = said;
  const content = staffMessage(locale, caseId, { as, code, text: words, isChanged: true });
  const waits = isHeld(one, said);
  const told = purposeOf(one, "told", one.view.seq);
  const answer = say(actor.locale, waits ? "cases.change-held" : "cases.change-sent", { number: caseId });
  const who = await staffName(stores, one.hostId, by);
  const others = textContent(
    `${say("zh", "cases.told-change", { who, fan: fanName("zh", one.view), number: caseId })}\n\n${words}`,
  );
  return [
    ...(waits ? [] : await toReader(deps, stores, one, said, content, "or-send")),
    answerTo(actor, textContent(answer), told),
    ...toRooms(await otherDesks(stores, one, actor), told, others),
  ];
}

/**
 * A message is there no longer that stands in a case; who deleted it is not told. What the staff has deleted soon is
 * taken back from the fan; of a message of hers the staff reads that it is gone.
 */
export async function noteDeletion(
  deps: CaseDeps,
  stores: CaseStores,
  ref: string,
): Promise<readonly Reply[]> {
  const known = await stores.cases.staffWords(ref);
  if (known) return await takeBack(deps, stores, known.caseId, known.said);
  const caseId = await stores.cases.caseOfRef(ref);
  const held = caseId === undefined ? undefined : await lockCurrent(stores, caseId);
  if (!held) return [];
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "deleted", ref }]);
  if (one.view.status === "closed") return [];
  const said = textContent(
    say("zh", "cases.fan-deleted", { fan: fanName("zh", one.view), number: one.caseId }),
  );
  return [
    ...toRooms(await deskOf(stores.people, one), purposeOf(one, "told"), said),
    ...(await changedCard(deps, stores, one)),
  ];
}

async function takeBack(
  deps: CaseDeps,
  stores: CaseStores,
  caseId: number,
  said: Said,
): Promise<readonly Reply[]> {
  const held = await stores.cases.lock(caseId);
  if (!held || (await newestWords(stores.cases, caseId))(said).isWithdrawn) return [];
  const now = deps.clock.now();
  const who = await staffName(stores, held.hostId, said.by);
  const tell = async (one: Case, key: "cases.taken-back" | "cases.stays-there") => {
    const content = textContent(say("zh", key, { who, fan: fanName("zh", one.view), number: caseId }));
    return toRooms(await deskOf(stores.people, one), purposeOf(one, "told"), content);
  };
  // A picture stays what it was.
  const canGo = isHeld(held, said) || (said.media ?? []).length === 0;
  if (now - said.at > TAKES_BACK_WITHIN_MS || !canGo) return await tell(held, "cases.stays-there");
  const one = await appendAll(stores, held, now, [{ type: "staff-withdrew", of: said.seq }]);
  const content = withdrawnMessage(one.view.from.locale, caseId, said.as);
  return [
    ...(isHeld(one, said) ? [] : await toReader(deps, stores, one, said, content, "or-skip")),
    ...(await tell(one, "cases.taken-back")),
  ];
}
