import type { Kysely } from "kysely";
import { LANES, type Lane, RESEND_UNKNOWN } from "../core/content.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { OutboxStore, Settlement, Share } from "../delivery/index.ts";
import type { Engine } from "./engine.ts";
import { enqueueRows } from "./enqueue-rows.ts";
import { leaseInTurn } from "./lease-in-turn.ts";
import { takeTurn } from "./message-versions.ts";
import { createBatchPart } from "./outbox-batches.ts";
import { COLUMNS, readPayload, toDelivery } from "./outbox-rows.ts";
import { dueIds, dueIdsOfShare, leaseRows, markSent, nextDueOf } from "./outbox-statements.ts";
import { inParts } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const ALL_LANES = (Object.keys(LANES) as Lane[]).sort((one, other) => LANES[one] - LANES[other]);
/** Every process looks after its part of all chats where there are several. */
const dueOf = (db: Kysely<Schema>, of: Parameters<typeof dueIds>[1], share: Share | undefined) =>
  share && share.count > 1 ? dueIdsOfShare(db, { ...of, ...share }) : dueIds(db, of);
const RESEND_LANES = [...RESEND_UNKNOWN].map((lane) => LANES[lane]);

export function createOutboxStore(db: Kysely<Schema>, engine: Engine, sealer: TextSealer): OutboxStore {
  async function addReceipts(settlements: readonly Settlement[], now: number): Promise<void> {
    const rows = await db
      .selectFrom("deliveries")
      .select(["id", "attempts"])
      .where(
        "id",
        "in",
        settlements.map(({ id }) => id),
      )
      .execute();
    const attempts = new Map(rows.map((row) => [row.id, row.attempts]));
    await db
      .insertInto("receipts")
      .values(
        settlements.map((settlement) => ({
          delivery_id: settlement.id,
          attempt: attempts.get(settlement.id) ?? 0,
          outcome: settlement.outcome,
          detail: "detail" in settlement ? settlement.detail : null,
          at: now,
        })),
      )
      .execute();
  }

  /** What is to be said because these failed. */
  async function sayUnreached(ids: readonly number[], now: number): Promise<void> {
    if (ids.length === 0) return;
    const rows = await db
      .selectFrom("deliveries")
      .select(["dedupe_key", "payload"])
      .where("id", "in", [...ids])
      .execute();
    await enqueueRows(
      db,
      sealer,
      rows.flatMap((row) => readPayload(sealer, row).unreached ?? []),
      now,
    );
  }

  return {
    enqueue: (deliveries, now, lease) => enqueueRows(db, sealer, deliveries, now, lease),

    async lease(ids, owner, until) {
      const taken: number[] = [];
      for (const part of inParts(ids)) {
        const { rows } = await leaseRows(
          db,
          part.map((id) => ({ id, owner, until })),
        );
        for (const { id } of rows) taken.push(id);
      }
      return taken;
    },

    async release(ids, nextTryAt) {
      if (ids.length === 0) return;
      await db
        .updateTable("deliveries")
        .set((row) => ({
          status: "pending",
          attempts: row("attempts", "-", 1),
          next_try_at: nextTryAt,
          lease_owner: null,
          lease_until: null,
        }))
        .where("id", "in", [...ids])
        .where("status", "=", "leased")
        .execute();
    },

    leaseInTurn: (ids, lease, now) => leaseInTurn(db, engine, ids, lease, now),

    takeTurn: (id, lease, now, canEdit) => takeTurn(db, sealer, { id, lease, now, canEdit }),

    async handleOf(platform, chatIds, messageId) {
      const row = await db
        .selectFrom("deliveries")
        .select("handle")
        .where("platform", "=", platform)
        .where("chat_id", "in", [...chatIds])
        .where("message_id", "=", messageId)
        .where("handle", "is not", null)
        .limit(1)
        .executeTakeFirst();
      return row?.handle ?? undefined;
    },

    async settle(settlements, now) {
      // A plain success is its own receipt (status, message id, time); everything else also leaves a row that stays.
      const remarkable = settlements.filter(({ outcome }) => outcome !== "sent");
      if (remarkable.length > 0) await addReceipts(remarkable, now);
      for (const settlement of settlements) {
        if (settlement.outcome === "sent") {
          await markSent(db, { id: settlement.id, messageId: settlement.messageId, now });
          continue;
        }
        const update = db
          .updateTable("deliveries")
          .where("id", "=", settlement.id)
          .where("status", "=", "leased");
        const free = { lease_owner: null, lease_until: null };
        switch (settlement.outcome) {
          case "failed":
          case "skipped":
            await update
              .set({ ...free, status: settlement.outcome, detail: settlement.detail, settled_at: now })
              .execute();
            break;
          case "retry":
          case "unknown":
            await update
              .set(
                settlement.nextTryAt === undefined
                  ? { ...free, status: "unknown", detail: settlement.detail, settled_at: now }
                  : {
                      ...free,
                      status: "pending",
                      detail: settlement.detail,
                      next_try_at: settlement.nextTryAt,
                      ...(settlement.outcome === "retry" && settlement.anew ? { edit: null } : {}),
                    },
              )
              .execute();
            break;
        }
      }
      const failed = settlements.filter(({ outcome }) => outcome === "failed");
      await sayUnreached(
        failed.map(({ id }) => id),
        now,
      );
    },

    async due(now, limit, platforms, page) {
      const lanes = page ? [page.lane] : ALL_LANES;
      const found: number[] = [];
      for (const lane of lanes) {
        const rows: { id: number; next_try_at: number }[] = [];
        for (const platform of platforms) {
          // What is held is still pending here and comes first.
          const most = limit + (page?.held.size ?? 0);
          rows.push(...(await dueOf(db, { platform, lane: LANES[lane], now, most }, page?.share)).rows);
        }
        rows.sort((one, other) => one.next_try_at - other.next_try_at || one.id - other.id);
        found.push(...rows.map(({ id }) => id).filter((id) => !page?.held.has(id)));
        if (found.length >= limit) break;
      }
      const ids = found.slice(0, limit);
      if (ids.length === 0) return [];
      const rows = await db.selectFrom("deliveries").select(COLUMNS).where("id", "in", ids).execute();
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => byId.get(id) ?? []).map((row) => toDelivery(row, sealer));
    },

    async expireLeases(now, exceptOwner) {
      const detail = "the process ended while sending";
      // Each statement decides and takes at once: of two processes that look, one finds the row.
      const lost = db
        .updateTable("deliveries")
        .set({ lease_owner: null, lease_until: null, detail })
        .where("status", "=", "leased")
        .where((row) =>
          exceptOwner === undefined ? row("lease_until", "<", now) : row("lease_owner", "!=", exceptOwner),
        );
      const again = await lost
        .set({ status: "pending", next_try_at: now })
        // Changing a message twice is harmless in every lane.
        .where((row) => row.or([row("lane", "in", RESEND_LANES), row("edit", "is not", null)]))
        .returning(["id", "attempts"])
        .execute();
      const parked = await lost
        .set({ status: "unknown", settled_at: now })
        .where("lane", "not in", RESEND_LANES)
        .where("edit", "is", null)
        .returning(["id", "attempts"])
        .execute();
      const rows = [...again, ...parked];
      if (rows.length === 0) return 0;
      await db
        .insertInto("receipts")
        .values(
          rows.map((row) => ({
            delivery_id: row.id,
            attempt: row.attempts,
            outcome: "unknown",
            detail,
            at: now,
          })),
        )
        .execute();
      return rows.length;
    },

    async postpone(platform, chatId, until) {
      await db
        .updateTable("deliveries")
        .set({ next_try_at: until })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("status", "=", "pending")
        .where("next_try_at", "<", until)
        .execute();
    },

    async failTarget(platform, chatId, detail, now) {
      const rows = await db
        .updateTable("deliveries")
        .set({ status: "failed", detail, settled_at: now })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("status", "=", "pending")
        .returning(["id", "attempts"])
        .execute();
      if (rows.length === 0) return;
      await db
        .insertInto("receipts")
        .values(
          rows.map((row) => ({
            delivery_id: row.id,
            attempt: row.attempts,
            outcome: "failed",
            detail,
            at: now,
          })),
        )
        .execute();
      await sayUnreached(
        rows.map(({ id }) => id),
        now,
      );
    },

    async withdraw(dedupeKeys, detail, now) {
      const states = new Map<string, "pending" | "leased" | "sent" | "unknown" | "failed">();
      for (const part of inParts(dedupeKeys)) {
        await db
          .updateTable("deliveries")
          .set({ status: "failed", detail, settled_at: now })
          .where("dedupe_key", "in", part)
          .where("status", "=", "pending")
          .where("attempts", ">", 0)
          .execute();
        const rows = await db
          .selectFrom("deliveries")
          .select(["dedupe_key", "status"])
          .where("dedupe_key", "in", part)
          .execute();
        for (const { dedupe_key, status } of rows) {
          states.set(dedupe_key, status as "pending" | "leased" | "sent" | "unknown" | "failed");
        }
      }
      return states;
    },

    async retarget(platform, fromChatId, toChatId) {
      await db
        .updateTable("deliveries")
        .set({ chat_id: toChatId })
        .where("platform", "=", platform)
        .where("chat_id", "=", fromChatId)
        // The one whose sending told about the move is leased, and what is parked may be sent again by a person.
        .where("status", "in", ["pending", "leased", "unknown"])
        .execute();
    },

    async nextDueAt(platforms, now) {
      let earliest: number | undefined;
      for (const platform of platforms) {
        for (const lane of ALL_LANES) {
          const { rows } = await nextDueOf(db, { platform, lane: LANES[lane], now });
          const at = rows[0]?.at ?? undefined;
          if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
        }
      }
      return earliest;
    },

    async counts() {
      const rows = await db
        .selectFrom("deliveries")
        .select(["lane", "status", (column) => column.fn.countAll<number>().as("count")])
        .where("status", "in", ["pending", "leased", "unknown"])
        .groupBy(["lane", "status"])
        .execute();
      return rows.map((row) => ({ ...row, count: Number(row.count) }));
    },

    ...createBatchPart(db),
  };
}
