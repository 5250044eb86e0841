import type { Clock } from "../../src/core/clock.ts";

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** Enough turns of the event loop for a chain of embedded transactions; they need no real time, only turns. */
const TURNS = 24;

/** Lets everything run that waits for nothing but its turn. */
export async function settle(turns = TURNS): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export interface FakeClock extends Clock {
  /** Goes on by `ms`, runs each timer at its own moment and lets its work settle before the next one. */
  advance(ms: number): Promise<void>;
  /** Goes from timer to timer until `done`; throws when that has not come after `limitMs`. */
  advanceUntil(done: () => boolean, limitMs?: number): Promise<void>;
  /** Timers that still wait. */
  readonly pending: number;
}

/** A clock that stands still until it is told to go on. */
export function createFakeClock(startAt = Date.parse("2026-11-22T12:00:00Z")): FakeClock {
  let now = startAt;
  const timers = new Set<Timer>();
  const earliest = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (timer.at <= until && (!first || timer.at < first.at)) first = timer;
    return first;
  };
  function fire(timer: Timer): void {
    now = Math.max(now, timer.at);
    timers.delete(timer);
    timer.work();
  }
  return {
    now: () => now,
    after(delayMs, work) {
      const timer = { at: now + Math.max(0, delayMs), work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let timer = earliest(end); timer; timer = earliest(end)) {
        fire(timer);
        await settle();
      }
      now = end;
      await settle();
    },
    async advanceUntil(done, limitMs = 600_000) {
      const end = now + limitMs;
      await settle();
      while (!done()) {
        const timer = earliest(end);
        if (!timer) throw new Error(`what was waited for did not come within ${limitMs} ms`);
        fire(timer);
        await settle();
      }
    },
    get pending() {
      return timers.size;
    },
  };
}
