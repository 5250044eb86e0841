import type { Kysely } from "kysely";
import { LANES } from "../core/content.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { Delivery, Lease, NewDelivery } from "../delivery/index.ts";
import { writePayload } from "./outbox-rows.ts";
import { insertRows } from "./outbox-statements.ts";
import { inParts } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** See `OutboxStore.enqueue`. */
export async function enqueueRows(
  db: Kysely<Schema>,
  sealer: TextSealer,
  deliveries: readonly NewDelivery[],
  now: number,
  lease?: Lease,
): Promise<readonly Delivery[]> {
  if (deliveries.length === 0) return [];
  const ids = new Map<string, number>();
  const waiting = { status: "pending", attempts: 0, owner: null, until: null } as const;
  const begun =
    lease && lease.headStartMs === undefined
      ? ({ status: "leased", attempts: 1, owner: lease.owner, until: lease.until } as const)
      : waiting;
  for (const part of inParts(deliveries)) {
    const { rows } = await insertRows(
      db,
      part.map((delivery) => ({
        dedupeKey: delivery.dedupeKey,
        nonce: delivery.nonce,
        lane: LANES[delivery.lane],
        platform: delivery.to.platform,
        chatId: delivery.to.chatId,
        payload: writePayload(sealer, delivery.dedupeKey, {
          to: delivery.to,
          content: delivery.content,
          action: delivery.action,
          unreached: delivery.unreached,
        }),
        now,
        handle: delivery.handle ?? null,
        edit: delivery.edit ?? null,
        batch: delivery.batch ?? null,
        dueAt: isOurs(delivery) ? now + (lease?.headStartMs ?? 0) : Math.max(now, delivery.notBefore ?? now),
        expiresAt: delivery.expiresAt ?? null,
        ...(isOurs(delivery) ? begun : waiting),
      })),
    );
    for (const row of rows) ids.set(row.dedupe_key, row.id);
  }
  return deliveries.flatMap((delivery) => {
    const id = ids.get(delivery.dedupeKey);
    ids.delete(delivery.dedupeKey); // the same key twice in one batch is one row
    const leasedUntil = isOurs(delivery) && lease?.headStartMs === undefined ? lease?.until : undefined;
    return id === undefined ? [] : [{ ...delivery, id, attempts: 0, createdAt: now, leasedUntil }];
  });
}

/** What may go out at once, and not as a version of something. */
const isOurs = ({ handle, notBefore }: NewDelivery): boolean =>
  handle === undefined && notBefore === undefined;
