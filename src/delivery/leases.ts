import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import { createBatcher } from "./batcher.ts";
import type { Delivery, Lease, OutboxStore } from "./outbox-store.ts";
import { createPauses } from "./pauses.ts";

export interface LeaseDeps {
  readonly transact: Transact<{ outbox: OutboxStore }>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  /** True when no other process sends. */
  readonly alone: boolean;
  readonly leaseMs: number;
  /** Told of work that a stop has to wait for. */
  readonly track: (work: Promise<void>) => void;
}

/** Others that look for what is due leave it to the process that wrote it for so long. */
const HEAD_START_MS = 2_000;
/** A turn that comes within this time is waited for in memory. */
const LONGEST_WAIT_MS = 1_500;

/** Taking rows before they are sent, many in one statement, and giving back what came with a lease and cannot go now. */
export function createLeases({ transact, clock, logger, owner, alone, leaseMs, track }: LeaseDeps) {
  const begin = (): Lease => ({
    owner,
    until: clock.now() + leaseMs,
    ...(alone ? {} : { headStartMs: HEAD_START_MS }),
  });
  const { pause, wakeAll } = createPauses(clock);
  const lease = createBatcher<number, boolean>(async (ids) => {
    const taken = new Set(await transact(({ outbox }) => outbox.lease(ids, owner, begin().until)));
    return ids.map((id) => taken.has(id));
  });
  const leaseInTurn = createBatcher<number, "ours" | "gone" | number>(async (ids) => {
    const states = await transact(({ outbox }) => outbox.leaseInTurn(ids, begin(), clock.now()));
    return ids.map((id) => states.get(id) ?? "gone");
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

  let stopped = false;
  const begun = new WeakSet<Delivery>();
  /**
   * Whether the row is ours to send, or until when its chat is another process's. A lease that came with the row counts
   * once, while enough of it is left for a whole send.
   */
  async function take(delivery: Delivery): Promise<"ours" | "gone" | number> {
    const { id, leasedUntil } = delivery;
    if (!alone) return await takeInTurn(id);
    if (leasedUntil === undefined || begun.has(delivery)) return (await lease(id)) ? "ours" : "gone";
    begun.add(delivery);
    if (leasedUntil - clock.now() > leaseMs / 2) return "ours";
    await giveBack(delivery, clock.now());
    return (await lease(id)) ? "ours" : "gone";
  }

  async function takeInTurn(id: number): Promise<"ours" | "gone" | number> {
    const giveUpAt = clock.now() + LONGEST_WAIT_MS;
    for (;;) {
      const state = await leaseInTurn(id);
      if (typeof state === "string" || stopped || state > giveUpAt) return state;
      await pause(state - clock.now());
    }
  }

  return {
    begin,
    take,
    giveBack,
    /** Waits for nothing any more. */
    stop() {
      stopped = true;
      wakeAll();
    },
  };
}
