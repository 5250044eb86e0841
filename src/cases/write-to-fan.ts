import { type Content, type MediaRef, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseMedia } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { answerText, answerTo, openCaseFor } from "./desk.ts";
import { otherDesks, targetOf, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { newCode, saidHandle, showCode, staffMessage } from "./staff-message.ts";
import { fanName, purposeOf, signatureOf, staffName, wordsOf } from "./words.ts";

/** Leaves room for signature and code within one message of every platform. */
export const MOST_WRITTEN = 1_500;

interface Beside {
  readonly media: CaseMedia;
  readonly files: readonly MediaRef[];
  /** The message in which the staff has written it; undefined where that cannot be changed. */
  readonly ref?: string | undefined;
}
const NOTHING_ELSE: Beside = { media: [], files: [] };

/** Sends words of the staff to the fan of a case, in the team's name and with a code by which they can be checked. */
export async function writeToFan(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  text: string,
  { media, files, ref }: Beside = NOTHING_ELSE,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const words = text.trim();
  if (words === "" && files.length === 0)
    return [answerText(actor, "cases.usage-text", { command: "/reply" })];
  if (words.length > MOST_WRITTEN) return [answerText(actor, "cases.too-long", { most: MOST_WRITTEN })];
  const held = found.value;
  const now = deps.clock.now();
  const by = actor.person.personId;
  const { locale } = held.view.from;
  const as = await signatureOf(stores, held.hostId, by, locale);
  const target = await targetOf(deps, stores, held);
  // Whoever answers first has the case.
  const takes = held.view.assigneeId === undefined ? [{ type: "taken", by } as const] : [];
  const code = await freshCode(
    deps,
    stores,
    { caseId: held.caseId, seq: held.view.seq + takes.length + 1 },
    now,
  );
  const wrote = {
    type: "staff-wrote",
    by,
    text: words,
    as,
    code,
    ref,
    ...(media.length > 0 ? { media } : {}),
    // What waits for a way to the fan has to be found again; what has gone out need not be.
    ...(target ? {} : { held: true, files }),
  } as const;
  const one = await appendAll(stores, held, now, [...takes, wrote]);
  const message = staffMessage(locale, held.caseId, { ...wrote, files });
  const number = held.caseId;
  const said = target
    ? say(actor.locale, "cases.sent", { fan: fanName(actor.locale, one.view), number, code: showCode(code) })
    : say(actor.locale, "cases.held", { number });
  return [
    ...(target
      ? [
          {
            lane: "case",
            purpose: purposeOf(one, "staff", one.view.seq),
            audience: "chat",
            to: target,
            content: message,
            ...(files.length > 0 ? {} : { handle: saidHandle(caseId, one.view.seq) }),
          } as const,
        ]
      : []),
    answerTo(actor, textContent(said), purposeOf(one, "told")),
    ...(await tellOthers(stores, actor, one, words, { media, files })),
    ...(await changedCard(deps, stores, one)),
  ];
}

/** What is done in private is told in the staff room, so that nobody answers twice. */
async function tellOthers(
  stores: CaseStores,
  actor: Actor,
  one: Case,
  words: string,
  { media, files }: Beside,
): Promise<readonly Reply[]> {
  const desks = await otherDesks(stores, one, actor);
  const who = await staffName(stores, one.hostId, actor.person.personId);
  const content: Content = {
    tone: "plain",
    blocks: [
      {
        kind: "small",
        text: say("zh", "cases.told-answer", { who, fan: fanName("zh", one.view), number: one.caseId }),
      },
      { kind: "text", text: wordsOf("zh", words, media) },
    ],
    buttons: [],
    media: files,
  };
  return toRooms(desks, purposeOf(one, "told"), content);
}

async function freshCode(
  { random }: CaseDeps,
  { cases }: CaseStores,
  of: { readonly caseId: number; readonly seq: number },
  now: number,
): Promise<string> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const code = newCode(random);
    if (await cases.addCode(code, of, now)) return code;
  }
  throw new Error("no free code was found");
}
