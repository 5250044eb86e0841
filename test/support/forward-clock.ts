import type { Clock } from "../../src/core/clock.ts";

export interface ForwardClock extends Clock {
  /** Time jumps on by `ms`; what was due in between runs at once. */
  forward(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly work: () => void;
  real: NodeJS.Timeout;
}

/** Real time that can be told to jump ahead: nobody waits for a pause to pass, and sockets still work. */
export function createForwardClock(startsAt = Date.now()): ForwardClock {
  let ahead = startsAt - Date.now();
  const timers = new Set<Timer>();
  const now = () => Date.now() + ahead;
  const arm = (timer: Timer) => {
    timer.real = setTimeout(
      () => {
        timers.delete(timer);
        timer.work();
      },
      Math.min(Math.max(0, timer.at - now()), 2_147_483_647),
    );
    timer.real.unref();
  };
  return {
    now,
    after(delayMs, work) {
      const timer = { at: now() + Math.max(0, delayMs), work } as Timer;
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer.real);
      };
    },
    forward(ms) {
      ahead += ms;
      for (const timer of timers) {
        clearTimeout(timer.real);
        arm(timer);
      }
    },
  };
}
