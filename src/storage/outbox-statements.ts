import { type Kysely, sql } from "kysely";
import type { Share } from "../delivery/index.ts";
import { prepared, preparedList } from "./prepared.ts";
import type { Schema } from "./schema.ts";

interface NewRow {
  readonly dedupeKey: string;
  readonly nonce: string;
  readonly lane: number;
  readonly platform: string;
  readonly chatId: string;
  readonly payload: string;
  readonly now: number;
  readonly status: "pending" | "leased";
  readonly attempts: number;
  readonly owner: string | null;
  readonly until: number | null;
  readonly handle: string | null;
  readonly edit: string | null;
  readonly batch: string | null;
  readonly dueAt: number;
  readonly expiresAt: number | null;
}
/** Writes new rows; gives the ids of those that were not there. */
export const insertRows = preparedList((db, rows: readonly NewRow[]) =>
  db
    .insertInto("deliveries")
    .values(
      rows.map((row) => ({
        dedupe_key: row.dedupeKey,
        nonce: row.nonce,
        lane: row.lane,
        platform: row.platform,
        chat_id: row.chatId,
        payload: row.payload,
        status: row.status,
        attempts: row.attempts,
        lease_owner: row.owner,
        lease_until: row.until,
        next_try_at: row.dueAt,
        created_at: row.now,
        handle: row.handle,
        edit: row.edit,
        batch: row.batch,
        expires_at: row.expiresAt,
      })),
    )
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .returning(["id", "dedupe_key"]),
);

/** Takes what is still pending. */
export const leaseRows = preparedList(
  (db, rows: readonly { readonly id: number; readonly owner: string; readonly until: number }[]) =>
    db
      .updateTable("deliveries")
      .set((row) => ({
        status: "leased",
        lease_owner: rows[0]?.owner ?? null,
        lease_until: rows[0]?.until ?? null,
        attempts: row("attempts", "+", 1),
      }))
      .where(
        "id",
        "in",
        rows.map(({ id }) => id),
      )
      .where("status", "=", "pending")
      .returning("id"),
);

/** A fact, even when the lease was given up for lost meanwhile: it must not be sent again. */
export const markSent = prepared((db, row: { id: number; messageId: string; now: number }) =>
  db
    .updateTable("deliveries")
    .set({
      status: "sent",
      message_id: row.messageId,
      detail: null,
      settled_at: row.now,
      lease_owner: null,
      lease_until: null,
    })
    .where("id", "=", row.id),
);

/** Written into the statement: the index is of pending rows alone. */
const PENDING = sql.lit("pending");

interface DueOf {
  readonly platform: string;
  readonly lane: number;
  readonly now: number;
  readonly most: number;
}
const due = (db: Kysely<Schema>, of: DueOf) =>
  db
    .selectFrom("deliveries")
    .select(["id", "next_try_at"])
    .where("status", "=", PENDING)
    .where("platform", "=", of.platform)
    .where("lane", "=", of.lane)
    .where("next_try_at", "<=", of.now)
    .where((row) => row.or([row("expires_at", "is", null), row("expires_at", ">", of.now)]))
    .orderBy("next_try_at")
    .orderBy("id")
    .limit(of.most);

/** Ids of one lane's rows whose time has come and is not over, in the order of the index that they are read from. */
export const dueIds = prepared(due);

/** The same for one part of all chats, on PostgreSQL alone; `shareOf` of delivery counts in the same way. */
export const dueIdsOfShare = prepared((db, of: DueOf & Share) =>
  due(db, of).where(
    sql<number>`('x' || substr(md5(platform || ':' || chat_id), 1, 7))::bit(28)::int % ${of.count}::int`,
    "=",
    sql<number>`${of.index}::int`,
  ),
);

export const nextDueOf = prepared((db, of: { platform: string; lane: number; now: number }) =>
  db
    .selectFrom("deliveries")
    .select((column) => column.fn.min<number | null>("next_try_at").as("at"))
    .where("status", "=", PENDING)
    .where("platform", "=", of.platform)
    .where("lane", "=", of.lane)
    .where("next_try_at", ">", of.now),
);
