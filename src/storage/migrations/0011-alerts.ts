import type { Kysely } from "kysely";

/** Live sessions, announcements and whom they reach; messages that belong together, wait, or become too old. */
export async function alerts(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("deliveries").addColumn("batch", "text").execute();
  await schema.alterTable("deliveries").addColumn("expires_at", "bigint").execute();
  // Few rows have a batch, so an answer's row costs nothing in these.
  await schema
    .createIndex("deliveries_batch")
    .on("deliveries")
    .columns(["batch", "status"])
    .where("batch" as never, "is not", null)
    .execute();
  await schema
    .createIndex("deliveries_expiring")
    .on("deliveries")
    .columns(["status", "expires_at"])
    .where("expires_at" as never, "is not", null)
    .execute();
  await schema
    .createIndex("chats_page")
    .on("chats")
    .columns(["host_id", "purpose", "platform", "chat_id"])
    .execute();
  await schema
    .createIndex("safety_events_chat")
    .on("safety_events")
    .columns(["platform", "chat_id", "created_at"])
    .execute();
  await schema
    .createIndex("safety_events_person")
    .on("safety_events")
    .columns(["person_id", "created_at"])
    .execute();
  await schema.createIndex("answers_person").on("answers").columns(["person_id", "created_at"]).execute();

  await schema
    .createTable("live_sessions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("title", "text")
    .addColumn("link", "text")
    .addColumn("broadcast_id", "text")
    .addColumn("first_seen_at", "bigint", (column) => column.notNull())
    .addColumn("confirmed_at", "bigint")
    .addColumn("off_since", "bigint")
    .addColumn("ended_at", "bigint")
    .execute();
  // Of several processes and several tools that see the same start, one opens the session.
  await schema
    .createIndex("live_sessions_open")
    .unique()
    .on("live_sessions")
    .column("host_id")
    .where("ended_at" as never, "is", null)
    .execute();
  await schema
    .createIndex("live_sessions_off")
    .on("live_sessions")
    .column("off_since")
    .where("off_since" as never, "is not", null)
    .execute();
  await schema
    .createIndex("live_sessions_host")
    .on("live_sessions")
    .columns(["host_id", "first_seen_at"])
    .execute();
  await schema
    .createTable("live_schedules")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("cron", "text")
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("title", "text")
    .addColumn("next_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("live_schedules_due")
    .on("live_schedules")
    .column("next_at")
    .where("next_at" as never, "is not", null)
    .execute();
  await schema.createIndex("live_schedules_host").on("live_schedules").column("host_id").execute();
  await schema
    .createTable("hook_calls")
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("hook_calls_pk", ["host_id", "digest"])
    .execute();
  await schema.createIndex("hook_calls_at").on("hook_calls").column("at").execute();
  await schema
    .createTable("alert_settings")
    .addColumn("host_id", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("broadcasts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("audience", "text", (column) => column.notNull())
    .addColumn("handle", "text", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("approved_by", "text")
    .addColumn("cron", "text")
    .addColumn("expires_after_ms", "bigint")
    .addColumn("began_at", "bigint")
    .addColumn("next_at", "bigint")
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("targets", "integer", (column) => column.notNull())
    .addColumn("told", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("broadcasts_due")
    .on("broadcasts")
    .column("next_at")
    .where("next_at" as never, "is not", null)
    .execute();
  await schema.createIndex("broadcasts_host").on("broadcasts").columns(["host_id", "created_at"]).execute();

  await schema
    .createTable("chat_rules")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("tags", "text", (column) => column.notNull())
    .addColumn("quiet_from", "integer")
    .addColumn("quiet_to", "integer")
    .addColumn("day_budget", "integer")
    .addPrimaryKeyConstraint("chat_rules_pk", ["platform", "chat_id"])
    .execute();
  await schema
    .createTable("chat_days")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("sent", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("chat_days_pk", ["platform", "chat_id", "day"])
    .execute();
  await schema.createIndex("chat_days_day").on("chat_days").column("day").execute();
  await schema
    .createTable("subscriptions")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("subscriptions_pk", ["person_id", "host_id", "kind"])
    .execute();
  await schema
    .createIndex("subscriptions_host")
    .on("subscriptions")
    .columns(["host_id", "kind", "person_id"])
    .execute();
  await schema
    .createTable("person_quiet")
    .addColumn("person_id", "text", (column) => column.primaryKey())
    .addColumn("quiet_from", "integer", (column) => column.notNull())
    .addColumn("quiet_to", "integer", (column) => column.notNull())
    .execute();
  await schema
    .createTable("partners")
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("partner_id", "text", (column) => column.notNull())
    .addColumn("agreed_by", "text", (column) => column.notNull())
    .addColumn("agreed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("partners_pk", ["host_id", "partner_id"])
    .execute();
  await schema.createIndex("partners_partner").on("partners").column("partner_id").execute();
}
