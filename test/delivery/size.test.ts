import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { textContent } from "../../src/core/content.ts";
import { PermanentError } from "../../src/core/errors.ts";
import type { NewDelivery } from "../../src/delivery/index.ts";
import { TELEGRAM_PACE } from "../../src/platforms/telegram/limits.ts";
import { createRateLimiter } from "../standins/telegram/rate-limits.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { UNPACED } from "../support/fake-platform.ts";
import { openMemory, type Running, startDispatcher } from "./harness.ts";

let bot: Running;
afterEach(() => bot.end());

const PER_SECOND = 30;
const PACE = { ...UNPACED, overallPerSecond: PER_SECOND };
const to = (chatId: string, lane: NewDelivery["lane"], more: Partial<NewDelivery> = {}): NewDelivery => ({
  dedupeKey: `${lane}:${chatId}`,
  nonce: `${lane}${chatId}`,
  lane,
  to: { platform: "telegram", chatId },
  content: textContent(lane),
  ...more,
});
const many = (count: number, lane: NewDelivery["lane"], more: Partial<NewDelivery> = {}) =>
  Array.from({ length: count }, (_, at) => to(`-${at}`, lane, more));

describe("Telegram's limits", () => {
  it("are never passed by bulk, whatever goes where and when, and however long the way there takes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            chatId: fc.oneof(
              fc.constantFrom("-1", "-2", "7"),
              fc.nat({ max: 60 }).map((at) => `-${at + 10}`),
            ),
            lane: fc.constantFrom("live", "coupon", "announcement", "announcement", "digest"),
            atMs: fc.nat({ max: 4_000 }),
          }),
          { minLength: 60, maxLength: 160 },
        ),
        fc.infiniteStream(fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 80 }))),
        async (said, ways) => {
          const clock = createFakeClock();
          const limiter = createRateLimiter();
          const refused: string[] = [];
          const current = await startDispatcher({ clock, platform: { pace: TELEGRAM_PACE } });
          bot = current;
          await current.say(to("1", "answer")); // there and back in no time: the quickest way there is
          current.platform.onSend = ({ chatId, text }) => {
            const [thereMs, backMs] = ways.next().value ?? [0, 0];
            return new Promise((resolve) => {
              clock.after(thereMs, () => {
                if (limiter(Number(chatId), clock.now()) !== undefined) refused.push(`${text} to ${chatId}`);
                clock.after(backMs, () => resolve(undefined));
              });
            });
          };
          for (const [at, { chatId, lane, atMs }] of said.entries()) {
            clock.after(
              atMs,
              () => void current.say(to(chatId, lane, { dedupeKey: `k${at}`, nonce: `n${at}` })),
            );
          }
          await clock.advanceUntil(() => current.platform.delivered.length === said.length + 1, 900_000);
          expect(refused).toEqual([]);
          await current.end();
        },
      ),
      { numRuns: 6 },
    );
    bot = await startDispatcher();
  });
});

describe("a run to thousands of groups", () => {
  it("holds a few pages in memory, however many rows wait, and sends them all at the published pace", async () => {
    const storage = await openMemory();
    const clock = createFakeClock();
    const asked: number[] = [];
    let held = 0;
    const watched: typeof storage = {
      ...storage,
      transact: (work) =>
        storage.transact((stores) =>
          work({
            ...stores,
            outbox: {
              ...stores.outbox,
              async due(now, limit, platforms, page) {
                held = Math.max(held, page?.held.size ?? 0);
                const rows = await stores.outbox.due(now, limit, platforms, page);
                asked.push(rows.length);
                return rows;
              },
            },
          }),
        ),
    };
    bot = await startDispatcher({ storage: watched, clock, platform: { pace: PACE }, start: false });
    const rows = await bot.enqueue(...many(3_000, "announcement"));
    await bot.dispatcher.start();
    bot.dispatcher.offer(rows); // as much as somebody may offer
    const startedAt = clock.now();
    await clock.advanceUntil(() => bot.platform.delivered.length === 3_000, 200_000);
    expect(clock.now() - startedAt).toBeLessThan((3_000 / PER_SECOND) * 1_000 * 1.02);
    expect(new Set(bot.platform.delivered.map(({ chatId }) => chatId)).size).toBe(3_000);
    expect(Math.max(...asked)).toBeLessThanOrEqual(250);
    expect(held).toBeLessThanOrEqual(500);
    expect(asked.filter((count) => count > 0).length).toBeLessThan(40);
  });

  it("lets a live start overtake what is loaded already", async () => {
    bot = await startDispatcher({ platform: { pace: PACE } });
    await bot.say(...many(1_000, "announcement"));
    await bot.clock.advance(3_000);
    const liveAt = bot.clock.now();
    await bot.say(...many(300, "live"));
    await bot.clock.advance(11_000);
    const live = bot.platform.delivered.filter(({ text }) => text === "live").map(({ at }) => at - liveAt);
    expect(live).toHaveLength(300);
    expect(live[0]).toBeLessThan(100);
    expect(live.at(-1)).toBeLessThan(10_500);
  });

  it("marks dead groups at once, without the others being later for them", async () => {
    const secondsFor = async (isDead: (chatId: string) => boolean) => {
      bot = await startDispatcher({ platform: { pace: PACE } });
      bot.platform.onSend = ({ chatId }) =>
        isDead(chatId) ? new PermanentError("target-gone", "kicked") : undefined;
      const startedAt = bot.clock.now();
      const alive = many(600, "announcement").filter(({ to: { chatId } }) => !isDead(chatId)).length;
      await bot.say(...many(600, "announcement"));
      await bot.clock.advanceUntil(() => bot.platform.delivered.length === alive);
      return { perSecond: alive / ((bot.clock.now() - startedAt) / 1_000), alive };
    };
    const all = await secondsFor(() => false);
    await bot.end();
    const most = await secondsFor((chatId) => Number(chatId) % 10 === 3 || Number(chatId) % 10 === -3);
    expect(most.alive).toBe(540);
    await bot.clock.advance(100);
    expect(bot.gone).toHaveLength(60);
    expect(most.perSecond).toBeGreaterThan(all.perSecond * 0.99);
  });

  it("drops thousands that have become too old, each with a record, and sends none of them", async () => {
    const clock = createFakeClock();
    const expiresAt = clock.now() + 10_000;
    bot = await startDispatcher({ clock, platform: { pace: PACE } });
    await bot.say(...many(2_500, "live", { expiresAt }));
    await clock.advance(15_000);
    expect(bot.platform.delivered.length).toBeLessThanOrEqual(PER_SECOND * 10);
    const states = (await bot.rows()).map(({ status }) => status);
    expect(states.filter((status) => status === "pending")).toEqual([]);
    const dropped = states.filter((status) => status === "skipped").length;
    expect(dropped).toBe(2_500 - bot.platform.delivered.length);
    expect((await bot.receipts()).filter(({ outcome }) => outcome === "skipped")).toHaveLength(dropped);
  });
});
