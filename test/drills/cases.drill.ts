import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { DEFAULT_TIMES } from "../../src/cases/host-times.ts";
import { openStorage } from "../../src/storage/index.ts";
import { seeded } from "../bench/figures.ts";
import { spawnBot, startTelegramProcess, type TelegramProcess, temporaryFolder } from "../support/process.ts";
import { print } from "./calm-questions.ts";

const SEED = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000);
/** The whole drill, `DRILL_KILLS=100`, takes a quarter of an hour; all else grows with the blows. */
const KILLS = Number(process.env.DRILL_KILLS ?? 20);
/** One host and one staff room each: a room takes 20 messages a minute. */
const FANS = KILLS / 2;
/** Of these nobody ever takes the case, so that its ladder is climbed to the top. */
const ALONE = KILLS / 10;
const WORDS = 15;
const ANSWERS = 4;
const SECOND = 1_000;

const STAFF = { lan: 6_001, ying: 6_002, wang: 6_003, operator: 6_004 } as const;
const fanChat = (fan: number): number => 5_000 + fan;
const room = (fan: number): number => -9_000 - fan;

const open: { end?(): Promise<void>; remove?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await (one.end ?? one.remove)?.call(one);
});

/** Hosts with rooms, rosters and deadlines of seconds, and fans whose private chats are open. */
async function setTheScene(dataDir: string): Promise<void> {
  const { storage, unlock } = await openStorage({ databaseUrl: undefined, dataDir }, () => {});
  const now = Date.now();
  await storage.transact(async ({ people, rosters }) => {
    const meet = (id: number) =>
      people.identify(
        { platform: "telegram", userId: String(id), displayName: `p${id}`, privateChatId: String(id) },
        `person-${id}`,
        now,
      );
    for (const id of Object.values(STAFF)) await meet(id);
    await people.grant(`person-${STAFF.operator}`, { hostId: undefined, role: "operator" }, undefined, now);
    const always = { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1_440 };
    const within = { emergency: 5 * SECOND, urgent: 5 * SECOND, care: 20 * SECOND };
    for (let fan = 0; fan < FANS; fan += 1) {
      const hostId = `host${fan}`;
      await people.createHost({ hostId, name: `主播${fan}`, sample: false }, now);
      const chat = { platform: "telegram", chatId: String(room(fan)), kind: "group", title: hostId } as const;
      await people.seeChat(chat, now);
      const bound = {
        platform: "telegram",
        chatId: chat.chatId,
        hostId,
        purpose: "staff",
        boundBy: "x",
      } as const;
      await people.bindChat(bound, now);
      for (const [name, role] of [
        ["lan", "moderator"],
        ["ying", "moderator"],
        ["wang", "host"],
      ] as const) {
        await people.grant(`person-${STAFF[name]}`, { hostId, role }, undefined, now);
      }
      await rosters.addShift(hostId, { ...always, personId: `person-${STAFF.lan}`, role: "duty" });
      await rosters.addShift(hostId, { ...always, personId: `person-${STAFF.ying}`, role: "backup" });
      const times = { ...DEFAULT_TIMES, hours: [always], seenWithinMs: within, answerWithinMs: within };
      await rosters.keepTimes(hostId, JSON.stringify(times));
      await meet(fanChat(fan));
      await people.rememberHost(`person-${fanChat(fan)}`, hostId);
    }
  });
  await storage.close();
  unlock();
}

interface Sent {
  readonly chatId: number;
  readonly text: string;
}
const sentTo = async (standIn: TelegramProcess, chatId?: number): Promise<readonly Sent[]> =>
  (
    await standIn.control<{ sent: readonly Sent[] }>(
      "GET",
      chatId === undefined ? "sent" : `sent?chatId=${chatId}`,
    )
  ).sent;

const token = (what: "w" | "a", fan: number, at: number): string => `〔${what}${fan}-${at}〕`;

