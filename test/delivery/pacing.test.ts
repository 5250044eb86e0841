import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { Lane } from "../../src/core/content.ts";
import { createBatcher } from "../../src/delivery/batcher.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { createSendGate, type Place, type SendGate } from "../../src/delivery/send-gate.ts";
import { createFakeClock, settle } from "../support/fake-clock.ts";
import { UNPACED } from "../support/fake-platform.ts";

describe("the pacer", () => {
  const pace = {
    overallPerSecond: 10,
    perChat: ({ chatId }: { chatId: string }) =>
      chatId.startsWith("g")
        ? [
            { messages: 3, perMs: 3_000 },
            { messages: 5, perMs: 60_000 },
          ]
        : [{ messages: 1, perMs: 1_000 }],
  };
  /** Sent and answered in no time. */
  const send = (pacer: ReturnType<typeof createPacer>, chatId: string, urgent = false) =>
    pacer.spend(chatId, urgent).answered();

  it("holds each chat to all of its limits, and no chat to another's", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    for (let sent = 0; sent < 3; sent += 1) {
      expect(pacer.chatWaitMs("g1")).toBe(0);
      send(pacer, "g1");
    }
    expect(pacer.chatWaitMs("g1")).toBe(3_002);
    expect(pacer.chatWaitMs("g2")).toBe(0);
    await clock.advance(3_002);
    for (let sent = 0; sent < 2; sent += 1) send(pacer, "g1");
    expect(pacer.chatWaitMs("g1")).toBe(57_000);
  });

  it("spreads bulk over the second, and lets what is urgent into a place at once while bulk fills none", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    send(pacer, "a");
    expect(pacer.waitMs(false)).toBe(100);
    for (let sent = 0; sent < 9; sent += 1) {
      await clock.advance(100);
      send(pacer, `b${sent}`);
    }
    expect(pacer.waitMs(true)).toBe(102);
    await clock.advance(5_000);
    for (let sent = 0; sent < 40; sent += 1) {
      expect(pacer.waitMs(true)).toBe(0);
      send(pacer, `u${sent}`, true);
    }
    expect(pacer.waitMs(false)).toBe(1_002);
  });

  it("leaves room in a second for as much as was urgent lately, a third at most", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    const bulkInSecond = async () => {
      let sent = 0;
      for (const end = clock.now() + 1_000; clock.now() < end; ) {
        if (pacer.waitMs(false) === 0) {
          send(pacer, `b${clock.now()}`);
          sent += 1;
        }
        await clock.advance(20);
      }
      return sent;
    };
    expect(await bulkInSecond()).toBe(10);
    for (let sent = 0; sent < 60; sent += 1) send(pacer, `u${sent}`, true);
    await clock.advance(1_100);
    expect(await bulkInSecond()).toBe(7);
    await clock.advance(60_000);
    expect(await bulkInSecond()).toBe(10);
  });

  it("counts a message for as much longer as its answer was later than usual", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    const answerAfter = async (tookMs: number) => {
      const spent = pacer.spend("p", true);
      spent.leaves();
      await clock.advance(tookMs);
      spent.answered();
      return pacer.chatWaitMs("p");
    };
    expect(await answerAfter(40)).toBe(962);
    await clock.advance(2_000);
    expect(await answerAfter(90)).toBe(962);
    await clock.advance(2_000);
    // Without an answer nobody knows when it arrived.
    pacer.spend("p", true).leaves();
    expect(pacer.chatWaitMs("p")).toBe(2_002);
  });

  it("charges nothing for what was given back", () => {
    const pacer = createPacer(pace, createFakeClock());
    for (let sent = 0; sent < 30; sent += 1) pacer.spend("g1", false).giveBack();
    expect([pacer.chatWaitMs("g1"), pacer.waitMs(false)]).toEqual([0, 0]);
  });

  it("halves at each too many of the whole platform, not below a twentieth, and recovers", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    const tooMany = () => pacer.tooMany("g1", { wholePlatform: true, retryAfterMs: 500 });
    tooMany();
    expect(pacer.perSecond()).toBe(5);
    expect(pacer.waitMs(false)).toBe(500);
    tooMany();
    expect(pacer.perSecond()).toBe(5); // the same incident
    for (let times = 0; times < 9; times += 1) {
      await clock.advance(1_000);
      tooMany();
    }
    expect(pacer.perSecond()).toBe(0.5);
    await clock.advance(60_000);
    expect(pacer.perSecond()).toBeCloseTo(1.5);
    await clock.advance(3_600_000);
    expect(pacer.perSecond()).toBe(10);
  });

  it("slows one chat alone when that is what was meant, and everything when two hear it that got nothing", async () => {
    const clock = createFakeClock();
    const pacer = createPacer(pace, clock);
    const tooMany = (chatId: string) => pacer.tooMany(chatId, { wholePlatform: false, retryAfterMs: 0 });
    send(pacer, "p");
    tooMany("p");
    expect(pacer.perSecond()).toBe(10);
    await clock.advance(5_000);
    send(pacer, "p");
    send(pacer, "q");
    expect([pacer.chatWaitMs("p"), pacer.chatWaitMs("q")]).toEqual([2_002, 1_002]);
    tooMany("g2");
    tooMany("g2");
    expect(pacer.perSecond()).toBe(10);
    tooMany("g3");
    expect(pacer.perSecond()).toBe(5);
  });

  it("makes nobody wait for a time that a system clock goes through again", () => {
    let now = 1e12;
    const pacer = createPacer(pace, { now: () => now, after: () => () => {} });
    send(pacer, "a");
    now -= 3_600_000;
    expect(pacer.chatWaitMs("a")).toBeLessThanOrEqual(1_002);
    expect(pacer.waitMs(false)).toBeLessThanOrEqual(1_002);
  });

  it("keeps no figures of every chat it ever wrote to", async () => {
    const clock = createFakeClock();
    const asked: string[] = [];
    const watched = {
      ...pace,
      perChat({ chatId }: { chatId: string }) {
        asked.push(chatId);
        return [{ messages: 1, perMs: 1_000 }];
      },
    };
    const pacer = createPacer(watched, clock);
    for (let chat = 0; chat < 20_000; chat += 1) send(pacer, `c${chat}`, true);
    await clock.advance(800);
    send(pacer, "c7", true);
    await clock.advance(500);
    asked.length = 0;
    send(pacer, "one more", true);
    // What still says something is kept, the rest was forgotten.
    send(pacer, "c7", true);
    send(pacer, "c8", true);
    expect(asked).toEqual(["one more", "c8"]);
  });
});

