import { afterEach, describe, expect, it } from "vitest";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../src/core/errors.ts";
import { settle } from "../support/fake-clock.ts";
import { createFakePlatform } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { LEASE_MS, type Running, startDispatcher } from "./harness.ts";

let bot: Running;
afterEach(() => bot.end());

const flood = (retryAfterMs?: number, scope: "target" | "platform" = "target") =>
  new OperationalError("too many", { retryAfterMs, scope, flood: true });
const say = (chatId: string, text: string, more: Parameters<typeof delivery>[0] = {}) =>
  delivery({ chatId, text, ...more });
const statuses = async () => (await bot.rows()).map(({ status }) => status);

describe("an unknown result", () => {
  const lost = new UnknownOutcomeError("the connection broke");

  for (const lane of ["distress", "case", "answer"] as const) {
    it(`in the lane ${lane} is sent again, and the receipt says unknown`, async () => {
      bot = await startDispatcher();
      bot.platform.script("1", { loseAnswer: lost });
      await bot.say(say("1", "要紧", { lane }));
      await bot.clock.advance(5_000);
      expect(bot.platform.textsIn("1")).toEqual(["要紧", "要紧"]);
      expect((await bot.receipts()).map(({ outcome }) => outcome)).toEqual(["unknown"]);
      expect(await statuses()).toEqual(["sent"]);
    });
  }

  for (const lane of ["live", "coupon", "announcement", "digest"] as const) {
    it(`in the lane ${lane} waits for a person`, async () => {
      bot = await startDispatcher();
      bot.platform.script("1", { loseAnswer: lost });
      await bot.say(say("1", "广播", { lane }), say("1", "下一条", { lane }));
      await bot.clock.advance(600_000);
      expect(bot.platform.textsIn("1")).toEqual(["广播", "下一条"]);
      expect(await statuses()).toEqual(["unknown", "sent"]);
    });
  }

  it("from an adapter's own mistake is treated the same: a broadcast is not repeated", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", { loseAnswer: new TypeError("a bug after the message was out") });
    await bot.say(say("1", "广播", { lane: "announcement" }));
    await bot.clock.advance(600_000);
    expect(bot.platform.textsIn("1")).toEqual(["广播"]);
    expect(await statuses()).toEqual(["unknown"]);
  });

  it("every time for a whole day is not sent for ever", async () => {
    bot = await startDispatcher();
    bot.platform.onSend = ({ chatId }) => (chatId === "1" ? { loseAnswer: lost } : undefined);
    await bot.say(say("1", "回答"));
    await bot.clock.advance(1_000);
    await bot.makeOlder(25 * 3_600_000);
    await bot.clock.advance(10_000);
    const sent = bot.platform.delivered.length;
    await bot.clock.advance(600_000);
    expect(bot.platform.delivered).toHaveLength(sent);
    expect(await statuses()).toEqual(["unknown"]);
  });
});

describe("a hanging chat", () => {
  it("does not delay others", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", "hang");
    await bot.say(say("1", "卡住"));
    const startedAt = bot.clock.now();
    await bot.say(...Array.from({ length: 10 }, (_, index) => say(`b${index}`, "照常")));
    await bot.clock.advance(100);
    const late = bot.platform.delivered.map(({ at }) => at - startedAt);
    expect(late).toHaveLength(10);
    expect(Math.max(...late)).toBeLessThanOrEqual(50);
    await bot.storage.transact(async ({ outbox }) => outbox.counts()); // the database is not held either
    bot.dispatcher.stop = async () => {}; // its send never ends
  });

  it("on one platform does not delay another platform", async () => {
    let web: ReturnType<typeof createFakePlatform> | undefined;
    bot = await startDispatcher({
      others: (clock) => {
        web = createFakePlatform({ clock, name: "web", abilities: { exactlyOnce: true } });
        return [web];
      },
    });
    bot.platform.onSend = () => "hang";
    await bot.say(say("1", "卡住"), say("w", "网页", { platform: "web" }));
    expect(web?.textsIn("w")).toEqual(["网页"]);
    bot.dispatcher.stop = async () => {};
  });
});

