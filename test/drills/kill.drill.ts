import { afterEach, expect, it } from "vitest";
import {
  type DiscordProcess,
  freePort,
  startDiscordProcess,
  startTelegramProcess,
  type TelegramProcess,
} from "../support/process.ts";
import { calmQuestions, print } from "./calm-questions.ts";
import { describe, type KillPlan, keyOf, killRun, type Stage } from "./kill-runs.ts";

const SEED = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000);
const CHATS = 50;
const PLAN: KillPlan = { questions: 500, perSecond: 20, kills: 11, longestLifeMs: 2_500, seed: SEED };

const open: { end(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.end();
});

interface TelegramSent {
  readonly sent: readonly { readonly chatId: number; readonly buttons: { readonly data?: string }[][] }[];
}

/** Fifty people who write to the bot privately, one after the other. */
async function telegramStage(
  standIn: TelegramProcess,
  env: Readonly<Record<string, string>>,
): Promise<Stage> {
  const questions = await calmQuestions(PLAN.questions, SEED, CHATS);
  return {
    env: { TELEGRAM_BOT_TOKEN: standIn.token, TELEGRAM_API_ROOT: standIn.url, ...env },
    prepare: async () => {},
    async ask(number) {
      const user = 5_000 + (number % CHATS);
      await standIn.control("POST", "says", { chat: user, user, text: questions[number] });
    },
    async arrived() {
      const { sent } = await standIn.control<TelegramSent>("GET", "sent");
      return sent.map(({ chatId, buttons }) => ({ chatId: String(chatId), key: keyOf(buttons.flat()) }));
    },
  };
}

async function violations(standIn: TelegramProcess): Promise<readonly unknown[]> {
  return (await standIn.control<{ violations: readonly unknown[] }>("GET", "state")).violations;
}

for (const way of ["polling", "webhook"] as const) {
  it(`answers every question and repeats only what its receipts call unknown, killed on Telegram ${way}`, async () => {
    const standIn = await startTelegramProcess({ webhookRetryBaseMs: 200 });
    open.push(standIn);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = way === "polling" ? {} : { PORT: String(port), PUBLIC_URL: url, TELEGRAM_WEBHOOK: "1" };
    const report = await killRun(await telegramStage(standIn, env), PLAN);
    print(describe(`kill, Telegram ${way}, seed ${SEED}`, report));
    expect(report.answers).toBe(PLAN.questions);
    expect(report.inboxEntries).toBe(PLAN.questions);
    expect(report.unfinished).toBe(0);
    expect(report.unexplained).toBe(0);
    expect(report.repeats).toBeLessThanOrEqual(report.kills);
    expect(await violations(standIn)).toEqual([]);
  });
}

interface DiscordSent {
  readonly channelId: string;
  readonly body: { readonly components?: readonly { readonly components?: readonly Json[] }[] };
}
type Json = Readonly<Record<string, unknown>>;

/** Fifty people in private conversations that the bot knows already: Discord names no others to a bot that was away. */
async function discordStage(standIn: DiscordProcess): Promise<Stage> {
  const questions = await calmQuestions(PLAN.questions + CHATS, SEED, CHATS);
  const users: string[] = [];
  const arrived = async () =>
    (await standIn.control<readonly DiscordSent[]>("sent")).map(({ channelId, body }) => {
      const buttons = (body.components ?? []).flatMap(({ components }) => components ?? []);
      return {
        chatId: channelId,
        key: keyOf(buttons.map(({ custom_id: id }) => ({ data: id === undefined ? undefined : String(id) }))),
      };
    });
  return {
    env: { DISCORD_BOT_TOKEN: standIn.token, DISCORD_API_ROOT: standIn.url },
    async prepare() {
      await until(async () => (await standIn.control<{ ready: number }>("state")).ready > 0, "the gateway");
      for (let number = 0; number < CHATS; number += 1) {
        const { id } = await standIn.control<{ id: string }>("addUser", { username: `mei${number}` });
        users.push(id);
        const text = questions[number];
        await standIn.control("writesPrivately", { userId: id, text });
      }
      await until(async () => (await arrived()).length >= CHATS, "the first answers");
    },
    async ask(number) {
      const userId = users[number % CHATS];
      await standIn.control("writesPrivately", { userId, text: questions[CHATS + number] });
    },
    arrived,
  };
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 200) throw new Error(`waited 20 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("answers every question exactly once, killed on Discord", async () => {
  const standIn = await startDiscordProcess();
  open.push(standIn);
  const report = await killRun(await discordStage(standIn), PLAN);
  print(describe(`kill, Discord, seed ${SEED}`, report));
  expect(report.answers).toBe(PLAN.questions);
  expect(report.unfinished).toBe(0);
  expect(report.repeats).toBe(0);
  expect(await standIn.control("violations")).toEqual([]);
});