/** What fans and staff do, in random order; each fan's own order is kept. */
function createActors(standIn: TelegramProcess, random: () => number) {
  const numbers = new Map<number, number>();
  const left = Array.from({ length: FANS }, (_, fan) => ({ fan, opened: false, words: 0, answers: 0 }));
  const says = (chat: number, text: string) => standIn.control("POST", "says", { chat, user: chat, text });
  const numberOf = async (fan: number): Promise<number | undefined> => {
    const known = numbers.get(fan);
    if (known !== undefined) return known;
    for (const { text } of await sentTo(standIn, fanChat(fan))) {
      const found = /编号 (\d+)/.exec(text)?.[1];
      if (found !== undefined) numbers.set(fan, Number(found));
    }
    return numbers.get(fan);
  };
  const isDone = ({ fan, opened, words, answers }: (typeof left)[number]) =>
    opened && (fan < ALONE || (words >= WORDS && answers >= ANSWERS));
  return {
    numbers,
    numberOf,
    /** False when all is done. */
    async actOnce(): Promise<boolean> {
      const open = left.filter((one) => !isDone(one));
      const one = open[Math.floor(random() * open.length)];
      if (!one) return false;
      const { fan } = one;
      if (!one.opened) {
        one.opened = true;
        await says(fanChat(fan), fan < ALONE ? "宝宝噎住了脸都紫了喘不上气" : "转人工");
        return true;
      }
      const answers = one.answers < ANSWERS && (one.words >= WORDS || random() < 0.2);
      const number = answers ? await numberOf(fan) : undefined;
      if (number !== undefined) {
        await says(STAFF.lan, `/reply ${number} 我在 ${token("a", fan, one.answers)}`);
        one.answers += 1;
      } else if (one.words < WORDS) {
        await says(fanChat(fan), `还有一句 ${token("w", fan, one.words)}`);
        one.words += 1;
      }
      return true;
    },
  };
}

