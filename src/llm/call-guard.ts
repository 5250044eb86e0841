import type { Deadline, ModelFailure, SpendingStore, Told } from "../answering/index.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { failureOf } from "./failures.ts";
import type { Slots } from "./slots.ts";

export interface CallGuardDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly breaker: CircuitBreaker;
  readonly slots: Slots;
  readonly spending: SpendingStore;
  /** Tokens that all calls of one day (UTC+8) may cost together. */
  readonly dailyTokens: number;
}

export interface Answered<T> {
  readonly value: T;
  /** As the server counted them; undefined when it does not say. */
  readonly tokens: number | undefined;
}

export type GuardedCall = <T>(
  call: {
    /** Tokens that it is expected to cost, question and answer. */
    readonly estimate: number;
    readonly deadline: Deadline;
  },
  work: (signal: AbortSignal) => Promise<Answered<T>>,
) => Promise<Told<T>>;

const EIGHT_HOURS_MS = 8 * 3_600_000;
const dayOf = (now: number): string => new Date(now + EIGHT_HOURS_MS).toISOString().slice(0, 10);

/**
 * Every call to a model goes through here: within its time, with at most one retry (for 429, 5xx and broken connections),
 * not while the service is known to be down, not above the day's cap, not more side by side than there are places. What went
 * wrong is a value; nothing is thrown.
 */
export function createCallGuard(deps: CallGuardDeps): GuardedCall {
  const { clock, logger, breaker, slots, spending } = deps;

  async function settle(tokens: number): Promise<void> {
    try {
      await spending.spend(dayOf(clock.now()), Math.ceil(tokens));
    } catch (error) {
      logger.error({ error }, "what a model call cost could not be written down");
    }
  }

  async function isSpent(estimate: number): Promise<boolean> {
    try {
      return (await spending.spent(dayOf(clock.now()))) + estimate > deps.dailyTokens;
    } catch (error) {
      logger.error({ error }, "what the models have cost today could not be read");
      return true; // not knowing is no reason to spend
    }
  }

  return async ({ estimate, deadline }, work) => {
    const failed = (reason: ModelFailure) => ({ kind: "failed", reason }) as const;
    if (deadline.signal.aborted) return failed("time-out");
    const giveBack = await slots.take(deadline.signal);
    if (!giveBack) return failed("busy");
    try {
      if (await isSpent(estimate)) return failed("spent");
      if (!breaker.mayTry()) return failed("circuit-open");
      for (let retried = false; ; retried = true) {
        try {
          const { value, tokens } = await untilAborted(work(deadline.signal), deadline.signal);
          breaker.succeeded();
          await settle(tokens ?? estimate);
          return { kind: "told", value };
        } catch (error) {
          const failure = deadline.signal.aborted
            ? ({ reason: "time-out", retryAfterMs: undefined } as const)
            : failureOf(error);
          // What was sent may have been charged, whatever came back.
          if (failure.reason === "time-out" || failure.reason === "bad-output") await settle(estimate);
          const { retryAfterMs } = failure;
          if (retried || retryAfterMs === undefined || retryAfterMs >= deadline.leftMs()) {
            breaker.failed();
            logger.warn({ reason: failure.reason, retried }, "a model call failed");
            return failed(failure.reason);
          }
          await pause(clock, retryAfterMs, deadline.signal);
        }
      }
    } finally {
      giveBack();
    }
  };
}

/** Does not wait for work that does not care about its signal. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => reject(signal.reason);
    if (signal.aborted) over();
    signal.addEventListener("abort", over, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", over));
  });
}

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener("abort", done, { once: true });
  });
