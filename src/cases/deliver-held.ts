import type { Reply } from "../core/reply.ts";
import { appendAll } from "./append-event.ts";
import type { FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { newestWords } from "./newest-words.ts";
import { saidHandle, staffMessage } from "./staff-message.ts";
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
  const newest = await newestWords(stores.cases, caseId);
  const kept = written
    .flatMap((event) => (event.type === "staff-wrote" && event.seq >= heldFrom ? [event] : []))
    .filter((event) => !newest(event).isWithdrawn)
    .slice(-MOST_HELD);
  await appendAll(stores, held, deps.clock.now(), [{ type: "delivered" }]);
  return kept.map((event) => {
    const { files = [] } = event;
    const content = staffMessage(from.locale, caseId, { ...event, text: newest(event).text });
    return {
      lane: "case",
      purpose: purposeOf(held, "staff", event.seq),
      audience: "person",
      content,
      ...(files.length > 0 ? {} : { handle: saidHandle(caseId, event.seq) }),
    };
  });
}
