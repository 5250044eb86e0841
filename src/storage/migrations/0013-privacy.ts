import { type Kysely, sql } from "kysely";

/** Accounts that become one person, wishes to be forgotten, and what erasing by time looks things up by. */
export async function privacy(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  // Who became whom: names in the history of a case are found by the old id too.
  await schema.alterTable("persons").addColumn("merged_into", "text").execute();
  await schema
    .createIndex("persons_merged")
    .on("persons")
    .column("merged_into")
    .where("merged_into" as never, "is not", null)
    .execute();
  await schema.alterTable("cases").addColumn("joined_into", "bigint").execute();
  await schema.alterTable("cases").addColumn("erased_at", "bigint").execute();
  await schema
    .createIndex("cases_to_erase")
    .on("cases")
    .column("closed_at")
    .where("closed_at" as never, "is not", null)
    .where("erased_at" as never, "is", null)
    .execute();
  await schema.alterTable("aid_applications").addColumn("erased_at", "bigint").execute();
  await schema.createIndex("product_reports_person").on("product_reports").column("person_id").execute();
  await schema.createIndex("coupon_claims_changed").on("coupon_claims").column("changed_at").execute();
  await schema.createIndex("room_messages_author").on("room_messages").column("author_id").execute();
  await schema
    .createIndex("room_messages_seen_by")
    .on("room_messages")
    .column("visible_to")
    .where("visible_to" as never, "is not", null)
    .execute();
  // Whoever has not come for years is forgotten.
  await schema.alterTable("accounts").addColumn("seen_at", "bigint").execute();
  await sql`update accounts set seen_at = created_at`.execute(db);
  await schema.createIndex("accounts_seen").on("accounts").column("seen_at").execute();
  await schema
    .createIndex("accounts_named")
    .on("accounts")
    .column("person_id")
    .where("display_name" as never, "is not", null)
    .execute();
  // The same columns in another order: everything that one account wrote is found as well.
  await schema.dropIndex("inbox_of_sender").execute();
  await schema
    .createIndex("inbox_of_sender")
    .on("inbox")
    .columns(["platform", "sender_id", "chat_id", "id"])
    .execute();

  await schema
    .createTable("link_codes")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("code_hash", "text", (column) => column.notNull().unique())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("claimed_by", "text")
    .addColumn("used_at", "bigint")
    .execute();
  await schema.createIndex("link_codes_person").on("link_codes").column("person_id").execute();
  await schema.createIndex("link_codes_over").on("link_codes").column("expires_at").execute();

  // Wishes of people of whom something has to stay for a while; gone with the last of it.
  await schema
    .createTable("forget_wishes")
    .addColumn("person_id", "text", (column) => column.primaryKey())
    .addColumn("receipt_id", "text", (column) => column.notNull())
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .execute();
  // What shows that it was done, and nothing of whom.
  await schema
    .createTable("forget_receipts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .addColumn("done_at", "bigint")
    .execute();
  await schema.createIndex("forget_receipts_asked").on("forget_receipts").column("asked_at").execute();
  // Chats and messages of which outbox and rooms still hold words; looked through in portions.
  await schema
    .createTable("sweeps")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("targets", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
}