describe("a lost lease", () => {
  it("of a process that died is taken up at start: the answer again, the announcement not", async () => {
    bot = await startDispatcher({ start: false, owner: "new" });
    const rows = await bot.enqueue(say("1", "回答"), say("2", "公告", { lane: "announcement" }));
    const ids = rows.map(({ id }) => id);
    await bot.storage.transact(({ outbox }) => outbox.lease(ids, "dead", bot.clock.now() + 1e9));
    await bot.dispatcher.start();
    await settle();
    expect(bot.platform.delivered.map(({ text }) => text)).toEqual(["回答"]);
    expect(await statuses()).toEqual(["sent", "unknown"]);
    expect((await bot.receipts()).map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
  });

  it("of a neighbour that still works is left alone until it is over", async () => {
    bot = await startDispatcher({ start: false, alone: false });
    const [row] = await bot.enqueue(say("1", "回答"));
    await bot.storage.transact(({ outbox }) =>
      outbox.lease([row?.id ?? 0], "neighbour", bot.clock.now() + LEASE_MS),
    );
    await bot.dispatcher.start();
    await bot.clock.advance(LEASE_MS - 1);
    expect(bot.platform.attempts).toEqual([]);
    await bot.clock.advance(5_000);
    expect(bot.platform.textsIn("1")).toEqual(["回答"]);
  });

  it("lets two processes over one database send each message once", async () => {
    bot = await startDispatcher({ alone: false });
    const other = await startDispatcher({
      storage: bot.storage,
      clock: bot.clock,
      owner: "two",
      alone: false,
    });
    const rows = await bot.enqueue(
      ...Array.from({ length: 30 }, (_, index) => say(`c${index % 5}`, `${index}`)),
    );
    bot.dispatcher.offer(rows);
    other.dispatcher.offer([...rows].reverse());
    await bot.clock.advance(5_000);
    const all = [...bot.platform.delivered, ...other.platform.delivered].map(({ text }) => Number(text));
    expect(all.sort((one, next) => one - next)).toEqual(Array.from({ length: 30 }, (_, index) => index));
    await other.dispatcher.stop();
  });
});

describe("a database that fails for a moment", () => {
  const full = new Error("database or disk is full");

  it("gets the receipt of what was sent as soon as it is back, and nothing is sent twice", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    bot.platform.script("1", held.promise);
    await bot.say(say("1", "已发出"));
    bot.failing.with = full;
    held.resolve();
    await bot.clock.advance(LEASE_MS + 10_000); // longer than the lease
    expect(bot.platform.textsIn("1")).toEqual(["已发出"]);
    bot.failing.with = undefined;
    await bot.clock.advance(10_000);
    expect(await statuses()).toEqual(["sent"]);
    expect(bot.platform.attempts).toHaveLength(1);
  });

  it("while a delivery is about to be leased does not lose it", async () => {
    bot = await startDispatcher();
    const rows = await bot.enqueue(say("1", "一"), say("1", "二"));
    bot.failing.with = full;
    bot.dispatcher.offer(rows);
    await bot.clock.advance(5_000);
    expect(bot.platform.attempts).toEqual([]);
    bot.failing.with = undefined;
    await bot.clock.advance(5_000);
    expect(bot.platform.textsIn("1")).toEqual(["一", "二"]);
  });

  it("while a chat is marked as gone does not lose what waits for it", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    const blocked = new PermanentError("blocked", "403");
    bot.platform.onSend = () => held.promise.then(() => Promise.reject(blocked));
    await bot.say(say("1", "一"), say("1", "二"));
    bot.failing.with = full;
    held.resolve();
    await bot.clock.advance(5_000);
    bot.failing.with = undefined;
    await bot.clock.advance(LEASE_MS + 10_000);
    expect(await statuses()).toEqual(["failed", "failed"]);
    expect(bot.gone[0]).toEqual(["telegram", "1", "blocked"]);
  });

  it("does not leave a rejection unhandled when messages for a resting chat cannot be put off", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", flood(60_000));
    await bot.say(say("1", "一"));
    const rows = await bot.enqueue(say("1", "二"));
    bot.failing.with = full;
    bot.dispatcher.offer(rows);
    await settle();
    bot.failing.with = undefined;
    await bot.clock.advance(70_000);
    expect(bot.platform.textsIn("1")).toEqual(["一", "二"]);
  });
});

describe("a stop", () => {
  it("waits for what is under way, settles it, and begins nothing new", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    bot.platform.script("1", held.promise);
    await bot.say(say("1", "在路上"), say("1", "还没发"));
    let stopped = false;
    const stopping = bot.dispatcher.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    held.resolve();
    await stopping;
    expect(await statuses()).toEqual(["sent", "pending"]);
    bot.dispatcher.offer(await bot.enqueue(say("2", "太晚")));
    await bot.clock.advance(10_000);
    expect(bot.platform.delivered).toHaveLength(1);
  });

  it("does not wait for a chat that rests or is paced", async () => {
    const pace = { overallPerSecond: 1_000, perChat: () => [{ messages: 1, perMs: 1_000 }] };
    bot = await startDispatcher({ platform: { pace } });
    bot.platform.script("2", flood(60_000));
    await bot.say(say("1", "一"), say("1", "二"), say("2", "休息"));
    await bot.dispatcher.stop();
    expect(await statuses()).toEqual(["sent", "pending", "pending"]);
  });

  it("leaves everything to the next process", async () => {
    bot = await startDispatcher();
    bot.platform.script("1", flood(60_000));
    await bot.say(say("1", "一"), say("1", "二"));
    await bot.dispatcher.stop();
    const next = await startDispatcher({ storage: bot.storage, clock: bot.clock, owner: "two" });
    await next.clock.advance(61_000);
    expect(next.platform.textsIn("1")).toEqual(["一", "二"]);
    await next.dispatcher.stop();
  });
});

describe("idle", () => {
  it("comes when everything due is settled, and not before", async () => {
    bot = await startDispatcher();
    const held = Promise.withResolvers<void>();
    bot.platform.script("1", held.promise);
    await bot.say(say("1", "一"), say("2", "二"));
    let idle = false;
    const waiting = bot.dispatcher.idle().then(() => {
      idle = true;
    });
    await settle();
    expect(idle).toBe(false);
    held.resolve();
    await waiting;
    expect(await statuses()).toEqual(["sent", "sent"]);
  });
});
