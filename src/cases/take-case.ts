import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, answerTo, openCaseFor } from "./desk.ts";
import { otherDesks, toFan, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { caseButton } from "./show-card.ts";
import { purposeOf, staffName, teamOf } from "./words.ts";

/** "I take it": of several who press one has the case, the others hear who. */
export async function takeCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const by = actor.person.personId;
  const { assigneeId } = held.view;
  if (assigneeId === by) return [answerText(actor, "cases.taken-by-you", { number: caseId })];
  if (assigneeId !== undefined) {
    const who = await staffName(stores, held.hostId, assigneeId);
    return [
      answerText(actor, "cases.taken-by-other", { number: caseId, who }, [
        [caseButton(deps.signer, actor.locale, "transfer", held)],
      ]),
    ];
  }
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "taken", by }]);
  const { locale } = one.view.from;
  const team = await teamOf(stores.people, one.hostId, locale);
  const fanReads = textContent(say(locale, "cases.taken-fan", { team, number: caseId }));
  const who = await staffName(stores, one.hostId, by);
  const told = textContent(say("zh", "cases.taken", { who, number: caseId }));
  const desks = await otherDesks(stores, one, actor);
  return [
    answerTo(actor, told, purposeOf(one, "told")),
    ...(await toFan(deps, stores, one, purposeOf(one, "promise"), fanReads)),
    ...toRooms(desks, purposeOf(one, "told"), told),
    ...(await changedCard(deps, stores, one)),
  ];
}
