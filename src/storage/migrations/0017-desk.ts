import type { Kysely } from "kysely";

/** What staff may have done about a hurtful message: which one it was, who wrote it, and who has pressed what. */
export async function desk({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("safety_events").addColumn("message_id", "text").execute();
  await schema.alterTable("safety_events").addColumn("user_id", "text").execute();
  await schema.alterTable("safety_events").addColumn("locale", "text").execute();
  await schema
    .createTable("safety_acts")
    .addColumn("event_id", "bigint", (column) => column.notNull().references("safety_events.id"))
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("safety_acts_pk", ["event_id", "act"])
    .execute();
}
