import type { CreateTableBuilder, Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** A growing number as primary key, in the words of each engine. */
function withId<T extends string, C extends string>(engine: Engine, table: CreateTableBuilder<T, C>) {
  return engine === "sqlite"
    ? table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    : table.addColumn("id", "bigserial", (column) => column.primaryKey());
}

/** Accounts, hosts, chats and roles; inbox and outbox; answers, gaps, safety events; the web room. */
export async function foundation(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("meta")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("hosts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("sample", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("persons")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("greeted_at", "bigint")
    .addColumn("last_host_id", "text", (column) => column.references("hosts.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("accounts")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull().references("persons.id"))
    .addColumn("private_chat_id", "text")
    .addColumn("display_name", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("accounts_pk", ["platform", "user_id"])
    .execute();
  await schema.createIndex("accounts_person").on("accounts").column("person_id").execute();
  await schema
    .createTable("chats")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("title", "text")
    .addColumn("host_id", "text", (column) => column.references("hosts.id"))
    .addColumn("purpose", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("status_reason", "text")
    .addColumn("sees_all", "integer")
    .addColumn("bound_by", "text")
    .addColumn("bound_at", "bigint")
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("chats_pk", ["platform", "chat_id"])
    .execute();
  await schema.createIndex("chats_host").on("chats").columns(["host_id", "purpose"]).execute();
  await schema
    .createTable("roles")
    .addColumn("person_id", "text", (column) => column.notNull().references("persons.id"))
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("granted_by", "text")
    .addColumn("granted_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("roles_pk", ["person_id", "host_id", "role"])
    .execute();
  await schema
    .createTable("invites")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull().references("hosts.id"))
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("used_by", "text")
    .addColumn("used_at", "bigint")
    .execute();
  await schema
    .createTable("wizards")
    .addColumn("person_id", "text", (column) => column.primaryKey())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("attempts")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("cursors")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("message_id", "text", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("cursors_pk", ["platform", "chat_id"])
    .execute();

  await withId(engine, schema.createTable("inbox"))
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("update_key", "text", (column) => column.notNull())
    .addColumn("payload", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("error_ref", "text")
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .addColumn("done_at", "bigint")
    .addUniqueConstraint("inbox_once", ["platform", "chat_id", "update_key"])
    .execute();
  // Only what is still to do is looked up by status, so the index stays as small as the backlog.
  await schema
    .createIndex("inbox_open")
    .on("inbox")
    .column("id")
    .where("status" as never, "=", "new")
    .execute();
  await withId(engine, schema.createTable("deliveries"))
    .addColumn("dedupe_key", "text", (column) => column.notNull().unique())
    .addColumn("nonce", "text", (column) => column.notNull())
    .addColumn("lane", "integer", (column) => column.notNull())
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_try_at", "bigint", (column) => column.notNull())
    .addColumn("lease_owner", "text")
    .addColumn("lease_until", "bigint")
    .addColumn("message_id", "text")
    .addColumn("detail", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("settled_at", "bigint")
    .execute();
  await schema
    .createIndex("deliveries_due")
    .on("deliveries")
    .columns(["lane", "next_try_at"])
    .where("status" as never, "=", "pending")
    .execute();
  await schema
    .createIndex("deliveries_leased")
    .on("deliveries")
    .column("lease_until")
    .where("status" as never, "=", "leased")
    .execute();
  await schema
    .createIndex("deliveries_target")
    .on("deliveries")
    .columns(["platform", "chat_id"])
    .where("status" as never, "=", "pending")
    .execute();
  await withId(engine, schema.createTable("receipts"))
    .addColumn("delivery_id", "bigint", (column) => column.notNull().references("deliveries.id"))
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("detail", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("receipts_delivery").on("receipts").column("delivery_id").execute();

  await schema
    .createTable("answers")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("article_id", "text")
    .addColumn("revision", "text")
    .addColumn("score", "double precision", (column) => column.notNull())
    .addColumn("near", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("feedback")
    .addColumn("answer_id", "text", (column) => column.notNull().references("answers.id"))
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("helped", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("feedback_pk", ["answer_id", "person_id"])
    .execute();
  await schema
    .createTable("gaps")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    .addColumn("question", "text", (column) => column.notNull())
    .addColumn("near", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("first_at", "bigint", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("gaps_once", ["host_id", "fingerprint"])
    .execute();
  await withId(engine, schema.createTable("human_requests"))
    .addColumn("host_id", "text")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("answer_id", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await withId(engine, schema.createTable("safety_events"))
    .addColumn("host_id", "text")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text")
    .addColumn("inbox_id", "bigint", (column) => column.notNull())
    .addColumn("level", "text", (column) => column.notNull())
    .addColumn("kinds", "text", (column) => column.notNull())
    .addColumn("rules", "text", (column) => column.notNull())
    .addColumn("words", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("safety_events_once", ["inbox_id"])
    .execute();
  await withId(engine, schema.createTable("room_messages"))
    .addColumn("room", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("author_name", "text", (column) => column.notNull())
    .addColumn("visible_to", "text")
    .addColumn("reply_to_id", "bigint")
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("room_messages_once", ["room", "key"])
    .execute();
  await schema.createIndex("room_messages_room").on("room_messages").columns(["room", "id"]).execute();
}
