import type { Reply } from "../core/reply.ts";
import { appendAll } from "./append-event.ts";
import type { FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { staffMessage } from "./staff-message.ts";
import { purposeOf } from "./words.ts";

const MOST_HELD = 20;

/** Sends what the staff wrote while there was no way to the fan, to the place where she is now. */
export async function deliverHeld(
  deps: CaseDeps,
  stores: CaseStores,
  caseId: number,
  from: FanWay,
): Promise<readonly Reply[]> {
  const held = await stores.cases.lock(caseId);
  const heldFrom = held?.view.heldFrom;
  if (!held || heldFrom === undefined) return [];
  const written = await stores.cases.eventsOf(caseId, ["staff-wrote"], 1_000);
  const kept = written
    .flatMap((event) => (event.type === "staff-wrote" && event.seq >= heldFrom ? [event] : []))
    .slice(-MOST_HELD);
  await appendAll(stores, held, deps.clock.now(), [{ type: "delivered" }]);
  return kept.map((event) => toReply(held, event.seq, staffMessage(from.locale, held.caseId, event)));
}

const toReply = (one: Case, seq: number, content: Reply["content"]): Reply => ({
  lane: "case",
  purpose: purposeOf(one, "staff", seq),
  audience: "person",
  content,
});
