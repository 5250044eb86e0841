import { z } from "zod";
import { type CommandSpec, parseCommand } from "../../core/commands.ts";
import type { MediaRef } from "../../core/content.ts";
import type { ChatRef, DeletionEvent, Medium, MessageEvent, SenderRef } from "../../core/message.ts";
import { Snowflake } from "./chats.ts";

const DISCORD_EPOCH_MS = 1_420_070_400_000n;
/** @see https://discord.com/developers/docs/resources/message#message-object-message-types */
const WRITTEN_BY_PEOPLE: ReadonlySet<number> = new Set([0, 19]);
const MAX_TEXT = 20_000;
const MAX_NAME = 256;

export const RawUser = z.object({
  id: Snowflake,
  username: z.string().catch(""),
  global_name: z.string().nullish().catch(null),
  bot: z.boolean().optional(),
  system: z.boolean().optional(),
});

const RawMessage = z.object({
  id: Snowflake,
  channel_id: Snowflake,
  guild_id: Snowflake.nullish(),
  type: z.number().default(0),
  author: RawUser,
  member: z.object({ nick: z.string().nullish() }).nullish().catch(null),
  webhook_id: Snowflake.nullish(),
  content: z.string().default(""),
  edited_timestamp: z
    .string()
    .regex(/^[\d:.TZ+-]{1,40}$/)
    .nullish()
    .catch(null),
  mentions: z
    .array(z.object({ id: Snowflake }))
    .catch([])
    .default([]),
  attachments: z
    .array(
      z.object({
        content_type: z.string().nullish(),
        filename: z.string().nullish().catch(null),
        url: z.string().nullish().catch(null),
        size: z.number().nonnegative().nullish().catch(null),
        duration_secs: z.number().nonnegative().nullish().catch(null),
      }),
    )
    .catch([])
    .default([]),
  sticker_items: z.array(z.unknown()).catch([]).default([]),
  message_reference: z.object({ message_id: Snowflake.nullish() }).nullish().catch(null),
  referenced_message: z
    .object({ author: z.object({ id: Snowflake }) })
    .nullish()
    .catch(null),
});
type RawMessage = z.infer<typeof RawMessage>;

/** A message of a person, and where it was written; undefined for bots, webhooks, system messages and nonsense. */
export function readMessage(raw: unknown): RawMessage | undefined {
  const parsed = RawMessage.safeParse(raw);
  if (!parsed.success) return undefined;
  const { author, webhook_id, type } = parsed.data;
  if (author.bot || author.system || webhook_id || !WRITTEN_BY_PEOPLE.has(type)) return undefined;
  return parsed.data;
}

export interface DecodeContext {
  readonly chat: ChatRef;
  readonly botId: string;
  readonly botName: string | undefined;
  readonly botRoleId: string | undefined;
  readonly commands: readonly CommandSpec[];
}

/**
 * What the inbox keeps of a message; undefined when there is nothing to see in it, as when Discord hides the text.
 * `edit` decodes a MESSAGE_UPDATE, which also comes for link previews: then it gives undefined.
 */
export function decodeMessage(
  raw: RawMessage,
  context: DecodeContext,
  edit = false,
): MessageEvent | undefined {
  const { chat, botId } = context;
  if (edit && !raw.edited_timestamp) return undefined;
  const media = mediaOf(raw);
  const ownMention = new RegExp(`<@!?${botId}>${context.botRoleId ? `|<@&${context.botRoleId}>` : ""}`, "g");
  const isNamed = raw.content.search(ownMention) >= 0;
  const text = plainText(raw.content.replace(ownMention, " "));
  const isReply = raw.referenced_message?.author.id === botId;
  if (text === "" && media.length === 0 && !isNamed && !isReply) return undefined;
  const command = parseCommand(text, context.commands, context.botName);
  const document = documentOf(raw);
  const voice = voiceOf(raw);
  const isPinged = isNamed || (!isReply && raw.mentions.some(({ id }) => id === botId));
  return {
    platform: "discord",
    kind: "message",
    chat,
    updateKey: edit ? `e:${raw.id}:${raw.edited_timestamp}` : `m:${raw.id}`,
    sentAt: snowflakeMs(raw.id),
    messageId: raw.id,
    cursor: raw.id,
    sender: senderOf(raw.author, raw.member?.nick),
    text,
    edited: edit,
    addressed:
      chat.kind === "private"
        ? "private"
        : command
          ? "command"
          : isNamed
            ? "mention"
            : isReply
              ? "reply"
              : isPinged
                ? "mention"
                : "none",
    ...(command ? { command } : {}),
    ...(raw.message_reference?.message_id ? { replyToMessageId: raw.message_reference.message_id } : {}),
    ...(document ? { document } : {}),
    ...(voice ? { voice } : {}),
    media,
  };
}

