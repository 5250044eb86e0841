import { describe, expect, it } from "vitest";
import { createBatcher } from "../../src/delivery/batcher.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import {
  createSendWindow,
  openWindow,
  type SendWindow,
  type WindowPlace,
} from "../../src/delivery/send-window.ts";
import { createFakeClock, settle } from "../support/fake-clock.ts";

describe("the pacer", () => {
  const pace = {
    overallPerSecond: 10,
    perChat: ({ chatId }: { chatId: string }) =>
      chatId.startsWith("g") ? { burst: 3, perSecond: 0.5 } : { burst: 1, perSecond: 1 },
  };

  it("lets a burst through and then spaces what follows, each chat for itself", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    for (let sent = 0; sent < 3; sent += 1) {
      expect(pacer.waitMs("g1", false)).toBe(0);
      pacer.spend("g1");
    }
    expect(pacer.waitMs("g1", false)).toBe(2_000);
    expect(pacer.waitMs("g2", false)).toBe(0);
    await clock.advance(1_500);
    expect(pacer.waitMs("g1", false)).toBe(500);
    await clock.advance(500);
    expect(pacer.waitMs("g1", false)).toBe(0);
  });

  it("holds what nobody waits for to the overall pace, and lets it pay for what is urgent", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    for (let sent = 0; sent < 20; sent += 1) pacer.spend(`u${sent}`);
    expect(pacer.waitMs("new", true)).toBe(0);
    expect(pacer.waitMs("new", false)).toBe(1_100);
    await clock.advance(1_100);
    expect(pacer.waitMs("new", false)).toBe(0);
  });

  it("halves at each too many of the whole platform, not below a twentieth, and recovers", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    pacer.tooMany(false);
    expect(pacer.perSecond()).toBe(10);
    pacer.tooMany(true);
    expect(pacer.perSecond()).toBe(5);
    for (let times = 0; times < 9; times += 1) pacer.tooMany(true);
    expect(pacer.perSecond()).toBe(0.5);
    await clock.advance(60_000);
    pacer.waitMs("x", false);
    expect(pacer.perSecond()).toBeCloseTo(1.5);
    await clock.advance(3_600_000);
    pacer.waitMs("x", false);
    expect(pacer.perSecond()).toBe(10);
  });

  it("is not emptied by a system clock that is set back", () => {
    let now = 1e12;
    const pacer = createPacer(pace, { now: () => now, after: () => () => {} });
    expect(pacer.waitMs("a", false)).toBe(0);
    now -= 3_600_000;
    expect(pacer.waitMs("a", false)).toBe(0);
    pacer.spend("a");
    expect(pacer.waitMs("a", false)).toBeLessThanOrEqual(1_000);
  });

  it("keeps no bucket for every chat it ever wrote to", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    for (let chat = 0; chat < 20_000; chat += 1) pacer.waitMs(`c${chat}`, true);
    pacer.spend("c7");
    await clock.advance(500);
    pacer.waitMs("one more", true);
    // What still says something is kept.
    expect(pacer.waitMs("c7", true)).toBe(500);
  });
});

describe("the send window", () => {
  const watch = (window: SendWindow, urgent = false) => {
    const seen: { place?: WindowPlace } = {};
    void window.enter(urgent).then((place) => {
      seen.place = place;
    });
    return seen;
  };

  it("lets one send begin at a time and the next when it is settled", async () => {
    const window = createSendWindow(createFakeClock());
    const first = await window.enter(false);
    const second = watch(window);
    await settle();
    expect(second.place).toBeUndefined();
    first.leave();
    await settle();
    expect(second.place).toBeDefined();
  });

  it("gives way after 50 ms of a slow platform", async () => {
    const clock = createFakeClock();
    const window = createSendWindow(clock);
    await window.enter(false);
    const second = watch(window);
    await clock.advance(49);
    expect(second.place).toBeUndefined();
    await clock.advance(1);
    expect(second.place).toBeDefined();
  });

  it("does not give way to a slow disk: what was answered has to be settled first", async () => {
    const clock = createFakeClock();
    const window = createSendWindow(clock);
    const first = await window.enter(false);
    first.answered();
    const waiting = Array.from({ length: 40 }, () => watch(window));
    await clock.advance(5_000);
    expect(waiting.filter(({ place }) => place)).toHaveLength(0);
    first.leave();
    await settle();
    expect(waiting.filter(({ place }) => place)).toHaveLength(1);
  });

  it("never holds back what is urgent", async () => {
    const window = createSendWindow(createFakeClock());
    const first = await window.enter(false);
    first.answered();
    const urgent = watch(window, true);
    await settle();
    expect(urgent.place).toBeDefined();
  });

  it("lets few go at once after a start, widens while a backlog lasts, and loses nobody", async () => {
    const clock = createFakeClock();
    const window = createSendWindow(clock);
    let under = 0;
    let done = 0;
    const mostAt: number[] = [];
    const all = Array.from({ length: 2_000 }, async () => {
      const place = await window.enter(false);
      under += 1;
      const second = Math.floor(clock.now() / 100) - Math.floor(begunAt / 100);
      mostAt[second] = Math.max(mostAt[second] ?? 0, under);
      clock.after(10, () => {
        under -= 1;
        done += 1;
        place.leave();
      });
    });
    const begunAt = clock.now();
    await clock.advance(100);
    expect(mostAt[0]).toBe(1);
    await clock.advance(100);
    expect(Math.max(...mostAt)).toBeLessThanOrEqual(2);
    for (let passed = 0; passed < 3_000; passed += 10) await clock.advance(10);
    await Promise.all(all);
    expect(done).toBe(2_000);
    expect(Math.max(...mostAt)).toBeGreaterThan(16);
    // And it is narrow again for the next one.
    const first = await window.enter(false);
    first.answered();
    const next = watch(window);
    await settle();
    expect(next.place).toBeUndefined();
  });

  it("takes a second leaving of the same send for nothing", async () => {
    const window = createSendWindow(createFakeClock());
    const first = await window.enter(false);
    first.leave();
    const other = await window.enter(false);
    first.leave();
    const third = watch(window);
    await settle();
    expect(third.place).toBeUndefined();
    other.leave();
    await settle();
    expect(third.place).toBeDefined();
  });

  it("does not exist where the platform removes repeats itself", async () => {
    await openWindow.enter(false);
    const second = watch(openWindow);
    await settle();
    expect(second.place).toBeDefined();
  });
});

describe("the batcher", () => {
  it("makes one call of what comes in one turn, and gives each caller its own result", async () => {
    const calls: (readonly number[])[] = [];
    const double = createBatcher<number, number>(async (items) => {
      calls.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it("gathers the next batch while one is under way, and keeps to its largest size", async () => {
    const calls: (readonly number[])[] = [];
    const held = Promise.withResolvers<void>();
    const run = createBatcher<number, number>(async (items) => {
      calls.push(items);
      if (calls.length === 1) await held.promise;
      return items;
    }, 2);
    const first = run(0);
    await settle();
    const rest = [1, 2, 3].map((item) => run(item));
    held.resolve();
    expect(await Promise.all([first, ...rest])).toEqual([0, 1, 2, 3]);
    expect(calls).toEqual([[0], [1, 2], [3]]);
  });

  it("rejects all callers of a batch that fails, and works again", async () => {
    let failing = true;
    const run = createBatcher<number, number>(async (items) => {
      if (failing) throw new Error("disk full");
      return items;
    });
    const results = await Promise.allSettled([run(1), run(2)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    failing = false;
    expect(await run(3)).toBe(3);
  });
});
