import type { DiscordSpeaker } from "./discord-stage.ts";
import { buttonOf, type Group, inChat, only, type Shown } from "./stage.ts";
import type { TelegramSpeaker } from "./telegram-stage.ts";
import { startTestApp } from "./test-app.ts";

/** Monday, 23 November 2026, 9:00 in China. */
const STARTS_AT = Date.parse("2026-11-23T01:00:00Z");
const MINUTE_MS = 60_000;
/** Each thing begins so long after the full minute, and what follows from it is over before the next one. */
const INTO_MINUTE_MS = 5_000;

export type StoryPlatform = "Telegram" | "Discord";
type AnySpeaker = TelegramSpeaker | DiscordSpeaker;

/** One who acts in a story; each act is written down with everything that anybody then sees. */
export interface Actress {
  readonly name: string;
  /** In the group of the fans. */
  says(text: string): Promise<readonly Shown[]>;
  /** To the bot alone. */
  tells(text: string): Promise<readonly Shown[]>;
  presses(shown: Shown, label: string): Promise<readonly Shown[]>;
  /** Answers a message where it stands. */
  answers(shown: Shown, text: string): Promise<readonly Shown[]>;
  /** Goes from the group's line into the private chat, where the platform asks for that. */
  enters(said: readonly Shown[]): Promise<void>;
}

