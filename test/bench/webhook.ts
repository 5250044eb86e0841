import { setTimeout as sleep } from "node:timers/promises";
import { loadArticles } from "../../src/knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { createTriage } from "../../src/safety/index.ts";
import {
  type Child,
  cpuMs,
  freePort,
  startBot,
  startChild,
  startTelegramProcess,
  type TelegramProcess,
  temporaryFolder,
} from "../support/process.ts";
import { median, round } from "./figures.ts";
import { variedQuestions } from "./questions.ts";

const PAIRS = 3;
const CHATS = 4_000;
/** Of a chat in the measured run: Telegram's pace lets a burst of three through at once, and one came before. */
const UPDATES_PER_CHAT = 2;
/** Time for every chat's pace to recover from its first question. */
const BETWEEN_MS = 1_500;
const RUN_TIMEOUT_MS = 60_000;

let nextChat = 100_000_000;
let nextMessage = 1;

/** One question in each of the chats, then the next in each, in the shape that Telegram posts. */
function makeUpdates(questions: readonly string[], firstChat: number, perChat: number): object[] {
  return Array.from({ length: CHATS * perChat }, (_, at) => {
    const id = firstChat + (at % CHATS);
    nextMessage += 1;
    return {
      message: {
        message_id: nextMessage,
        date: Math.floor(Date.now() / 1_000),
        chat: { id, type: "private", first_name: "Mei" },
        from: { id, is_bot: false, first_name: "Mei", language_code: "zh-hans" },
        text: questions[at % questions.length],
      },
    };
  });
}

/** Posts the updates through the stand-in's 40 connections; ends when as many replies have arrived there. */
async function drive(standIn: TelegramProcess, bot: Child, updates: readonly object[]) {
  await standIn.control("DELETE", "sent");
  const cpuBefore = [cpuMs(bot.pid), cpuMs(standIn.pid)];
  const begunAt = performance.now();
  await standIn.control("POST", "updates", { updates });
  const { reached, count } = await standIn.control<{ reached: boolean; count: number }>(
    "GET",
    `wait-sent?count=${updates.length}&timeoutMs=${RUN_TIMEOUT_MS}`,
  );
  const seconds = (performance.now() - begunAt) / 1_000;
  if (!reached)
    throw new Error(`only ${count} of ${updates.length} replies arrived\n${bot.errors.slice(-5).join("\n")}`);
  const [botCpu = Number.NaN, standInCpu = Number.NaN] = [bot, standIn].map(
    ({ pid }, at) => (cpuMs(pid) ?? Number.NaN) - (cpuBefore[at] ?? Number.NaN),
  );
  return {
    perSecond: updates.length / seconds,
    botCpuUs: (botCpu * 1_000) / updates.length,
    standInCpuUs: (standInCpu * 1_000) / updates.length,
  };
}

/** First a question in every chat, which makes its person known, then the measured ones in the same chats. */
async function driveTwice(standIn: TelegramProcess, bot: Child, questions: readonly string[]) {
  const firstChat = nextChat;
  nextChat += CHATS;
  const first = await drive(standIn, bot, makeUpdates(questions, firstChat, 1));
  await sleep(BETWEEN_MS);
  const known = await drive(standIn, bot, makeUpdates(questions, firstChat, UPDATES_PER_CHAT));
  return { ...known, firstPerSecond: first.perSecond };
}

async function runBeluga(standIn: TelegramProcess, questions: readonly string[]) {
  const folder = await temporaryFolder();
  try {
    const port = await freePort();
    const bot = await startBot(
      {
        DATA_DIR: folder.path,
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        TELEGRAM_BOT_TOKEN: standIn.token,
        TELEGRAM_API_ROOT: standIn.url,
        TELEGRAM_WEBHOOK: "1",
        LOG_LEVEL: "info",
      },
      process.env.BENCH_PROFILE
        ? { flags: ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] }
        : {},
    );
    const figures = await driveTwice(standIn, bot, questions);
    await bot.end();
    return figures;
  } finally {
    await folder.remove();
  }
}

async function runEcho(standIn: TelegramProcess, questions: readonly string[]) {
  const port = await freePort();
  const bot = startChild(new URL("./echo-bot.ts", import.meta.url), {
    args: [standIn.token, standIn.url, String(port)],
  });
  await bot.waitForLine((line) => line === "ready");
  const figures = await driveTwice(standIn, bot, questions);
  await bot.end();
  return figures;
}

type Figures = Awaited<ReturnType<typeof driveTwice>>;
const summary = (runs: readonly Figures[]) => ({
  perSecond: round(median(runs.map(({ perSecond }) => perSecond)), 0),
  runs: runs.map(({ perSecond }) => round(perSecond, 0)),
  firstContactsPerSecond: round(median(runs.map(({ firstPerSecond }) => firstPerSecond)), 0),
  botCpuUsPerUpdate: round(median(runs.map(({ botCpuUs }) => botCpuUs)), 0),
  standInCpuUsPerUpdate: round(median(runs.map(({ standInCpuUs }) => standInCpuUs)), 0),
});

/**
 * Updates per second through inbox, triage, answer and outbox, against a telegraf bot that only echoes. Measured with
 * people whom the bot knows; the first question of each, which also writes who they are, is given beside it.
 */
export async function benchWebhook() {
  const triage = createTriage();
  const questions = variedQuestions(await loadArticles(KNOWLEDGE_FOLDER)).filter(
    // One reply each, so that replies count updates; a safety card would be one more.
    (text) => triage(text).level === "none",
  );
  const standIn = await startTelegramProcess({ validate: false, enforceLimits: false });
  try {
    const [beluga, echo]: [Figures[], Figures[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      echo.push(await runEcho(standIn, questions));
      beluga.push(await runBeluga(standIn, questions));
    }
    const ours = summary(beluga);
    const baseline = summary(echo);
    const ratio = round(ours.perSecond / baseline.perSecond);
    return {
      bench: "webhook",
      updatesPerRun: CHATS * UPDATES_PER_CHAT,
      chats: CHATS,
      ...ours,
      baseline: { what: "bare telegraf echo, same stand-in", ...baseline },
      ratio,
      cpuRatio: round(baseline.botCpuUsPerUpdate / ours.botCpuUsPerUpdate),
      budgets: { ratio: 0.5 },
      ok: ratio >= 0.5,
    };
  } finally {
    await standIn.end();
  }
}
