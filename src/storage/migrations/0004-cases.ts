import { type Kysely, sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Cases with their events, the codes of staff messages, canned replies, and names under which staff writes. */
export async function cases(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  const number = engine === "sqlite" ? "integer" : "bigserial";
  await schema
    .createTable("cases")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    // Empty for a case of no host: keys cannot contain NULL.
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("level", "text", (column) => column.notNull())
    .addColumn("alias", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("from_platform", "text", (column) => column.notNull())
    .addColumn("from_chat_id", "text", (column) => column.notNull())
    .addColumn("from_kind", "text", (column) => column.notNull())
    .addColumn("from_user_id", "text", (column) => column.notNull())
    .addColumn("from_locale", "text", (column) => column.notNull())
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("level_since", "bigint", (column) => column.notNull())
    .addColumn("acknowledged_at", "bigint")
    .addColumn("assignee_id", "text")
    .addColumn("first_answer_at", "bigint")
    .addColumn("waiting_since", "bigint")
    .addColumn("expected_by", "bigint")
    .addColumn("receipted", "integer", (column) => column.notNull())
    .addColumn("closed_at", "bigint")
    .addColumn("last_fan_at", "bigint", (column) => column.notNull())
    .addColumn("last_fan_seq", "integer", (column) => column.notNull())
    .addColumn("last_staff_at", "bigint")
    .addColumn("asked_human", "integer", (column) => column.notNull())
    .addColumn("ladder_step", "integer", (column) => column.notNull())
    .addColumn("rating", "integer")
    .addColumn("rated_at", "bigint")
    .addColumn("held_from", "integer")
    .addColumn("clock_at", "bigint")
    .execute();
  await schema
    .createIndex("cases_one_open")
    .on("cases")
    .columns(["person_id", "host_id", "kind"])
    .unique()
    .where("status" as never, "=", "open")
    .execute();
  await schema.createIndex("cases_person").on("cases").columns(["person_id", "last_fan_at"]).execute();
  // Not partial: beside an index on the host alone, SQLite would choose that and walk through everything closed.
  await schema
    .createIndex("cases_waiting")
    .on("cases")
    .columns(["status", "host_id", "waiting_since"])
    .execute();
  // Closed ones have no clock: whoever looks asks for `clock_at` alone.
  await schema
    .createIndex("cases_clock")
    .on("cases")
    .column("clock_at")
    .where("clock_at" as never, "is not", null)
    .execute();
  await schema.createIndex("cases_opened").on("cases").columns(["host_id", "opened_at"]).execute();
  await schema
    .createTable("case_events")
    .addColumn("case_id", "bigint", (column) => column.notNull().references("cases.id"))
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("data", "text", (column) => column.notNull())
    .addColumn("sealed", "text")
    .addColumn("ref", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("case_events_pk", ["case_id", "seq"])
    .execute();
  await schema
    .createIndex("case_events_ref")
    .on("case_events")
    .column("ref")
    .where("ref" as never, "is not", null)
    .execute();
  await schema
    .createTable("staff_codes")
    .addColumn("code", "text", (column) => column.primaryKey())
    .addColumn("case_id", "bigint", (column) => column.notNull().references("cases.id"))
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("canned_replies")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("canned_replies_host").on("canned_replies").column("host_id").execute();
  await schema
    .createTable("staff_aliases")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("alias", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("staff_aliases_pk", ["person_id", "host_id"])
    .execute();
  // A reply to a card finds its case by the card's message; only the lanes of distress and cases carry any.
  await schema
    .createIndex("deliveries_of_cases")
    .on("deliveries")
    .columns(["platform", "chat_id", "message_id"])
    .where("lane" as never, "<=", 10)
    .execute();
  await moveHumanRequests(db);
}

/** Wishes for a human that nobody has answered yet become cases; nothing else may still be asked of their table. */
async function moveHumanRequests(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{
    host_id: string | null;
    platform: string;
    chat_id: string;
    person_id: string;
    answer_id: string | null;
    created_at: number;
    user_id: string | null;
    private_chat_id: string | null;
  }>`select r.host_id, r.platform, r.chat_id, r.person_id, r.answer_id, r.created_at, a.user_id, a.private_chat_id
     from human_requests r
     left join accounts a on a.person_id = r.person_id and a.platform = r.platform
     where r.status = 'open' order by r.id`.execute(db);
  for (const row of rows) {
    const from = {
      platform: row.platform,
      chatId: row.chat_id,
      kind: row.private_chat_id === row.chat_id ? "private" : "group",
      userId: row.user_id ?? "",
      locale: "zh",
    };
    const { rows: made } = await sql<{ id: number }>`insert into cases
      (host_id, person_id, kind, level, alias, status, seq, from_platform, from_chat_id, from_kind, from_user_id,
       from_locale, opened_at, level_since, waiting_since, receipted, last_fan_at, last_fan_seq, asked_human, ladder_step, clock_at)
      values (${row.host_id ?? ""}, ${row.person_id}, 'other', 'care', ${MOVED_ALIAS}, 'open', 1, ${from.platform},
        ${from.chatId}, ${from.kind}, ${from.userId}, 'zh', ${row.created_at}, ${row.created_at},
        ${row.created_at}, 0, ${row.created_at}, 1, 1, 0, ${row.created_at})
      on conflict do nothing returning id`.execute(db);
    const [one] = made;
    if (!one) continue;
    const opened = {
      kind: "other",
      level: "care",
      alias: MOVED_ALIAS,
      reason: "moved",
      from,
      ...(row.answer_id === null ? {} : { answerId: row.answer_id }),
    };
    await sql`insert into case_events (case_id, seq, type, data, at)
      values (${one.id}, 1, 'opened', ${JSON.stringify(opened)}, ${row.created_at})`.execute(db);
  }
  await sql`update human_requests set status = 'moved' where status = 'open'`.execute(db);
}

const MOVED_ALIAS = "青禾";
