import { z } from "zod";
import { type CommandSpec, parseCommand } from "../../core/commands.ts";
import type { ChatRef, InboundEvent, Medium, MessageEvent, SenderRef } from "../../core/message.ts";
import {
  CallbackQuery,
  type Chat,
  type Entity,
  Message,
  MyChatMember,
  type SentFile,
  type User,
} from "./update.ts";

/**
 * The kinds of updates that are asked for. `chat_member` is left out: Telegram sends it to administrators only, and
 * who administers a chat is asked for when it matters. Channel posts, reactions and inline queries are not ours.
 */
export const ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
export type UpdateKind = (typeof ALLOWED_UPDATES)[number] | "other";

export interface DecodeContext {
  readonly bot: { readonly id: number; readonly username: string; readonly readsAll: boolean };
  readonly commands: readonly CommandSpec[];
  /** Milliseconds since 1970, for presses, which carry no time of their own. */
  readonly receivedAt: number;
}

export interface Decoded {
  readonly updateId: number | undefined;
  readonly kind: UpdateKind;
  readonly event: InboundEvent | undefined;
  /** To be answered once the event is written. */
  readonly callbackId: string | undefined;
  /** True when it is of a kind that we asked for and does not look like one: worth a warning. */
  readonly malformed: boolean;
}

const Envelope = z.object({
  update_id: z.int(),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
  callback_query: z.unknown().optional(),
  my_chat_member: z.unknown().optional(),
});

/** Telegram's own accounts behind `sender_chat`: an administrator hidden behind the group, a person as a channel. */
const HIDDEN_SENDERS: ReadonlySet<number> = new Set([1_087_968_824, 136_817_688]);

/** Reads one raw update. What is not ours, or not whole, gives no event; nothing here throws. */
export function decodeUpdate(raw: unknown, context: DecodeContext): Decoded {
  const envelope = Envelope.safeParse(raw);
  const nothing = { updateId: undefined, kind: "other", event: undefined, callbackId: undefined } as const;
  if (!envelope.success) return { ...nothing, malformed: true };
  const { update_id: updateId, ...parts } = envelope.data;
  const kind = ALLOWED_UPDATES.find((name) => parts[name] !== undefined);
  if (!kind) return { ...nothing, updateId, malformed: false };
  const base = { ...nothing, updateId, kind };
  if (kind === "callback_query") {
    const query = CallbackQuery.safeParse(parts[kind]);
    if (!query.success) return { ...base, malformed: true };
    return { ...base, event: decodePress(query.data, context), callbackId: query.data.id, malformed: false };
  }
  if (kind === "my_chat_member") {
    const change = MyChatMember.safeParse(parts[kind]);
    if (!change.success) return { ...base, malformed: true };
    return { ...base, event: decodeMembership(change.data, updateId, context), malformed: false };
  }
  const message = Message.safeParse(parts[kind]);
  if (!message.success) return { ...base, malformed: true };
  return {
    ...base,
    event: decodeMessage(message.data, kind === "edited_message", context),
    malformed: false,
  };
}

function decodeMessage(message: Message, edited: boolean, context: DecodeContext): InboundEvent | undefined {
  const migration = decodeMigration(message);
  if (migration) return migration;
  const chat = chatOf(message.chat, message);
  const sender = senderOf(message);
  // A post copied from the linked channel speaks to everybody and nobody answers for it here.
  if (!chat || !sender || message.is_automatic_forward) return undefined;
  const media = mediaOf(message);
  const written = message.text ?? message.caption;
  // Neither words nor media: a service message (somebody joined, a pin, a new title).
  if (written === undefined && media.length === 0) return undefined;
  const words = written ?? "";
  const entities = (message.text === undefined ? message.caption_entities : message.entities) ?? [];
  const mentions = entities.filter((entity) => isMention(entity, words, context.bot));
  const text = clean(cutOut(words, mentions));
  const command = parseCommand(text, context.commands, context.bot.username);
  const replied = repliedTo(message);
  const toBot = replied?.from?.id === context.bot.id;
  const isPrivate = chat.kind === "private";
  const document = documentOf(message);
  const voice = voiceOf(message);
  return {
    kind: "message",
    platform: "telegram",
    chat,
    updateKey: edited ? `e:${message.message_id}:${message.edit_date ?? 0}` : `m:${message.message_id}`,
    sentAt: message.date * 1_000,
    messageId: String(message.message_id),
    sender,
    text,
    edited,
    addressed: command
      ? "command"
      : isPrivate
        ? "private"
        : toBot
          ? "reply"
          : mentions.length > 0
            ? "mention"
            : "none",
    ...(command ? { command } : {}),
    ...(replied ? { replyToMessageId: String(replied.message_id) } : {}),
    ...(document ? { document } : {}),
    ...(voice ? { voice } : {}),
    media: [...media],
  };
}

