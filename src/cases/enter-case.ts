import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, tell, toActor } from "../people/index.ts";
import { appendAll, lockCurrent } from "./append-event.ts";
import type { FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { deliverHeld } from "./deliver-held.ts";
import { zoneOf } from "./host-times.ts";
import { readInvite } from "./invite.ts";
import { promise } from "./open-case.ts";
import { deskOf, toRooms, without } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { momentText, purposeOf, teamOf } from "./words.ts";

/**
 * `/start c-…`: the way out of the group. Whoever follows somebody else's link finds the same open ear, and nothing of
 * the case.
 */
export async function enterCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  payload: string,
  from: FanWay,
): Promise<readonly Reply[]> {
  const caseId = readInvite(deps.signer, payload);
  const held = caseId === undefined ? undefined : await lockCurrent(stores, caseId);
  if (!held || held.personId !== actor.person.personId || !actor.discreet)
    return [tell(actor, "people.alone")];
  const { locale } = actor;
  const number = held.caseId;
  if (held.view.status === "closed") {
    return [
      toActor(textContent(say(locale, "cases.entered-closed", { number })), purposeOf(held, "promise")),
    ];
  }
  const now = deps.clock.now();
  const isFirst = held.view.from.kind !== "private" || !held.view.askedHuman;
  const entered = isFirst ? await appendAll(stores, held, now, [{ type: "asked-human", from }]) : held;
  const { one, expectedBy } = await promise(deps, stores, entered, { receipt: true });
  const line =
    expectedBy === undefined
      ? say(locale, "cases.recorded", { number })
      : say(locale, "cases.handed-over", {
          number,
          team: await teamOf(stores.people, one.hostId, locale),
          when: momentText(locale, expectedBy, now, await zoneOf(stores, one.hostId)),
        });
  const desks = without(await deskOf(stores.people, one), actor);
  return [
    {
      lane: "case",
      purpose: purposeOf(one, "promise"),
      audience: "person",
      content: textContent(`${line}\n\n${say(locale, "people.alone")}`),
    },
    ...(await deliverHeld(deps, stores, number, from)),
    ...(isFirst
      ? toRooms(desks, purposeOf(one, "told"), textContent(say("zh", "cases.entered", { number })))
      : []),
    ...(isFirst ? await changedCard(deps, stores, one) : []),
  ];
}
