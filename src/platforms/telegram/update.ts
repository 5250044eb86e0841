import { z } from "zod";

/**
 * The fields of Telegram's objects that the bot uses. A field that may be absent and is malformed counts as absent:
 * a broken language code must not cost the text beside it.
 */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const Chat = z.object({
  id: z.int(),
  type: z.enum(["private", "group", "supergroup", "channel"]),
  title: maybe(z.string()),
});
export type Chat = z.infer<typeof Chat>;

const User = z.object({
  id: z.int(),
  is_bot: z.boolean().catch(false),
  first_name: maybe(z.string()),
  last_name: maybe(z.string()),
  language_code: maybe(z.string().max(35)),
});
export type User = z.infer<typeof User>;

const SenderChat = z.object({ id: z.int(), title: maybe(z.string()) });

const Entity = z.object({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
  user: maybe(z.object({ id: z.int() })),
});
export type Entity = z.infer<typeof Entity>;

const Topic = { message_thread_id: maybe(z.int()), is_topic_message: maybe(z.boolean()) };
const present = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null);

/** A picture, recording or file; what is malformed is still something that was sent. */
const SentFile = z
  .object({
    file_id: z.string(),
    file_name: maybe(z.string()),
    duration: maybe(z.number().nonnegative()),
    mime_type: maybe(z.string().max(100)),
    file_size: maybe(z.number().nonnegative()),
  })
  .catch({ file_id: "" });
export type SentFile = z.infer<typeof SentFile>;
const File = maybe(SentFile);

export const Message = z.object({
  message_id: z.int(),
  /** Seconds since 1970, UTC. */
  date: z.int().nonnegative(),
  edit_date: maybe(z.int()),
  chat: Chat,
  from: maybe(User),
  sender_chat: maybe(SenderChat),
  is_automatic_forward: maybe(z.boolean()),
  ...Topic,
  text: maybe(z.string()),
  caption: maybe(z.string()),
  entities: maybe(z.array(Entity)),
  caption_entities: maybe(z.array(Entity)),
  reply_to_message: maybe(
    z.object({
      message_id: z.int(),
      from: maybe(z.object({ id: z.int() })),
      forum_topic_created: present,
    }),
  ),
  migrate_to_chat_id: maybe(z.int()),
  migrate_from_chat_id: maybe(z.int()),
  /** The same picture in several sizes, the largest last. */
  photo: maybe(z.array(SentFile).catch([])),
  voice: File,
  audio: File,
  video: File,
  video_note: File,
  animation: File,
  document: File,
  sticker: File,
  contact: present,
  location: present,
  venue: present,
  poll: present,
  dice: present,
  game: present,
  story: present,
  paid_media: present,
  checklist: present,
});
export type Message = z.infer<typeof Message>;

export const CallbackQuery = z.object({
  id: z.string().min(1).max(128),
  from: User,
  data: maybe(z.string().min(1).max(200)),
  /** Absent for buttons under inline results; with date 0 when Telegram no longer has the message. */
  message: maybe(z.object({ message_id: z.int(), chat: Chat, ...Topic })),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

export const MyChatMember = z.object({
  chat: Chat,
  from: maybe(User),
  date: z.int().nonnegative(),
  new_chat_member: z.object({ status: z.string(), is_member: maybe(z.boolean()) }),
});
export type MyChatMember = z.infer<typeof MyChatMember>;

export const BotSelf = z.object({
  id: z.int(),
  username: z.string().min(1),
  can_read_all_group_messages: z.boolean().catch(false),
});

export const ChatMemberStatus = z.object({ status: z.string() });
export const CreatedTopic = z.object({ message_thread_id: z.int() });
export const SentMessageId = z.object({ message_id: z.int() });
export const FetchedFile = z.object({ file_path: z.string().regex(/^[\w./-]{1,300}$/) });
