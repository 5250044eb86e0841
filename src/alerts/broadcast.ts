import { z } from "zod";
import { TARGET_NAMES } from "../core/message.ts";

/** What a broadcast is about; people subscribe to some of these. A recall goes out in quiet hours too. */
export const BROADCAST_KINDS = [
  "live",
  "announcement",
  "leave",
  "video",
  "article",
  "schedule",
  "recall",
] as const;
export type BroadcastKind = (typeof BROADCAST_KINDS)[number];

/** What a person can subscribe to, and which broadcasts come with it. */
export const TOPICS = {
  live: ["live", "leave", "schedule"],
  deals: ["announcement"],
  reads: ["video", "article"],
} as const satisfies Readonly<Record<string, readonly BroadcastKind[]>>;
export type Topic = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as readonly Topic[];

/** A recall reaches everybody who wanted anything. */
export const topicsFor = (kind: BroadcastKind): readonly Topic[] =>
  kind === "recall"
    ? TOPIC_NAMES
    : TOPIC_NAMES.filter((topic) => (TOPICS[topic] as readonly BroadcastKind[]).includes(kind));

/**
 * draft → (approval) → queued (30 s to take it back, or until its time) → sending (outbox rows are being written)
 * → running (they are being sent) → done. `stopped` ends it in flight, `cancelled` before anything went out.
 */
export const BROADCAST_STATES = [
  "draft",
  "approval",
  "queued",
  "sending",
  "running",
  "done",
  "stopped",
  "cancelled",
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

const MediaRef = z.object({
  platform: z.enum(TARGET_NAMES),
  kind: z.enum(["photo", "voice", "video", "file", "sticker"]),
  ref: z.string(),
  name: z.string().optional(),
  type: z.string().optional(),
  bytes: z.number().optional(),
  seconds: z.number().optional(),
});

/** What is said, before it is fitted to a group: `{群}` and `{主播}` in a text become names. */
export const Message = z.object({
  text: z.string(),
  /** Other words for groups that carry this tag. */
  wordings: z.array(z.object({ tag: z.string(), text: z.string() })).default([]),
  buttons: z.array(z.object({ label: z.string(), url: z.string() })).default([]),
  media: z.array(MediaRef).default([]),
  /** Calls everybody, in groups whose host allows it as often as she allows it. */
  mentionsAll: z.boolean().optional(),
  /** Set when this version takes the earlier ones back or ends them: the groups read it instead. */
  edits: z.boolean().default(false),
});
export type Message = z.infer<typeof Message>;

export const Audience = z.object({
  platforms: z.array(z.enum(TARGET_NAMES)).default([]),
  /** Groups with at least one of these; all when empty. */
  tags: z.array(z.string()).default([]),
  groups: z.boolean().default(true),
  persons: z.boolean().default(true),
  partners: z.boolean().default(false),
});
export type Audience = z.infer<typeof Audience>;

export interface Broadcast {
  readonly id: string;
  readonly hostId: string;
  readonly kind: BroadcastKind;
  readonly state: BroadcastState;
  /** Grows with each change after sending; each version has its own outbox batch. */
  readonly version: number;
  readonly message: Message;
  readonly audience: Audience;
  /** Names its message in each group. */
  readonly handle: string;
  readonly createdBy: string | undefined;
  readonly approvedBy: string | undefined;
  /** A pattern in the host's time zone; each time makes a broadcast of its own. */
  readonly cron: string | undefined;
  readonly expiresAfterMs: number | undefined;
  readonly beganAt: number | undefined;
  /** When the worker looks at it again; undefined: never. */
  readonly nextAt: number | undefined;
  /** How far the writing of outbox rows has come. */
  readonly place: Place;
  readonly targets: number;
  /** Progress messages so far. */
  readonly told: number;
  readonly createdAt: number;
}

/** Everything up to `after` in this part of the audience has its row. */
export const Place = z.object({
  part: z.enum(["groups", "persons", "done"]),
  after: z.string().default(""),
  /** Groups that had had enough for the day. */
  left: z.number().int().default(0),
});
export type Place = z.infer<typeof Place>;
export const BEGINNING: Place = { part: "groups", after: "", left: 0 };

export const batchOf = ({ id, version }: Pick<Broadcast, "id" | "version">): string => `${id}:${version}`;

/** How one host wants to be heard. */
export const AlertSettings = z.object({
  timeZone: z.string().default("Asia/Shanghai"),
  /** More groups than this need a second person. */
  approveAbove: z.number().int().min(0).default(50),
  /** Announcements a group gets in a day at most; a live start and a recall always go. */
  groupDayBudget: z.number().int().min(1).default(6),
  /** Grows with each new secret; 0: no tool may call. */
  hookGeneration: z.number().int().min(0).default(0),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

/** What a host set, and the usual where she set nothing. */
export async function settingsOf(
  live: { settings(hostId: string): Promise<unknown> },
  hostId: string,
): Promise<AlertSettings> {
  return AlertSettings.parse(await live.settings(hostId));
}
