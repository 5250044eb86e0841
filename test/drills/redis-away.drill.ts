import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createDispatcher, shareOf } from "../../src/delivery/index.ts";
import { openRedis } from "../../src/storage/index.ts";
import { ENGINES } from "../support/databases.ts";
import { createFakePlatform } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { describeWithRedis } from "../support/redis-server.ts";

const PER_SECOND = 40;
const ROWS = 240;

describeWithRedis("a broadcast of two processes while Redis is stopped and started", (redis) => {
  it("goes on at their parts of the pace, loses nothing and sends nothing twice", async () => {
    const engine = ENGINES.find(({ name }) => name === "PGlite");
    if (!engine) throw new Error("no PostgreSQL that is always there");
    const running = await engine.start();
    const database = await running.openEmpty();
    const sentAt: { at: number; by: number }[] = [];
    const processes = await Promise.all(
      [0, 1].map(async (index) => {
        const shared = await openRedis({
          url: redis().url,
          space: "away",
          clock: systemClock,
          random: systemRandom,
          logger: silentLogger,
        });
        const platform = createFakePlatform({
          clock: systemClock,
          pace: { overallPerSecond: PER_SECOND, perChat: () => [{ messages: 5, perMs: 1_000 }] },
        });
        platform.onSend = () => {
          sentAt.push({ at: performance.now(), by: index });
          return undefined;
        };
        const dispatcher = createDispatcher({
          transact: database.transact,
          platforms: [platform],
          clock: systemClock,
          random: systemRandom,
          logger: silentLogger,
          owner: `process${index}`,
          alone: false,
          share: () => ({ index, count: 2 }),
          shared,
          leaseMs: 30_000,
          onTargetGone: async () => {},
          onTargetMoved: async () => {},
        });
        return { shared, platform, dispatcher };
      }),
    );
    const until = async (done: () => boolean) => {
      while (!done()) await sleep(20);
    };
    await until(() => processes.every(({ shared }) => shared.isUp()));
    for (const { dispatcher } of processes) await dispatcher.start();
    const rows = await database.transact(({ outbox }) =>
      outbox.enqueue(
        Array.from({ length: ROWS }, (_, at) => delivery({ lane: "announcement", chatId: `c${at}` })),
        systemClock.now(),
      ),
    );
    for (const [index, { dispatcher }] of processes.entries()) {
      dispatcher.offer(rows.filter(({ to }) => shareOf(to, 2) === index));
    }
    await until(() => sentAt.length >= 40);
    await redis().kill();
    await until(() => processes.every(({ shared }) => !shared.isUp()));
    const awayFrom = performance.now();
    await sleep(2_000);
    const whileAway = sentAt.filter(({ at }) => at >= awayFrom).length;
    await redis().start();
    await until(() => processes.every(({ shared }) => shared.isUp()));
    await until(() => sentAt.length >= ROWS);
    await Promise.all(processes.map(({ dispatcher }) => dispatcher.idle()));
    await sleep(200);

    const delivered = processes.flatMap(({ platform }) => platform.delivered.map(({ chatId }) => chatId));
    expect(delivered).toHaveLength(ROWS);
    expect(new Set(delivered).size).toBe(ROWS);
    expect(whileAway).toBeGreaterThan(20);
    // Never more in a second than the platform takes, but for a little that timers of a busy machine bring together.
    const most = Math.max(
      ...sentAt.map(({ at: from }) => sentAt.filter(({ at }) => at >= from && at < from + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(PER_SECOND + 8);
    expect(new Set(sentAt.map(({ by }) => by)).size).toBe(2);
    for (const { dispatcher, shared } of processes) {
      await dispatcher.stop();
      await shared.close();
    }
    await database.close();
    await running.stop();
  }, 60_000);
});
