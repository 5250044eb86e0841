import type { Clock } from "../core/clock.ts";
import type { Pace } from "../core/platform.ts";

/** A token bucket that says how long to wait instead of waiting. */
class Bucket {
  private tokens: number;
  private filledAt: number;
  readonly burst: number;
  perSecond: number;

  constructor(burst: number, perSecond: number, now: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.filledAt = now;
  }

  private fill(now: number): void {
    // A system clock that is set back must not empty the bucket.
    const passedMs = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.burst, this.tokens + (passedMs / 1000) * this.perSecond);
    this.filledAt = now;
  }

  /** Milliseconds until one message may go. */
  waitMs(now: number): number {
    this.fill(now);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.perSecond) * 1000);
  }

  /** May go below zero: what somebody waits for goes out at once and the rest pays for it. */
  take(now: number): void {
    this.fill(now);
    this.tokens -= 1;
  }

  isFull(now: number): boolean {
    this.fill(now);
    return this.tokens >= this.burst;
  }
}

/** Each good minute gives back a tenth of the published rate; each "too many" halves what is used. */
const RECOVERY_MS = 60_000;
const SLOWEST_SHARE = 0.05;
/** Buckets of chats that are full again say nothing; above this many they are dropped. */
const MAX_CHAT_BUCKETS = 20_000;

export interface Pacer {
  /** Milliseconds to wait before a message to this chat may go; `urgent` lanes do not wait for the overall rate. */
  waitMs(chatId: string, urgent: boolean): number;
  /** Counts a message that goes now. */
  spend(chatId: string): void;
  /** The platform said "too many"; `wholePlatform` when it meant everything, not the one chat. */
  tooMany(wholePlatform: boolean): void;
  /** Overall messages per second allowed at the moment, for metrics. */
  perSecond(): number;
}

/** Starts from the platform's published figures and learns from what it answers. */
export function createPacer(pace: Pace, clock: Clock): Pacer {
  const overall = new Bucket(pace.overallPerSecond, pace.overallPerSecond, clock.now());
  const chats = new Map<string, Bucket>();
  let share = 1;
  let changedAt = clock.now();

  function recover(now: number): void {
    const minutes = Math.floor((now - changedAt) / RECOVERY_MS);
    if (minutes < 1 || share === 1) return;
    share = Math.min(1, share + 0.1 * minutes);
    changedAt = now;
    overall.perSecond = pace.overallPerSecond * share;
  }

  function bucketOf(chatId: string, now: number): Bucket {
    let bucket = chats.get(chatId);
    if (!bucket) {
      if (chats.size >= MAX_CHAT_BUCKETS) {
        for (const [key, known] of chats) if (known.isFull(now)) chats.delete(key);
      }
      const { burst, perSecond } = pace.perChat({ chatId });
      bucket = new Bucket(burst, perSecond, now);
      chats.set(chatId, bucket);
    }
    return bucket;
  }

  return {
    waitMs(chatId, urgent) {
      const now = clock.now();
      recover(now);
      const chatWaitMs = bucketOf(chatId, now).waitMs(now);
      return urgent ? chatWaitMs : Math.max(chatWaitMs, overall.waitMs(now));
    },
    spend(chatId) {
      const now = clock.now();
      bucketOf(chatId, now).take(now);
      overall.take(now);
    },
    tooMany(wholePlatform) {
      if (!wholePlatform) return;
      share = Math.max(SLOWEST_SHARE, share / 2);
      changedAt = clock.now();
      overall.perSecond = pace.overallPerSecond * share;
    },
    perSecond: () => pace.overallPerSecond * share,
  };
}
