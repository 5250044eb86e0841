import type { Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** When staff is there and how soon it has to come; where each open case stands on the ladder. */
export async function rosters(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  const number = engine === "sqlite" ? "integer" : "bigserial";
  await schema
    .createTable("host_times")
    // Empty for the cases of no host, as in `cases`.
    .addColumn("host_id", "text", (column) => column.primaryKey())
    .addColumn("data", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("duty_shifts")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("days", "text", (column) => column.notNull())
    .addColumn("from_minute", "integer", (column) => column.notNull())
    .addColumn("to_minute", "integer", (column) => column.notNull())
    .execute();
  await schema.createIndex("duty_shifts_host").on("duty_shifts").column("host_id").execute();
  await schema
    .createTable("duty_overrides")
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("is_on", "integer", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("duty_overrides_pk", ["host_id", "person_id"])
    .execute();
  await schema.alterTable("cases").addColumn("ladder_at", "bigint").execute();
  await schema
    .alterTable("cases")
    .addColumn("slips", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
}
