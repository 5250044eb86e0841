import type { Kysely } from "kysely";

/** Group robots, what they are told in one digest, pages of live rooms that are looked at, and calls to everybody. */
export async function robots({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("robots")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("sealed", "text", (column) => column.notNull())
    .addColumn("added_at", "bigint", (column) => column.notNull())
    .addColumn("alarms", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.createIndex("robots_host").on("robots").columns(["host_id", "added_at"]).execute();
  await schema
    .createTable("robot_digests")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("broadcast_id", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("robot_digests_pk", ["platform", "chat_id", "broadcast_id"])
    .execute();
  await schema.createIndex("robot_digests_due").on("robot_digests").column("due_at").execute();
  await schema
    .createTable("live_probes")
    .addColumn("host_id", "text", (column) => column.primaryKey())
    .addColumn("link", "text", (column) => column.notNull())
    .addColumn("next_at", "bigint", (column) => column.notNull())
    .addColumn("pause_ms", "bigint", (column) => column.notNull())
    .addColumn("seen", "text")
    .addColumn("seen_at", "bigint")
    .addColumn("in_a_row", "integer", (column) => column.notNull())
    .execute();
  await schema.createIndex("live_probes_due").on("live_probes").column("next_at").execute();
  await schema.alterTable("chat_rules").addColumn("mention_week", "integer").execute();
  await schema.alterTable("chat_rules").addColumn("topics", "text").execute();
}
