/** Time passed in, so that tests decide what the hour is. All instants are milliseconds since 1970, UTC. */
export interface Clock {
  now(): number;
  /** Runs `work` once after `delayMs`; the returned function cancels it. A waiting timer never keeps the process alive. */
  after(delayMs: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, work) {
    // Node fires timers above 2^31-1 ms at once; a longer pause is simply looked at again after that time.
    const timer = setTimeout(work, Math.min(Math.max(0, delayMs), 2_147_483_647));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
