import { setTimeout as sleep } from "node:timers/promises";
import { startApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { startTelegramStandIn } from "../standins/telegram/server.ts";
import {
  freePort,
  residentMb,
  startBot,
  startTelegramProcess,
  type TelegramProcess,
  temporaryFolder,
} from "../support/process.ts";
import {
  BULK_TEXT,
  deadIds,
  groupIds,
  HOST,
  LIVE_TITLE,
  lateRefusals,
  mostInSecond,
  prepareFanout,
  type SentOne,
  SMALL_GROUPS,
  SMALL_HOST,
  STAFF_ROOM,
  shareOfPermitted,
  smallGroupIds,
} from "./fanout-setting.ts";
import { round } from "./figures.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const GROUPS = 10_000;
/** Of the short run in real time. */
const GROUPS_IN_REAL_TIME = 500;
const START_AT = Date.parse("2026-11-22T12:00:00Z");
const RUN_TIMEOUT_MS = 120_000;
const HOUR_MS = 3_600_000;

const isBulk = ({ text }: SentOne): boolean => text.includes(BULK_TEXT);
const isLive = ({ text }: SentOne): boolean => text.includes(LIVE_TITLE);
const timesOf = (sent: readonly SentOne[]): readonly number[] => sent.map(({ acceptedAt }) => acceptedAt);

/** What the groups got: the same in both runs. */
function figuresOf(sent: readonly SentOne[], tooMany: readonly number[], groups: number, liveAt: number) {
  const [bulk, live] = [sent.filter(isBulk), sent.filter(isLive)];
  const alive = groups - deadIds(groups).length;
  const each = [bulk, live].map((some) => new Set(some.map(({ chatId }) => chatId)).size);
  return {
    groups,
    deadGroups: groups - alive,
    sent: sent.length,
    everyGroupOnceEach:
      each.every((count) => count === alive) && bulk.length === alive && live.length === alive,
    seconds: round(((sent.at(-1)?.acceptedAt ?? 0) - (sent[0]?.acceptedAt ?? 0)) / 1_000, 1),
    shareOfPermittedRate: round(shareOfPermitted(timesOf(sent)), 4),
    mostInAnySecond: mostInSecond(timesOf(sent)),
    refusedWith429: tooMany.length,
    refusedAfterFirstSecond: lateRefusals(tooMany, sent),
    live: {
      bulkSentBefore: bulk.filter(({ acceptedAt }) => acceptedAt < liveAt).length,
      firstGroupAfterMs: (live[0]?.acceptedAt ?? Number.NaN) - liveAt,
      shareOfPermittedRate: round(shareOfPermitted(timesOf(live)), 4),
      bulkInBetween: bulk.filter(
        ({ acceptedAt }) => acceptedAt > liveAt + 1_000 && acceptedAt < (live.at(-1)?.acceptedAt ?? 0),
      ).length,
    },
  };
}

/** The whole bot over HTTP in this process, with time that jumps from timer to timer: no latency, all limits. */
async function runInVirtualTime() {
  const folder = await temporaryFolder();
  const clock = createVirtualClock(START_AT);
  const standIn = await startTelegramStandIn({ now: clock.now, enforceLimits: true, validate: false });
  try {
    const goLive = await prepareFanout(folder.path, GROUPS, START_AT, START_AT + 1_000);
    for (const id of [...groupIds(GROUPS), STAFF_ROOM]) standIn.world.chat(id);
    for (const id of deadIds(GROUPS)) standIn.world.chat(id).bot = "kicked";
    const port = await freePort();
    const app = await startApp({
      config: loadConfig({
        PORT: String(port),
        DATA_DIR: folder.path,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        TELEGRAM_BOT_TOKEN: standIn.token,
        TELEGRAM_API_ROOT: standIn.url,
        TELEGRAM_WEBHOOK: "1",
      }),
      clock,
      logger: silentLogger,
      openStorage: clock.openStorage,
    });
    const alive = GROUPS - deadIds(GROUPS).length;
    const toGroups = () => standIn.sent.items.filter(({ chatId }) => chatId !== STAFF_ROOM);
    const counted = () => standIn.sent.items.length;
    await clock.runUntil(() => counted() >= alive / 3, HOUR_MS);
    const liveAt = clock.now();
    await clock.during(goLive(app.url, HOST, liveAt));
    const isOver = () => counted() >= 2 * alive && toGroups().length >= 2 * alive;
    await clock.runUntil(isOver, HOUR_MS);
    await app.stop();
    return figuresOf(toGroups(), standIn.tooMany, GROUPS, liveAt);
  } finally {
    await standIn.stop();
    await folder.remove();
  }
}

const sentBy = async (standIn: TelegramProcess): Promise<readonly SentOne[]> =>
  (await standIn.control<{ sent: readonly SentOne[] }>("GET", "sent")).sent;

async function prepareGroups(standIn: TelegramProcess, groups: number): Promise<void> {
  await standIn.control("POST", "chats", { chats: [...groupIds(groups), ...smallGroupIds(), STAFF_ROOM] });
  for (const chat of deadIds(groups))
    await standIn.control("POST", "bot-becomes", { chat, status: "kicked" });
}

async function waitForSent(standIn: TelegramProcess, count: number): Promise<void> {
  const { reached } = await standIn.control<{ reached: boolean }>(
    "GET",
    `wait-sent?count=${count}&timeoutMs=${RUN_TIMEOUT_MS}`,
  );
  if (!reached) throw new Error(`fewer than ${count} messages arrived`);
}

/** Two processes and the real clock: latency, timers and a disk that are there. */
async function runInRealTime() {
  const folder = await temporaryFolder();
  const standIn = await startTelegramProcess({ enforceLimits: true, validate: false });
  const groups = GROUPS_IN_REAL_TIME;
  try {
    const goLive = await prepareFanout(folder.path, groups, Date.now(), Date.now() + 12_000);
    await prepareGroups(standIn, groups);
    const port = await freePort();
    const bot = await startBot({
      DATA_DIR: folder.path,
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_BOT_TOKEN: standIn.token,
      TELEGRAM_API_ROOT: standIn.url,
      TELEGRAM_WEBHOOK: "1",
    });
    await sleep(1_000);
    const smallAt = Date.now();
    await goLive(bot.url, SMALL_HOST, smallAt);
    await waitForSent(standIn, SMALL_GROUPS);
    const small = await sentBy(standIn);
    const begin = small.length;
    await waitForSent(standIn, begin + groups / 4);
    const memoryMb = residentMb(bot.pid)?.all;
    const liveAt = Date.now();
    await goLive(bot.url, HOST, liveAt);
    const alive = groups - deadIds(groups).length;
    const isOver = (all: readonly SentOne[]) =>
      all.filter((one) => isBulk(one) || isLive(one)).length >= begin + 2 * alive;
    let all = await sentBy(standIn);
    for (const until = Date.now() + RUN_TIMEOUT_MS; !isOver(all) && Date.now() < until; ) {
      await sleep(500);
      all = await sentBy(standIn);
    }
    const { tooMany } = await standIn.control<{ tooMany: readonly number[] }>("GET", "state");
    await bot.end();
    const toGroups = all.slice(begin).filter(({ chatId }) => chatId !== STAFF_ROOM);
    return {
      firstMessageAfterMs: (small[0]?.acceptedAt ?? Number.NaN) - smallAt,
      ...figuresOf(toGroups, tooMany, groups, liveAt),
      residentMb: round(memoryMb ?? Number.NaN, 0),
    };
  } finally {
    await standIn.end();
    await folder.remove();
  }
}

/** What somebody writes first: one group after the other, as fast as it goes, waiting as long as a 429 says. */
async function runNaively() {
  const standIn = await startTelegramProcess({ enforceLimits: true, validate: false });
  const groups = GROUPS_IN_REAL_TIME;
  try {
    await prepareGroups(standIn, groups);
    const sendAll = async (text: string) => {
      for (const chat_id of groupIds(groups)) {
        for (;;) {
          const response = await fetch(`${standIn.url}/bot${standIn.token}/sendMessage`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ chat_id, text }),
          });
          const answer = (await response.json()) as { parameters?: { retry_after?: number } };
          if (response.status !== 429) break;
          await sleep((answer.parameters?.retry_after ?? 1) * 1_000);
        }
      }
    };
    // The start comes after a quarter of the bulk, as above; a loop has no way to put it before the rest.
    const bulk = sendAll(BULK_TEXT);
    await waitForSent(standIn, groups / 4);
    const liveAt = Date.now();
    await bulk;
    await sendAll(LIVE_TITLE);
    const { tooMany } = await standIn.control<{ tooMany: readonly number[] }>("GET", "state");
    return figuresOf(await sentBy(standIn), tooMany, groups, liveAt);
  } finally {
    await standIn.end();
  }
}

