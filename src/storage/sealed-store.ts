import { type Kysely, sql } from "kysely";
import { keyIdOf, type TextSealer } from "../core/text-sealer.ts";
import type { SealedPart, SealedStore } from "../privacy/index.ts";
import type { Schema } from "./schema.ts";
import { ofDelivery, ofInbox, ofRoom, openPayload } from "./sealed-payload.ts";

const KEYS = "sealing-keys";

/** One text of a row: where it stands, and what it belongs to. */
interface Kept {
  readonly text: string | null;
  readonly about: string;
  /** Writes it anew, unless it was changed meanwhile. */
  write(sealed: string, old: string): Promise<unknown>;
}

interface Portion {
  readonly texts: readonly Kept[];
  readonly after: string;
  readonly more: boolean;
}

type Read = (db: Kysely<Schema>, after: string, limit: number) => Promise<Portion>;

const idAfter = (after: string): number => (after === "" ? 0 : Number(after));
const portion = (rows: readonly { id: number }[], limit: number, texts: readonly Kept[]): Portion => ({
  texts,
  after: String(rows.at(-1)?.id ?? ""),
  more: rows.length === limit,
});

/** Events of `cases` or `aid`: a key of two numbers. */
const eventsOf =
  (table: "case_events" | "aid_events", owner: "case_id" | "application_id", about: string): Read =>
  async (db, after, limit) => {
    const [ownerId = 0, seq = 0] = after === "" ? [] : after.split(".").map(Number);
    const { rows } = await sql<{ owner: number; seq: number; sealed: string | null }>`
      select ${sql.ref(owner)} as owner, seq, sealed from ${sql.table(table)}
      where (${sql.ref(owner)}, seq) > (${ownerId}, ${seq})
      order by ${sql.ref(owner)}, seq limit ${limit}`.execute(db);
    const last = rows.at(-1);
    return {
      texts: rows.map((row) => ({
        text: row.sealed,
        about: `${about}:${row.owner}`,
        write: (sealed, old) =>
          sql`update ${sql.table(table)} set sealed = ${sealed}
            where ${sql.ref(owner)} = ${row.owner} and seq = ${row.seq} and sealed = ${old}`.execute(db),
      })),
      after: last ? `${last.owner}.${last.seq}` : "",
      more: rows.length === limit,
    };
  };

const READS: Readonly<Record<SealedPart, Read>> = {
  "case-events": eventsOf("case_events", "case_id", "case"),
  "aid-events": eventsOf("aid_events", "application_id", "aid"),
  "aid-applications": async (db, after, limit) => {
    const rows = await db
      .selectFrom("aid_applications")
      .select(["id", "answers", "contact"])
      .where("id", ">", idAfter(after))
      .orderBy("id")
      .limit(limit)
      .execute();
    const texts = rows.flatMap((row) =>
      (["answers", "contact"] as const).map((column) => ({
        text: row[column],
        about: `aid:${row.id}`,
        write: (sealed: string, old: string) =>
          db
            .updateTable("aid_applications")
            .set({ [column]: sealed })
            .where("id", "=", row.id)
            .where(column, "=", old)
            .execute(),
      })),
    );
    return portion(rows, limit, texts);
  },
  "aid-forms": async (db, after, limit) => {
    const rows = await db
      .selectFrom("aid_forms")
      .select(["person_id", "answers"])
      .where("person_id", ">", after)
      .orderBy("person_id")
      .limit(limit)
      .execute();
    return {
      texts: rows.map((row) => ({
        text: row.answers,
        about: `aid-form:${row.person_id}`,
        write: (sealed, old) =>
          db
            .updateTable("aid_forms")
            .set({ answers: sealed })
            .where("person_id", "=", row.person_id)
            .where("answers", "=", old)
            .execute(),
      })),
      after: rows.at(-1)?.person_id ?? "",
      more: rows.length === limit,
    };
  },
  inbox: async (db, after, limit) => {
    const rows = await db
      .selectFrom("inbox")
      .select(["id", "platform", "chat_id", "update_key", "payload"])
      .where("id", ">", idAfter(after))
      .orderBy("id")
      .limit(limit)
      .execute();
    const texts = rows.map((row) => ({
      text: row.payload,
      about: ofInbox(row),
      write: (payload: string, old: string) =>
        db
          .updateTable("inbox")
          .set({ payload })
          .where("id", "=", row.id)
          .where("payload", "=", old)
          .execute(),
    }));
    return portion(rows, limit, texts);
  },
  deliveries: async (db, after, limit) => {
    const rows = await db
      .selectFrom("deliveries")
      .select(["id", "dedupe_key", "payload"])
      .where("id", ">", idAfter(after))
      .orderBy("id")
      .limit(limit)
      .execute();
    const texts = rows.map((row) => ({
      text: row.payload === "{}" ? null : row.payload,
      about: ofDelivery(row.dedupe_key),
      write: (payload: string, old: string) =>
        db
          .updateTable("deliveries")
          .set({ payload })
          .where("id", "=", row.id)
          .where("payload", "=", old)
          .execute(),
    }));
    return portion(rows, limit, texts);
  },
  "room-messages": async (db, after, limit) => {
    const rows = await db
      .selectFrom("room_messages")
      .select(["id", "room", "key", "visible_to", "content"])
      .where("id", ">", idAfter(after))
      .orderBy("id")
      .limit(limit)
      .execute();
    const texts = rows.map((row) => ({
      text: row.visible_to === null ? null : row.content,
      about: ofRoom(row),
      write: (content: string, old: string) =>
        db
          .updateTable("room_messages")
          .set({ content })
          .where("id", "=", row.id)
          .where("content", "=", old)
          .execute(),
    }));
    return portion(rows, limit, texts);
  },
};

/** Where texts are sealed that are kept for long. */
const COLUMNS = [
  ["case_events", "sealed"],
  ["aid_applications", "answers"],
  ["aid_applications", "contact"],
  ["aid_events", "sealed"],
  ["aid_forms", "answers"],
] as const;
/** "s1.", eight figures of the key's name, and a point. */
const HEAD = 12;

export const createSealedStore = (db: Kysely<Schema>, sealer: TextSealer): SealedStore => ({
  async keysInUse() {
    const row = await db.selectFrom("meta").select("value").where("key", "=", KEYS).executeTakeFirst();
    return row && (JSON.parse(row.value) as string[]);
  },

  async setKeysInUse(keyIds) {
    const value = JSON.stringify(keyIds);
    await db
      .insertInto("meta")
      .values({ key: KEYS, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  },

  async findKeys() {
    const found = new Set<string>();
    for (const [table, column] of COLUMNS) {
      const { rows } = await sql<{
        head: string;
      }>`select distinct substr(${sql.ref(column)}, 1, ${HEAD}) as head
        from ${sql.table(table)} where ${sql.ref(column)} like 's1.%'`.execute(db);
      for (const { head } of rows) found.add(head.slice(3, 11));
    }
    return [...found];
  },

  async reseal(part, after, limit) {
    const [current] = sealer.keyIds;
    if (current === undefined) return { count: 0, unreadable: 0, after: "", more: false };
    const read = await READS[part](db, after, limit);
    let count = 0;
    let unreadable = 0;
    for (const { text, about, write } of read.texts) {
      if (text === null || keyIdOf(text) === current) continue;
      const opened = openPayload(sealer, text, about);
      if (opened === undefined) {
        unreadable += 1;
        continue;
      }
      await write(sealer.seal(opened, about), text);
      count += 1;
    }
    return { count, unreadable, after: read.after, more: read.more };
  },
});
