import type { Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** Products that hosts list or fans report, and who reported which. */
export async function productSafety({ schema }: Kysely<unknown>, engine: Engine): Promise<void> {
  await schema
    .createTable("products")
    .addColumn("id", engine === "sqlite" ? "integer" : "bigserial", (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("ref", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("listed", "integer", (column) => column.notNull())
    .addColumn("stopped_at", "bigint")
    .addColumn("cleared_by", "text")
    .addColumn("cleared_at", "bigint")
    .addUniqueConstraint("products_ref", ["host_id", "ref"])
    .execute();
  await schema
    .createTable("product_reports")
    .addColumn("product_id", "bigint", (column) => column.notNull().references("products.id"))
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("product_reports_pk", ["product_id", "person_id"])
    .execute();
  await schema.createIndex("product_reports_at").on("product_reports").column("at").execute();
}