it(`loses no message of a case, skips no step of a ladder and repeats none more than once, killed ${KILLS} times`, async () => {
  const random = seeded(SEED);
  const begunAt = performance.now();
  const folder = await temporaryFolder();
  open.push(folder);
  await setTheScene(folder.path);
  const standIn = await startTelegramProcess({});
  open.unshift(standIn);
  const env = { DATA_DIR: folder.path, TELEGRAM_BOT_TOKEN: standIn.token, TELEGRAM_API_ROOT: standIn.url };
  await standIn.control("POST", "chats", {
    chats: [
      ...Array.from({ length: FANS }, (_, fan) => ({ id: room(fan), title: `host${fan}` })),
      ...Object.values(STAFF).map((id) => ({ id })),
    ],
  });
  const actors = createActors(standIn, random);
  const total = FANS + (FANS - ALONE) * (WORDS + ANSWERS);

  let bot = await spawnBot(env).ready;
  let acted = 0;
  for (let kills = 0; kills < KILLS; kills += 1) {
    const share = Math.ceil(((kills + 1) * total) / KILLS) - acted;
    for (let turn = 0; turn < share; turn += 1) {
      await actors.actOnce();
      acted += 1;
      await sleep((random() * 1_200) / share);
    }
    await bot.end("SIGKILL");
    bot = await spawnBot(env).ready;
  }
  while (await actors.actOnce()) await sleep(20);

  const tokens = Array.from({ length: FANS - ALONE }, (_, at) => at + ALONE).flatMap((fan) => [
    ...Array.from({ length: WORDS }, (_, at) => ({ text: token("w", fan, at), chatId: room(fan) })),
    ...Array.from({ length: ANSWERS }, (_, at) => ({ text: token("a", fan, at), chatId: fanChat(fan) })),
  ]);
  const countsOf = (sent: readonly Sent[]) =>
    tokens.map(
      ({ text, chatId }) => sent.filter((one) => one.chatId === chatId && one.text.includes(text)).length,
    );
  const isCall = ({ text }: Sent) =>
    /^(?:<b>)?【.*】个案 \d+/.test(text) && /还没有人接|还没有人回|刚刚来的/.test(text);
  // The last rung of the forsaken cases, and the last words.
  const until = performance.now() + 180_000;
  for (;;) {
    const sent = await sentTo(standIn);
    const atTop = new Set(
      sent
        .filter((one) => one.chatId === STAFF.operator && isCall(one))
        .map(({ text }) => /个案 (\d+)/.exec(text)?.[1]),
    );
    const forsaken = await Promise.all(Array.from({ length: ALONE }, (_, fan) => actors.numberOf(fan)));
    const isComplete =
      forsaken.every((number) => atTop.has(String(number))) && countsOf(sent).every((count) => count > 0);
    if (isComplete || performance.now() > until) break;
    await sleep(500);
  }
  await sleep(3_000); // a repeat that is still on its way shall be counted too
  await bot.end();

  const sent = await sentTo(standIn);
  const counts = countsOf(sent);
  const database = new DatabaseSync(join(folder.path, "beluga.db"), { readOnly: true });
  const rows = <Row>(query: string) => database.prepare(query).all() as unknown as Row[];
  const events = rows<{ case_id: number; type: string; data: string; sealed: string | null }>(
    "select case_id, type, data, sealed from case_events order by case_id, seq",
  );
  const calls = rows<{ chat_id: string; dedupe_key: string; status: string }>(
    "select chat_id, dedupe_key, status from deliveries where dedupe_key like '%.call:%'",
  );
  const unfinished = rows<{ id: number }>("select id from inbox where status != 'done'").length;
  database.close();

  const words = events.map(({ sealed }) => sealed ?? "").join("\n");
  const inEvents = tokens.map(({ text }) => words.split(text).length - 1);
  // How often each call arrived, against how often it was written.
  const callCounts = new Map<string, { written: number; arrived: number }>();
  const count = (chatId: string, number: string, what: "written" | "arrived") => {
    const key = `${chatId} ${number}`;
    const before = callCounts.get(key) ?? { written: 0, arrived: 0 };
    callCounts.set(key, { ...before, [what]: before[what] + 1 });
  };
  for (const { chat_id, dedupe_key, status } of calls) {
    // What the end of the drill left waiting is not lost.
    if (status === "sent") count(chat_id, /case\.(\d+)\.call/.exec(dedupe_key)?.[1] ?? "", "written");
  }
  for (const one of sent.filter(isCall))
    count(String(one.chatId), /个案 (\d+)/.exec(one.text)?.[1] ?? "", "arrived");
  const steps = events.filter(({ type }) => type === "ladder-step");
  print(
    `cases, seed ${SEED}: ${KILLS} kills, ${events.length} case events, ${steps.length} steps, ` +
      `${counts.filter((times) => times > 1).length} words repeated, ` +
      `${[...callCounts.values()].filter(({ written, arrived }) => arrived > written).length} calls repeated, ` +
      `${((performance.now() - begunAt) / 1_000).toFixed(0)} s`,
  );

  expect(unfinished).toBe(0);
  expect(events.length).toBeGreaterThanOrEqual(KILLS * 10);
  expect(inEvents.filter((times) => times !== 1)).toEqual([]);
  expect(counts.filter((times) => times < 1 || times > 2)).toEqual([]);
  // Together they repeat no more than there were blows.
  expect(counts.reduce((sum, times) => sum + times - 1, 0)).toBeLessThanOrEqual(KILLS);
  for (let fan = 0; fan < ALONE; fan += 1) {
    const mine = steps.filter(({ case_id }) => case_id === actors.numbers.get(fan));
    expect(mine.map(({ data }) => (JSON.parse(data) as { step: number }).step)).toEqual([2, 3, 4, 5, 6]);
  }
  for (const [of, { written, arrived }] of callCounts) {
    expect(arrived, of).toBeGreaterThanOrEqual(written);
    expect(arrived, of).toBeLessThanOrEqual(2 * written);
  }
  const { violations } = await standIn.control<{ violations: readonly unknown[] }>("GET", "state");
  expect(violations).toEqual([]);
}, 1_500_000);
