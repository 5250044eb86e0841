import type { AlertJobDeps } from "./alerts-deps.ts";
import { keepLive } from "./keep-live.ts";
import { keepProbes } from "./probe-live.ts";
import { dayOf } from "./read-time.ts";
import { sendBroadcast } from "./send-broadcast.ts";
import { sendDigests } from "./send-digests.ts";

/** What another process has begun, and what its clock brings, is found within this time. */
const LOOK_EVERY_MS = 2_000;
const PROBE_EVERY_MS = 30_000;
const MOST_AT_ONCE = 20;
const DAY_MS = 86_400_000;

export interface AlertWorker {
  /** Looks at once; for what was just committed. */
  wake(): void;
  /** Resolves when nothing is due or under way. */
  idle(): Promise<void>;
  /** Begins nothing new; resolves when the page that is being written is written. The rest waits in the database. */
  stop(): Promise<void>;
}

/**
 * Sends what is due, keeps live sessions, and looks again from time to time, unless another process keeps the time
 * (`keepsTime` false): then it only does what it is woken for.
 */
export function startAlerts(deps: AlertJobDeps & { readonly keepsTime?: () => boolean }): AlertWorker {
  const { clock, logger } = deps;
  let stopped = false;
  const halt = Promise.withResolvers<"stopped">();
  let again = false;
  let running: Promise<void> | undefined;
  let cancel = () => {};
  let tidiedAt = Number.NEGATIVE_INFINITY;

  let probing: Promise<void> | undefined;
  let probedAt = Number.NEGATIVE_INFINITY;

  /** Pages of strangers may be slow: nothing waits for them. */
  function probe(): void {
    if (probing || clock.now() - probedAt < PROBE_EVERY_MS) return;
    probedAt = clock.now();
    probing = keepProbes(deps, halt.promise)
      .catch((error: unknown) => logger.error({ error }, "looking at live pages failed"))
      .finally(() => {
        probing = undefined;
      });
  }

  async function round(): Promise<void> {
    probe();
    await keepLive(deps);
    await sendDigests(deps);
    const due = await deps.transact(({ broadcasts }) => broadcasts.due(clock.now(), MOST_AT_ONCE));
    // A page of each in turn: a live start does not wait for the end of a large announcement.
    for (const one of due) {
      if (stopped) return;
      const step = await sendBroadcast(deps, one).catch((error: unknown) => {
        logger.error({ error }, "a broadcast could not go on");
        return "enough";
      });
      if (step === "more") again = true;
    }
    if (clock.now() - tidiedAt > DAY_MS) {
      tidiedAt = clock.now();
      await deps.transact(({ audience }) => audience.forgetDays(dayOf(clock.now() - 7 * DAY_MS, "UTC")));
    }
  }

  async function loop(): Promise<void> {
    do {
      again = false;
      await round().catch((error: unknown) => logger.error({ error }, "looking for alerts failed"));
    } while (again && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    if (running) return;
    cancel();
    running = loop().finally(() => {
      running = undefined;
      lookLater();
    });
  }

  function lookLater(): void {
    if (stopped) return;
    cancel = clock.after(LOOK_EVERY_MS, deps.keepsTime?.() === false ? lookLater : wake);
  }

  wake();
  return {
    wake,
    async idle() {
      while (running) await running;
      await probing;
    },
    async stop() {
      stopped = true;
      halt.resolve("stopped");
      cancel();
      await Promise.all([running, probing]);
    },
  };
}
