import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayHandleCases, tell } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, answerTo, hostMeant } from "./desk.ts";
import { zoneOf } from "./host-times.ts";
import { roomsOf, toRooms, without } from "./places.ts";
import { readDuration } from "./read-times.ts";
import { momentText, staffName } from "./words.ts";

const HOUR_MS = 3_600_000;
/** A long working day; whoever stays longer says so again. */
const HERE_FOR_MS = 8 * HOUR_MS;
const AWAY_FOR_MS = 12 * HOUR_MS;

/** `/onduty`, `/offduty`, with a length of time behind it: overrides the roster for whoever says so, for now. */
export async function changeDuty(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  on: boolean,
  args: string,
): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  if (hostId === undefined) return [answerText(actor, "cases.which-host")];
  const typed = args.replace(/\s+/gu, "");
  const ms = typed === "" ? (on ? HERE_FOR_MS : AWAY_FOR_MS) : readDuration(typed);
  if (ms === undefined) return [answerText(actor, on ? "rosters.onduty-usage" : "rosters.offduty-usage")];
  return await set(deps, stores, actor, hostId, on, ms);
}

/** The same by the buttons under the roster. */
export async function pressDuty(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  on: boolean,
  hostId: string,
): Promise<readonly Reply[]> {
  if (!mayHandleCases(actor.person, hostId)) {
    return [tell(actor, "people.not-allowed", { who: say(actor.locale, "cases.who") })];
  }
  return await set(deps, stores, actor, hostId, on, on ? HERE_FOR_MS : AWAY_FOR_MS);
}

async function set(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
  on: boolean,
  ms: number,
): Promise<readonly Reply[]> {
  const now = deps.clock.now();
  const until = now + ms;
  const { personId } = actor.person;
  // An operator who is not of this host's staff is never called by its roster.
  const staff = await stores.people.staffOf(hostId);
  if (!staff.some((member) => member.personId === personId)) return [answerText(actor, "rosters.not-staff")];
  await stores.rosters.setOverride(hostId, { personId, on, until });
  const name = await staffName(stores, hostId, personId);
  const when = momentText("zh", until, now, await zoneOf(stores, hostId));
  const said = textContent(say("zh", on ? "rosters.here-until" : "rosters.away-until", { name, when }));
  const rooms = without(await roomsOf(stores.people, hostId), actor);
  return [answerTo(actor, said, "duty"), ...toRooms(rooms, "duty-told", said)];
}
