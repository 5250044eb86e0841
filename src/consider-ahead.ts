import { type Considered, considerQuestion, considerWithHelp } from "./answering/index.ts";
import type { InboundEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import { isUrgent, type Triage } from "./safety/index.ts";
import { localeFor, type RouterDeps } from "./scene.ts";
import { readSmallTalk } from "./small-talk.ts";

/** What was found out about a question before its transaction, because it may wait for a model. */
export interface Ahead {
  readonly text: string;
  readonly heard: "addressed" | "questions" | "confident";
  readonly considered: Considered;
}

/**
 * Considers a question with the configured helpers, outside of any transaction: a slow server then holds up nobody's
 * commit, and a crash in it leaves the update in the inbox. Undefined where no helper is configured or no question is asked;
 * whoever answers decides again whether this is what is asked, so a wrong guess here only costs a call.
 */
export async function considerAhead(
  deps: RouterDeps,
  event: InboundEvent,
  triage: Triage,
  platform: Platform,
): Promise<Ahead | undefined> {
  const { helpers } = deps;
  if (!helpers || event.kind !== "message" || isUrgent(triage) || event.edited || event.limited)
    return undefined;
  const { command, addressed, chat, sender } = event;
  if (command && command.name !== "ask") return undefined;
  const text = (command?.args ?? event.text).trim();
  if (text === "" || (!command && /^[/／][a-z]/i.test(text))) return undefined;
  const spokenTo = command !== undefined || addressed !== "none";
  if (!command && spokenTo && readSmallTalk(text)) return undefined;
  const heard = spokenTo ? "addressed" : platform.abilities.answersUnaddressed;
  if (!spokenTo) {
    if (!considerQuestion(deps.answering, { text, heard })) return undefined;
    const known = await deps.transact(({ people }) => people.chat(event.platform, chat.chatId));
    if (known?.purpose === "staff") return undefined;
  }
  const considered = await considerWithHelp(
    deps.answering,
    helpers,
    { text, heard, locale: localeFor(event) },
    { platform: event.platform, chatId: chat.chatId, who: sender.userId },
  );
  return considered && { text, heard, considered };
}
