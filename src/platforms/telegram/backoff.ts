import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";

export interface Pauses {
  /** First pause after a failure; doubled with each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Backoff {
  /** Waits after a failure, at least `leastMs`; resolves early when `signal` aborts. */
  pause(signal: AbortSignal, leastMs?: number): Promise<void>;
  reset(): void;
}

/** Growing pauses with jitter, so that several processes do not come back at the same instant. */
export function createBackoff(clock: Clock, random: Random, pauses: Pauses): Backoff {
  let failures = 0;
  return {
    pause(signal, leastMs = 0) {
      const full = Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(failures, 16));
      failures += 1;
      const delayMs = Math.max(leastMs, full * (0.5 + random.fraction() / 2));
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = () => {
          cancel();
          signal.removeEventListener("abort", done);
          resolve();
        };
        const cancel = clock.after(delayMs, done);
        signal.addEventListener("abort", done);
      });
    },
    reset() {
      failures = 0;
    },
  };
}
