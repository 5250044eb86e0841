import { type Kysely, sql } from "kysely";
import { type KeepingRule, keptMs } from "../core/kept.ts";
import type { Erased, RetentionStore } from "../privacy/index.ts";
import { eraseApplicationRow } from "./aid-store.ts";
import { eraseCase } from "./case-store.ts";
import { forgetClaimRow } from "./coupon-store.ts";
import { NOBODY } from "./person-rows.ts";
import type { Schema } from "./schema.ts";

/** A payload that is gone. */
export const ERASED = "{}";

type Erase = (db: Kysely<Schema>, before: number, after: string, limit: number) => Promise<Erased>;

interface Row {
  readonly id: number | string;
  readonly at: number;
}

/**
 * Rows whose ids grow with time: read in their order from the last place on, up to the first that is too new. Each is
 * looked at once and not at every round, and no index has to be kept for it.
 */
async function walk(
  rows: readonly Row[],
  before: number,
  after: string,
  limit: number,
  erase: (ids: readonly Row["id"][]) => Promise<number>,
): Promise<Erased> {
  const tooNew = rows.findIndex(({ at }) => at >= before);
  const old = tooNew < 0 ? rows : rows.slice(0, tooNew);
  const last = old.at(-1);
  if (!last) return { count: 0, after, more: false };
  const count = await erase(old.map(({ id }) => id));
  return { count, after: String(last.id), more: tooNew < 0 && rows.length === limit };
}

/** Rows that an index finds: what is erased is found no more. */
const portion = (count: number, limit: number): Erased => ({ count, after: "", more: count >= limit });
const changed = ({ numUpdatedRows }: { numUpdatedRows: bigint }): number => Number(numUpdatedRows);
const deleted = ({ numDeletedRows }: { numDeletedRows: bigint }): number => Number(numDeletedRows);

const HANDLED = ["done", "failed"];
const SETTLED = ["sent", "failed", "replaced", "skipped", "unknown"];
const ENDED = ["delivered", "refused", "withdrawn", "expired"];
const IN_VAIN = ["refused", "released", "lost"];
const GOODS = ["after-sale", "product-safety"];

const numbers = (ids: readonly Row["id"][]): number[] => ids.map(Number);
const texts = (ids: readonly Row["id"][]): string[] => ids.map(String);
const idAfter = (after: string): number => (after === "" ? 0 : Number(after));

