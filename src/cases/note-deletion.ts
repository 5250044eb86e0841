import { appendAll, lockCurrent } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";

/** A message that stands in a case was deleted at its platform: what was said stays, and that it was deleted is noted. */
export async function noteDeletion(
  { clock }: Pick<CaseDeps, "clock">,
  stores: CaseStores,
  ref: string,
): Promise<void> {
  const caseId = await stores.cases.caseOfRef(ref);
  const held = caseId === undefined ? undefined : await lockCurrent(stores, caseId);
  if (held) await appendAll(stores, held, clock.now(), [{ type: "deleted", ref }]);
}