function documentOf({ document, animation }: Message): MessageEvent["document"] {
  if (!document || animation || document.file_id === "" || document.file_id.length > 1_000) return undefined;
  const { file_id: ref, file_name: name = "", file_size: bytes } = document;
  return { ref, name: shorten(name), ...(bytes === undefined ? {} : { bytes }) };
}

function voiceOf({ voice, audio }: Message): MessageEvent["voice"] {
  const said = voice ?? audio;
  if (!said || said.file_id === "" || said.file_id.length > 1_000) return undefined;
  const { file_id: ref, duration: seconds, mime_type: type, file_size: bytes } = said;
  return {
    ref,
    ...(type === undefined ? {} : { type: clean(type) }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

/** Both chats say it; one key for both, so that it has one effect. */
function decodeMigration(message: Message): InboundEvent | undefined {
  const { migrate_to_chat_id: to, migrate_from_chat_id: from, chat } = message;
  if (to === undefined && from === undefined) return undefined;
  const toChatId = String(to ?? chat.id);
  return {
    kind: "migration",
    platform: "telegram",
    chat: { chatId: String(from ?? chat.id), kind: "group" },
    updateKey: `g:${toChatId}`,
    sentAt: message.date * 1_000,
    toChatId,
  };
}

function decodePress(query: CallbackQuery, context: DecodeContext): InboundEvent | undefined {
  const chat = query.message && chatOf(query.message.chat, query.message);
  if (!query.message || !chat || query.data === undefined || query.from.is_bot) return undefined;
  return {
    kind: "button",
    platform: "telegram",
    chat,
    updateKey: `b:${query.id}`,
    sentAt: context.receivedAt,
    sender: userSender(query.from),
    data: clean(query.data),
    messageId: String(query.message.message_id),
  };
}

function decodeMembership(
  change: MyChatMember,
  updateId: number,
  context: DecodeContext,
): InboundEvent | undefined {
  const chat = chatOf(change.chat, {});
  if (!chat) return undefined;
  const { status, is_member: isMember } = change.new_chat_member;
  const gone = status === "left" || status === "kicked" || (status === "restricted" && isMember === false);
  const isAdmin = status === "administrator" || status === "creator";
  return {
    kind: "membership",
    platform: "telegram",
    chat,
    updateKey: `u:${updateId}`,
    sentAt: change.date * 1_000,
    status: gone ? "gone" : "present",
    seesAll: !gone && (chat.kind === "private" || isAdmin || context.bot.readsAll),
    ...(change.from && !change.from.is_bot ? { sender: userSender(change.from) } : {}),
  };
}

function chatOf(
  chat: Chat,
  topic: { message_thread_id?: number | undefined; is_topic_message?: boolean | undefined },
): ChatRef | undefined {
  if (chat.type === "channel") return undefined;
  const title = chat.title && shorten(chat.title);
  return {
    chatId: String(chat.id),
    kind: chat.type === "private" ? "private" : "group",
    ...(title ? { title } : {}),
    // Outside forums the same field merely numbers a chain of replies.
    ...(topic.is_topic_message && topic.message_thread_id !== undefined
      ? { threadId: String(topic.message_thread_id) }
      : {}),
  };
}

/**
 * Who speaks. Administrators who hide behind their group, and people who write as a channel, come from a bot account
 * of Telegram's; they are known by the id of the chat that they speak as (negative, so never a user's).
 */
function senderOf(message: Message): SenderRef | undefined {
  const { from, sender_chat: senderChat } = message;
  if (senderChat && (!from || HIDDEN_SENDERS.has(from.id))) {
    const displayName = senderChat.title && shorten(senderChat.title);
    return { userId: String(senderChat.id), ...(displayName ? { displayName } : {}) };
  }
  return from && !from.is_bot ? userSender(from) : undefined;
}

function userSender(user: User): SenderRef {
  const displayName = shorten([user.first_name, user.last_name].filter(Boolean).join(" "));
  return {
    userId: String(user.id),
    ...(displayName ? { displayName } : {}),
    ...(user.language_code ? { language: user.language_code } : {}),
  };
}

/** In a topic every message "replies" to the one that opened the topic; that is no reply. */
function repliedTo(message: Message): Message["reply_to_message"] {
  const replied = message.reply_to_message;
  return replied?.forum_topic_created ? undefined : replied;
}

function isMention(entity: Entity, words: string, bot: DecodeContext["bot"]): boolean {
  if (entity.type === "text_mention") return entity.user?.id === bot.id;
  if (entity.type !== "mention") return false;
  const name = words.slice(entity.offset + 1, entity.offset + entity.length);
  return name.toLowerCase() === bot.username.toLowerCase();
}

/** Takes the given spans out, with the white space that they leave doubled. Offsets count UTF-16 code units. */
function cutOut(words: string, spans: readonly Entity[]): string {
  if (spans.length === 0) return words;
  let rest = "";
  let at = 0;
  for (const { offset, length } of [...spans].sort((one, other) => one.offset - other.offset)) {
    if (offset < at) continue;
    rest += words.slice(at, offset);
    at = offset + length;
    if (/\s$/.test(rest) || rest === "") while (/^[^\S\n]/.test(words.slice(at, at + 1))) at += 1;
  }
  return (rest + words.slice(at)).trim();
}

/** Databases refuse NUL and half surrogate pairs, and neither is a character that anybody typed. */
const clean = (text: string): string => text.toWellFormed().replaceAll("\0", "");
const shorten = (name: string): string => clean(name).slice(0, 256).toWellFormed();

function mediaOf(message: Message): readonly Medium[] {
  const { photo, voice, video, video_note: note, animation, document, audio, sticker } = message;
  const found: [Medium["kind"], SentFile | undefined, string?][] = [
    ["photo", photo && (photo.at(-1) ?? { file_id: "" })],
    ["voice", voice],
    ["video", video],
    ["video", note, "video_note"],
    ["video", animation, "animation"],
    // An animation also fills `document`, for older clients.
    ["file", animation ? undefined : document],
    ["file", audio, "audio"],
    ["sticker", sticker],
  ];
  const isOther =
    message.contact ||
    message.location ||
    message.venue ||
    message.poll ||
    message.dice ||
    message.game ||
    message.story ||
    message.paid_media ||
    message.checklist;
  return [
    ...found.flatMap(([kind, file, method]) => (file ? [mediumOf(kind, file, method)] : [])),
    ...(isOther ? [{ kind: "other" } as const] : []),
  ];
}

/** Telegram sends a file by its id only as what it was; `method` names that where its kind does not. */
function mediumOf(kind: Medium["kind"], file: SentFile, method?: string): Medium {
  const { file_id: id, file_name: name, mime_type: type, file_size: bytes, duration: seconds } = file;
  const isRef = /^[\w-]{1,900}$/.test(id);
  return {
    kind,
    ...(isRef ? { ref: method === undefined ? id : `${method}/${id}` } : {}),
    ...(name === undefined ? {} : { name: shorten(name) }),
    ...(type === undefined ? {} : { type: clean(type) }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(kind === "sticker" || method === "video_note" ? { wordless: true } : {}),
  };
}
