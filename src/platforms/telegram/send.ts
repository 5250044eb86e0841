import { PermanentError, UnknownOutcomeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Outgoing, Platform } from "../../core/platform.ts";
import type { TelegramApi } from "./api.ts";
import { encodeContent } from "./encode.ts";
import {
  ApiFailure,
  hasNoText,
  isMessageGone,
  isMissingThread,
  isNotModified,
  toSendError,
} from "./failures.ts";
import { SentMessageId } from "./update.ts";

export interface SenderOptions {
  readonly api: TelegramApi;
  readonly logger: Logger;
  readonly timeoutMs: number;
}

/** Says and changes messages; throws the errors of `core/errors.ts` and nothing else on purpose. */
export function createSender({ api, logger, timeoutMs }: SenderOptions) {
  const post = (method: string, params: object) =>
    (carriesFile(params) ? api.upload : api.call)(method, params, { timeoutMs });
  const encode = (content: Outgoing["content"]) => {
    const { html, keyboard, droppedButtons } = encodeContent(content);
    if (droppedButtons > 0)
      logger.warn({ droppedButtons }, "telegram: buttons that Telegram would refuse were left out");
    return {
      html,
      markup: keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {},
    };
  };

  async function call(method: string, params: object): Promise<unknown> {
    try {
      return await post(method, params);
    } catch (error) {
      throw error instanceof ApiFailure ? toSendError(error) : error;
    }
  }

  async function send({ to, content }: Outgoing): Promise<{ messageId: string }> {
    const { html, markup } = encode(content);
    const { file } = content;
    const chatId = chatIdOf(to.chatId);
    if (html === "" && !file) throw new PermanentError("rejected", "there is nothing to say");
    const said = file
      ? {
          document: { source: Buffer.from(file.text), filename: file.name },
          ...(html === "" ? {} : { caption: html, parse_mode: "HTML" }),
        }
      : textFields(html);
    const method = file ? "sendDocument" : "sendMessage";
    const params = {
      chat_id: chatId,
      ...said,
      ...idField("message_thread_id", to.threadId),
      ...(isId(to.replyToMessageId)
        ? { reply_parameters: { message_id: Number(to.replyToMessageId), allow_sending_without_reply: true } }
        : {}),
      ...markup,
    };
    try {
      return readMessageId(await post(method, params));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (!isMissingThread(error) || to.threadId === undefined) throw toSendError(error);
    }
    // The topic is gone but the group is not: the answer goes to its general topic rather than nowhere.
    const { message_thread_id: _, ...general } = params;
    return readMessageId(await call(method, general));
  }

  const edit: NonNullable<Platform["edit"]> = async ({ to, content, messageId }) => {
    const { html, markup } = encode(content);
    if (html === "") throw new PermanentError("rejected", "there is nothing to say");
    if (!isId(messageId)) throw new PermanentError("message-gone", "no Telegram message id");
    const params = { chat_id: chatIdOf(to.chatId), message_id: Number(messageId), ...markup };
    const asText = { ...params, ...textFields(html) };
    const asCaption = { ...params, caption: html, parse_mode: "HTML" };
    try {
      await api.call("editMessageText", asText, { timeoutMs }).catch((error: unknown) => {
        if (!(error instanceof ApiFailure && hasNoText(error))) throw error;
        return api.call("editMessageCaption", asCaption, { timeoutMs });
      });
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (isNotModified(error)) return;
      if (isMessageGone(error)) {
        throw new PermanentError("message-gone", "Telegram has this message no longer", { cause: error });
      }
      throw toSendError(error);
    }
  };

  return { send, edit };
}

const carriesFile = (params: object): boolean =>
  Object.values(params).some((value) => typeof value === "object" && value !== null && "source" in value);

const textFields = (html: string) => ({
  text: html,
  parse_mode: "HTML",
  link_preview_options: { is_disabled: true },
});

export function chatIdOf(text: string): number {
  const chatId = Number(text);
  if (!Number.isSafeInteger(chatId) || chatId === 0)
    throw new PermanentError("target-gone", "no Telegram chat id");
  return chatId;
}

export const isId = (value: string | undefined): value is string =>
  value !== undefined && /^-?\d{1,16}$/.test(value);

function idField<K extends string>(key: K, value: string | undefined): { [key in K]?: number } {
  return isId(value) ? ({ [key]: Number(value) } as { [key in K]?: number }) : {};
}

function readMessageId(result: unknown): { messageId: string } {
  const message = SentMessageId.safeParse(result);
  if (!message.success) throw new UnknownOutcomeError("Telegram's answer could not be read");
  return { messageId: String(message.data.message_id) };
}
