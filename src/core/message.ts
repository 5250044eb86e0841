import { z } from "zod";

/** Where people write. */
export const PLATFORM_NAMES = ["telegram", "discord", "web"] as const;
/** Robots in groups of work chats: they are sent to, and hear nothing. */
export const ROBOT_NAMES = ["wecom", "feishu", "dingtalk"] as const;
export type RobotName = (typeof ROBOT_NAMES)[number];
/** Wherever something can be sent. */
export const TARGET_NAMES = [...PLATFORM_NAMES, ...ROBOT_NAMES] as const;
export type PlatformName = (typeof TARGET_NAMES)[number];

/**
 * A chat as its platform names it. `chatId` is what a message is sent to: for Discord threads the thread's own id
 * (with the channel in `parentId`), for Telegram forum topics the supergroup's id with the topic in `threadId`.
 */
const ChatRef = z.object({
  chatId: z.string().min(1).max(128),
  kind: z.enum(["private", "group"]),
  title: z.string().max(256).optional(),
  threadId: z.string().max(64).optional(),
  parentId: z.string().max(64).optional(),
});
export type ChatRef = z.infer<typeof ChatRef>;

const SenderRef = z.object({
  userId: z.string().min(1).max(128),
  /** Shown to staff only, never logged. */
  displayName: z.string().max(256).optional(),
  /** BCP 47, as the platform reports it. */
  language: z.string().max(35).optional(),
});
export type SenderRef = z.infer<typeof SenderRef>;

/** A Discord interaction: its token may be used for 15 minutes to edit the deferred answer. */
export const InteractionRef = z.object({
  id: z.string(),
  token: z.string(),
  expiresAt: z.number(),
  /** True when the deferred answer is seen by the presser alone. */
  ephemeral: z.boolean(),
});
export type InteractionRef = z.infer<typeof InteractionRef>;

const base = {
  platform: z.enum(PLATFORM_NAMES),
  chat: ChatRef,
  /** Unique within platform and chat, the same each time the platform delivers the same thing. */
  updateKey: z.string().min(1).max(200),
  sentAt: z.number(),
};

const MEDIA_KINDS = ["photo", "voice", "video", "file", "sticker", "other"] as const;

/** Something sent beside words. `ref` is what its platform fetches and sends it by; absent when it can do neither. */
const Medium = z.object({
  kind: z.enum(MEDIA_KINDS),
  ref: z.string().min(1).max(1_000).optional(),
  name: z.string().max(256).optional(),
  /** Media type, as the platform reports it. */
  type: z.string().max(100).optional(),
  bytes: z.number().nonnegative().optional(),
  seconds: z.number().nonnegative().optional(),
  /** Its platform shows no words under it. */
  wordless: z.boolean().optional(),
});
export type Medium = z.infer<typeof Medium>;

const MessageEvent = z.object({
  ...base,
  kind: z.literal("message"),
  messageId: z.string(),
  sender: SenderRef,
  /** Text or caption; empty for media alone. Mentions of the bot at its start are already cut off. */
  text: z.string(),
  edited: z.boolean(),
  /** How the bot was spoken to; `none` is a message to the room that the bot merely sees. */
  addressed: z.enum(["private", "reply", "mention", "command", "none"]),
  command: z.object({ name: z.string(), args: z.string() }).optional(),
  replyToMessageId: z.string().optional(),
  /** The inboxes of earlier versions hold kinds alone. */
  media: z.array(z.union([Medium, z.enum(MEDIA_KINDS).transform((kind): Medium => ({ kind }))])),
  /** A file that came with it; `ref` is what its platform fetches it by. */
  document: z
    .object({
      ref: z.string().min(1).max(1_000),
      name: z.string().max(256),
      bytes: z.number().nonnegative().optional(),
    })
    .optional(),
  /** Something spoken; `ref` is what its platform fetches it by. */
  voice: z
    .object({
      ref: z.string().min(1).max(1_000),
      type: z.string().max(100).optional(),
      seconds: z.number().nonnegative().optional(),
      bytes: z.number().nonnegative().optional(),
    })
    .optional(),
  interaction: InteractionRef.optional(),
  /** Set where history can be read again from this message on: a number that grows with time within its chat. */
  cursor: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  /** Seen by the bot alone although the chat is a group. */
  discreet: z.boolean().optional(),
  /** Set by an adapter when the sender is over its limit: triage still runs, nothing else does. */
  limited: z.boolean().optional(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

/** What came with a message, as a reader is told of it. */
export const kindsOf = ({ media }: MessageEvent): readonly Medium["kind"][] => media.map(({ kind }) => kind);

/** A message that is there no longer; who deleted it is not told. Telegram tells of no deletions at all. */
const DeletionEvent = z.object({ ...base, kind: z.literal("deletion"), messageId: z.string() });
export type DeletionEvent = z.infer<typeof DeletionEvent>;

const ButtonEvent = z.object({
  ...base,
  kind: z.literal("button"),
  sender: SenderRef,
  data: z.string().max(200),
  /** The bot's message that carries the button. */
  messageId: z.string(),
  interaction: InteractionRef.optional(),
});
export type ButtonEvent = z.infer<typeof ButtonEvent>;

const MembershipEvent = z.object({
  ...base,
  kind: z.literal("membership"),
  status: z.enum(["present", "gone"]),
  /** Whether the bot sees every message here; undefined when the platform does not say. */
  seesAll: z.boolean().optional(),
  sender: SenderRef.optional(),
});
export type MembershipEvent = z.infer<typeof MembershipEvent>;

const MigrationEvent = z.object({ ...base, kind: z.literal("migration"), toChatId: z.string() });
export type MigrationEvent = z.infer<typeof MigrationEvent>;

/** What the inbox keeps: one decoded update. The schema also checks what is read back after a restart. */
export const InboundEvent = z.discriminatedUnion("kind", [
  MessageEvent,
  ButtonEvent,
  DeletionEvent,
  MembershipEvent,
  MigrationEvent,
]);
export type InboundEvent = z.infer<typeof InboundEvent>;
