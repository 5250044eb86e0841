import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { Lease, OutboxStore } from "../delivery/index.ts";
import type { Engine } from "./engine.ts";
import type { Schema } from "./schema.ts";

/** How soon to look again while another message of the chat is being sent. */
const LOOK_AGAIN_MS = 150;

type Row = ExpressionBuilder<Schema & { mine: Schema["deliveries"] }, "mine">;

/** See `OutboxStore.leaseInTurn`. */
export async function leaseInTurn(
  db: Kysely<Schema>,
  engine: Engine,
  ids: readonly number[],
  { owner, until, headStartMs = 0 }: Lease,
  now: number,
): ReturnType<OutboxStore["leaseInTurn"]> {
  const states = new Map<number, "ours" | number>();
  if (ids.length === 0) return states;
  // Who decides about a chat has it alone until the commit; what another process has just now is looked at again soon.
  const free = await db
    .selectFrom("deliveries")
    .select("id")
    .where("id", "in", [...ids])
    .where("status", "=", "pending")
    .$if(engine === "postgres", (query) =>
      query.where(
        sql<boolean>`pg_try_advisory_xact_lock(hashtextextended(platform || ':' || chat_id, 0))`,
        "=",
        true,
      ),
    )
    .execute();
  const olderOf = (row: Row) =>
    row
      .selectFrom("deliveries as older")
      .whereRef("older.platform", "=", "mine.platform")
      .whereRef("older.chat_id", "=", "mine.chat_id")
      .whereRef("older.lane", "=", "mine.lane")
      .whereRef("older.id", "<", "mine.id")
      .where("older.status", "=", "pending")
      // What is planned for later is no older message; what was tried and waits for its next try is.
      .where((older) =>
        older.or([older("older.next_try_at", "<=", now + headStartMs), older("older.attempts", ">", 0)]),
      );
  const underWay = (row: Row) =>
    row
      .selectFrom("deliveries as other")
      .select("other.id")
      .whereRef("other.platform", "=", "mine.platform")
      .whereRef("other.chat_id", "=", "mine.chat_id")
      .where("other.status", "=", "leased");
  if (free.length > 0) {
    const taken = await db
      .updateTable("deliveries")
      .set((row) => ({
        status: "leased",
        lease_owner: owner,
        lease_until: until,
        attempts: row("attempts", "+", 1),
      }))
      .where("status", "=", "pending")
      .where("id", "in", (select) =>
        select
          .selectFrom("deliveries as mine")
          .select("mine.id")
          .where(
            "mine.id",
            "in",
            free.map(({ id }) => id),
          )
          .where((row) => row.not(row.exists(underWay(row))))
          .where((row) => row.not(row.exists(olderOf(row).select("older.id")))),
      )
      .returning("id")
      .execute();
    for (const { id } of taken) states.set(id, "ours");
  }
  if (states.size === ids.length) return states;
  const left = await db
    .selectFrom("deliveries as mine")
    .select((row) => [
      "mine.id",
      olderOf(row)
        .select((older) => older.fn.max("older.next_try_at").as("at"))
        .as("at"),
    ])
    .where("mine.id", "in", [...ids])
    .where("mine.status", "=", "pending")
    .execute();
  for (const { id, at } of left) states.set(id, Math.max(now + LOOK_AGAIN_MS, Number(at ?? 0)));
  return states;
}
