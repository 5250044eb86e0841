import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Engine } from "../engine.ts";

/** A growing number as primary key, in the words of each engine. */
function withId<T extends string, C extends string>(engine: Engine, table: CreateTableBuilder<T, C>) {
  return engine === "sqlite"
    ? table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    : table.addColumn("id", "bigserial", (column) => column.primaryKey());
}

/** Campaigns, their single codes, who asked for one and has one, and what shops pushed. */
export async function coupons(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  await withId(engine, schema.createTable("campaigns"))
    .addColumn("host_id", "text", (column) => column.notNull().references("hosts.id"))
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("settings", "text", (column) => column.notNull())
    .addColumn("shared_code", "text", (column) => column.notNull())
    .addColumn("starts", "text", (column) => column.notNull())
    .addColumn("open_step", "text")
    .addColumn("stock", "integer", (column) => column.notNull())
    .addColumn("taken", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("turn", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("seed", "text")
    .addColumn("drawn", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("opened_at", "bigint")
    .addColumn("next_at", "bigint")
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    // What is promised never exceeds what there is, whatever the code above it does.
    .addCheckConstraint("campaigns_taken", sql`taken >= 0 and taken <= stock`)
    .execute();
  await schema.createIndex("campaigns_host").on("campaigns").columns(["host_id", "id"]).execute();
  await schema.createIndex("campaigns_due").on("campaigns").column("next_at").execute();
  await schema.createIndex("campaigns_code").on("campaigns").column("shared_code").execute();
  await schema
    .createIndex("campaigns_drafts")
    .on("campaigns")
    .columns(["created_by", "status", "id"])
    .execute();

  await schema
    .createTable("coupon_codes")
    .addColumn("campaign_id", "bigint", (column) => column.notNull().references("campaigns.id"))
    .addColumn("place", "integer", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("taken", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("used_at", "bigint")
    .addPrimaryKeyConstraint("coupon_codes_pk", ["campaign_id", "place"])
    .addUniqueConstraint("coupon_codes_once", ["campaign_id", "code"])
    .execute();
  await schema.createIndex("coupon_codes_code").on("coupon_codes").column("code").execute();
  await schema
    .createIndex("coupon_codes_free")
    .on("coupon_codes")
    .columns(["campaign_id", "taken", "place"])
    .execute();

  await withId(engine, schema.createTable("coupon_claims"))
    .addColumn("campaign_id", "bigint", (column) => column.notNull().references("campaigns.id"))
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("place", "integer")
    .addColumn("ticket", "integer")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("asked_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("ends_at", "bigint")
    .addColumn("delivery_key", "text")
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("reminded_at", "bigint")
    .execute();
  await schema
    .createIndex("coupon_claims_status")
    .on("coupon_claims")
    .columns(["campaign_id", "status", "id"])
    .execute();
  await schema
    .createIndex("coupon_claims_person")
    .on("coupon_claims")
    .columns(["person_id", "campaign_id"])
    .execute();
  await schema
    .createIndex("coupon_claims_ticket")
    .unique()
    .on("coupon_claims")
    .columns(["campaign_id", "ticket"])
    .where(sql.ref("ticket"), "is not", sql.lit(null))
    .execute();
  // Small, because a claim is asked or reserved for a short time only.
  await schema
    .createIndex("coupon_claims_asked")
    .unique()
    .on("coupon_claims")
    .columns(["campaign_id", "person_id"])
    .where(sql.ref("status"), "=", sql.lit("asked"))
    .execute();
  await schema
    .createIndex("coupon_claims_reserved")
    .on("coupon_claims")
    .column("ends_at")
    .where(sql.ref("status"), "=", sql.lit("reserved"))
    .execute();
  // No code stands behind two living claims.
  await schema
    .createIndex("coupon_claims_code")
    .unique()
    .on("coupon_claims")
    .columns(["campaign_id", "place"])
    .where(sql<boolean>`status in ('reserved', 'confirmed', 'void') and place is not null`)
    .execute();

  await schema
    .createTable("shop_pushes")
    .addColumn("shop", "text", (column) => column.notNull())
    .addColumn("push_id", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .addColumn("done_at", "bigint")
    .addPrimaryKeyConstraint("shop_pushes_pk", ["shop", "push_id"])
    .execute();
  await schema
    .createIndex("shop_pushes_open")
    .on("shop_pushes")
    .columns(["done_at", "received_at"])
    .execute();
}
