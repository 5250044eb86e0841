import type { Clock } from "../core/clock.ts";

/** A platform that takes longer than this to answer no longer holds back the next send. */
const HEDGE_MS = 50;
/** With more than this many messages waiting, speed begins to matter more than few open sends. */
const NARROW_UP_TO_WAITING = 16;
/** How often the width may double while such a backlog lasts. */
const WIDEN_EVERY_MS = 100;
const WIDEST = 512;

export interface OpenSend {
  /** See `Place`. */
  answered(): void;
  leave(): void;
}

/**
 * Keeps the number of sends small whose fate a crash would leave unknown. A platform without idempotency keys repeats
 * each of them after a `kill -9`; so one message is sent and settled before the next begins. A platform that is slow
 * to answer gives way after 50 ms, and a backlog that lasts widens it step by step, so that neither delays the
 * others for long: what has just been taken up again after a crash does not go out all at once.
 */
export interface Width {
  /** Asked when the pace would let one of `waiting` messages go: whether it has to wait for a send to end. */
  isFull(waiting: number): boolean;
  open(): OpenSend;
}

/** @param onRoom called when a send has made room */
export function createWidth(clock: Clock, onRoom: () => void): Width {
  /** Sends that count against the width. */
  const holders = new Set<object>();
  let width = 1;
  let widenedAt = Number.NEGATIVE_INFINITY;
  let backlogSince: number | undefined;
  /** How many waited for nothing but room when the last one asked; 0 when nobody does. */
  let held = 0;

  /** Looked at when a send ends, so that nothing widens while nothing moves. */
  function adjust(): void {
    if (held === 0) width = 1;
    if (held <= NARROW_UP_TO_WAITING) {
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
    isFull(waiting) {
      held = holders.size < width ? 0 : waiting;
      return held > 0;
    },
    open() {
      const send = {};
      holders.add(send);
      const giveWay = () => {
        if (!holders.delete(send)) return;
        adjust();
        held = 0;
        onRoom();
      };
      // In two halves: after a pause of our own process (a start is full of work) the first one is long over, and what
      // the platform has answered meanwhile is read before the second ends. Else each pause would let one more go.
      let cancel = clock.after(HEDGE_MS / 2, () => {
        cancel = clock.after(HEDGE_MS / 2, giveWay);
      });
      return {
        answered: () => cancel(),
        leave() {
          cancel();
          giveWay();
        },
      };
    },
  };
}
