import type { SentMessage } from "../standins/telegram/methods.ts";
import type { TelegramStandIn } from "../standins/telegram/server.ts";
import { buttonOf, type Group, type Manner, type Shown, type Speaker } from "./stage.ts";
import type { Stagehand } from "./test-app.ts";

export interface TelegramSpeaker extends Speaker {
  readonly id: number;
  says(
    group: Group,
    text: string,
    manner?: Manner & { readonly media?: "photo"; readonly as?: "caption" },
  ): Promise<readonly Shown[]>;
  /** Sends a photo, voice message or sticker without words. */
  sends(group: Group | undefined, media: "photo" | "voice" | "sticker"): Promise<readonly Shown[]>;
  /** Sends a file with a caption; `bytes` is what Telegram says of its size. */
  hands(
    group: Group | undefined,
    file: { readonly name: string; readonly content: string | Uint8Array; readonly bytes?: number },
    caption: string,
  ): Promise<readonly Shown[]>;
  edits(group: Group, messageId: string, text: string): Promise<readonly Shown[]>;
  /** Follows a link button: `?start=` opens the private chat, `?startgroup=` adds the bot to `group`. */
  follows(shown: Shown, label: string, group?: Group): Promise<readonly Shown[]>;
  /** What `says` would do, without waiting: for when the bot is down. */
  saysLater(group: Group | undefined, text: string): void;
}

/** Telegram's people and groups over the stand-in. */
export function createTelegramStage(
  standIn: TelegramStandIn,
  { handled, heard }: Stagehand,
  breathe: () => Promise<void>,
) {
  let nextUser = 5_000;
  let nextGroup = -1_000;
  let nextFile = 0;
  const shown = (sent: SentMessage): Shown => ({
    platform: "telegram",
    chatId: String(sent.chatId),
    place: sent.chatId > 0 ? "alone" : "group",
    onlyFor: sent.chatId > 0 ? String(sent.chatId) : undefined,
    text: sent.text,
    file: sent.file,
    buttons: sent.buttons.flat(),
    messageId: String(sent.messageId),
    replyTo: sent.replyToMessageId === undefined ? undefined : String(sent.replyToMessageId),
    threadId: sent.threadId === undefined ? undefined : String(sent.threadId),
  });
  /** What the bot said because of `act`, which returns the chat and key of the update that it made. */
  async function causes(
    act: () => readonly [chatId: number | string, key: string],
  ): Promise<readonly Shown[]> {
    await breathe();
    const before = standIn.sent.items.length;
    const [chatId, key] = act();
    await handled("telegram", String(chatId), key);
    return standIn.sent.items.slice(before).map(shown);
  }

  function person(name: string, language = "zh-hans"): TelegramSpeaker {
    nextUser += 1;
    const user = { id: nextUser, firstName: name, language };
    const chatOf = (group: Group | undefined) => (group ? Number(group.chatId) : user.id);
    const speak = (
      group: Group | undefined,
      text: string,
      manner: Parameters<TelegramSpeaker["says"]>[2] = {},
    ) => {
      heard(text);
      const { replyTo, threadId, media, as } = manner;
      const said = standIn.userSays({
        chat: chatOf(group),
        user,
        ...(as === "caption" ? { caption: text } : { text }),
        ...(media ? { media } : {}),
        ...(replyTo === undefined ? {} : { replyTo: Number(replyTo) }),
        ...(threadId === undefined ? {} : { threadId }),
      });
      return [chatOf(group), `m:${said.messageId}`] as const;
    };
    const press = (shown: Shown, what: { label?: string; data?: string }) =>
      causes(() => {
        const { callbackId } = standIn.presses({
          user,
          chat: Number(shown.chatId),
          messageId: Number(shown.messageId),
          ...what,
        });
        return [shown.chatId, `b:${callbackId}`];
      });
    const speaker: TelegramSpeaker = {
      platform: "telegram",
      id: user.id,
      userId: String(user.id),
      says: (group, text, manner) => causes(() => speak(group, text, manner)),
      tells: (text) => causes(() => speak(undefined, text)),
      saysLater: (group, text) => void speak(group, text),
      sends: (group, media) =>
        causes(() => {
          const { messageId } = standIn.userSays({ chat: chatOf(group), user, media });
          return [chatOf(group), `m:${messageId}`];
        }),
      hands: (group, { name, content, bytes = content.length }, caption) =>
        causes(() => {
          nextFile += 1;
          const id = `file${nextFile}`;
          standIn.keepFile(id, content);
          const document = { file_id: id, file_unique_id: `u${id}`, file_name: name, file_size: bytes };
          const extra = { document };
          const { messageId } = standIn.userSays({
            chat: chatOf(group),
            user,
            caption,
            media: "document",
            extra,
          });
          return [chatOf(group), `m:${messageId}`];
        }),
      edits: (group, messageId, text) =>
        causes(() => {
          heard(text);
          const chat = Number(group.chatId);
          const { update } = standIn.edits({ chat, user, text, messageId: Number(messageId) });
          const at = (update?.edited_message as { edit_date?: number } | undefined)?.edit_date;
          return [chat, `e:${messageId}:${at}`];
        }),
      presses(where, label) {
        const { data } = buttonOf(where, label);
        if (data === undefined) throw new Error(`${label} is a link: follow it`);
        return press(where, { data }); // as it was when she saw it
      },
      forges: (where, data) => press(where, { data }),
      async follows(where, label, group) {
        const { url = "" } = buttonOf(where, label);
        const link = new URL(url);
        if (link.host !== "t.me" || link.pathname !== `/${standIn.username}`)
          throw new Error(`odd link ${url}`);
        const payload = link.searchParams.get("start");
        if (payload !== null) return await speaker.tells(`/start ${payload}`);
        if (!group) throw new Error("which group is the bot to be added to?");
        const startGroup = link.searchParams.get("startgroup") ?? "";
        standIn.makeAdmin(Number(group.chatId), user);
        const joined = await botBecomes(group, "member", speaker);
        return [...joined, ...(await speaker.says(group, `/start@${standIn.username} ${startGroup}`))];
      },
    };
    return speaker;
  }

  /** The bot is added, promoted or removed; in a private chat: blocked. */
  function botBecomes(
    chat: Group | TelegramSpeaker,
    status: "member" | "administrator" | "left" | "kicked",
    by?: TelegramSpeaker,
  ): Promise<readonly Shown[]> {
    return causes(() => {
      const chatId = "id" in chat ? chat.id : Number(chat.chatId);
      const update = standIn.botBecomes(chatId, status, by?.id ?? 999_001);
      return [chatId, `u:${update?.update_id}`];
    });
  }

  return {
    person,
    botBecomes,
    group(title: string, options: { supergroup?: true; isForum?: true } = {}): Group {
      nextGroup -= 1;
      const id = options.supergroup || options.isForum ? -1_000_000_000_000 + nextGroup : nextGroup;
      standIn.world.chat({ id, title, ...(options.isForum ? { isForum: true } : {}) });
      return { platform: "telegram", chatId: String(id), title };
    },
    makeAdmin: (group: Group, speaker: TelegramSpeaker) =>
      standIn.makeAdmin(Number(group.chatId), speaker.id),
    /** Everything said so far. */
    said: () => standIn.sent.items.map(shown),
    /** Resolves with the next thing said that fits, which may come without anybody's doing. */
    hears: async (fits: (shown: Shown) => boolean) =>
      shown(await standIn.waitForSent((sent) => fits(shown(sent)))),
    causes,
    shown,
  };
}
