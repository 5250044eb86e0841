import type { Kysely } from "kysely";

/** What hosts promise for their goods beyond the law. */
export async function promises({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("host_promises")
    .addColumn("host_id", "text", (column) => column.primaryKey())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("set_by", "text", (column) => column.notNull())
    .addColumn("set_at", "bigint", (column) => column.notNull())
    .execute();
}
