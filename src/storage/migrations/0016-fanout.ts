import type { Kysely } from "kysely";

/**
 * What is due is read lane by lane, in pages: neither what waits behind a page nor what waits for a later time may cost
 * anything, however much it is.
 */
export async function fanout(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createIndex("deliveries_lane")
    .on("deliveries")
    .columns(["platform", "lane", "next_try_at", "id"])
    .where("status" as never, "=", "pending")
    .execute();
  await schema.dropIndex("deliveries_due").execute();
}
