import { type Kysely, sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Revisions of articles and what editors did with them; unanswered questions in groups of their like. */
export async function articles(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  const number = engine === "sqlite" ? "integer" : "bigserial";
  await schema
    .createTable("article_revisions")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("revision", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("english", "text")
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("publisher_id", "text")
    .addColumn("gap_group_id", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("published_at", "bigint")
    .addUniqueConstraint("article_revisions_once", ["article_id", "revision"])
    .execute();
  // Only what is being worked on is looked up by state.
  await schema
    .createIndex("article_revisions_open")
    .on("article_revisions")
    .column("id")
    .where("state" as never, "in", ["draft", "in_review"])
    .execute();
  await schema
    .createTable("article_events")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("revision_id", "bigint")
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("from_state", "text")
    .addColumn("to_state", "text")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("replaced_live", "text")
    .addColumn("replaced_event_id", "bigint")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("article_events_article")
    .on("article_events")
    .columns(["article_id", "id"])
    .execute();
  await schema
    .createTable("article_heads")
    .addColumn("article_id", "text", (column) => column.primaryKey())
    .addColumn("live", "text", (column) => column.notNull())
    .addColumn("since_event_id", "bigint")
    .execute();
  await schema
    .createTable("article_version")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("version", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("article_questions")
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("question", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("article_questions_pk", ["article_id", "question"])
    .execute();
  await schema
    .createTable("publish_requests")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("revision_id", "bigint", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("platform", "text")
    .addColumn("chat_id", "text")
    .addColumn("visible_to", "text")
    .addColumn("locale", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("closed_at", "bigint")
    .execute();
  await schema
    .createIndex("publish_requests_open")
    .on("publish_requests")
    .column("revision_id")
    .unique()
    .where("status" as never, "=", "open")
    .execute();
  await schema
    .createTable("review_notices")
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("review_by", "text", (column) => column.notNull())
    .addColumn("told_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("review_notices_pk", ["article_id", "review_by"])
    .execute();

  await schema
    .createTable("gap_groups")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("question", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("first_at", "bigint", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("article_id", "text")
    .addColumn("closed_at", "bigint")
    .execute();
  await schema
    .createIndex("gap_groups_open")
    .on("gap_groups")
    .columns(["host_id", "count", "last_at"])
    .where("status" as never, "=", "open")
    .execute();
  await schema
    .createIndex("gap_groups_asked")
    .on("gap_groups")
    .columns(["count", "last_at"])
    .where("status" as never, "=", "open")
    .execute();
  await schema
    .createTable("gap_bands")
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("band", "bigint", (column) => column.notNull())
    .addColumn("group_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("gap_bands_pk", ["host_id", "band", "group_id"])
    .execute();
  await schema
    .createTable("gap_events")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("group_id", "text", (column) => column.notNull())
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("article_id", "text")
    .addColumn("person_id", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema.alterTable("gaps").addColumn("group_id", "text").execute();
  // What was asked before this migration stands in a group of its own.
  await sql`insert into gap_groups (id, host_id, question, count, first_at, last_at, status)
    select id, host_id, question, count, first_at, last_at, 'open' from gaps`.execute(db);
  await sql`update gaps set group_id = id`.execute(db);
  await schema.createIndex("gaps_group").on("gaps").column("group_id").execute();
  // "Did not help" is listed newest first; the many "helped" are not looked at.
  await schema
    .createIndex("feedback_not_helped")
    .on("feedback")
    .column("at")
    .where("helped" as never, "=", 0)
    .execute();
}
