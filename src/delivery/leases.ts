import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import { createBatcher } from "./batcher.ts";
import type { Delivery, Lease, OutboxStore } from "./outbox-store.ts";

export interface LeaseDeps {
  readonly transact: Transact<{ outbox: OutboxStore }>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Told of work that a stop has to wait for. */
  readonly track: (work: Promise<void>) => void;
}

/** Taking rows before they are sent, many in one statement, and giving back what came with a lease and cannot go now. */
export function createLeases({ transact, clock, logger, owner, leaseMs, track }: LeaseDeps) {
  const begin = (): Lease => ({ owner, until: clock.now() + leaseMs });
  const lease = createBatcher<number, boolean>(async (ids) => {
    const taken = new Set(await transact(({ outbox }) => outbox.lease(ids, owner, begin().until)));
    return ids.map((id) => taken.has(id));
  });
  const release = createBatcher<{ id: number; nextTryAt: number }, void>(async (items) => {
    const byTime = Map.groupBy(items, ({ nextTryAt }) => nextTryAt);
    await transact(async ({ outbox }) => {
      for (const [at, same] of byTime) {
        await outbox.release(
          same.map(({ id }) => id),
          at,
        );
      }
    });
    return items.map(() => undefined);
  });

  /** Gives a row that came with a lease back to everybody; when even that fails, the lease ends by itself. */
  function giveBack({ id, leasedUntil }: Delivery, nextTryAt: number): Promise<void> {
    if (leasedUntil === undefined) return Promise.resolve();
    const work = release({ id, nextTryAt }).catch((error: unknown) =>
      logger.warn({ error, deliveryId: id }, "giving back a lease failed"),
    );
    track(work);
    return work;
  }

  const begun = new WeakSet<Delivery>();
  /**
   * Whether the row is ours to send. A lease that came with the row counts once, while enough of it is left for a
   * whole send.
   */
  async function take(delivery: Delivery): Promise<boolean> {
    const { id, leasedUntil } = delivery;
    if (leasedUntil === undefined || begun.has(delivery)) return await lease(id);
    begun.add(delivery);
    if (leasedUntil - clock.now() > leaseMs / 2) return true;
    await giveBack(delivery, clock.now());
    return await lease(id);
  }

  return { begin, take, giveBack };
}
