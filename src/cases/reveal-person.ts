import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, isOperator, mayManage, tell } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, answerTo, caseFor } from "./desk.ts";
import { deskOf, toRooms } from "./places.ts";
import { cut, purposeOf, staffName } from "./words.ts";

const LONGEST_REASON = 200;

/** `/reveal 17 REASON`: who is behind a case. Needs the right and a reason, is recorded, and the staff room hears of it. */
export async function revealPerson(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  reason: string,
): Promise<readonly Reply[]> {
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const { hostId, view } = found.value;
  const isHost = hostId === undefined ? isOperator(actor.person) : mayManage(actor.person, hostId);
  if (!isHost && view.level !== "emergency") {
    return [tell(actor, "people.not-allowed", { who: say(actor.locale, "cases.who-reveal") })];
  }
  if (reason.trim().length < 2) return [answerText(actor, "cases.reveal-usage")];
  const by = actor.person.personId;
  const text = cut(reason.trim(), LONGEST_REASON);
  const one = await appendAll(stores, found.value, deps.clock.now(), [{ type: "revealed", by, text }]);
  const who = await staffName(stores, hostId, by);
  const told = textContent(say("zh", "cases.revealed-told", { who, number: caseId, reason: text }));
  const shown = textContent(
    say(actor.locale, "cases.revealed", {
      number: caseId,
      platform: view.from.platform,
      user: view.from.userId,
    }),
  );
  return [
    // For whoever asked alone, where the platform can.
    { ...answerTo(actor, shown, purposeOf(one, "told")), audience: "person", otherwise: shown },
    ...toRooms(await deskOf(stores.people, one), purposeOf(one, "told", one.view.seq), told),
  ];
}
