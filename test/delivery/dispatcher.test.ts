import { afterEach, describe, expect, it } from "vitest";
import { MigratedError, OperationalError, PermanentError } from "../../src/core/errors.ts";
import { settle } from "../support/fake-clock.ts";
import { UNPACED } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { type Running, startDispatcher } from "./harness.ts";

let bot: Running;
afterEach(() => bot.end());

const flood = (retryAfterMs?: number, scope: "target" | "platform" = "target") =>
  new OperationalError("too many", { retryAfterMs, scope, flood: true });
const say = (chatId: string, text: string, more: Parameters<typeof delivery>[0] = {}) =>
  delivery({ chatId, text, ...more });
const statuses = async () => (await bot.rows()).map(({ status }) => status);

describe("a delivery", () => {
  it("goes out at once and keeps the platform's message id", async () => {
    bot = await startDispatcher();
    await bot.say(say("1", "你好"));
    expect(bot.platform.textsIn("1")).toEqual(["你好"]);
    expect(await statuses()).toEqual(["sent"]);
    expect(bot.settled.map(([, outcome]) => outcome)).toEqual(["sent"]);
  });

  it("goes out once, however often it is offered", async () => {
    bot = await startDispatcher();
    const deliveries = await bot.enqueue(say("1", "一次"), say("1", "二"));
    for (let times = 0; times < 3; times += 1) bot.dispatcher.offer(deliveries);
    await bot.clock.advance(10_000);
    bot.dispatcher.offer(deliveries);
    await settle();
    expect(bot.platform.textsIn("1")).toEqual(["一次", "二"]);
  });

  it("is found in the database when nobody offered it", async () => {
    bot = await startDispatcher();
    await bot.enqueue(say("1", "捡起来"));
    await bot.clock.advance(2_500);
    expect(bot.platform.textsIn("1")).toEqual(["捡起来"]);
  });

  it("carries a nonce that stays the same on every attempt", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", new OperationalError("down"), new OperationalError("down"));
    await bot.say(say("1", "同一个"));
    await bot.clock.advance(20_000);
    const keys = bot.platform.attempts.map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it("waits in the database while its platform is not configured, and does not hide the others", async () => {
    bot = await startDispatcher();
    await bot.say(
      ...Array.from({ length: 1_100 }, () => say("9", "等", { platform: "discord", lane: "distress" })),
    );
    await bot.enqueue(say("1", "不受影响"));
    await bot.clock.advance(2_500);
    expect(bot.platform.textsIn("1")).toEqual(["不受影响"]);
    expect((await statuses()).filter((status) => status === "pending")).toHaveLength(1_100);
  });
});

describe("order", () => {
  it("is kept within a chat, whatever is offered when", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    bot.platform.script("1", held.promise);
    await bot.say(say("1", "一"));
    await bot.say(say("1", "二"), say("1", "三"));
    held.resolve();
    await settle();
    expect(bot.platform.textsIn("1")).toEqual(["一", "二", "三"]);
  });

  it("puts the urgent lane first among what waits for a chat", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    bot.platform.script("1", held.promise);
    await bot.say(say("1", "正在发"));
    await bot.say(
      say("1", "摘要", { lane: "digest" }),
      say("1", "券", { lane: "coupon" }),
      say("1", "公告", { lane: "announcement" }),
      say("1", "开播", { lane: "live" }),
      say("1", "回答", { lane: "answer" }),
      say("1", "个案", { lane: "case" }),
      say("1", "求助", { lane: "distress" }),
    );
    held.resolve();
    await settle();
    expect(bot.platform.textsIn("1")).toEqual([
      "正在发",
      "求助",
      "个案",
      "回答",
      "开播",
      "券",
      "公告",
      "摘要",
    ]);
  });

  it("is kept when the first of several fails for a while", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", new OperationalError("down"));
    await bot.say(say("1", "一"), say("1", "二"));
    await bot.say(say("1", "三"));
    await bot.clock.advance(5_000);
    expect(bot.platform.textsIn("1")).toEqual(["一", "二", "三"]);
  });

  it("puts the urgent lane first among what came due while the process was away", async () => {
    bot = await startDispatcher({ start: false });
    await bot.enqueue(say("1", "公告", { lane: "announcement" }), say("1", "求助", { lane: "distress" }));
    await bot.dispatcher.start();
    await settle();
    expect(bot.platform.textsIn("1")).toEqual(["求助", "公告"]);
  });
});

