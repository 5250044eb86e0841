/** Chats, users and messages as the stand-in knows them; everything given out is a raw Bot API object. */
export type Raw = Record<string, unknown>;

export interface ChatInput {
  readonly id: number;
  /** Guessed from the id when absent: positive private, below -10^12 supergroup, other negative group. */
  readonly type?: "private" | "group" | "supergroup" | "channel";
  readonly title?: string;
  readonly isForum?: boolean;
  /** What the bot may do as administrator; everything when absent. */
  readonly botRights?: BotRights;
}

export interface BotRights {
  readonly topics?: boolean;
  readonly deletes?: boolean;
  readonly restricts?: boolean;
}

export interface UserInput {
  readonly id: number;
  readonly firstName?: string;
  readonly username?: string;
  readonly language?: string;
  readonly isBot?: boolean;
}

export type MemberStatus = "member" | "administrator" | "left" | "kicked";

export interface ChatState {
  readonly id: number;
  type: "private" | "group" | "supergroup" | "channel";
  title: string | undefined;
  isForum: boolean;
  bot: MemberStatus;
  migratedTo: number | undefined;
  botRights: BotRights;
  /** Topics by id, and whether they are closed. */
  readonly topics: Map<number, { name: string; isClosed: boolean }>;
  /** Until when members are silent, in seconds since 1970. */
  readonly muted: Map<number, number>;
  readonly admins: Map<number, UserInput>;
  readonly messages: Map<number, Raw>;
  lastMessageId: number;
}

export const FILE_KINDS = [
  "photo",
  "voice",
  "video",
  "document",
  "sticker",
  "audio",
  "animation",
  "video_note",
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Enough for every reply and edit of a test, and an end to growth in a benchmark. */
const KEPT_MESSAGES_PER_CHAT = 2_000;

export interface World {
  readonly botUser: Raw;
  chat(input: ChatInput | number): ChatState;
  known(id: number): ChatState | undefined;
  /** Learns the chat of an update that was built elsewhere, so that the bot may answer there. */
  learn(update: Raw): void;
  rawChat(chat: ChatState): Raw;
  rawUser(user: UserInput | number): Raw;
  user(id: number): UserInput | undefined;
  keep(chat: ChatState, message: Raw): Raw;
  /** Remembers what a message carries: a file is sent again by its id, only as what it was. */
  learnFiles(message: Raw): void;
  kindOfFile(id: string): FileKind | undefined;
  nextMessageId(chat: ChatState): number;
}

const typeOf = (id: number): ChatState["type"] =>
  id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group";

export function createWorld(bot: { id: number; username: string; readsAll: boolean }): World {
  const chats = new Map<number, ChatState>();
  const users = new Map<number, UserInput>();
  const files = new Map<string, FileKind>();
  const botUser = { id: bot.id, is_bot: true, first_name: "Beluga", username: bot.username };

  const chat = (input: ChatInput | number): ChatState => {
    const given: ChatInput = typeof input === "number" ? { id: input } : input;
    let state = chats.get(given.id);
    if (!state) {
      state = {
        id: given.id,
        type: given.type ?? typeOf(given.id),
        title: given.title,
        isForum: false,
        bot: "member",
        migratedTo: undefined,
        botRights: { topics: true, deletes: true, restricts: true },
        topics: new Map(),
        muted: new Map(),
        admins: new Map(),
        messages: new Map(),
        lastMessageId: 0,
      };
      chats.set(given.id, state);
    }
    if (given.title !== undefined) state.title = given.title;
    if (given.botRights !== undefined) state.botRights = given.botRights;
    if (given.isForum !== undefined) state.isForum = given.isForum;
    return state;
  };

  const learnUser = (input: UserInput | number): UserInput => {
    if (typeof input === "number") return users.get(input) ?? { id: input };
    const merged = { ...users.get(input.id), ...input };
    users.set(input.id, merged);
    return merged;
  };

  return {
    botUser,
    chat,
    known: (id) => chats.get(id),
    learn(update) {
      for (const part of Object.values(update)) {
        const holder = part as { chat?: ChatInput; message?: { chat?: ChatInput } } | null;
        const found = holder?.chat ?? holder?.message?.chat;
        if (typeof found?.id === "number") chat({ id: found.id });
      }
    },
    rawChat(state) {
      const user = state.type === "private" ? users.get(state.id) : undefined;
      return {
        id: state.id,
        type: state.type,
        ...(state.type === "private"
          ? {
              first_name: user?.firstName ?? `User ${state.id}`,
              ...(user?.username ? { username: user.username } : {}),
            }
          : { title: state.title ?? `Group ${state.id}` }),
        ...(state.isForum ? { is_forum: true } : {}),
      };
    },
    rawUser(input) {
      if (input === bot.id || (typeof input === "object" && input.id === bot.id)) return botUser;
      const { id, firstName, username, language, isBot } = learnUser(input);
      return {
        id,
        is_bot: isBot ?? false,
        first_name: firstName ?? `User ${id}`,
        ...(username ? { username } : {}),
        ...(language ? { language_code: language } : {}),
      };
    },
    user: (id) => users.get(id),
    learnFiles(message) {
      for (const kind of FILE_KINDS) {
        const found = [message[kind] ?? []].flat() as { file_id?: string }[];
        for (const { file_id: id } of found) if (id !== undefined) files.set(id, kind);
      }
    },
    kindOfFile: (id) => files.get(id),
    keep(state, message) {
      state.messages.set(message.message_id as number, message);
      if (state.messages.size > KEPT_MESSAGES_PER_CHAT) {
        const [oldest] = state.messages.keys();
        if (oldest !== undefined) state.messages.delete(oldest);
      }
      return message;
    },
    nextMessageId(state) {
      state.lastMessageId += 1;
      return state.lastMessageId;
    },
  };
}

/** Entities that Telegram finds by itself in what a person typed. */
export function findEntities(text: string): Raw[] {
  const entities: Raw[] = [];
  for (const match of text.matchAll(/(?<![\w/])\/[a-zA-Z0-9_]{1,32}(?:@[a-zA-Z]\w{3,31})?(?!\w)/g)) {
    entities.push({ type: "bot_command", offset: match.index, length: match[0].length });
  }
  for (const match of text.matchAll(/(?<![\w/])@[a-zA-Z]\w{3,31}(?!\w)/g)) {
    const inCommand = entities.some(
      ({ offset, length }) => match.index >= Number(offset) && match.index < Number(offset) + Number(length),
    );
    if (!inCommand) entities.push({ type: "mention", offset: match.index, length: match[0].length });
  }
  return entities.sort((one, other) => Number(one.offset) - Number(other.offset));
}
