import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { systemRandom } from "../../src/core/random.ts";
import type { Reservation, SharedState } from "../../src/delivery/index.ts";
import { checkShared, openRedis } from "../../src/storage/index.ts";
import { describeWithRedis, type RedisServer } from "../support/redis-server.ts";

const open: SharedState[] = [];
afterEach(async () => {
  for (const state of open.splice(0)) await state.close();
});

const until = async (done: () => boolean, withinMs = 5_000): Promise<void> => {
  const end = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > end) throw new Error("it did not come in time");
    await sleep(5);
  }
};
let spaces = 0;

describeWithRedis("shared state in Redis", (redis) => {
  /** So many processes on one database. */
  async function connect(count: number, server: RedisServer = redis()): Promise<SharedState[]> {
    spaces += 1;
    const states = await Promise.all(
      Array.from({ length: count }, () =>
        openRedis({
          url: server.url,
          space: `test${spaces}`,
          clock: systemClock,
          random: systemRandom,
          logger: silentLogger,
        }),
      ),
    );
    open.push(...states);
    await until(() => states.every((state) => state.isUp()));
    return states;
  }
  const of = (values: Partial<Reservation> = {}): Reservation => ({
    platform: "telegram",
    chatId: "1",
    perSecond: 30,
    limits: [],
    urgent: false,
    ...values,
  });

  it("gives two processes one budget: in no second more than the platform takes", async () => {
    const [one, two] = await connect(2);
    const leaves: number[] = [];
    const sender = async (state: SharedState | undefined) => {
      const end = performance.now() + 2_000;
      for (let at = 0; performance.now() < end; at += 1) {
        const reserved = await state?.reserve(of({ chatId: `c${at}` }));
        if (!reserved) throw new Error("Redis went away");
        if ("afterMs" in reserved) leaves.push(performance.now() + reserved.afterMs);
        else await sleep(reserved.againMs);
      }
    };
    await Promise.all([sender(one), sender(two), sender(one)]);
    leaves.sort((a, b) => a - b);
    const first = leaves[0] ?? 0;
    const whole = leaves.filter((at) => at < first + 2_000);
    expect(whole.length).toBeGreaterThan(2 * 30 * 0.95);
    for (const [at, moment] of leaves.entries()) {
      // What Redis gives is exact; the way to here and back adds a little.
      expect((leaves[at + 31] ?? Number.POSITIVE_INFINITY) - moment).toBeGreaterThan(990);
    }
  });

  it("counts what goes into one chat over all processes", async () => {
    const states = await connect(3);
    const limits = [
      { messages: 5, perMs: 400 },
      { messages: 8, perMs: 60_000 },
    ];
    const ask = (at: number) => states[at % 3]?.reserve(of({ perSecond: 10_000, limits }));
    const first = await Promise.all(Array.from({ length: 9 }, (_, at) => ask(at)));
    expect(first.filter((reserved) => reserved && "afterMs" in reserved)).toHaveLength(5);
    const refused = first.find((reserved) => reserved && "againMs" in reserved);
    expect(refused).toMatchObject({ of: "chat" });
    await sleep(410);
    const second = await Promise.all(Array.from({ length: 5 }, (_, at) => ask(at)));
    expect(second.filter((reserved) => reserved && "afterMs" in reserved)).toHaveLength(3);
    const [again] = second.flatMap((reserved) =>
      reserved && "againMs" in reserved ? [reserved.againMs] : [],
    );
    expect(again).toBeGreaterThan(50_000);
    expect(await states[0]?.reserve(of({ chatId: "other", perSecond: 10_000, limits }))).toHaveProperty(
      "afterMs",
    );
  });

  it("lets what is urgent go at once, and bulk pay for it", async () => {
    const [one] = await connect(1);
    for (let at = 0; at < 8; at += 1) {
      expect(await one?.reserve(of({ urgent: true, chatId: `u${at}` }))).toEqual({ afterMs: 0 });
    }
    const bulk = await one?.reserve(of({ chatId: "b" }));
    expect(bulk && "afterMs" in bulk ? bulk.afterMs : 0).toBeGreaterThan(200);
  });

  it("tells the others and not the teller, and keeps what belongs to another database apart", async () => {
    const [one, two, three] = await connect(3);
    const [stranger] = await connect(1);
    const heard: string[] = [];
    for (const [name, state] of Object.entries({ one, two, three, stranger })) {
      state?.hear("room", (what) => heard.push(`${name} ${what}`));
    }
    await sleep(50);
    one?.tell("room", "小区群");
    await until(() => heard.length >= 2);
    await sleep(50);
    expect(heard.sort()).toEqual(["three 小区群", "two 小区群"]);
  });

  it("is looked at by the doctor", async () => {
    const databaseUrl = "postgres://somewhere";
    expect(await checkShared({ databaseUrl, redisUrl: redis().url })).toMatchObject({ status: "ok" });
    expect(await checkShared({ databaseUrl, redisUrl: undefined })).toMatchObject({ status: "ok" });
  });

  it("says that it is away when Redis is killed or hangs, soon, and finds it again", async () => {
    const [one, two] = await connect(2);
    const heard: string[] = [];
    two?.hear("outbox", (what) => heard.push(what));
    for (const leave of [
      { go: () => redis().kill(), comeBack: () => redis().start() },
      { go: async () => redis().sleep(), comeBack: async () => redis().wake() },
    ]) {
      await leave.go();
      const begunAt = performance.now();
      expect(await one?.reserve(of())).toBeUndefined();
      expect(performance.now() - begunAt).toBeLessThan(1_000);
      expect(one?.isUp()).toBe(false);
      one?.tell("outbox", "nobody hears this");
      await leave.comeBack();
      await until(() => one?.isUp() === true && two?.isUp() === true);
      expect(await one?.reserve(of({ chatId: "back" }))).toBeDefined();
      await sleep(1_200); // the listener comes back by itself too
      one?.tell("outbox", "again");
      await until(() => heard.includes("again"));
      heard.length = 0;
    }
  });
});