/** Asks for a turn; `place` is there when it has come. */
function watch(gate: SendGate, key: string, lane: Lane) {
  const seen: { place?: Place } = {};
  void gate.enter(key, key, lane).then((place) => {
    if (place) seen.place = place;
  });
  return seen;
}

describe("the gate, with few open sends", () => {
  let nextKey = 0;
  const open = (clock = createFakeClock()) => {
    const gate = createSendGate(createPacer(UNPACED, clock), clock, true);
    const enter = (lane: Lane = "answer") => watch(gate, `k${nextKey++}`, lane);
    return { clock, gate, enter };
  };
  const begun = async ({ enter }: ReturnType<typeof open>, lane?: Lane): Promise<Place> => {
    const seen = enter(lane);
    await settle();
    if (!seen.place) throw new Error("had to wait");
    return seen.place;
  };

  it("lets one send begin at a time and the next when it is settled", async () => {
    const stage = open();
    const first = await begun(stage);
    const second = stage.enter();
    await settle();
    expect(second.place).toBeUndefined();
    first.leave();
    await settle();
    expect(second.place).toBeDefined();
  });

  it("gives way after 50 ms of a slow platform", async () => {
    const stage = open();
    await begun(stage);
    const second = stage.enter();
    await stage.clock.advance(49);
    expect(second.place).toBeUndefined();
    await stage.clock.advance(1);
    expect(second.place).toBeDefined();
  });

  it("does not take a pause of its own process for a slow platform", async () => {
    const gate = createSendGate(createPacer(UNPACED, systemClock), systemClock, true);
    const first = await gate.enter("a", "a", "case");
    first?.leaves();
    // The answer is there before the pause ends, and read after the timer that has run out meanwhile.
    const server = createServer((socket) => socket.end("sent")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1", () => {
      setImmediate(() => {
        for (const until = performance.now() + 400; performance.now() < until; );
      });
    });
    const answered = once(socket, "data").then(() => first?.answered());
    const second: { place?: Place | undefined } = {};
    void gate.enter("b", "b", "case").then((place) => {
      second.place = place;
    });
    await answered;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(second.place, "it waits for the receipt").toBeUndefined();
    first?.leave();
    await settle();
    expect(second.place).toBeDefined();
    socket.destroy();
    server.close();
  });

  it("does not give way to a slow disk: what was answered has to be settled first", async () => {
    const stage = open();
    const first = await begun(stage);
    first.answered();
    const waiting = Array.from({ length: 40 }, () => stage.enter());
    await stage.clock.advance(5_000);
    expect(waiting.filter(({ place }) => place)).toHaveLength(0);
    first.leave();
    await settle();
    expect(waiting.filter(({ place }) => place)).toHaveLength(1);
  });

  it("never holds back a call for help", async () => {
    const stage = open();
    const first = await begun(stage);
    first.answered();
    stage.enter();
    await begun(stage, "distress");
  });

  it("lets few go at once after a start, widens while a backlog lasts, and loses nobody", async () => {
    const { clock, gate } = open();
    let under = 0;
    let done = 0;
    const mostAt: number[] = [];
    const begunAt = clock.now();
    const all = Array.from({ length: 2_000 }, async (_, at) => {
      const place = await gate.enter(`c${at}`, `c${at}`, "answer");
      under += 1;
      const second = Math.floor(clock.now() / 100) - Math.floor(begunAt / 100);
      mostAt[second] = Math.max(mostAt[second] ?? 0, under);
      clock.after(10, () => {
        under -= 1;
        done += 1;
        place?.leave();
      });
    });
    await clock.advance(100);
    expect(mostAt[0]).toBe(1);
    await clock.advance(100);
    expect(Math.max(...mostAt)).toBeLessThanOrEqual(2);
    for (let passed = 0; passed < 3_000; passed += 10) await clock.advance(10);
    await Promise.all(all);
    expect(done).toBe(2_000);
    expect(Math.max(...mostAt)).toBeGreaterThan(16);
    // And it is narrow again for the next one.
    const first = watch(gate, "first", "answer");
    await settle();
    first.place?.answered();
    const next = watch(gate, "next", "answer");
    await settle();
    expect(next.place).toBeUndefined();
  });

  it("takes a second leaving of the same send for nothing", async () => {
    const stage = open();
    const first = await begun(stage);
    first.leave();
    const other = await begun(stage);
    first.leave();
    const third = stage.enter();
    await settle();
    expect(third.place).toBeUndefined();
    other.leave();
    await settle();
    expect(third.place).toBeDefined();
  });

  it("does not narrow a platform that removes repeats itself", async () => {
    const clock = createFakeClock();
    const gate = createSendGate(createPacer(UNPACED, clock), clock, false);
    watch(gate, "1", "answer");
    const second = watch(gate, "2", "answer");
    await settle();
    expect(second.place).toBeDefined();
  });

  it("lets nobody wait on when it is closed", async () => {
    const stage = open();
    await begun(stage);
    const waiting = stage.gate.enter("waits", "waits", "case");
    stage.gate.close();
    expect(await waiting).toBeUndefined();
    expect(await stage.gate.enter("late", "late", "case")).toBeUndefined();
  });
});

