import type { Kysely } from "kysely";

/** Messages that are changed after they were sent, threads of their own for what belongs together, edited room messages. */
export async function outboxEdits(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("deliveries").addColumn("handle", "text").execute();
  await schema.alterTable("deliveries").addColumn("edit", "text").execute();
  // Few rows have a handle, so an answer's row costs nothing in these.
  await schema
    .createIndex("deliveries_handle")
    .on("deliveries")
    .columns(["platform", "chat_id", "handle", "id"])
    .where("handle" as never, "is not", null)
    .execute();
  await schema
    .createIndex("deliveries_handle_message")
    .on("deliveries")
    .columns(["platform", "chat_id", "message_id"])
    .where("handle" as never, "is not", null)
    .execute();
  await schema
    .createTable("threads")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("target_chat_id", "text")
    .addColumn("thread_id", "text")
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("threads_pk", ["platform", "chat_id", "key"])
    .execute();
  await schema
    .createIndex("threads_target")
    .on("threads")
    .columns(["platform", "target_chat_id", "thread_id"])
    .execute();
  await schema.alterTable("room_messages").addColumn("edited_at", "bigint").execute();
  await schema
    .createIndex("room_messages_edited")
    .on("room_messages")
    .columns(["room", "edited_at"])
    .where("edited_at" as never, "is not", null)
    .execute();
}
