import type { Kysely } from "kysely";
import type { OutboxStore } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";

type BatchPart = Pick<OutboxStore, "dropExpired" | "countBatch" | "stopBatch" | "resendBatch">;

const KINDS = {
  sent: "sent",
  pending: "waiting",
  leased: "waiting",
  failed: "failed",
  unknown: "unknown",
  skipped: "dropped",
  replaced: "dropped",
} as const;
/** Rows that one statement ends, so that no transaction grows with the number of groups. */
const MOST_AT_ONCE = 500;

/** What was said to many at once: the part of the outbox that counts, stops and repeats it. */
export function createBatchPart(db: Kysely<Schema>): BatchPart {
  async function end(rows: readonly { id: number; attempts: number }[], detail: string, now: number) {
    if (rows.length === 0) return 0;
    await db
      .insertInto("receipts")
      .values(
        rows.map(({ id, attempts }) => ({
          delivery_id: id,
          attempt: attempts,
          outcome: "skipped",
          detail,
          at: now,
        })),
      )
      .execute();
    return rows.length;
  }

  return {
    async dropExpired(now) {
      const rows = await db
        .updateTable("deliveries")
        .set({ status: "skipped", detail: "too old", settled_at: now })
        .where("id", "in", (row) =>
          row
            .selectFrom("deliveries")
            .select("id")
            .where("status", "=", "pending")
            .where("expires_at", "<=", now)
            .limit(MOST_AT_ONCE),
        )
        .where("status", "=", "pending")
        .returning(["id", "attempts"])
        .execute();
      return await end(rows, "too old", now);
    },

    async countBatch(batch) {
      const rows = await db
        .selectFrom("deliveries")
        .select(["status", (column) => column.fn.countAll<number>().as("count")])
        .where("batch", "=", batch)
        .groupBy("status")
        .execute();
      const counts = { sent: 0, waiting: 0, failed: 0, unknown: 0, dropped: 0 };
      for (const { status, count } of rows) {
        counts[KINDS[status as keyof typeof KINDS] ?? "waiting"] += Number(count);
      }
      return counts;
    },

    async stopBatch(batch, now) {
      const rows = await db
        .updateTable("deliveries")
        .set({ status: "skipped", detail: "stopped", settled_at: now })
        .where("id", "in", (row) =>
          row
            .selectFrom("deliveries")
            .select("id")
            .where("batch", "=", batch)
            .where("status", "=", "pending")
            .limit(MOST_AT_ONCE),
        )
        .where("status", "=", "pending")
        .returning(["id", "attempts"])
        .execute();
      return await end(rows, "stopped", now);
    },

    async resendBatch(batch, which, expiresAt, now) {
      const result = await db
        .updateTable("deliveries")
        .set({
          status: "pending",
          next_try_at: now,
          expires_at: expiresAt ?? null,
          settled_at: null,
          detail: "sent again on request",
        })
        .where("batch", "=", batch)
        .where("status", "=", which)
        .where("payload", "!=", "{}")
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
