import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import { SEALED_PARTS, type SealedStore } from "./privacy-store.ts";

const FIRST_AFTER_MS = 90_000;
const AGAIN_AFTER_MS = 3_600_000;
/** Few enough that nobody waits behind them. */
const AT_ONCE = 100;

/** Stands in the list of keys for what was written without one. */
const NO_KEY = "none";

interface Deps {
  readonly transact: Transact<{ readonly sealed: SealedStore }>;
  /** The configured keys' names, the sealing one first. */
  readonly keyIds: readonly string[];
}

/**
 * How many keys are missing under which something is sealed; whoever starts all the same would answer without being able
 * to read. Notes the sealing key before anything is sealed with it.
 */
export async function countMissingKeys({ transact, keyIds }: Deps): Promise<number> {
  return await transact(async ({ sealed }) => {
    const inUse = (await sealed.keysInUse()) ?? [...(await sealed.findKeys()), NO_KEY];
    const missing = inUse.filter((id) => id !== NO_KEY && !keyIds.includes(id));
    if (missing.length > 0) return missing.length;
    const [current = NO_KEY] = keyIds;
    await sealed.setKeysInUse([...new Set([...inUse, current])]);
    return 0;
  });
}

/** Seals everything with the first key; returns how many texts were sealed anew, and how many nobody can open. */
export async function resealAll(
  { transact, keyIds }: Deps,
  isStopped: () => boolean,
): Promise<{ readonly count: number; readonly unreadable: number }> {
  let count = 0;
  let unreadable = 0;
  for (const part of SEALED_PARTS) {
    for (let after = "", more = true; more; ) {
      if (isStopped()) return { count, unreadable };
      const from = after;
      const done = await transact(({ sealed }) => sealed.reseal(part, from, AT_ONCE));
      count += done.count;
      unreadable += done.unreadable;
      ({ after, more } = done);
    }
  }
  // Now the old keys may go: nothing is left that needs them.
  const [current] = keyIds;
  if (unreadable === 0 && current !== undefined) {
    await transact(({ sealed }) => sealed.setKeysInUse([current]));
  }
  return { count, unreadable };
}

/**
 * After the start: what an old key has sealed, or what was written before there was one. With one key that everything is
 * sealed with already there is nothing to do. The returned function stops it and waits for the portion under way.
 */
export function startKeyRotation(
  deps: Deps & { readonly clock: Clock; readonly logger: Logger },
): () => Promise<void> {
  const { transact, keyIds, clock, logger } = deps;
  let stopped = false;
  let running: Promise<void> | undefined;
  let cancel = (): void => {};
  async function round(): Promise<void> {
    try {
      const { count, unreadable } = await resealAll(deps, () => stopped);
      if (count > 0) logger.info({ count }, "texts were sealed with the newest key");
      if (unreadable > 0) logger.warn({ count: unreadable }, "sealed texts cannot be opened by any key");
    } catch (error) {
      logger.error({ error }, "sealing texts anew failed, it goes on later");
      if (!stopped) cancel = clock.after(AGAIN_AFTER_MS, begin);
    }
  }
  const begin = (): void => {
    running = round();
  };
  const look = async (): Promise<void> => {
    const inUse = await transact(({ sealed }) => sealed.keysInUse());
    const [current] = keyIds;
    const isDone = keyIds.length === 1 && inUse?.length === 1 && inUse[0] === current;
    if (current !== undefined && !isDone && !stopped) await round();
  };
  cancel = clock.after(FIRST_AFTER_MS, () => {
    running = look().catch((error: unknown) => logger.error({ error }, "looking for old keys failed"));
  });
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
