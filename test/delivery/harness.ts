import { RESEND_UNKNOWN } from "../../src/core/content.ts";
import type { PermanentReason } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { PlatformName } from "../../src/core/message.ts";
import { createDispatcher, type Delivery, type NewDelivery } from "../../src/delivery/index.ts";
import { createStores, openSqlite } from "../../src/storage/index.ts";
import { createFakeClock, type FakeClock, settle } from "../support/fake-clock.ts";
import { createFakePlatform, type FakePlatform } from "../support/fake-platform.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

export const LEASE_MS = 30_000;

type Storage = Awaited<ReturnType<typeof openMemory>>;
export const openMemory = () => openSqlite(":memory:", createStores);

export interface Row {
  readonly id: number;
  readonly status: string;
  readonly detail: string | null;
  readonly chat_id: string;
  readonly attempts: number;
  readonly next_try_at: number;
}

/** A real dispatcher over a real database; only the platforms and the clock are played. */
export async function startDispatcher(
  options: {
    storage?: Storage;
    clock?: FakeClock;
    platform?: Parameters<typeof createFakePlatform>[0] extends infer T ? Partial<T> : never;
    others?: (clock: FakeClock) => FakePlatform[];
    owner?: string;
    alone?: boolean;
    seed?: number;
    start?: boolean;
  } = {},
) {
  const storage = options.storage ?? (await openMemory());
  const clock = options.clock ?? createFakeClock();
  const platform = createFakePlatform({ clock, ...options.platform });
  const gone: [PlatformName, string, PermanentReason][] = [];
  const moved: [PlatformName, string, string][] = [];
  const settled: [string, string][] = [];
  /** Set to make the database refuse everything, as when the disk is full. */
  const failing: { with: Error | undefined } = { with: undefined };
  const transact: Storage["transact"] = async (work) => {
    if (failing.with) throw failing.with;
    return await storage.transact(work);
  };
  const dispatcher = createDispatcher({
    transact,
    platforms: [platform, ...(options.others?.(clock) ?? [])],
    clock,
    random: createSeededRandom(options.seed ?? 1),
    logger: silentLogger,
    owner: options.owner ?? "one",
    alone: options.alone ?? true,
    leaseMs: LEASE_MS,
    onTargetGone: async (...args) => void gone.push(args),
    onTargetMoved: async (...args) => void moved.push(args),
    onSettled: (delivery, outcome) => void settled.push([delivery.dedupeKey, outcome]),
  });
  if (options.start !== false) await dispatcher.start();

  const enqueue = (...rows: NewDelivery[]): Promise<readonly Delivery[]> =>
    storage.transact(({ outbox }) => outbox.enqueue(rows, clock.now()));
  return {
    storage,
    clock,
    platform,
    dispatcher,
    gone,
    moved,
    settled,
    failing,
    enqueue,
    /** Commits and hands over at once, as the router does: with a lease where a repeat would be harmless. */
    async say(...rows: NewDelivery[]): Promise<readonly Delivery[]> {
      const lease = rows.every(({ lane }) => RESEND_UNKNOWN.has(lane)) ? dispatcher.lease() : undefined;
      const deliveries = await storage.transact(({ outbox }) => outbox.enqueue(rows, clock.now(), lease));
      dispatcher.offer(deliveries);
      await settle();
      return deliveries;
    },
    rows: (): Promise<Row[]> =>
      storage.transact(({ db }) =>
        db
          .selectFrom("deliveries")
          .select(["id", "status", "detail", "chat_id", "attempts", "next_try_at"])
          .orderBy("id")
          .execute(),
      ),
    receipts: (): Promise<{ delivery_id: number; outcome: string }[]> =>
      storage.transact(({ db }) =>
        db.selectFrom("receipts").select(["delivery_id", "outcome"]).orderBy("id").execute(),
      ),
    /** As if everything had been said earlier. */
    makeOlder: (ms: number) =>
      storage.transact(({ db }) =>
        db
          .updateTable("deliveries")
          .set((row) => ({ created_at: row("created_at", "-", ms) }))
          .execute(),
      ),
    async end() {
      await dispatcher.stop();
      await storage.close();
    },
  };
}

export type Running = Awaited<ReturnType<typeof startDispatcher>>;
