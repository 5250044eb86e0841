import type { Clock } from "../core/clock.ts";

/** A send that takes longer than this no longer holds back the next one. */
const HEDGE_MS = 50;
/** With more than this many messages waiting, speed matters more than a small window. */
const NARROW_UP_TO_WAITING = 16;

/**
 * Keeps the number of sends small whose fate a crash would leave unknown. A platform without idempotency keys repeats
 * each of them after a `kill -9`; so while nobody has to wait for it, one message is sent and settled before the next
 * begins. A slow target gives way after 50 ms, and a backlog opens the window, so neither ever delays the others.
 */
export interface SendWindow {
  /** Resolves when a send may begin; call the result when it is settled. */
  enter(urgent: boolean): Promise<() => void>;
}

export function createSendWindow(clock: Clock): SendWindow {
  /** The newest send that still holds the window. */
  let holder: object | undefined;
  const waiters: ((leave: () => void) => void)[] = [];

  function admit(): () => void {
    const send = {};
    holder = send;
    const giveWay = () => {
      if (holder !== send) return;
      holder = undefined;
      waiters.shift()?.(admit());
    };
    const cancel = clock.after(HEDGE_MS, giveWay);
    return () => {
      cancel();
      giveWay();
    };
  }

  return {
    async enter(urgent) {
      if (urgent || holder === undefined) return admit();
      if (waiters.length < NARROW_UP_TO_WAITING) return new Promise((resolve) => waiters.push(resolve));
      for (const resolve of waiters.splice(0)) resolve(admit());
      return admit();
    },
  };
}

/** For platforms that remove repeats themselves. */
export const openWindow: SendWindow = { enter: async () => () => {} };
