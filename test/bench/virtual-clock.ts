import { subscribe } from "node:diagnostics_channel";
import type { AppOptions } from "../../src/app.ts";
import type { Clock } from "../../src/core/clock.ts";
import { openStorage } from "../../src/storage/index.ts";

/** Turns of the event loop in which nothing may be under way before time goes on. */
const QUIET_TURNS = 8;

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

export interface VirtualClock extends Clock {
  /** The real database; while one of its transactions runs, time stands still. */
  readonly openStorage: NonNullable<AppOptions["openStorage"]>;
  /** Goes from timer to timer until `done`, each time when no request and no transaction is under way any more. */
  runUntil(done: () => boolean, limitMs: number): Promise<void>;
  /** A request of the bench's own, during which time stands still. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** Time that stands still while this process is at work and jumps to the next timer when it only waits. */
export function createVirtualClock(startAt: number): VirtualClock {
  let now = startAt;
  let underWay = 0;
  const timers = new Set<Timer>();
  const count = (by: number) => () => {
    underWay += by;
  };
  subscribe("http.client.request.start", count(1));
  subscribe("http.client.response.finish", count(-1));
  subscribe("http.client.request.error", count(-1));

  async function during<T>(work: Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
    }
  }

  async function quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (underWay > 0) turns = 0;
    }
  }

  return {
    now: () => now,
    after(delayMs, work) {
      const timer = { at: now + Math.max(0, Math.ceil(delayMs)), work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    during,
    async openStorage(options, onError) {
      const { storage, unlock } = await openStorage(options, onError);
      return { unlock, storage: { ...storage, transact: (work) => during(storage.transact(work)) } };
    },
    async runUntil(done, limitMs) {
      const end = now + limitMs;
      for (;;) {
        await quiet();
        if (done()) return;
        let at = Number.POSITIVE_INFINITY;
        for (const timer of timers) at = Math.min(at, timer.at);
        if (at > end) throw new Error(`not done after ${limitMs} ms of virtual time`);
        now = Math.max(now, at);
        for (const timer of [...timers]) {
          if (timer.at > now || !timers.delete(timer)) continue;
          timer.work();
        }
      }
    },
  };
}
