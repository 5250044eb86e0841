import type { Reply } from "../core/reply.ts";
import type { Actor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, caseFor } from "./desk.ts";
import { MOST_WRITTEN } from "./write-to-fan.ts";

/** Keeps a word of the staff in the case, also in one that is closed; the fan never sees it. */
export async function addNote(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  text: string,
): Promise<readonly Reply[]> {
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const words = text.trim();
  if (words === "") return [answerText(actor, "cases.usage-text", { command: "/note" })];
  if (words.length > MOST_WRITTEN) return [answerText(actor, "cases.too-long", { most: MOST_WRITTEN })];
  const by = actor.person.personId;
  await appendAll(stores, found.value, deps.clock.now(), [{ type: "note", by, text: words }]);
  return [answerText(actor, "cases.noted", { number: caseId })];
}