/** Others get a turn now and then while a start goes out: no lane starves. */
const VIRTUAL = { shareOfPermittedRate: 0.98, liveShareOfPermittedRate: 0.98 };
/** Where a machine does other things too, each lease and each answer that comes late is room that stays free. */
const REAL = { shareOfPermittedRate: 0.95, liveShareOfPermittedRate: 0.93 };
const FIRST_MS = 200;
const LIVE_FIRST_MS = 1_000;

const isWithin = (figures: ReturnType<typeof figuresOf>, budgets: typeof VIRTUAL): boolean =>
  figures.everyGroupOnceEach &&
  figures.shareOfPermittedRate >= budgets.shareOfPermittedRate &&
  figures.live.shareOfPermittedRate >= budgets.liveShareOfPermittedRate &&
  figures.live.firstGroupAfterMs <= LIVE_FIRST_MS &&
  figures.refusedAfterFirstSecond === 0;

/**
 * An announcement to 10,000 groups on the Telegram stand-in, which refuses what goes over Telegram's published limits;
 * one group in ten has thrown the bot out; the host goes live when a third is sent. In virtual time, then shorter in
 * real time, beside a loop that sends one after the other and obeys each 429.
 */
export async function benchFanout() {
  const virtual = await runInVirtualTime();
  const real = await runInRealTime();
  const naive = await runNaively();
  return {
    bench: "fanout",
    permitted: "30 in any second over all chats, 20 in a minute and 5 in 5 s in a group",
    virtualTime: {
      what: "whole bot over HTTP in one process; the clock jumps when nothing is under way",
      ...virtual,
    },
    realTime: { what: "bot and stand-in as processes", ...real },
    baseline: { what: "real time: a loop that sends one after the other and waits as a 429 says", ...naive },
    budgets: {
      virtualTime: VIRTUAL,
      realTime: REAL,
      refusedAfterFirstSecond: 0,
      firstMessageAfterMs: FIRST_MS,
      liveFirstGroupAfterMs: LIVE_FIRST_MS,
    },
    ok: isWithin(virtual, VIRTUAL) && isWithin(real, REAL) && real.firstMessageAfterMs <= FIRST_MS,
  };
}