describe("a platform that says too many", () => {
  it("is obeyed to the millisecond for that chat, while another goes on", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", flood(60_000));
    const startedAt = bot.clock.now();
    await bot.say(say("1", "慢"), say("2", "快"));
    await bot.clock.advance(30_000);
    await bot.say(say("2", "还是快"), say("1", "也要等"));
    expect(bot.platform.textsIn("2")).toEqual(["快", "还是快"]);
    await bot.clock.advance(29_999);
    expect(bot.platform.textsIn("1")).toEqual([]);
    await bot.clock.advance(1);
    expect(bot.platform.textsIn("1")).toEqual(["慢", "也要等"]);
    expect(bot.platform.attempts.filter(({ chatId }) => chatId === "1").map(({ at }) => at)).toEqual([
      startedAt,
      startedAt + 60_000,
      startedAt + 60_000,
    ]);
    expect((await bot.receipts()).map(({ outcome }) => outcome)).toEqual(["retry"]);
  });

  it("is asked again only after each of its pauses", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", flood(3_000), flood(5_000));
    const startedAt = bot.clock.now();
    await bot.say(say("1", "等两次"));
    await bot.clock.advance(20_000);
    expect(bot.platform.attempts.map(({ at }) => at - startedAt)).toEqual([0, 3_000, 8_000]);
  });

  it("slows everything nobody waits for when it means the whole platform, and no answer", async () => {
    const pace = { ...UNPACED, overallPerSecond: 10 };
    bot = await startDispatcher({ platform: { pace } });
    bot.platform.script("0", flood(1_000, "platform"));
    await bot.say(say("0", "x"));
    await bot.clock.advance(2_000);
    const before = bot.platform.attempts.length;
    const news = Array.from({ length: 40 }, (_, index) => say(`a${index}`, "公告", { lane: "announcement" }));
    const answers = Array.from({ length: 40 }, (_, index) => say(`b${index}`, "回答"));
    await bot.say(...answers);
    await bot.dispatcher.idle();
    expect(bot.platform.attempts.length - before).toBe(40);
    await bot.say(...news);
    await bot.clock.advance(2_000);
    // The answers used up more than the bucket held: announcements pay for them at half the published pace.
    expect(bot.platform.delivered.filter(({ text }) => text === "公告").length).toBe(0);
    await bot.clock.advance(20_000);
    expect(bot.platform.delivered.filter(({ text }) => text === "公告").length).toBe(40);
  });
});

describe("the published pace", () => {
  it("holds for announcements to many chats that are offered in one go", async () => {
    const pace = { ...UNPACED, overallPerSecond: 20 };
    bot = await startDispatcher({ platform: { pace } });
    const startedAt = bot.clock.now();
    await bot.say(
      ...Array.from({ length: 120 }, (_, index) => say(`c${index}`, "公告", { lane: "announcement" })),
    );
    await bot.clock.advance(10_000);
    const times = bot.platform.delivered.map(({ at }) => at - startedAt);
    expect(times).toHaveLength(120);
    // One full bucket, then twenty in each second.
    for (const second of [1, 2, 3, 4]) {
      const sent = times.filter((time) => time < second * 1_000).length;
      expect(sent).toBeLessThanOrEqual(20 + second * 20);
      expect(sent).toBeGreaterThanOrEqual(second * 20);
    }
  });

  it("holds for one chat while another chat is not slowed", async () => {
    const pace = { overallPerSecond: 1_000, perChat: () => [{ messages: 2, perMs: 2_000 }] };
    bot = await startDispatcher({ platform: { pace } });
    const startedAt = bot.clock.now();
    await bot.say(...["一", "二", "三", "四"].map((text) => say("1", text)), say("2", "别的"));
    await bot.clock.advance(5_000);
    const times = (chatId: string) =>
      bot.platform.delivered.filter((one) => one.chatId === chatId).map(({ at }) => at - startedAt);
    expect(times("1")).toEqual([0, 0, 2_002, 2_002]);
    expect(times("2")).toEqual([0]);
  });

  it("does not hold back a call for help", async () => {
    const pace = { overallPerSecond: 1, perChat: () => [{ messages: 1, perMs: 100_000 }] };
    bot = await startDispatcher({ platform: { pace } });
    const startedAt = bot.clock.now();
    await bot.say(say("1", "一"), say("1", "求助", { lane: "distress" }));
    expect(bot.platform.delivered.map(({ text, at }) => [text, at - startedAt])).toContainEqual(["求助", 0]);
  });
});

