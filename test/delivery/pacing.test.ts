import { describe, expect, it } from "vitest";
import { createBatcher } from "../../src/delivery/batcher.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { createSendWindow, openWindow } from "../../src/delivery/send-window.ts";
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
  it("lets one send begin at a time and the next when it is settled", async () => {
    const window = createSendWindow(createFakeClock());
    const order: string[] = [];
    const first = await window.enter(false);
    const second = window.enter(false).then((leave) => {
      order.push("second");
      return leave;
    });
    await settle();
    expect(order).toEqual([]);
    first();
    const leave = await second;
    leave();
    expect(await window.enter(false)).toBeTypeOf("function");
  });

  it("gives way after 50 ms of a slow send", async () => {
    const clock = createFakeClock();
    const window = createSendWindow(clock);
    await window.enter(false);
    let entered = false;
    void window.enter(false).then(() => {
      entered = true;
    });
    await clock.advance(49);
    expect(entered).toBe(false);
    await clock.advance(1);
    expect(entered).toBe(true);
  });

  it("never holds back what is urgent", async () => {
    const window = createSendWindow(createFakeClock());
    await window.enter(false);
    expect(await window.enter(true)).toBeTypeOf("function");
  });

  it("opens for a backlog, and loses nobody who waited", async () => {
    const window = createSendWindow(createFakeClock());
    await window.enter(false);
    let entered = 0;
    const all = Array.from({ length: 17 }, () =>
      window.enter(false).then(() => {
        entered += 1;
      }),
    );
    await Promise.all(all);
    expect(entered).toBe(17);
  });

  it("takes a second leaving of the same send for nothing", async () => {
    const window = createSendWindow(createFakeClock());
    const leave = await window.enter(false);
    leave();
    const other = await window.enter(false);
    leave();
    let entered = false;
    void window.enter(false).then(() => {
      entered = true;
    });
    await settle();
    expect(entered).toBe(false);
    other();
    await settle();
    expect(entered).toBe(true);
  });

  it("does not exist where the platform removes repeats itself", async () => {
    await openWindow.enter(false);
    expect(await openWindow.enter(false)).toBeTypeOf("function");
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
