import fc from "fast-check";
import { type App, startApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { systemClock } from "../../src/core/clock.ts";
import { createLogger } from "../../src/core/logger.ts";
import { type DiscordStandIn, startDiscordStandIn } from "../standins/discord/index.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";
import { temporaryFolder } from "../support/process.ts";
import { discordEvent, telegramUpdate, webPost } from "./updates.ts";

/** Apps start afresh after this many, so that no stand-in has to remember everything. */
const UPDATES_PER_APP = 4_000;
const ROOM = "fuzz";
const QUIET_WITHIN_MS = 60_000;

export interface Played {
  readonly updates: number;
  /** Update that became an event, by what the inbox holds. */
  readonly inboxEntries: number;
  readonly sent: number;
  /** What a stand-in refused because nobody may send such a thing. */
  readonly violations: readonly unknown[];
  /** Log lines of errors: something in the app threw. */
  readonly errors: readonly string[];
  readonly givenUp: number;
  readonly unhandledRejections: readonly string[];
}

/** What platforms say about people, presses and topics that only the generator has heard of: right to be asked about. */
const INVENTED = /^(?:user not found|query is too old|message thread not found|Invalid Recipient)/;

/** Plays generated updates on Telegram, Discord and the web room against the whole app; the seed repeats a run. */
export async function playUpdates(count: number, seed: number): Promise<Played> {
  const total = { updates: 0, inboxEntries: 0, sent: 0, givenUp: 0 };
  const violations: unknown[] = [];
  const errors: string[] = [];
  const unhandledRejections: string[] = [];
  const onUnhandled = (error: unknown) => void unhandledRejections.push(String(error));
  process.on("unhandledRejection", onUnhandled);
  try {
    for (let done = 0; done < count; done += UPDATES_PER_APP) {
      const part = Math.min(UPDATES_PER_APP, count - done);
      const played = await playOnce(part, seed + done);
      total.updates += part;
      total.inboxEntries += played.inboxEntries;
      total.sent += played.sent;
      total.givenUp += played.givenUp;
      violations.push(...played.violations);
      errors.push(...played.errors);
    }
  } finally {
    process.off("unhandledRejection", onUnhandled);
  }
  return { ...total, violations, errors, unhandledRejections };
}

async function playOnce(count: number, seed: number) {
  const folder = await temporaryFolder();
  const telegram = await startTelegramStandIn();
  const discord = await startDiscordStandIn();
  const errors: string[] = [];
  const app = await startApp({
    config: loadConfig({
      PORT: "0",
      DATA_DIR: folder.path,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.url,
      DISCORD_BOT_TOKEN: discord.token,
      DISCORD_API_ROOT: discord.url,
    }),
    logger: createLogger("error", { write: (line) => void errors.push(line) }),
  });
  try {
    await discord.waitForReady(15_000);
    await openRoom(app);
    const [onTelegram, onDiscord] = [Math.ceil(count * 0.5), Math.ceil(count * 0.35)];
    const onWeb = count - onTelegram - onDiscord;
    for (const update of fc.sample(telegramUpdate, { numRuns: onTelegram, seed })) {
      telegram.pushUpdate(asJson(update));
    }
    playDiscord(discord, onDiscord, seed);
    await playWeb(app, onWeb, seed);
    await quiet(app, telegram, discord);
    const { entries, givenUp } = await app.transact(async ({ db }) => {
      const rows = await db
        .selectFrom("inbox")
        .select(["status", (row) => row.fn.countAll<number>().as("count")])
        .groupBy("status")
        .execute();
      const of = (wanted: string) => Number(rows.find(({ status }) => status === wanted)?.count ?? 0);
      return {
        entries: rows.reduce((sum, row) => sum + Number(row.count), 0),
        givenUp: of("failed") + of("new"),
      };
    });
    return {
      inboxEntries: entries,
      givenUp,
      sent: telegram.sent.items.length + discord.sent.length,
      violations: [
        ...telegram.violations.filter(({ description }) => !INVENTED.test(description)),
        ...discord.violations.filter(({ kind }) => !INVENTED.test(kind)),
      ],
      errors,
    };
  } finally {
    await app.stop();
    await Promise.all([telegram.stop(), discord.stop()]);
    await folder.remove();
  }
}

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const openRoom = (app: App): Promise<void> =>
  app.transact(async ({ people }) => {
    const now = systemClock.now();
    await people.createHost({ hostId: "host", name: "王老师", sample: false }, now);
    await people.seeChat({ platform: "web", chatId: ROOM, kind: "group", title: "群" }, now);
    await people.bindChat(
      { platform: "web", chatId: ROOM, hostId: "host", purpose: "fan", boundBy: "fuzz" },
      now,
    );
  });

/** Each in a channel of its own, so that no pace is waited for; every third is one that the bot does not know. */
function playDiscord(discord: DiscordStandIn, count: number, seed: number): void {
  const { world, gateway } = discord;
  for (const [number, { t, d, text }] of fc.sample(discordEvent, { numRuns: count, seed }).entries()) {
    const user = discord.addUser(`u${number}`);
    const channel =
      number % 2 === 0
        ? world.addChannel({ type: 1, name: "", recipientId: user.id })
        : world.addChannel({ type: 0, name: "群", guildId: discord.guild.id });
    const mention = number % 2 === 0 ? "" : `<@${discord.botId}> `;
    const defaults = {
      id: world.newId(),
      author: world.rawUser(user.id),
      channel_id: channel.id,
      channel: { id: channel.id, type: channel.type },
      application_id: discord.botId,
      mentions: [world.rawUser(discord.botId)],
      ...(channel.type === 0 ? { guild_id: discord.guild.id } : {}),
    };
    const laid = { ...defaults, ...d, ...(t === "INTERACTION_CREATE" ? {} : { content: mention + text }) };
    gateway.dispatch(t, () => asJson(laid));
  }
}

async function playWeb(app: App, count: number, seed: number): Promise<void> {
  const cookies: string[] = [];
  for (const [number, { button, body }] of fc.sample(webPost, { numRuns: count, seed }).entries()) {
    const slot = number % 60;
    const response = await fetch(`${app.url}/api/rooms/${ROOM}/${button ? "buttons" : "messages"}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: cookies[slot] ?? "" },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    if (response.status >= 500) throw new Error(`the web room answered ${response.status}`);
    const set = response.headers.getSetCookie()[0]?.split(";")[0];
    if (set) cookies[slot] = set;
  }
}

/** Resolves when every update was taken, handled and answered. */
async function quiet(app: App, telegram: TelegramStandIn, discord: DiscordStandIn): Promise<void> {
  const until = performance.now() + QUIET_WITHIN_MS;
  const traffic = () => discord.calls.length + telegram.calls.items.length;
  for (let before = -1; performance.now() < until; ) {
    await app.idle();
    if (telegram.pending.length === 0 && traffic() === before) return;
    before = telegram.pending.length === 0 ? traffic() : -1;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(
    `not quiet within ${QUIET_WITHIN_MS} ms; ${telegram.pending.length} updates were not taken`,
  );
}