/** Rows of a table with a growing number, from a place on. */
async function numbered(
  db: Kysely<Schema>,
  table: "inbox" | "deliveries" | "room_messages" | "safety_events" | "coupon_claims",
  time: "received_at" | "created_at" | "at" | "asked_at",
  after: string,
  limit: number,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select id, ${sql.ref(time)} as at from ${sql.table(table)}
    where id > ${idAfter(after)} order by id limit ${limit}`.execute(db);
  return rows;
}

const caseTexts =
  (goods: boolean): Erase =>
  async (db, before, _after, limit) => {
    const now = before + keptMs(goods ? "goods-case-texts" : "case-texts");
    const rows = await db
      .selectFrom("cases")
      .select("id")
      .where("closed_at", "<", before)
      .where("closed_at", "is not", null)
      .where("erased_at", "is", null)
      .where("status", "=", "closed")
      .where("kind", goods ? "in" : "not in", GOODS)
      // What goes on in another case goes with it.
      .where((row) =>
        row.or([
          row("joined_into", "is", null),
          row.exists(
            row
              .selectFrom("cases as goes_on")
              .select("goes_on.id")
              .whereRef("goes_on.id", "=", "cases.joined_into")
              .where("goes_on.erased_at", "is not", null),
          ),
        ]),
      )
      .orderBy("closed_at")
      .limit(limit)
      .execute();
    for (const { id } of rows) await eraseCase(db, id, now);
    return portion(rows.length, limit);
  };

const ERASERS: Readonly<Record<KeepingRule, Erase>> = {
  "inbox-texts": async (db, before, after, limit) =>
    walk(await numbered(db, "inbox", "received_at", after, limit), before, after, limit, async (ids) =>
      changed(
        await db
          .updateTable("inbox")
          .set({ payload: null, sender_id: null })
          .where("id", "in", numbers(ids))
          .where("status", "in", HANDLED)
          .where("done_at", "<", before)
          .where("payload", "is not", null)
          .executeTakeFirst(),
      ),
    ),
  "inbox-keys": async (db, before, after, limit) =>
    walk(await numbered(db, "inbox", "received_at", after, limit), before, after, limit, async (ids) =>
      deleted(
        await db
          .deleteFrom("inbox")
          .where("id", "in", numbers(ids))
          .where("status", "in", HANDLED)
          .executeTakeFirst(),
      ),
    ),
  "outbox-texts": async (db, before, after, limit) =>
    walk(await numbered(db, "deliveries", "created_at", after, limit), before, after, limit, async (ids) =>
      changed(
        await db
          .updateTable("deliveries")
          .set({ payload: ERASED })
          .where("id", "in", numbers(ids))
          .where("status", "in", SETTLED)
          .where("settled_at", "<", before)
          .where("payload", "!=", ERASED)
          .executeTakeFirst(),
      ),
    ),
  "outbox-keys": async (db, before, after, limit) =>
    walk(await numbered(db, "deliveries", "created_at", after, limit), before, after, limit, async (ids) => {
      const old = (
        await db
          .selectFrom("deliveries")
          .select("id")
          .where("id", "in", numbers(ids))
          .where("status", "in", SETTLED)
          .where("settled_at", "<", before)
          .execute()
      ).map(({ id }) => id);
      if (old.length === 0) return 0;
      await db.deleteFrom("receipts").where("delivery_id", "in", old).execute();
      return deleted(await db.deleteFrom("deliveries").where("id", "in", old).executeTakeFirst());
    }),
  "room-messages": async (db, before, after, limit) =>
    walk(await numbered(db, "room_messages", "at", after, limit), before, after, limit, async (ids) =>
      deleted(await db.deleteFrom("room_messages").where("id", "in", numbers(ids)).executeTakeFirst()),
    ),
  alarms: async (db, before, after, limit) =>
    walk(await numbered(db, "safety_events", "created_at", after, limit), before, after, limit, async (ids) =>
      changed(
        await db
          .updateTable("safety_events")
          .set({ words: "[]", person_id: null, chat_id: NOBODY, message_id: null, user_id: null })
          .where("id", "in", numbers(ids))
          .executeTakeFirst(),
      ),
    ),
  claims: async (db, before, after, limit) =>
    walk(await numbered(db, "coupon_claims", "asked_at", after, limit), before, after, limit, async (ids) => {
      const rows = await db
        .selectFrom("coupon_claims")
        .select(["id", "origin"])
        .where("id", "in", numbers(ids))
        .where("changed_at", "<", before)
        .where("person_id", "!=", NOBODY)
        .execute();
      for (const { id, origin } of rows) await forgetClaimRow(db, id, JSON.parse(origin) as never);
      return rows.length;
    }),
  answers: async (db, before, after, limit) => {
    // The ids of answers begin with their time.
    const rows = await db
      .selectFrom("answers")
      .select(["id", "created_at as at"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(limit)
      .execute();
    return await walk(rows, before, after, limit, async (ids) => {
      await db
        .updateTable("feedback")
        .set({ person_id: NOBODY })
        .where("answer_id", "in", texts(ids))
        .execute();
      return changed(
        await db
          .updateTable("answers")
          .set({ person_id: NOBODY, chat_id: NOBODY })
          .where("id", "in", texts(ids))
          .executeTakeFirst(),
      );
    });
  },
  attempts: async (db, before, after, limit) => {
    const rows = await db
      .selectFrom("attempts")
      .select(["key", "since"])
      .where("key", ">", after)
      .orderBy("key")
      .limit(limit)
      .execute();
    const old = rows.filter(({ since }) => since < before).map(({ key }) => key);
    if (old.length > 0) await db.deleteFrom("attempts").where("key", "in", old).execute();
    const last = rows.at(-1);
    return { count: old.length, after: last?.key ?? "", more: rows.length === limit };
  },
  "case-texts": caseTexts(false),
  "goods-case-texts": caseTexts(true),
  "aid-contacts": async (db, before, _after, limit) => {
    const rows = await db
      .selectFrom("aid_applications")
      .select("id")
      .where("status", "in", ENDED)
      .where("status_at", "<", before)
      .where("contact", "is not", null)
      .limit(limit)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) {
      await db.updateTable("aid_applications").set({ contact: null }).where("id", "in", ids).execute();
    }
    return portion(ids.length, limit);
  },
  "aid-answers": async (db, before, _after, limit) => {
    const rows = await db
      .selectFrom("aid_applications")
      .select("id")
      .where("status", "in", ENDED)
      .where("status_at", "<", before)
      .where("erased_at", "is", null)
      .limit(limit)
      .execute();
    for (const { id } of rows) await eraseApplicationRow(db, id, true, before + keptMs("aid-answers"));
    return portion(rows.length, limit);
  },
  forms: async (db, before) =>
    once(deleted(await db.deleteFrom("aid_forms").where("updated_at", "<", before).executeTakeFirst())),
  "product-reports": async (db, before) =>
    once(deleted(await db.deleteFrom("product_reports").where("at", "<", before).executeTakeFirst())),
  "quiet-times": async (db, before) =>
    once(deleted(await db.deleteFrom("quiet_times").where("until", "<", before).executeTakeFirst())),
  "claims-in-vain": async (db, before, _after, limit) => {
    const rows = await db
      .selectFrom("coupon_claims")
      .select("id")
      .where("status", "in", IN_VAIN)
      .where("changed_at", "<", before)
      .limit(limit)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await db.deleteFrom("coupon_claims").where("id", "in", ids).execute();
    return portion(ids.length, limit);
  },
  "shop-pushes": async (db, before) =>
    once(deleted(await db.deleteFrom("shop_pushes").where("done_at", "<", before).executeTakeFirst())),
  cursors: async (db, before) =>
    once(deleted(await db.deleteFrom("cursors").where("updated_at", "<", before).executeTakeFirst())),
  "link-codes": async (db, before) =>
    once(deleted(await db.deleteFrom("link_codes").where("expires_at", "<", before).executeTakeFirst())),
  invites: async (db, before) =>
    once(deleted(await db.deleteFrom("invites").where("expires_at", "<", before).executeTakeFirst())),
  wizards: async (db, before) =>
    once(deleted(await db.deleteFrom("wizards").where("updated_at", "<", before).executeTakeFirst())),
  // Everything of a person goes with her, which is more than rows: see `createTimeKeeper`.
  accounts: async () => once(0),
  names: async (db) =>
    once(
      changed(
        await db
          .updateTable("accounts")
          .set({ display_name: null })
          .where("display_name", "is not", null)
          .where((row) =>
            row.not(
              row.exists(
                row
                  .selectFrom("roles")
                  .select("roles.role")
                  .whereRef("roles.person_id", "=", "accounts.person_id"),
              ),
            ),
          )
          .executeTakeFirst(),
      ),
    ),
  "duty-overrides": async (db, before) =>
    once(deleted(await db.deleteFrom("duty_overrides").where("until", "<", before).executeTakeFirst())),
  "publish-requests": async (db, before) =>
    once(
      deleted(
        await db
          .deleteFrom("publish_requests")
          .where("closed_at", "is not", null)
          .where("closed_at", "<", before)
          .executeTakeFirst(),
      ),
    ),
  "old-human-requests": async (db, before) =>
    once(deleted(await db.deleteFrom("human_requests").where("created_at", "<", before).executeTakeFirst())),
  "forget-receipts": async (db, before) =>
    once(
      deleted(
        await db
          .deleteFrom("forget_receipts")
          .where("asked_at", "<", before)
          .where("done_at", "is not", null)
          .executeTakeFirst(),
      ),
    ),
};

/** Few rows, or all found by an index: one statement. */
const once = (count: number): Erased => ({ count, after: "", more: false });

export const createRetentionStore = (db: Kysely<Schema>): RetentionStore => ({
  erase: (rule, before, after, limit) => ERASERS[rule](db, before, after, limit),
});
