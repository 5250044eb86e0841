import type { Limit } from "../core/platform.ts";

/** One message of a limit: it counts until `endsAt`. */
export interface Counted {
  endsAt: number;
}

const FEW = 100;

/** How much of a platform's limit is used: the messages of its last `perMs`, so that no window ever holds more. */
export class SlidingLimit {
  private counted: Counted[] = [];
  private readonly limit: Limit;
  /** Where nothing waits nobody asks: what has ended is forgotten when there are so many, and then at twice as many. */
  private forgetAt: number;

  constructor(limit: Limit) {
    this.limit = limit;
    this.forgetAt = limit.messages + FEW;
  }

  /** Milliseconds until one more may go while `kept` places stay free, with what counts longer than published. */
  waitMs(now: number, kept = 0): number {
    this.forget(now);
    const places = Math.max(1, this.limit.messages - kept);
    if (this.counted.length < places) return 0;
    const ends = this.counted.map(({ endsAt }) => endsAt).sort((one, other) => one - other);
    return Math.max(1, (ends[this.counted.length - places] ?? now) - now);
  }

  /** Counts a message; at a share of the published rate it counts that much longer. */
  add(now: number, share: number): Counted {
    if (this.counted.length >= this.forgetAt) {
      this.forget(now);
      this.forgetAt = Math.max(this.limit.messages + FEW, 2 * this.counted.length);
    }
    const one = { endsAt: now + this.limit.perMs / share };
    this.counted.push(one);
    return one;
  }

  /** As if it had never been sent. */
  remove(one: Counted): void {
    const at = this.counted.indexOf(one);
    if (at >= 0) this.counted.splice(at, 1);
  }

  /** Messages that count now. */
  used(now: number): number {
    this.forget(now);
    return this.counted.length;
  }

  /** A system clock that was set back must not make anybody wait for the time it goes through again. */
  setBack(byMs: number): void {
    for (const one of this.counted) one.endsAt -= byMs;
  }

  private forget(now: number): void {
    if (this.counted.some(({ endsAt }) => endsAt <= now)) {
      this.counted = this.counted.filter(({ endsAt }) => endsAt > now);
    }
  }
}
