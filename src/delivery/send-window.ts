import type { Clock } from "../core/clock.ts";

/** A platform that takes longer than this to answer no longer holds back the next send. */
const HEDGE_MS = 50;
/** With more than this many messages waiting, speed begins to matter more than a small window. */
const NARROW_UP_TO_WAITING = 16;
/** How often the window may double while such a backlog lasts. */
const WIDEN_EVERY_MS = 100;
const WIDEST = 512;

/** One send, from its lease to its receipt. */
export interface WindowPlace {
  /** The platform has answered: what is missing now is the receipt, and a slow disk is no reason to send more. */
  answered(): void;
  /** The receipt is written, or there will be none. */
  leave(): void;
}

/**
 * Keeps the number of sends small whose fate a crash would leave unknown. A platform without idempotency keys repeats
 * each of them after a `kill -9`; so one message is sent and settled before the next begins. A platform that is slow
 * to answer gives way after 50 ms, and a backlog that lasts widens the window step by step, so that neither delays the
 * others for long: what has just been taken up again after a crash does not go out all at once.
 */
export interface SendWindow {
  /** Resolves when a send may begin. */
  enter(urgent: boolean): Promise<WindowPlace>;
}

export function createSendWindow(clock: Clock): SendWindow {
  /** Sends that count against the width. */
  const holders = new Set<object>();
  const waiters: ((place: WindowPlace) => void)[] = [];
  let width = 1;
  let widenedAt = Number.NEGATIVE_INFINITY;
  let backlogSince: number | undefined;

  function admit(): WindowPlace {
    const send = {};
    holders.add(send);
    const giveWay = () => {
      if (!holders.delete(send)) return;
      adjust();
      while (holders.size < width) {
        const next = waiters.shift();
        if (!next) break;
        next(admit());
      }
    };
    const cancel = clock.after(HEDGE_MS, giveWay);
    return {
      answered: cancel,
      leave() {
        cancel();
        giveWay();
      },
    };
  }

  /** Looked at when a send ends, so that nothing widens while nothing moves. */
  function adjust(): void {
    if (waiters.length === 0) width = 1;
    if (waiters.length <= NARROW_UP_TO_WAITING) {
      backlogSince = undefined;
      return;
    }
    const now = clock.now();
    backlogSince ??= now;
    if (now - Math.max(backlogSince, widenedAt) < WIDEN_EVERY_MS) return;
    width = Math.min(WIDEST, width * 2);
    widenedAt = now;
  }

  return {
    async enter(urgent) {
      if (urgent || holders.size < width) return admit();
      return new Promise((resolve) => waiters.push(resolve));
    },
  };
}

const NOTHING = () => {};
/** For platforms that remove repeats themselves. */
export const openWindow: SendWindow = { enter: async () => ({ answered: NOTHING, leave: NOTHING }) };
