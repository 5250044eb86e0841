import type { Clock } from "../../core/clock.ts";
import type { Rate } from "./limits.ts";

export type RateVerdict =
  | { readonly kind: "free" }
  | { readonly kind: "limited" }
  | { readonly kind: "refused"; readonly retryAfterMs: number };

interface Level {
  filled: number[];
  at: number;
}

export interface RateLimiter {
  /** Counts one message for `key` and says what becomes of it; a refused one is not counted. */
  take(key: string): RateVerdict;
}

const FREE: RateVerdict = { kind: "free" };

/**
 * Leaky buckets in memory, one per key and rate: up to `count` is free, up to `count × hardFactor` limited, beyond
 * that refused. Holds at most `maxKeys` keys and forgets the one unused for longest, so it cannot grow.
 */
export function createRateLimiter(options: {
  readonly rates: readonly Rate[];
  readonly hardFactor: number;
  readonly clock: Clock;
  readonly maxKeys?: number;
}): RateLimiter {
  const { rates, hardFactor, clock, maxKeys = 20_000 } = options;
  const levels = new Map<string, Level>();

  function levelOf(key: string): Level {
    const now = clock.now();
    const known = levels.get(key);
    levels.delete(key);
    const level = known ?? { filled: rates.map(() => 0), at: now };
    const elapsedMs = Math.max(0, now - level.at);
    level.filled = rates.map(({ count, perMs }, index) =>
      Math.max(0, (level.filled[index] ?? 0) - (elapsedMs * count) / perMs),
    );
    level.at = now;
    levels.set(key, level);
    if (levels.size > maxKeys) {
      const oldest = levels.keys().next().value;
      if (oldest !== undefined) levels.delete(oldest);
    }
    return level;
  }

  return {
    take(key) {
      const level = levelOf(key);
      let retryAfterMs = 0;
      rates.forEach(({ count, perMs }, index) => {
        const over = (level.filled[index] ?? 0) + 1 - count * hardFactor;
        if (over > 0) retryAfterMs = Math.max(retryAfterMs, Math.ceil((over * perMs) / count));
      });
      if (retryAfterMs > 0) return { kind: "refused", retryAfterMs };
      level.filled = level.filled.map((filled) => filled + 1);
      return rates.some(({ count }, index) => (level.filled[index] ?? 0) > count)
        ? { kind: "limited" }
        : FREE;
    },
  };
}

/** The strictest of several verdicts. */
export function strictest(verdicts: readonly RateVerdict[]): RateVerdict {
  let result = FREE;
  for (const verdict of verdicts) {
    if (verdict.kind === "refused") {
      if (result.kind !== "refused" || verdict.retryAfterMs > result.retryAfterMs) result = verdict;
    } else if (verdict.kind === "limited" && result.kind === "free") {
      result = verdict;
    }
  }
  return result;
}
