import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import { systemRandom } from "../core/random.ts";
import { createTextSealer, type TextSealer } from "../core/text-sealer.ts";
import type { Transact } from "../core/transact.ts";
import type { RoomContent, RoomMessage, RoomStore } from "../platforms/web/index.ts";
import type { Engine } from "./engine.ts";
import type { Schema } from "./schema.ts";
import { ofRoom, openPayload, sealPayload } from "./sealed-payload.ts";

const UNSEALED = createTextSealer([], systemRandom);

/** Shown in place of what no key opens. */
const NOTHING: RoomContent = { kind: "text", text: "" };

const readMessage = (sealer: TextSealer, row: Selectable<Schema["room_messages"]>): RoomMessage => ({
  id: row.id,
  room: row.room,
  key: row.key,
  author: row.author as RoomMessage["author"],
  authorId: row.author_id,
  authorName: row.author_name,
  visibleTo: row.visible_to,
  replyToId: row.reply_to_id,
  content: readContent(sealer, row),
  at: row.at,
});

function readContent(sealer: TextSealer, row: { room: string; key: string; content: string }): RoomContent {
  const json = openPayload(sealer, row.content, ofRoom(row));
  return json === undefined ? NOTHING : (JSON.parse(json) as RoomContent);
}

/** The room's own log. Unlike other stores it opens its transactions itself: the platform that uses it has none. */
export function createRoomStore(
  transact: Transact<{ db: Kysely<Schema> }>,
  engine: Engine,
  sealer: TextSealer = UNSEALED,
): RoomStore {
  const toMessage = (row: Selectable<Schema["room_messages"]>) => readMessage(sealer, row);
  // What everybody in the room reads is no secret.
  const kept = (of: { room: string; key: string }, visibleTo: string | null, content: RoomContent) => {
    const json = JSON.stringify(content);
    return visibleTo === null ? json : sealPayload(sealer, json, ofRoom(of));
  };
  return {
    append: (message) =>
      transact(async ({ db }) => {
        if (engine === "postgres") {
          // Ids become visible in order only when the writers of one room stand in line.
          await sql`select pg_advisory_xact_lock(hashtextextended(${message.room}, 0))`.execute(db);
        }
        const row = await db
          .insertInto("room_messages")
          .values({
            room: message.room,
            key: message.key,
            author: message.author,
            author_id: message.authorId,
            author_name: message.authorName,
            visible_to: message.visibleTo,
            reply_to_id: message.replyToId,
            content: kept(message, message.visibleTo, message.content),
            at: message.at,
          })
          .onConflict((conflict) => conflict.columns(["room", "key"]).doNothing())
          .returningAll()
          .executeTakeFirst();
        return toMessage(
          row ??
            (await db
              .selectFrom("room_messages")
              .selectAll()
              .where("room", "=", message.room)
              .where("key", "=", message.key)
              .executeTakeFirstOrThrow()),
        );
      }),

    latest: (room, { visitorId, limit }) =>
      transact(async ({ db }) => {
        const rows = await visible(db, room, visitorId).orderBy("id", "desc").limit(limit).execute();
        return rows.reverse().map(toMessage);
      }),

    after: (room, { visitorId, afterId, limit }) =>
      transact(async ({ db }) => {
        const rows = await visible(db, room, visitorId)
          .where("id", ">", afterId)
          .orderBy("id")
          .limit(limit)
          .execute();
        return rows.map(toMessage);
      }),

    replace: (room, id, content, at) =>
      transact(async ({ db }) => {
        const old = await db
          .selectFrom("room_messages")
          .select(["key", "visible_to"])
          .where("room", "=", room)
          .where("id", "=", id)
          .executeTakeFirst();
        if (!old) return undefined;
        const row = await db
          .updateTable("room_messages")
          .set({ content: kept({ room, key: old.key }, old.visible_to, content), edited_at: at })
          .where("room", "=", room)
          .where("id", "=", id)
          .where("author", "=", "bot")
          .returningAll()
          .executeTakeFirst();
        return row && toMessage(row);
      }),

    edited: (room, { visitorId, since, upTo, limit }) =>
      transact(async ({ db }) => {
        const rows = await visible(db, room, visitorId)
          .where("edited_at", ">=", since)
          .where("id", "<=", upTo)
          .orderBy("edited_at")
          .orderBy("id")
          .limit(limit)
          .execute();
        return rows.map(toMessage);
      }),

    find: (room, id) =>
      transact(async ({ db }) => {
        const row = await db
          .selectFrom("room_messages")
          .selectAll()
          .where("room", "=", room)
          .where("id", "=", id)
          .executeTakeFirst();
        return row && toMessage(row);
      }),

    writtenByVisitors: (room, { since, limit }) =>
      transact(async ({ db }) => {
        const rows = await db
          .selectFrom("room_messages")
          .selectAll()
          .where("room", "=", room)
          .where("author", "=", "visitor")
          .where("at", ">=", since)
          .orderBy("id", "desc")
          .limit(limit)
          .execute();
        return rows.reverse().map(toMessage);
      }),
  };
}

const visible = (db: Kysely<Schema>, room: string, visitorId: string) =>
  db
    .selectFrom("room_messages")
    .selectAll()
    .where("room", "=", room)
    .where((row) => row.or([row("visible_to", "is", null), row("visible_to", "=", visitorId)]));
