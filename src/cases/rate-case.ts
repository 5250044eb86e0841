import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, tell, toActor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { deskOf, toRooms } from "./places.ts";
import { purposeOf } from "./words.ts";

/** A number from 1 to 5 under the closing: the fan's own case, while it is closed. The last word counts. */
export async function rateCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  stars: number,
): Promise<readonly Reply[]> {
  const held = await stores.cases.lock(caseId);
  const isMine = held?.personId === actor.person.personId;
  if (!held || !isMine || held.view.status !== "closed" || !(stars >= 1 && stars <= 5)) {
    return [tell(actor, "cases.not-yours")];
  }
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "rated", stars }]);
  const said = textContent(say("zh", "cases.rated", { number: caseId, stars }));
  return [
    toActor(textContent(say(actor.locale, "cases.thanks-rating")), purposeOf(one, "promise")),
    ...toRooms(await deskOf(stores.people, one), purposeOf(one, "told"), said),
  ];
}
