import type { Clock } from "../core/clock.ts";
import { KEPT, keptMs } from "../core/kept.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import { forgetPerson } from "./forget-person.ts";
import type { PrivacyDeps, PrivacyStores } from "./privacy-deps.ts";
import type { RetentionStore } from "./privacy-store.ts";

const FIRST_AFTER_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Few enough that nobody waits behind them; the next portion waits behind everybody. */
const AT_ONCE = 200;
/** Places in the tables are forgotten so often, for rows that were not to go when they were passed. */
const ROUNDS_PER_LOOK = 24;

type KeepingStores = PrivacyStores & { readonly retention: RetentionStore };

export interface KeepingDeps<Stores> extends PrivacyDeps<Stores> {
  readonly transact: Transact<Stores>;
  readonly logger: Logger;
}

export interface TimeKeeper {
  /** One round over everything that has a time. */
  round(): Promise<void>;
  /** Takes nothing new; resolves when the portion under way has ended. */
  stop(): Promise<void>;
}

/** Keeps to the table of times, ends wishes to be forgotten, and looks for what is left of them in the outbox. */
export function createTimeKeeper<Stores extends KeepingStores>(
  deps: KeepingDeps<Stores> & { readonly clock: Pick<Clock, "now"> },
): TimeKeeper {
  const { transact, clock, logger } = deps;
  const places = new Map<string, string>();
  let rounds = 0;
  let stopped = false;
  let running: Promise<void> | undefined;

  /** What fails is tried again at the next round, and keeps nothing else from going. */
  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    if (stopped) return;
    await work().catch((error: unknown) => logger.error({ error, what }, "erasing old contents failed"));
  }

  async function keepTo({ rule }: (typeof KEPT)[number]): Promise<void> {
    const before = clock.now() - keptMs(rule);
    for (let more = true; more && !stopped; ) {
      const after = places.get(rule) ?? "";
      const done = await transact(({ retention }) => retention.erase(rule, before, after, AT_ONCE));
      places.set(rule, done.after);
      more = done.more;
    }
  }

  async function endWishes(): Promise<void> {
    for (let after = ""; !stopped; ) {
      const from = after;
      const wishes = await transact(({ forgets }) => forgets.wishes(from, AT_ONCE));
      for (const wish of wishes) {
        await transact((stores) => endWish(deps, stores, wish, clock.now()));
        after = wish.personId;
      }
      if (wishes.length < AT_ONCE) return;
    }
  }

  async function forgetSleepers(): Promise<void> {
    const before = clock.now() - keptMs("accounts");
    for (let after = ""; !stopped; ) {
      const from = after;
      const sleepers = await transact(({ forgets }) => forgets.sleepers(before, from, AT_ONCE));
      for (const personId of sleepers) {
        await transact((stores) => forgetIfFree(deps, stores, personId, clock.now()));
        after = personId;
      }
      if (sleepers.length < AT_ONCE) return;
    }
  }

  async function sweep(): Promise<void> {
    for (const { sweepId, targets } of await transact(({ forgets }) => forgets.sweeps(AT_ONCE))) {
      for (let afterId: number | undefined = 0; afterId !== undefined; ) {
        if (stopped) return; // begins again at the next start
        const from: number = afterId;
        afterId = await transact(({ forgets }) => forgets.sweep(targets, from, AT_ONCE * 5));
      }
      await transact(({ forgets }) => forgets.endSweep(sweepId));
    }
  }

  async function round(): Promise<void> {
    if (rounds % ROUNDS_PER_LOOK === 0) places.clear();
    rounds += 1;
    for (const one of KEPT) await attempt(one.rule, () => keepTo(one));
    await attempt("accounts", forgetSleepers);
    await attempt("wishes", endWishes);
    await attempt("sweeps", sweep);
  }

  return {
    round() {
      running = (running ?? Promise.resolve()).then(round);
      return running;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** Forgets a person whom nothing holds; false while something does. */
async function forgetIfFree<Stores extends KeepingStores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  personId: string,
  now: number,
): Promise<boolean> {
  const standing = await stores.links.lockPersons([personId]);
  if (!standing.has(personId)) return true;
  for (const one of deps.data) {
    const stays = await one.stays(stores, personId, "zh", now);
    if (stays.some(({ holdsAccount }) => holdsAccount)) return false;
  }
  await forgetPerson(deps, stores, personId, "zh", now);
  return true;
}

/** Nothing holds her any more: what had to stay goes, and her accounts. */
async function endWish<Stores extends KeepingStores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  { personId, receiptId }: { readonly personId: string; readonly receiptId: string },
  now: number,
): Promise<void> {
  if (!(await forgetIfFree(deps, stores, personId, now))) return;
  await stores.forgets.dropWish(personId);
  await stores.forgets.finishReceipt(receiptId, now);
}

/** Soon after the start and every hour; the returned function stops it. */
export function startTimeKeeping<Stores extends KeepingStores>(
  deps: KeepingDeps<Stores> & { readonly clock: Clock },
): () => Promise<void> {
  const keeper = createTimeKeeper(deps);
  let stopped = false;
  const round = async (): Promise<void> => {
    await keeper.round();
    if (!stopped) cancel = deps.clock.after(HOUR_MS, () => void round());
  };
  let cancel = deps.clock.after(FIRST_AFTER_MS, () => void round());
  return async () => {
    stopped = true;
    cancel();
    await keeper.stop();
  };
}
