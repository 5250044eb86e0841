import type { Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** Several processes on one database: who lives, who holds what only one may hold, and who has which update. */
export async function cluster({ schema }: Kysely<unknown>, engine: Engine): Promise<void> {
  await schema
    .createTable("holdings")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("holder", "text")
    .addColumn("token", "bigint", (column) => column.notNull())
    .addColumn("beat", "bigint", (column) => column.notNull())
    .execute();
  await schema.alterTable("inbox").addColumn("owner", "text").execute();
  // The embedded database has one process and would pay for these with each message.
  if (engine === "sqlite") return;
  await schema
    .createIndex("inbox_open_chat")
    .on("inbox")
    .columns(["platform", "chat_id", "id"])
    .where("status" as never, "=", "new")
    .execute();
  await schema
    .createIndex("deliveries_leased_target")
    .on("deliveries")
    .columns(["platform", "chat_id"])
    .where("status" as never, "=", "leased")
    .execute();
}
