import type { Clock } from "../core/clock.ts";

/** Stops asking a service that keeps failing, so that nobody waits for it in vain. */
export interface CircuitBreaker {
  /** Whether a call may be made now; after a pause exactly one may, and its end decides for the others. */
  mayTry(): boolean;
  succeeded(): void;
  failed(): void;
  readonly isOpen: boolean;
}

const FAILURES = 5;
const PAUSE_MS = 60_000;

export function createCircuitBreaker(clock: Pick<Clock, "now">): CircuitBreaker {
  let failures = 0;
  let openUntil: number | undefined;
  let probing = false;
  return {
    get isOpen() {
      return openUntil !== undefined;
    },
    mayTry() {
      if (openUntil === undefined) return true;
      if (probing || clock.now() < openUntil) return false;
      probing = true;
      return true;
    },
    succeeded() {
      failures = 0;
      openUntil = undefined;
      probing = false;
    },
    failed() {
      failures += 1;
      probing = false;
      if (failures >= FAILURES) openUntil = clock.now() + PAUSE_MS;
    },
  };
}