/** A host with a group of fans and a staff room that has threads; `transcript` tells what happened, as people saw it. */
export async function beginStory(platform: StoryPlatform, title: string) {
  const app = await startTestApp({
    startsAt: STARTS_AT,
    ...(platform === "Telegram" ? { telegram: "polling" } : { discord: true }),
  });
  await app.opensHost("wang", "王老师");
  const place = (name: string, isForum: boolean): Group =>
    platform === "Telegram"
      ? app.telegram.group(name, isForum ? { isForum: true } : { supergroup: true })
      : app.discord.group(name);
  const fans = place("王老师粉丝群", false);
  const staff = place("王老师后台", true);
  if (platform === "Telegram") app.telegram.standIn.world.chat(Number(staff.chatId)).bot = "administrator";
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);

  const lines: string[] = [`# ${title}（${platform}）`];
  const names = new Map<string, string>();
  const seen = new Map<string, string>();
  const keyOf = ({ chatId, messageId, onlyFor = "" }: Shown) => `${chatId}:${messageId}:${onlyFor}`;
  const looksLike = ({ text, buttons }: Shown): string =>
    [text, ...(buttons.length === 0 ? [] : [buttons.map(({ label }) => `[${label}]`).join(" ")])]
      .join("\n")
      .replace(/^\*\*(.*)\*\*$|^-# /gm, "$1") // Discord's marks for what is shown large and small
      .replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, "XXXX-XXXX");
  const everything = () => (platform === "Telegram" ? app.telegram.said() : app.discord.said());

  function whereOf(shown: Shown): string {
    const { chatId, threadId, parentId, onlyFor } = shown;
    if (chatId === fans.chatId && onlyFor === undefined) return `群「${fans.title}」里都看得到`;
    const isThread = parentId === staff.chatId || (chatId === staff.chatId && threadId !== undefined);
    if (isThread && onlyFor === undefined) return `员工群的话题「${threadTitle(shown)}」`;
    if (chatId === staff.chatId && onlyFor === undefined) return "员工群";
    return `只有${names.get(onlyFor ?? chatId) ?? "本人"}看得到`;
  }
  const threadTitle = ({ chatId, threadId }: Shown): string =>
    platform === "Telegram"
      ? (app.telegram.standIn.world.chat(Number(chatId)).topics.get(Number(threadId))?.name ?? "")
      : (app.discord.standIn.world.channels.get(chatId)?.name ?? "");
  const quoted = (text: string) =>
    text
      .split("\n")
      .map((line) => `  > ${line}`.trimEnd())
      .join("\n");

  /** What has been said and changed since the last look, in a fixed order of places. */
  function look(): void {
    const order = ["群", "只有", "员工群的", "员工群"];
    const rank = (where: string) => order.findIndex((start) => where.startsWith(start));
    const found = everything().flatMap((shown, at) => {
      const now = looksLike(shown);
      const before = seen.get(keyOf(shown));
      if (before === now) return [];
      seen.set(keyOf(shown), now);
      // Of a message that was changed only the lines that are new.
      const old = new Set(before?.split("\n"));
      const lines = now.split("\n").filter((line) => line !== "" && !old.has(line));
      const what = before === undefined ? now : lines.join("\n") || "（有几行不见了）";
      return [{ where: whereOf(shown), what, isChange: before !== undefined, at }];
    });
    found.sort((one, other) => rank(one.where) - rank(other.where) || one.at - other.at);
    for (const { where, what, isChange } of found) {
      lines.push(`- ${where}${isChange ? "，原来的那条有了变化" : ""}：\n\n${quoted(what)}`);
    }
    if (found.length === 0) lines.push("- 机器人什么也没说。");
  }

  async function act<T>(what: string, work: () => Promise<T>): Promise<T> {
    await app.breathe();
    const next = Math.ceil(app.clock.now() / MINUTE_MS) * MINUTE_MS + INTO_MINUTE_MS;
    app.clock.forward(next - app.clock.now());
    const wall = new Date(app.clock.now() + 8 * 60 * MINUTE_MS).toISOString().slice(11, 16);
    const done = await work();
    await app.app.idle();
    lines.push(`**${wall}** ${what}`);
    look();
    return done;
  }

  function person(name: string): AnySpeaker {
    const made = platform === "Telegram" ? app.telegram.person(name) : app.discord.person(name);
    names.set(made.userId, name);
    return made;
  }

  function actress(name: string, speaker: AnySpeaker): Actress {
    return {
      name,
      says: (text) => act(`${name}在群里说：${text}`, () => speaker.says(fans, text)),
      tells: (text) => act(`${name}私下对机器人说：${text}`, () => speaker.tells(text)),
      presses: (shown, label) => act(`${name}点了 [${label}]`, () => speaker.presses(shown, label)),
      answers(shown, text) {
        const { platform: on, chatId, threadId, messageId } = shown;
        const there: Group = { platform: on, chatId, title: "" };
        const manner = { replyTo: messageId, ...(threadId ? { threadId: Number(threadId) } : {}) };
        return act(`${name}回复那条消息：${text}`, () => speaker.says(there, text, manner));
      },
      async enters(said) {
        const line = inChat(said, fans).find(({ buttons }) =>
          buttons.some(({ url }) => url?.includes("start=")),
        );
        if (!line || !("follows" in speaker)) return;
        const label = buttonOf(line, "私聊小白鲸").label;
        await act(`${name}点了群里的 [${label}]`, () => speaker.follows(line, label));
      },
    };
  }

  return {
    app,
    fan: (name: string): Actress => actress(name, person(name)),
    async moderator(name: string): Promise<Actress> {
      const speaker = person(name);
      await app.grants(speaker, { hostId: "wang", role: "moderator" });
      await speaker.tells("/start"); // known by her name from now on
      await app.app.idle();
      for (const shown of everything()) seen.set(keyOf(shown), looksLike(shown));
      return actress(name, speaker);
    },
    /** The card of a case, as it reads now: the newest message of the staff's desk that has all of a card's buttons. */
    card(): Shown {
      return only(
        everything()
          .filter((shown) => whereOf(shown).startsWith("员工群的") && isCard(shown))
          .slice(-1),
      );
    },
    /** What the staff's desk read last from the fan. */
    relayed(): Shown {
      return only(
        everything()
          .filter(
            (shown) => whereOf(shown).startsWith("员工群的") && /^\W{0,4}粉丝·[^\n]*（个案/u.test(shown.text),
          )
          .slice(-1),
      );
    },
    /** The question how it went. */
    rating(): Shown {
      return only(
        everything()
          .filter(({ buttons }) => buttons.map(({ label }) => label).join("") === "12345")
          .slice(-1),
      );
    },
    transcript: () => `${lines.join("\n\n")}\n`,
    end: () => app.stop(),
  };
}

const isCard = ({ text }: Shown): boolean => /【.+】个案 \d+[\s\S]*\n状态：/.test(text);

export type Story = Awaited<ReturnType<typeof beginStory>>;
