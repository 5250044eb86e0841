import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import { CASE_LEVELS, type CaseLevel, levelOver } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, answerTo, openCaseFor } from "./desk.ts";
import { otherDesks, toRooms } from "./places.ts";
import { freshCard } from "./post-card.ts";
import { purposeOf, staffName } from "./words.ts";

/** What people call the levels. */
export const LEVEL_NAMES: Readonly<Record<string, CaseLevel>> = {
  留意: "care",
  care: "care",
  紧急: "urgent",
  urgent: "urgent",
  十万火急: "emergency",
  emergency: "emergency",
};

/** Raises a case, to the next level where none is named; the staff gets its card anew, first of all lanes. */
export async function raiseCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  named: string,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const wanted =
    named === "" ? CASE_LEVELS[CASE_LEVELS.indexOf(held.view.level) + 1] : LEVEL_NAMES[named.toLowerCase()];
  if (named !== "" && wanted === undefined) return [answerText(actor, "cases.raise-usage")];
  if (wanted === undefined || !levelOver(wanted, held.view.level)) {
    const level = say(actor.locale, `people.level.${held.view.level}`);
    return [answerText(actor, "cases.raise-top", { number: caseId, level })];
  }
  const by = actor.person.personId;
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "raised", by, level: wanted }]);
  const who = await staffName(stores, one.hostId, by);
  const level = say("zh", `people.level.${wanted}`);
  const said = textContent(say("zh", "cases.raised", { number: caseId, who, level }));
  const others = await otherDesks(stores, one, actor);
  return [
    answerTo(actor, said, purposeOf(one, "told")),
    ...toRooms(others, purposeOf(one, "told"), said),
    ...(await freshCard(deps, stores, one, { lane: "distress" })),
  ];
}