describe("a failure that passes", () => {
  it("is tried again with growing pauses that are not all the same", async () => {
    const pausesOf = async (seed: number) => {
      bot = await startDispatcher({ seed });
      bot.platform.script("1", ...Array.from({ length: 9 }, () => new OperationalError("down")));
      await bot.say(say("1", "终于"));
      await bot.clock.advanceUntil(() => bot.platform.delivered.length > 0);
      const times = bot.platform.attempts.map(({ at }) => at);
      return times.slice(1).map((at, index) => at - (times[index] ?? 0));
    };
    const pauses = await pausesOf(1);
    await bot.end();
    const other = await pausesOf(2);
    expect(pauses).toHaveLength(9);
    for (const [index, pause] of pauses.entries()) {
      const middle = Math.min(60_000, 1_000 * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(middle * 0.75);
      expect(pause).toBeLessThanOrEqual(middle * 1.25);
    }
    expect(pauses).not.toEqual(other);
  });

  it("is given up after a day, with a receipt", async () => {
    bot = await startDispatcher();
    bot.platform.onSend = () => new OperationalError("down");
    await bot.say(say("1", "发不出去"));
    await bot.makeOlder(25 * 3_600_000);
    await bot.clock.advance(10_000);
    expect(await bot.rows()).toMatchObject([{ status: "failed", detail: "given up after a day" }]);
    const attempts = bot.platform.attempts.length;
    await bot.clock.advance(300_000);
    expect(bot.platform.attempts).toHaveLength(attempts);
  });
});

describe("a refusal for good", () => {
  it("of one message ends that message alone", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", new PermanentError("rejected", "bad markup"));
    await bot.say(say("1", "坏"), say("1", "好"));
    expect(bot.platform.textsIn("1")).toEqual(["好"]);
    expect(await statuses()).toEqual(["failed", "sent"]);
    expect(bot.gone).toEqual([]);
  });

  for (const reason of ["blocked", "target-gone"] as const) {
    it(`because the chat is ${reason} ends all that waits for it and marks the chat`, async () => {
      bot = await startDispatcher();
      bot.platform.script("1", new PermanentError(reason, "403"));
      await bot.say(say("1", "一"), say("1", "二"), say("2", "别人"));
      await bot.clock.advance(10_000);
      expect(await statuses()).toEqual(["failed", "failed", "sent"]);
      expect(bot.gone).toEqual([["telegram", "1", reason]]);
      expect(bot.platform.attempts.filter(({ chatId }) => chatId === "1")).toHaveLength(1);
      expect((await bot.receipts()).map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
    });
  }
});

describe("a chat that moved", () => {
  it("gets what was said to it under its new id, in order and once", async () => {
    bot = await startDispatcher();
    bot.platform.onSend = ({ chatId }) => (chatId === "old" ? new MigratedError("new") : undefined);
    await bot.say(say("old", "一"), say("old", "二"));
    await bot.clock.advance(10_000);
    expect(bot.platform.textsIn("new")).toEqual(["一", "二"]);
    expect(bot.platform.attempts.filter(({ chatId }) => chatId === "old")).toHaveLength(1);
    expect(bot.moved).toEqual([["telegram", "old", "new"]]);
    expect((await bot.rows()).map(({ status, chat_id }) => [status, chat_id])).toEqual([
      ["sent", "new"],
      ["sent", "new"],
    ]);
  });
});
