import type { Clock } from "../../core/clock.ts";
import { describeError, type Logger } from "../../core/logger.ts";
import type { InboundEvent } from "../../core/message.ts";
import type { Intake } from "../../core/platform.ts";
import type { Random } from "../../core/random.ts";

const FIRST_RETRY_MS = 250;
const MOST_RETRY_MS = 15_000;

export interface InletOptions {
  readonly intake: Intake;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * The way into the inbox: one thing at a time within a chat, chats side by side. A later message must not be written
 * before an earlier one, or a crash in between would make the next start read on behind the gap.
 */
export function createInlet({ intake, clock, random, logger }: InletOptions) {
  const tails = new Map<string, Promise<unknown>>();
  const open = new Set<Promise<unknown>>();
  const wake = new Set<() => void>();
  let stopped = false;

  /** Runs `work` after everything handed in before for this chat. */
  function inOrder(chatId: string, work: () => Promise<void>): Promise<void> {
    const before = tails.get(chatId) ?? Promise.resolve();
    const run = before.then(
      () => work(),
      () => work(),
    );
    tails.set(chatId, run);
    const clear = () => {
      if (tails.get(chatId) === run) tails.delete(chatId);
    };
    run.then(clear, clear);
    return run;
  }

  async function accept(events: readonly InboundEvent[]): Promise<void> {
    if (stopped) throw new Error("the discord adapter has stopped");
    const pending = intake.accept(events);
    open.add(pending);
    try {
      await pending;
    } finally {
      open.delete(pending);
    }
  }

  return {
    inOrder,
    accept,
    /**
     * Tries until the events are written: Discord's gateway gives them once. False when stopped before; then the next
     * start reads them from the channel's history.
     */
    async acceptUntilWritten(events: readonly InboundEvent[]): Promise<boolean> {
      for (let attempt = 0; !stopped; attempt += 1) {
        try {
          if (events.length > 0) await accept(events);
          return true;
        } catch (error) {
          logger.warn(
            { error: describeError(error), attempt },
            "discord message could not be written, trying again",
          );
          await pause(Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10)));
        }
      }
      return false;
    },
    pause,
    get stopped() {
      return stopped;
    },
    /** Starts nothing new; resolves when nothing is being written any more. */
    async stop(): Promise<void> {
      stopped = true;
      for (const resolve of wake) resolve();
      while (open.size > 0) await Promise.allSettled(open);
    },
  };

  /** Waits about `ms`, or until the inlet stops. */
  function pause(ms: number): Promise<void> {
    if (stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        wake.delete(done);
        resolve();
      };
      const cancel = clock.after(ms * (0.5 + random.fraction() / 2), done);
      wake.add(done);
    });
  }
}

export type Inlet = ReturnType<typeof createInlet>;