const Deleted = z.object({
  channel_id: Snowflake,
  guild_id: Snowflake.nullish(),
  id: Snowflake.optional(),
  ids: z.array(Snowflake).optional(),
});

/** One event for each message that was deleted; none for what cannot be read. */
export function decodeDeletion(
  raw: unknown,
  chats: { learn(raw: unknown): unknown; refOf(id: string): ChatRef },
  now: number,
): readonly DeletionEvent[] {
  const parsed = Deleted.safeParse(raw);
  if (!parsed.success) return [];
  const { channel_id: channelId, guild_id: guildId, id, ids = [] } = parsed.data;
  if (!guildId) chats.learn({ id: channelId, type: 1 });
  const chat = chats.refOf(channelId);
  return [...ids, ...(id === undefined ? [] : [id])].map((messageId) => ({
    platform: "discord",
    kind: "deletion",
    chat,
    updateKey: `x:${messageId}`,
    sentAt: now,
    messageId,
  }));
}

/** The first thing spoken: a voice message or a sound file. */
function voiceOf(raw: RawMessage): MessageEvent["voice"] {
  const said = raw.attachments.find((one) => kindOf(one) === "voice");
  if (!said?.url || said.url.length > 1_000) return undefined;
  const { content_type: type, duration_secs: seconds, size: bytes } = said;
  return {
    ref: said.url,
    ...(type ? { type: type.slice(0, 100) } : {}),
    ...(seconds ? { seconds } : {}),
    ...(bytes ? { bytes } : {}),
  };
}

/** The first attachment that is no picture, sound or film; it is fetched by its address, which ends in a day or so. */
function documentOf(raw: RawMessage): MessageEvent["document"] {
  const file = raw.attachments.find((one) => kindOf(one) === "file");
  if (!file?.url || file.url.length > 1_000) return undefined;
  return { ref: file.url, name: nameOf(file), ...(file.size ? { bytes: file.size } : {}) };
}

export function senderOf(
  user: z.infer<typeof RawUser>,
  nick?: string | null,
  language?: string | null,
): SenderRef {
  const name = plainText(nick || user.global_name || user.username)
    .slice(0, MAX_NAME)
    .toWellFormed();
  return {
    userId: user.id,
    ...(name === "" ? {} : { displayName: name }),
    ...(language ? { language: language.slice(0, 35) } : {}),
  };
}

/** A snowflake carries its time of birth. */
export const snowflakeMs = (id: string): number => Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS);

/** The id that a message would have had `backMs` earlier. */
export function snowflakeBefore(id: string, backMs: number): string {
  const earlier = BigInt(id) - (BigInt(backMs) << 22n);
  return (earlier > 0n ? earlier : 0n).toString();
}

/** Discord's codes for people, channels and emoji as a reader sees them, without the ids of others. */
export function plainText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replaceAll("\u0000", "")
    .replace(/<@[!&]?\d{1,20}>/g, "@…")
    .replace(/<#\d{1,20}>/g, "#…")
    .replace(/<a?:(\w{1,64}):\d{1,20}>/g, ":$1:")
    .trim();
}

function mediaOf(raw: RawMessage): MessageEvent["media"] {
  const attached = raw.attachments.map((one): Medium => {
    const { url, content_type: type, size: bytes, duration_secs: seconds } = one;
    const name = nameOf(one);
    return {
      kind: kindOf(one),
      ...(url && url.length <= 1_000 ? { ref: url } : {}),
      ...(name === "" ? {} : { name }),
      ...(type ? { type: plainText(type).slice(0, 100) } : {}),
      ...(bytes ? { bytes } : {}),
      ...(seconds ? { seconds } : {}),
    };
  });
  // Stickers have no file that another chat could show.
  return [...attached, ...raw.sticker_items.map((): Medium => ({ kind: "sticker" }))];
}

const nameOf = ({ filename }: RawMessage["attachments"][number]): string =>
  plainText(filename ?? "")
    .slice(0, MAX_NAME)
    .toWellFormed();

function kindOf({ content_type: type }: RawMessage["attachments"][number]): MediaRef["kind"] {
  const [kind] = (type ?? "").split("/");
  return kind === "image" ? "photo" : kind === "audio" ? "voice" : kind === "video" ? "video" : "file";
}
