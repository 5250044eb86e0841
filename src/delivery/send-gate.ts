import type { Clock } from "../core/clock.ts";
import { LANES, type Lane, RESEND_UNKNOWN } from "../core/content.ts";
import type { Pacer, Spent } from "./pacer.ts";
import { createWidth, type Width } from "./send-width.ts";

/** What somebody waits for gives way to the overall pace for this long; then it goes and bulk pays for it. */
const URGENT_PATIENCE_MS = 150;
/** A lane that waits this long behind more urgent ones gets one turn. */
const STARVED_MS = 10_000;

/** One send, from its turn to its receipt. */
export interface Place {
  /** It leaves for the platform now. */
  leaves(): void;
  /** The platform has answered: what is missing now is the receipt, and a slow disk is no reason to send more. */
  answered(): void;
  /** Nothing was sent, or the chat is dead: the pace is not charged with it. */
  giveBack(): void;
  /** The receipt is written, or there will be none. */
  leave(): void;
}

/**
 * Where the chats of one platform wait for their turn: the most urgent lane first, whatever was there before, and within
 * a lane in the order of arrival. A turn comes when both the overall pace and the number of open sends allow it.
 */
export interface SendGate {
  /** Resolves with the turn of a chat, already counted by the pacer; one `key` waits once; undefined when the gate was closed. */
  enter(key: string, chatId: string, lane: Lane): Promise<Place | undefined>;
  /** The chat has something more urgent to send now; for a chat that does not wait nothing changes. */
  hurry(key: string, lane: Lane): void;
  /** Ends all waiting. */
  close(): void;
}

interface Waiter {
  readonly key: string;
  readonly chatId: string;
  readonly since: number;
  lane: Lane;
  readonly resolve: (place: Place | undefined) => void;
}

interface Queue {
  readonly lane: Lane;
  readonly waiting: Set<Waiter>;
  /** Since when somebody waits here without a turn for this lane. */
  since: number;
}

const isUrgent = (lane: Lane): boolean => RESEND_UNKNOWN.has(lane);

/** @param narrow whether few sends are open at a time, see `createWidth` */
export function createSendGate(pacer: Pacer, clock: Clock, narrow: boolean): SendGate {
  const queues: readonly Queue[] = (Object.keys(LANES) as Lane[])
    .sort((one, other) => LANES[one] - LANES[other])
    .map((lane) => ({ lane, waiting: new Set(), since: 0 }));
  const queueOf = new Map(queues.map((queue) => [queue.lane, queue]));
  const waiters = new Map<string, Waiter>();
  const width: Width | undefined = narrow ? createWidth(clock, pump) : undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  let cancelWake = () => {};
  let closed = false;

  function join(waiter: Waiter): void {
    const queue = queueOf.get(waiter.lane);
    if (!queue) return;
    if (queue.waiting.size === 0) queue.since = clock.now();
    queue.waiting.add(waiter);
  }

  /** Whose turn it may be: a starved lane's, else the most urgent one's. */
  function candidates(now: number): readonly Queue[] {
    const [first, ...others] = queues.filter(({ waiting }) => waiting.size > 0);
    if (!first) return [];
    if (first.lane === "distress") return [first];
    const starved = others.filter(({ since }) => now - since >= STARVED_MS);
    return [...starved.sort((one, other) => one.since - other.since).slice(0, 1), first];
  }

  /** Milliseconds until the pace lets this waiter go. */
  function paceMs(queue: Queue, { since }: Waiter, now: number): number {
    if (queue.lane === "distress") return 0;
    if (!isUrgent(queue.lane)) {
      const waitMs = pacer.waitMs(false);
      // Behind more answers than the platform takes in a second, bulk would wait for ever.
      return queue.since + STARVED_MS <= now ? Math.min(waitMs, pacer.waitMs(true)) : waitMs;
    }
    return Math.min(pacer.waitMs(true), Math.max(0, since + URGENT_PATIENCE_MS - now));
  }

  function pump(): void {
    while (waiters.size > 0) {
      const now = clock.now();
      let shortestMs = Number.POSITIVE_INFINITY;
      let turn: { readonly queue: Queue; readonly waiter: Waiter } | undefined;
      for (const queue of candidates(now)) {
        const [waiter] = queue.waiting;
        if (!waiter) continue;
        const waitMs = paceMs(queue, waiter, now);
        shortestMs = Math.min(shortestMs, waitMs);
        if (waitMs > 0) continue;
        turn = { queue, waiter };
        break;
      }
      if (!turn) {
        if (Number.isFinite(shortestMs)) wakeIn(shortestMs, now);
        return;
      }
      const { queue, waiter } = turn;
      if (queue.lane !== "distress" && width?.isFull(waiters.size)) return; // the next that leaves comes back here
      queue.waiting.delete(waiter);
      waiters.delete(waiter.key);
      queue.since = now;
      waiter.resolve(admit(waiter));
    }
  }

  function admit({ chatId, lane }: Waiter): Place {
    const spent: Spent = pacer.spend(chatId, isUrgent(lane));
    const open = width?.open();
    return {
      leaves: spent.leaves,
      answered() {
        spent.answered();
        open?.answered();
        pump();
      },
      giveBack() {
        spent.giveBack();
        pump();
      },
      leave: () => open?.leave(),
    };
  }

  function wakeIn(waitMs: number, now: number): void {
    if (now + waitMs >= wakeAt) return;
    cancelWake();
    wakeAt = now + waitMs;
    cancelWake = clock.after(waitMs, () => {
      wakeAt = Number.POSITIVE_INFINITY;
      pump();
    });
  }

  return {
    enter(key, chatId, lane) {
      if (closed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const waiter = { key, chatId, lane, since: clock.now(), resolve };
        waiters.set(key, waiter);
        join(waiter);
        pump();
      });
    },
    hurry(key, lane) {
      const waiter = waiters.get(key);
      if (!waiter || LANES[lane] >= LANES[waiter.lane]) return;
      queueOf.get(waiter.lane)?.waiting.delete(waiter);
      waiter.lane = lane;
      join(waiter);
      pump();
    },
    close() {
      closed = true;
      cancelWake();
      for (const { resolve } of waiters.values()) resolve(undefined);
      waiters.clear();
      for (const { waiting } of queues) waiting.clear();
    },
  };
}
