import type { CallbackState, SentMessage } from "./methods.ts";
import type { Update, UpdateQueue } from "./updates.ts";
import {
  type ChatInput,
  findEntities,
  type MemberStatus,
  type Raw,
  type UserInput,
  type World,
} from "./world.ts";

export interface Says {
  readonly chat: ChatInput | number;
  readonly user: UserInput | number;
  readonly text?: string;
  readonly caption?: string;
  /** Added to the entities found in the text; offsets in UTF-16 code units. */
  readonly entities?: readonly Raw[];
  readonly media?: "photo" | "voice" | "video" | "document" | "sticker" | "location";
  /** A forum topic. */
  readonly threadId?: number;
  readonly replyTo?: number;
  /** An administrator who hides behind the group, or a person who writes as a channel. */
  readonly senderChat?: ChatInput | number;
  /** Laid over the message, for oddities of every kind. */
  readonly extra?: Raw;
}

export interface Said {
  /** Undefined when the bot is not shown the message (privacy mode, kinds it did not ask for). */
  readonly update: Update | undefined;
  readonly messageId: number;
}

export interface People {
  userSays(says: Says): Said;
  edits(says: Says & { readonly messageId: number }): Said;
  presses(press: {
    readonly user: UserInput | number;
    readonly chat: ChatInput | number;
    readonly messageId: number;
    readonly label?: string;
    /** Overrides the button's own data: a forged press. */
    readonly data?: string;
  }): { readonly update: Update | undefined; readonly callbackId: string };
  migrates(chatId: number, toChatId: number): readonly (Update | undefined)[];
  /** The bot is added, promoted, demoted, removed, or (in a private chat) blocked and unblocked. */
  botBecomes(chat: ChatInput | number, status: MemberStatus, by?: UserInput | number): Update | undefined;
  makeAdmin(chat: ChatInput | number, user: UserInput | number): void;
  pushUpdate(update: Raw): Update | undefined;
}

const FILE = { file_unique_id: "AQADAgATx", file_size: 1_024 };
const id = (kind: string) => ({ file_id: `AgACAgUAAxkBAAIB-${kind}` });
const MEDIA: Readonly<Record<NonNullable<Says["media"]>, Raw>> = {
  photo: { photo: [{ ...FILE, ...id("photo"), width: 90, height: 90 }] },
  voice: { voice: { ...FILE, ...id("voice"), duration: 3 } },
  video: { video: { ...FILE, ...id("video"), width: 320, height: 240, duration: 3 } },
  document: { document: { ...FILE, ...id("document") } },
  sticker: {
    sticker: {
      ...FILE,
      ...id("sticker"),
      type: "regular",
      width: 512,
      height: 512,
      is_animated: false,
      is_video: false,
    },
  },
  location: { location: { latitude: 34.3, longitude: 108.9 } },
};
const ANONYMOUS_ADMIN: UserInput = {
  id: 1_087_968_824,
  firstName: "Group",
  username: "GroupAnonymousBot",
  isBot: true,
};
const CHANNEL_BOT: UserInput = {
  id: 136_817_688,
  firstName: "Channel",
  username: "Channel_Bot",
  isBot: true,
};

