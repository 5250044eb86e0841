import type { Kysely } from "kysely";
import type { ProductStore } from "../aid/index.ts";
import type { Schema } from "./schema.ts";

export const createProductStore = (db: Kysely<Schema>): ProductStore => ({
  async listed(hostId) {
    return await db
      .selectFrom("products")
      .select(["ref", "name"])
      .where("host_id", "=", hostId)
      .where("listed", "=", 1)
      .orderBy("name")
      .execute();
  },

  async list(hostId, { ref, name }, isListed) {
    const listed = isListed ? 1 : 0;
    await db
      .insertInto("products")
      .values({ host_id: hostId, ref, name, listed })
      .onConflict((conflict) => conflict.columns(["host_id", "ref"]).doUpdateSet({ name, listed }))
      .execute();
  },

  async report(hostId, { ref, name }, personId, now, since) {
    // The row is written to, so that of two who report at once the second counts the first.
    const { id, cleared_at } = await db
      .insertInto("products")
      .values({ host_id: hostId, ref, name, listed: 0 })
      .onConflict((conflict) => conflict.columns(["host_id", "ref"]).doUpdateSet({ ref }))
      .returning(["id", "cleared_at"])
      .executeTakeFirstOrThrow();
    await db
      .insertInto("product_reports")
      .values({ product_id: id, person_id: personId, at: now })
      .onConflict((conflict) => conflict.columns(["product_id", "person_id"]).doUpdateSet({ at: now }))
      .execute();
    const row = await db
      .selectFrom("product_reports")
      .select((column) => column.fn.countAll<number>().as("count"))
      .where("product_id", "=", id)
      .where("at", ">", Math.max(since, cleared_at ?? 0))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  async stop(hostId, ref, now) {
    const row = await db
      .updateTable("products")
      .set({ stopped_at: now, cleared_by: null })
      .where("host_id", "=", hostId)
      .where("ref", "=", ref)
      .where("stopped_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    return row?.id;
  },

  async stopped(hostId) {
    const rows = await db
      .selectFrom("products")
      .select(["id", "ref", "name"])
      .where("host_id", "=", hostId)
      .where("stopped_at", "is not", null)
      .orderBy("id")
      .execute();
    return rows.map(({ id, ref, name }) => ({ productId: id, ref, name }));
  },

  async product(productId) {
    const row = await db.selectFrom("products").selectAll().where("id", "=", productId).executeTakeFirst();
    return row && { ref: row.ref, name: row.name, hostId: row.host_id, isStopped: row.stopped_at !== null };
  },

  async clear(productId, by, now) {
    const row = await db
      .updateTable("products")
      .set({ stopped_at: null, cleared_by: by, cleared_at: now })
      .where("id", "=", productId)
      .where("stopped_at", "is not", null)
      .returning("id")
      .executeTakeFirst();
    return row !== undefined;
  },

  async moveReports(fromId, intoId) {
    const rows = await db.selectFrom("product_reports").selectAll().where("person_id", "=", fromId).execute();
    for (const row of rows) {
      await db
        .insertInto("product_reports")
        .values({ ...row, person_id: intoId })
        .onConflict((conflict) => conflict.columns(["product_id", "person_id"]).doNothing())
        .execute();
    }
    await db.deleteFrom("product_reports").where("person_id", "=", fromId).execute();
  },

  async forgetReports(personId) {
    await db.deleteFrom("product_reports").where("person_id", "=", personId).execute();
  },
});
