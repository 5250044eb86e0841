import type { Kysely } from "kysely";
import type { ForgetStore, SweepTargets } from "../privacy/index.ts";
import { NOBODY } from "./person-rows.ts";
import { ERASED } from "./retention-store.ts";
import type { Schema } from "./schema.ts";

/** Whose message a row was, by its key: see `readKey` of cases. */
const CASE = /:case\.(\d{1,9})\.[a-z]+/;

/** Words of messages that are on their way are still needed; these are not. */
const SETTLED = ["sent", "failed", "replaced", "skipped", "unknown"];

export const createForgetStore = (db: Kysely<Schema>): ForgetStore => ({
  async addReceipt(receiptId, askedAt, doneAt) {
    await db
      .insertInto("forget_receipts")
      .values({ id: receiptId, asked_at: askedAt, done_at: doneAt ?? null })
      .execute();
  },

  async finishReceipt(receiptId, now) {
    await db.updateTable("forget_receipts").set({ done_at: now }).where("id", "=", receiptId).execute();
  },

  async addWish({ personId, receiptId }, now) {
    await db
      .insertInto("forget_wishes")
      .values({ person_id: personId, receipt_id: receiptId, asked_at: now })
      .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ receipt_id: receiptId }))
      .execute();
  },

  async dropWish(personId) {
    await db.deleteFrom("forget_wishes").where("person_id", "=", personId).execute();
  },

  async wishes(after, limit) {
    const rows = await db
      .selectFrom("forget_wishes")
      .selectAll()
      .where("person_id", ">", after)
      .orderBy("person_id")
      .limit(limit)
      .execute();
    return rows.map((row) => ({ personId: row.person_id, receiptId: row.receipt_id }));
  },

  async sleepers(before, after, limit) {
    const rows = await db
      .selectFrom("accounts")
      .select("person_id")
      .distinct()
      .where("seen_at", "<", before)
      .where("person_id", ">", after)
      .where("person_id", "not in", (awake) =>
        awake
          .selectFrom("accounts as others")
          .select("others.person_id")
          .whereRef("others.person_id", "=", "accounts.person_id")
          .where("others.seen_at", ">=", before),
      )
      .where("person_id", "not in", (staff) => staff.selectFrom("roles").select("roles.person_id"))
      .orderBy("person_id")
      .limit(limit)
      .execute();
    return rows.map(({ person_id }) => person_id);
  },

  async addSweep(sweepId, targets, now) {
    await db
      .insertInto("sweeps")
      .values({ id: sweepId, targets: JSON.stringify(targets), created_at: now })
      .execute();
  },

  async sweeps(limit) {
    const rows = await db.selectFrom("sweeps").selectAll().orderBy("id").limit(limit).execute();
    return rows.map(({ id, targets }) => ({ sweepId: id, targets: JSON.parse(targets) as SweepTargets }));
  },

  async sweep({ chats, caseIds }, afterId, limit) {
    const rows = await db
      .selectFrom("deliveries")
      .select(["id", "platform", "chat_id", "dedupe_key", "status"])
      .where("id", ">", afterId)
      .orderBy("id")
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    if (!last) return undefined;
    const places = new Set(chats.map(({ platform, chatId }) => `${platform} ${chatId}`));
    const cases = new Set(caseIds);
    for (const { id, status, platform, chat_id, dedupe_key } of rows) {
      if (!SETTLED.includes(status)) continue;
      const isHers = places.has(`${platform} ${chat_id}`);
      if (!isHers && !cases.has(Number(CASE.exec(dedupe_key)?.[1]))) continue;
      // The key tells where the message was that caused this one; nothing is sent under it any more.
      await db
        .updateTable("deliveries")
        .set({ payload: ERASED, dedupe_key: `erased:${id}`, ...(isHers ? { chat_id: NOBODY } : {}) })
        .where("id", "=", id)
        .execute();
    }
    return last.id;
  },

  async endSweep(sweepId) {
    const row = await db
      .selectFrom("sweeps")
      .select(["targets", "created_at"])
      .where("id", "=", sweepId)
      .executeTakeFirst();
    const { chats = [] } = row ? (JSON.parse(row.targets) as SweepTargets) : {};
    for (const { platform, chatId } of chats) {
      // Long enough ago that no platform delivers it again.
      await db
        .deleteFrom("inbox")
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("received_at", "<=", row?.created_at ?? 0)
        .where("done_at", "is not", null)
        .execute();
      for (const table of ["cursors", "chats"] as const) {
        await db.deleteFrom(table).where("platform", "=", platform).where("chat_id", "=", chatId).execute();
      }
    }
    await db.deleteFrom("sweeps").where("id", "=", sweepId).execute();
  },
});
