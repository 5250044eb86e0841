import type { Clock } from "../core/clock.ts";

/** Waiting that a stop can cut short. */
export function createPauses(clock: Clock) {
  const wakers = new Set<() => void>();
  return {
    /** Resolves after `delayMs`, or when everybody is woken. */
    pause(delayMs: number): Promise<void> {
      return new Promise((resolve) => {
        const wake = () => {
          wakers.delete(wake);
          cancel();
          resolve();
        };
        const cancel = clock.after(delayMs, wake);
        wakers.add(wake);
      });
    },
    wakeAll(): void {
      for (const wake of [...wakers]) wake();
    },
  };
}
