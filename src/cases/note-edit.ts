import type { Reply } from "../core/reply.ts";
import { appendAll, lockCurrent } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { relayToStaff } from "./hear-fan.ts";
import { deskOf } from "./places.ts";
import { changedCard } from "./post-card.ts";

/** A fan changed a message of hers that stands in a case: both wordings stay, and the staff reads the new one. */
export async function noteEdit(
  deps: CaseDeps,
  stores: CaseStores,
  { personId, ref, text }: { readonly personId: string; readonly ref: string; readonly text: string },
): Promise<readonly Reply[]> {
  const caseId = await stores.cases.caseOfRef(ref);
  const held = caseId === undefined ? undefined : await lockCurrent(stores, caseId);
  if (!held || held.personId !== personId) return [];
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "edited", ref, text }]);
  if (one.view.status === "closed") return [];
  const words = { text, media: [], files: [] };
  return [
    ...relayToStaff(deps, one, await deskOf(stores.people, one), words, true),
    ...(await changedCard(deps, stores, one)),
  ];
}