/** What people do in chats, turned into the updates that Telegram makes of it. */
export function createPeople(options: {
  readonly world: World;
  readonly queue: UpdateQueue;
  readonly readsAll: boolean;
  readonly now: () => number;
  readonly callbacks: Map<string, CallbackState>;
  readonly findSent: (chatId: number, messageId: number) => SentMessage | undefined;
}): People {
  const { world, queue } = options;
  const seconds = () => Math.floor(options.now() / 1_000);
  const username = String(world.botUser.username);
  let callbackCount = 0;

  const build = (says: Says, messageId: number): Raw => {
    const chat = world.chat(says.chat);
    const replied = says.replyTo === undefined ? undefined : chat.messages.get(says.replyTo);
    const senderChat = says.senderChat === undefined ? undefined : world.chat(says.senderChat);
    const from = senderChat ? (senderChat.id === chat.id ? ANONYMOUS_ADMIN : CHANNEL_BOT) : says.user;
    // In a topic whatever replies to nothing else replies to the message by which the topic was opened.
    const topic = says.threadId === undefined ? undefined : chat.topics.get(says.threadId);
    if (topic?.isClosed && !chat.admins.has(Number(world.rawUser(from).id)))
      throw new Error("only administrators write in a topic that is closed");
    const opening = topic && {
      message_id: says.threadId,
      from: world.botUser,
      chat: world.rawChat(chat),
      date: seconds(),
      forum_topic_created: { name: topic.name, icon_color: 7_322_096 },
    };
    const words = says.text ?? says.caption;
    const entities = [...findEntities(words ?? ""), ...(says.entities ?? [])];
    const isCaption = says.text === undefined;
    return {
      message_id: messageId,
      from: world.rawUser(from),
      ...(senderChat ? { sender_chat: world.rawChat(senderChat) } : {}),
      chat: world.rawChat(chat),
      date: seconds(),
      ...(says.threadId === undefined ? {} : { message_thread_id: says.threadId, is_topic_message: true }),
      ...(replied
        ? { reply_to_message: { ...replied, reply_to_message: undefined } }
        : opening
          ? { reply_to_message: opening }
          : {}),
      ...(says.media ? MEDIA[says.media] : {}),
      ...(words === undefined ? {} : { [isCaption ? "caption" : "text"]: words }),
      ...(entities.length === 0 ? {} : { [isCaption ? "caption_entities" : "entities"]: entities }),
      ...says.extra,
    };
  };

  /** In privacy mode a bot sees commands, replies to it and mentions of it; administrators see all. */
  const isSeen = (message: Raw): boolean => {
    const chat = world.chat((message.chat as { id: number }).id);
    if (chat.bot === "left" || chat.bot === "kicked") return false;
    if (chat.type === "private" || options.readsAll || chat.bot === "administrator") return true;
    const words = String(message.text ?? message.caption ?? "");
    const replied = message.reply_to_message as { from?: { id?: number } } | undefined;
    return words.startsWith("/") || words.includes(`@${username}`) || replied?.from?.id === world.botUser.id;
  };

  const deliver = (kind: "message" | "edited_message", message: Raw): Said => {
    world.learnFiles(message);
    const { topics } = world.chat((message.chat as { id: number }).id);
    const topic = message.is_topic_message === true ? Number(message.message_thread_id) : undefined;
    if (topic !== undefined && !topics.has(topic)) topics.set(topic, { name: "", isClosed: false });
    world.keep(world.chat((message.chat as { id: number }).id), message);
    const update = isSeen(message) ? queue.push({ [kind]: JSON.parse(JSON.stringify(message)) }) : undefined;
    return { update, messageId: Number(message.message_id) };
  };

  return {
    userSays: (says) => deliver("message", build(says, world.nextMessageId(world.chat(says.chat)))),
    edits(says) {
      const before = world.chat(says.chat).messages.get(says.messageId);
      const message = {
        ...build(says, says.messageId),
        // An edited message still says what it replies to.
        ...(before?.reply_to_message ? { reply_to_message: before.reply_to_message } : {}),
        date: before?.date ?? seconds(),
        edit_date: seconds(),
      };
      return deliver("edited_message", message);
    },
    presses({ user, chat: where, messageId, label, data }) {
      const chat = world.chat(where);
      const sent = options.findSent(chat.id, messageId);
      const button = sent?.buttons.flat().find((one) => label === undefined || one.label === label);
      callbackCount += 1;
      const id = `${4_000_000_000_000 + callbackCount}`;
      const raw = world.rawUser(user);
      options.callbacks.set(id, { id, userId: Number(raw.id), createdAt: options.now(), answer: undefined });
      const update = queue.push({
        callback_query: {
          id,
          from: raw,
          // A message that Telegram no longer has comes as an inaccessible one with date 0.
          message: chat.messages.get(messageId) ?? {
            chat: world.rawChat(chat),
            message_id: messageId,
            date: 0,
          },
          chat_instance: "-3857193847561",
          data: data ?? button?.data ?? "",
        },
      });
      return { update, callbackId: id };
    },
    migrates(chatId, toChatId) {
      const from = world.chat(chatId);
      const to = world.chat({
        id: toChatId,
        type: "supergroup",
        ...(from.title ? { title: from.title } : {}),
      });
      const base = { from: world.rawUser(ANONYMOUS_ADMIN), date: seconds() };
      const old = {
        ...base,
        message_id: world.nextMessageId(from),
        chat: world.rawChat(from),
        sender_chat: world.rawChat(from),
      };
      const fresh = {
        ...base,
        message_id: world.nextMessageId(to),
        chat: world.rawChat(to),
        sender_chat: world.rawChat(to),
      };
      from.migratedTo = toChatId;
      return [
        queue.push({ message: { ...old, migrate_to_chat_id: toChatId } }),
        queue.push({ message: { ...fresh, migrate_from_chat_id: chatId } }),
      ];
    },
    botBecomes(where, status, by = 999_001) {
      const chat = world.chat(where);
      const member = (state: MemberStatus): Raw => ({
        user: world.botUser,
        status: state,
        ...(state === "kicked" ? { until_date: 0 } : {}),
        ...(state === "administrator" ? ADMIN_RIGHTS : {}),
      });
      const before = member(chat.bot);
      chat.bot = status;
      return queue.push({
        my_chat_member: {
          chat: world.rawChat(chat),
          from: world.rawUser(by),
          date: seconds(),
          old_chat_member: before,
          new_chat_member: member(status),
        },
      });
    },
    makeAdmin(where, user) {
      const raw = world.rawUser(user);
      world.chat(where).admins.set(Number(raw.id), { id: Number(raw.id) });
    },
    pushUpdate(update) {
      world.learn(update);
      return queue.push(update);
    },
  };
}

const ADMIN_RIGHTS: Raw = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_send_welcome_messages: false,
};
