import type { Kysely } from "kysely";

/** Who wrote an update, for judging several texts of one person together; who looked at a report; times without promotion. */
export async function triage(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("inbox").addColumn("sender_id", "text").execute();
  await schema
    .createIndex("inbox_of_sender")
    .on("inbox")
    .columns(["platform", "chat_id", "sender_id", "id"])
    .execute();
  await schema.alterTable("safety_events").addColumn("seen_by", "text").execute();
  await schema.alterTable("safety_events").addColumn("seen_at", "bigint").execute();
  await schema
    .createTable("quiet_times")
    .addColumn("subject", "text", (column) => column.primaryKey())
    .addColumn("until", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("quiet_times_over").on("quiet_times").column("until").execute();
}
