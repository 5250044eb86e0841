import { type Draft, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import { appendAll, lockCurrent } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { deskOf } from "./places.ts";
import { purposeOf, readKey } from "./words.ts";

const MOST_READ = 1_000;

/**
 * A message of the staff was refused for good: it is kept until the fan comes back, and the staff is told. Returns what
 * is to be said; undefined when the delivery was none of the staff's.
 */
export async function noteUndelivered(
  deps: Pick<CaseDeps, "clock">,
  stores: CaseStores,
  dedupeKey: string,
): Promise<readonly Draft[] | undefined> {
  const about = readKey(dedupeKey);
  if (about?.what !== "staff") return undefined;
  const held = await lockCurrent(stores, about.caseId);
  if (!held || held.view.heldFrom !== undefined) return [];
  const written = await stores.cases.eventsOf(held.caseId, ["staff-wrote"], MOST_READ);
  const last = written.at(-1);
  if (!last) return [];
  const since = about.place ?? last.seq;
  await appendAll(stores, held, deps.clock.now(), [{ type: "undelivered", since }]);
  const content = textContent(say("zh", "cases.undelivered", { number: held.caseId }));
  const rooms = await deskOf(stores.people, held);
  return rooms.map((to): Draft => ({ lane: "case", purpose: purposeOf(held, "told"), to, content }));
}