describe("turns under a pace", () => {
  const PER_SECOND = 20;
  const BULK = ["live", "coupon", "announcement", "digest"] as const satisfies readonly Lane[];
  interface Turn {
    readonly lane: Lane;
    readonly at: number;
    readonly waitedMs: number;
  }

  /** Lets chats ask for turns at their moments; each send takes `tookMs`. Gives the turns in their order. */
  async function play(
    asks: readonly { readonly lane: Lane; readonly atMs: number; readonly tookMs: number }[],
    forMs: number,
  ): Promise<{ turns: readonly Turn[]; startedAt: number }> {
    const clock = createFakeClock();
    const pacer = createPacer({ overallPerSecond: PER_SECOND, perChat: () => [] }, clock);
    const gate = createSendGate(pacer, clock, false);
    const startedAt = clock.now();
    const turns: Turn[] = [];
    for (const [at, { lane, atMs, tookMs }] of asks.entries()) {
      clock.after(atMs, () => {
        const askedAt = clock.now();
        void gate.enter(`c${at}`, `c${at}`, lane).then((place) => {
          if (!place) return;
          turns.push({ lane, at: clock.now(), waitedMs: clock.now() - askedAt });
          place.leaves();
          clock.after(tookMs, () => {
            place.answered();
            place.leave();
          });
        });
      });
    }
    await clock.advance(forMs);
    return { turns, startedAt };
  }

  const mostInSecond = (turns: readonly Turn[]): number =>
    Math.max(0, ...turns.map(({ at }) => turns.filter((one) => one.at >= at && one.at < at + 1_000).length));
  const many = (lane: Lane, count: number, atMs = 0) =>
    Array.from({ length: count }, () => ({ lane, atMs, tookMs: 5 }));

  it("never puts more into any second than is published, with every place used", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            lane: fc.constantFrom(...BULK),
            atMs: fc.nat({ max: 4_000 }),
            tookMs: fc.nat({ max: 300 }),
          }),
          { maxLength: 120 },
        ),
        async (asks) => {
          const { turns } = await play(asks, 60_000);
          expect(turns).toHaveLength(asks.length);
          expect(mostInSecond(turns)).toBeLessThanOrEqual(PER_SECOND);
        },
      ),
      { numRuns: 12 },
    );
    const { turns } = await play(many("announcement", 200), 30_000);
    expect((turns.at(-1)?.at ?? 0) - (turns[0]?.at ?? 0)).toBeLessThan((200 / PER_SECOND) * 1_000);
  });

  it("stays within it with answers in between, which come out soon", async () => {
    const answers = Array.from({ length: 40 }, (_, at) => ({
      lane: "answer" as const,
      atMs: 2_000 + at * 250,
      tookMs: 5,
    }));
    const { turns } = await play([...many("announcement", 400), ...answers], 40_000);
    expect(mostInSecond(turns)).toBeLessThanOrEqual(PER_SECOND);
    const waits = turns.filter(({ lane }) => lane === "answer").map(({ waitedMs }) => waitedMs);
    expect(waits).toHaveLength(40);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60);
  });

  it("gives the next turn to what is more urgent, whatever waits already, and to distress at once", async () => {
    const { turns, startedAt } = await play(
      [...many("digest", 100), ...many("live", 20, 1_010), ...many("distress", 3, 1_210)],
      20_000,
    );
    const distress = turns.filter(({ lane }) => lane === "distress");
    expect(distress.map(({ waitedMs }) => waitedMs)).toEqual([0, 0, 0]);
    const live = turns.filter(({ lane }) => lane === "live");
    const from = live[0]?.at ?? 0;
    expect(from - startedAt).toBeLessThan(1_200);
    const between = turns.filter(
      ({ lane, at }) => lane === "digest" && at > from && at <= (live.at(-1)?.at ?? 0),
    );
    expect(between).toEqual([]);
  });

  it("moves a chat forward that has something more urgent now", async () => {
    const clock = createFakeClock();
    const gate = createSendGate(createPacer({ overallPerSecond: 1, perChat: () => [] }, clock), clock, false);
    const order: string[] = [];
    const enter = (key: string, lane: Lane) =>
      void gate.enter(key, key, lane).then((place) => {
        order.push(key);
        place?.answered();
      });
    for (const key of ["a", "b", "c", "d"]) enter(key, "announcement");
    await settle();
    gate.hurry("d", "live");
    gate.hurry("b", "digest"); // nothing becomes less urgent by waiting
    await clock.advance(4_000);
    expect(order).toEqual(["a", "d", "b", "c"]);
  });

  it("starves no lane, neither behind a live start without end nor behind more answers than fit", async () => {
    for (const before of ["live", "answer"] as const) {
      const flood = Array.from({ length: 1_800 }, (_, at) => ({ lane: before, atMs: at * 33, tookMs: 5 }));
      const { turns } = await play([...flood, ...many("announcement", 20), ...many("digest", 20)], 60_000);
      for (const lane of ["announcement", "digest"] as const) {
        const times = turns.filter((turn) => turn.lane === lane).map(({ at }) => at);
        expect(times.length).toBeGreaterThanOrEqual(4);
        for (const [at, time] of times.slice(1).entries())
          expect(time - (times[at] ?? 0)).toBeLessThan(15_000);
      }
    }
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
