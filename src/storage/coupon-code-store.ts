import type { Kysely } from "kysely";
import type { CouponStore } from "../coupons/index.ts";
import { insertCodes } from "./coupon-statements.ts";
import { plainText } from "./plain-text.ts";
import { inParts } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** Single codes, and what shops say of them. */
export function createCodeStore(
  db: Kysely<Schema>,
): Pick<
  CouponStore,
  | "addCodes"
  | "knownCodes"
  | "takeCodes"
  | "freeCodes"
  | "codesAt"
  | "givenCode"
  | "markUsed"
  | "addPush"
  | "pushes"
  | "donePush"
> {
  return {
    async addCodes(campaignId, codes) {
      const last = await db
        .selectFrom("coupon_codes")
        .select((column) => column.fn.max("place").as("place"))
        .where("campaign_id", "=", campaignId)
        .executeTakeFirst();
      let place = last?.place ?? 0;
      const rows = codes.map((code) => {
        place += 1;
        return { campaign: campaignId, place, code: plainText(code) };
      });
      let added = 0;
      for (const part of inParts(rows)) added += (await insertCodes(db, part)).rows.length;
      return added;
    },

    async knownCodes(campaignId, codes) {
      const found = new Set<string>();
      for (const part of inParts(codes)) {
        const rows = await db
          .selectFrom("coupon_codes")
          .select("code")
          .where("campaign_id", "=", campaignId)
          .where("code", "in", part.map(plainText))
          .execute();
        for (const { code } of rows) found.add(code);
      }
      return found;
    },

    async takeCodes(campaignId, count) {
      if (count <= 0) return [];
      const rows = await db
        .updateTable("coupon_codes")
        .set({ taken: 1 })
        .where("campaign_id", "=", campaignId)
        .where("place", "in", (free) =>
          free
            .selectFrom("coupon_codes as c")
            .select("c.place")
            .where("c.campaign_id", "=", campaignId)
            .where("c.taken", "=", 0)
            .orderBy("c.place")
            .limit(count),
        )
        .returning(["place", "code"])
        .execute();
      return [...rows].sort((one, other) => one.place - other.place);
    },

    async freeCodes(campaignId, places) {
      for (const part of inParts(places)) {
        await db
          .updateTable("coupon_codes")
          .set({ taken: 0 })
          .where("campaign_id", "=", campaignId)
          .where("place", "in", part)
          .execute();
      }
    },

    async codesAt(campaignId, places) {
      const found = new Map<number, string>();
      for (const part of inParts(places)) {
        const rows = await db
          .selectFrom("coupon_codes")
          .select(["place", "code"])
          .where("campaign_id", "=", campaignId)
          .where("place", "in", part)
          .execute();
        for (const { place, code } of rows) found.set(place, code);
      }
      return found;
    },

    async givenCode(code) {
      const text = plainText(code);
      const single = await db
        .selectFrom("coupon_codes")
        .innerJoin("campaigns", "campaigns.id", "coupon_codes.campaign_id")
        .select(["campaigns.id", "campaigns.host_id"])
        .where("coupon_codes.code", "=", text)
        .where("coupon_codes.taken", "=", 1)
        .executeTakeFirst();
      const row =
        single ??
        (await db
          .selectFrom("campaigns")
          .select(["id", "host_id"])
          .where("shared_code", "=", text)
          .where("shared_code", "!=", "")
          .where("opened_at", "is not", null)
          .executeTakeFirst());
      return row && { campaignId: row.id, hostId: row.host_id };
    },

    async markUsed(campaignId, codes, now) {
      let marked = 0;
      for (const part of inParts(codes)) {
        const result = await db
          .updateTable("coupon_codes")
          .set({ used_at: now })
          .where("campaign_id", "=", campaignId)
          .where("code", "in", part.map(plainText))
          .where("taken", "=", 1)
          .where("used_at", "is", null)
          .executeTakeFirst();
        marked += Number(result.numUpdatedRows);
      }
      return marked;
    },

    async addPush({ shop, pushId, body }, now) {
      const row = await db
        .insertInto("shop_pushes")
        .values({ shop, push_id: plainText(pushId), body: plainText(body), received_at: now })
        .onConflict((conflict) => conflict.columns(["shop", "push_id"]).doNothing())
        .returning("push_id")
        .executeTakeFirst();
      return row !== undefined;
    },

    async pushes(limit) {
      const rows = await db
        .selectFrom("shop_pushes")
        .select(["shop", "push_id", "body"])
        .where("done_at", "is", null)
        .orderBy("received_at")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ shop: row.shop, pushId: row.push_id, body: row.body }));
    },

    async donePush(shop, pushId, now) {
      await db
        .updateTable("shop_pushes")
        .set({ done_at: now, body: "" })
        .where("shop", "=", shop)
        .where("push_id", "=", pushId)
        .execute();
    },
  };
}
