import { type Kysely, sql } from "kysely";
import type { KeptSubscription } from "../alerts/index.ts";
import type { KeptAnswer } from "../answering/index.ts";
import type { PersonRows } from "../core/person-data.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { KeptMessage } from "../delivery/index.ts";
import type { KeptAlarm } from "../safety/index.ts";
import { readEvent } from "./inbox-store.ts";
import type { Schema } from "./schema.ts";

/** Rows that simply belong to a person; what needs more thought (cases, applications, coupons) has stores of its own. */
export interface AllPersonRows {
  readonly answers: PersonRows<KeptAnswer>;
  readonly alarms: PersonRows<KeptAlarm>;
  readonly subscriptions: PersonRows<KeptSubscription>;
  readonly messages: PersonRows<KeptMessage>;
}

/** In place of a person and a chat: figures stay, of nobody. */
export const NOBODY = "";

const answers = (db: Kysely<Schema>): PersonRows<KeptAnswer> => ({
  async of(personId, limit) {
    const rows = await db
      .selectFrom("answers")
      .leftJoin("feedback", (join) =>
        join
          .onRef("feedback.answer_id", "=", "answers.id")
          .onRef("feedback.person_id", "=", "answers.person_id"),
      )
      .select(["answers.created_at", "answers.outcome", "answers.article_id", "feedback.helped"])
      .where("answers.person_id", "=", personId)
      .orderBy("answers.created_at", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      at: row.created_at,
      outcome: row.outcome,
      articleId: row.article_id ?? undefined,
      helped: row.helped === null ? undefined : row.helped === 1,
    }));
  },
  async move(from, into) {
    await moveFeedback(db, from, into);
    await db.updateTable("answers").set({ person_id: into }).where("person_id", "=", from).execute();
  },
  async forget(personId) {
    await moveFeedback(db, personId, NOBODY);
    await db
      .updateTable("answers")
      .set({ person_id: NOBODY, chat_id: NOBODY })
      .where("person_id", "=", personId)
      .execute();
  },
});

/** Only who asked says whether an answer helped, so it is found by her answers. */
async function moveFeedback(db: Kysely<Schema>, from: string, into: string): Promise<void> {
  await db
    .updateTable("feedback")
    .set({ person_id: into })
    .where("person_id", "=", from)
    .where("answer_id", "in", (own) =>
      own.selectFrom("answers").select("answers.id").where("answers.person_id", "=", from),
    )
    .execute();
}

const alarms = (db: Kysely<Schema>): PersonRows<KeptAlarm> => ({
  async of(personId, limit) {
    const rows = await db
      .selectFrom("safety_events")
      .select(["created_at", "level", "kinds", "words"])
      .where("person_id", "=", personId)
      .orderBy("created_at", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      at: row.created_at,
      level: row.level,
      kinds: JSON.parse(row.kinds) as string[],
      words: JSON.parse(row.words) as string[],
    }));
  },
  async move(from, into) {
    await db.updateTable("safety_events").set({ person_id: into }).where("person_id", "=", from).execute();
    // Whoever was in danger hears no promotion as the other either.
    const kept = await db
      .selectFrom("quiet_times")
      .selectAll()
      .where((row) =>
        row.or([row("subject", "=", `person:${from}`), row("subject", "like", `talk:%:${from}`)]),
      )
      .execute();
    for (const { subject, until } of kept) {
      const moved = `${subject.slice(0, -from.length)}${into}`;
      await db
        .insertInto("quiet_times")
        .values({ subject: moved, until })
        .onConflict((conflict) =>
          conflict.column("subject").doUpdateSet({ until }).where("quiet_times.until", "<", until),
        )
        .execute();
      await db.deleteFrom("quiet_times").where("subject", "=", subject).execute();
    }
  },
  async forget(personId) {
    await db
      .updateTable("safety_events")
      .set({ person_id: null, chat_id: NOBODY, words: "[]", message_id: null, user_id: null })
      .where("person_id", "=", personId)
      .execute();
  },
});

const subscriptions = (db: Kysely<Schema>): PersonRows<KeptSubscription> => ({
  async of(personId, limit) {
    const rows = await db
      .selectFrom("subscriptions")
      .selectAll()
      .where("person_id", "=", personId)
      .orderBy("at", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ at, host_id, kind }) => ({ at, hostId: host_id, topic: kind }));
  },
  async move(from, into) {
    const rows = await db.selectFrom("subscriptions").selectAll().where("person_id", "=", from).execute();
    for (const row of rows) {
      await db
        .insertInto("subscriptions")
        .values({ ...row, person_id: into })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await db.deleteFrom("subscriptions").where("person_id", "=", from).execute();
    const quiet = await db
      .selectFrom("person_quiet")
      .selectAll()
      .where("person_id", "=", from)
      .executeTakeFirst();
    if (!quiet) return;
    await db
      .insertInto("person_quiet")
      .values({ ...quiet, person_id: into })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await db.deleteFrom("person_quiet").where("person_id", "=", from).execute();
  },
  async forget(personId) {
    await db.deleteFrom("subscriptions").where("person_id", "=", personId).execute();
    await db.deleteFrom("person_quiet").where("person_id", "=", personId).execute();
  },
});

function messages(db: Kysely<Schema>, sealer: TextSealer): PersonRows<KeptMessage> {
  const accountsOf = (personId: string) =>
    db
      .selectFrom("accounts")
      .select(["platform", "user_id", "private_chat_id"])
      .where("person_id", "=", personId)
      .execute();
  return {
    async of(personId, limit) {
      const found: KeptMessage[] = [];
      for (const { platform, user_id } of await accountsOf(personId)) {
        const rows = await db
          .selectFrom("inbox")
          .select(["platform", "chat_id", "update_key", "payload", "received_at"])
          .where("platform", "=", platform)
          .where("sender_id", "=", user_id)
          .where("payload", "is not", null)
          .limit(limit)
          .execute();
        for (const row of rows) {
          const event = readEvent(sealer, row);
          if (event?.kind !== "message") continue;
          found.push({ at: row.received_at, platform, text: event.text });
        }
      }
      return found.sort((one, other) => other.at - one.at);
    },
    // They belong to accounts, which move.
    async move() {},
    async forget(personId) {
      for (const { platform, user_id, private_chat_id } of await accountsOf(personId)) {
        await db
          .updateTable("inbox")
          .set({ payload: null, sender_id: null })
          .where("platform", "=", platform)
          .where("sender_id", "=", user_id)
          // What is not handled yet is still to be heard.
          .where("status", "in", ["done", "failed"])
          .execute();
        if (private_chat_id !== null) {
          await db
            .updateTable("inbox")
            .set({ payload: null })
            .where("platform", "=", platform)
            .where("chat_id", "=", private_chat_id)
            .where("status", "in", ["done", "failed"])
            .where("payload", "is not", null)
            .execute();
        }
        if (platform !== WEB) continue;
        await db
          .deleteFrom("room_messages")
          .where((row) => row.or([row("author_id", "=", user_id), row("visible_to", "=", user_id)]))
          .execute();
      }
      await db
        .deleteFrom("attempts")
        .where(sql<boolean>`key like ${`%:${personId}`}`)
        .execute();
    },
  };
}

/** The platform that keeps its own log here. */
const WEB = "web";

export const createPersonRows = (db: Kysely<Schema>, sealer: TextSealer): AllPersonRows => ({
  answers: answers(db),
  alarms: alarms(db),
  subscriptions: subscriptions(db),
  messages: messages(db, sealer),
});
