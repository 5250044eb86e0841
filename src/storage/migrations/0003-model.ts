import type { Kysely } from "kysely";

/** In which words an answer was given, what a model worded and what of it was thrown away, what it has cost by day, and vectors of reviewed texts. */
export async function model(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("answers").addColumn("locale", "text").execute();
  await schema.alterTable("answers").addColumn("stage", "integer").execute();
  await schema
    .createTable("answer_wordings")
    .addColumn("answer_id", "text", (column) => column.primaryKey())
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("revision", "text", (column) => column.notNull())
    .addColumn("sentences", "text", (column) => column.notNull())
    .addColumn("made_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("rewording_failures")
    .addColumn("answer_id", "text", (column) => column.primaryKey())
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("revision", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("rewording_failures_newest")
    .on("rewording_failures")
    .column("created_at")
    .execute();
  await schema
    .createTable("model_spending")
    .addColumn("day", "text", (column) => column.primaryKey())
    .addColumn("tokens", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("text_vectors")
    .addColumn("model", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("dimensions", "integer", (column) => column.notNull())
    .addColumn("vector", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("text_vectors_pk", ["model", "hash"])
    .execute();
}
