import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { CaseStores } from "./case-deps.ts";
import { answerTo, caseFor, openCaseFor } from "./desk.ts";
import { fanName, purposeOf, signatureOf } from "./words.ts";

/** The buttons "reply" and "note": a message to reply to, which says where the words will go. */
export async function startWriting(
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  what: "reply" | "note",
): Promise<readonly Reply[]> {
  const found = await (what === "reply" ? openCaseFor : caseFor)(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const one = found.value;
  const { locale } = actor;
  const as = await signatureOf(stores, one.hostId, actor.person.personId, locale);
  const text = say(locale, `cases.${what}-here`, { number: caseId, as, fan: fanName(locale, one.view) });
  const prompt = answerTo(actor, textContent(text), purposeOf(one, what));
  // Nobody can reply to what is whispered.
  const { platform, chatId, threadId, chat } = actor;
  return [chat?.kind === "group" ? { ...prompt, to: { platform, chatId, threadId } } : prompt];
}
