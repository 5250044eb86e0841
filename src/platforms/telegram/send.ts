import type { Block, Content, MediaRef, Target } from "../../core/content.ts";
import { PermanentError, UnknownOutcomeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Outgoing, Platform } from "../../core/platform.ts";
import { say } from "../../core/texts/index.ts";
import type { TelegramApi } from "./api.ts";
import { encodeContent } from "./encode.ts";
import {
  ApiFailure,
  hasNoText,
  isMediaRefused,
  isMessageGone,
  isMissingThread,
  isNotModified,
  toSendError,
} from "./failures.ts";
import { MAX_CAPTION, MAX_PHOTO_BYTES } from "./limits.ts";
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
  const encode = (content: Content, maxLength?: number) => {
    const { html, keyboard, droppedButtons } = encodeContent(content, maxLength);
    if (droppedButtons > 0)
      logger.warn({ droppedButtons }, "telegram: buttons that Telegram would refuse were left out");
    return {
      html,
      markup: keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {},
    };
  };

  /** In the topic, or in the group when the topic is gone: an answer goes to the general topic rather than nowhere. */
  async function call(method: string, params: object, to: Target): Promise<{ messageId: string }> {
    const whole = {
      chat_id: chatIdOf(to.chatId),
      ...params,
      ...idField("message_thread_id", to.threadId),
      ...(isId(to.replyToMessageId)
        ? { reply_parameters: { message_id: Number(to.replyToMessageId), allow_sending_without_reply: true } }
        : {}),
    };
    try {
      return readMessageId(await post(method, whole));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (!isMissingThread(error) || to.threadId === undefined) throw error;
    }
    const { message_thread_id: _, ...general } = whole;
    return readMessageId(await post(method, general));
  }

  async function send({ to, content, upload }: Outgoing): Promise<{ messageId: string }> {
    const { file } = content;
    const medium = content.media?.[0];
    if (medium) return await sendMedium(medium, upload, to, content);
    const { html, markup } = encode(content, file ? MAX_CAPTION : undefined);
    if (html === "" && !file) throw new PermanentError("rejected", "there is nothing to say");
    if (!file) return await call("sendMessage", { ...textFields(html), ...markup }, to);
    const document = { source: Buffer.from(file.text), filename: file.name };
    return await call("sendDocument", { document, ...captionFields(html), ...markup }, to);
  }

  /** As what it is; what Telegram does not take as that goes as a file, and in the end as words. */
  async function sendMedium(
    medium: MediaRef,
    upload: Uint8Array | undefined,
    to: Target,
    content: Content,
  ): Promise<{ messageId: string }> {
    const { html, markup } = encode(content, MAX_CAPTION);
    const source = upload && { source: Buffer.from(upload), filename: fileNameOf(medium) };
    const ways = upload
      ? [...new Set([methodForUpload(medium, upload.length), METHODS.file])]
      : [methodForRef(medium)];
    for (const { method, field } of ways) {
      // Splitting gave none to what can have none.
      const caption = WORDLESS.has(field) ? {} : captionFields(html);
      const what = { [field]: source ?? medium.ref.replace(/^\w+\//, "") };
      try {
        return await call(method, { ...what, ...caption, ...markup }, to);
      } catch (error) {
        if (!(error instanceof ApiFailure) || !isMediaRefused(error)) throw error;
        logger.warn({ method, code: error.code }, "telegram: a file was refused and goes another way");
      }
    }
    const note = {
      kind: "small",
      text: say("zh", "media.gone", { kind: say("zh", `media.${medium.kind}`) }),
    };
    const { media: _, ...words } = content;
    return await send({ key: "", to, content: { ...words, blocks: [...content.blocks, note as Block] } });
  }

  const edit: NonNullable<Platform["edit"]> = async ({ to, content, messageId }) => {
    const { html, markup } = encode(content);
    if (html === "") throw new PermanentError("rejected", "there is nothing to say");
    if (!isId(messageId)) throw new PermanentError("message-gone", "no Telegram message id");
    const params = { chat_id: chatIdOf(to.chatId), message_id: Number(messageId), ...markup };
    const asText = { ...params, ...textFields(html) };
    const asCaption = { ...params, ...captionFields(encode(content, MAX_CAPTION).html) };
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

  return {
    async send(outgoing: Outgoing) {
      try {
        return await send(outgoing);
      } catch (error) {
        throw error instanceof ApiFailure ? toSendError(error) : error;
      }
    },
    edit,
  };
}

interface Way {
  readonly method: string;
  readonly field: string;
}
const METHODS = {
  photo: { method: "sendPhoto", field: "photo" },
  voice: { method: "sendVoice", field: "voice" },
  video: { method: "sendVideo", field: "video" },
  file: { method: "sendDocument", field: "document" },
  sticker: { method: "sendSticker", field: "sticker" },
} as const satisfies Record<MediaRef["kind"], Way>;
const WORDLESS: ReadonlySet<string> = new Set(["sticker", "video_note"]);
const METHODS_BY_REF: Readonly<Record<string, Way>> = {
  video_note: { method: "sendVideoNote", field: "video_note" },
  animation: { method: "sendAnimation", field: "animation" },
  audio: { method: "sendAudio", field: "audio" },
};

const methodForRef = ({ kind, ref }: MediaRef): Way =>
  METHODS_BY_REF[/^(\w+)\//.exec(ref)?.[1] ?? ""] ?? METHODS[kind];

/** Telegram shows only certain kinds of pictures and recordings as such. */
function methodForUpload({ kind, type = "" }: MediaRef, bytes: number): Way {
  const fits =
    (kind === "photo" && bytes <= MAX_PHOTO_BYTES && !type.includes("gif")) ||
    (kind === "voice" && /ogg|opus|mpeg|mp4|m4a/.test(type)) ||
    (kind === "video" && type.includes("mp4"));
  return fits ? METHODS[kind] : METHODS.file;
}

const ENDINGS = { photo: "jpg", voice: "ogg", video: "mp4", file: "bin", sticker: "webp" } as const;
const fileNameOf = ({ kind, name }: MediaRef): string => name || `${kind}.${ENDINGS[kind]}`;

const captionFields = (html: string) => (html === "" ? {} : { caption: html, parse_mode: "HTML" });

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
