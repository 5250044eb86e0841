import type { Kysely } from "kysely";
import { sql } from "kysely";
import { z } from "zod";
import { InboundEvent } from "../core/message.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { InboxEntry, InboxStore } from "../delivery/index.ts";
import type { Engine } from "./engine.ts";
import { inParts, prepared, preparedList } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { ofInbox, openPayload, sealPayload } from "./sealed-payload.ts";

const insertEntries = preparedList((db, rows: readonly InboxRow[]) =>
  db
    .insertInto("inbox")
    .values(rows.map(inboxValues))
    .onConflict((conflict) => conflict.columns(["platform", "chat_id", "update_key"]).doNothing())
    .returning(["id", "platform", "chat_id", "update_key"]),
);
interface InboxRow {
  readonly platform: string;
  readonly chatId: string;
  readonly updateKey: string;
  readonly senderId: string | null;
  readonly payload: string;
  readonly now: number;
  readonly owner: string | null;
}
const inboxValues = ({ platform, chatId, updateKey, senderId, payload, now, owner }: InboxRow) => ({
  platform,
  chat_id: chatId,
  update_key: updateKey,
  sender_id: senderId,
  payload,
  status: "new",
  received_at: now,
  attempts: 0,
  owner,
});

const finishEntry = prepared((db, { id, now }: { id: number; now: number }) =>
  db
    .updateTable("inbox")
    .set({ status: "done", done_at: now })
    .where("id", "=", id)
    .where("status", "=", "new"),
);

/** With the newest one five messages, as many as somebody splits a sentence into. */
const EARLIER_TEXTS = 4;

const earlierOfSender = prepared(
  (
    db,
    one: {
      platform: string;
      chatId: string;
      senderId: string;
      beforeId: number;
      since: number;
    },
  ) =>
    db
      .selectFrom("inbox")
      .select(["payload", "platform", "chat_id", "update_key"])
      .where("platform", "=", one.platform)
      .where("chat_id", "=", one.chatId)
      .where("sender_id", "=", one.senderId)
      .where("id", "<", one.beforeId)
      .where("received_at", ">=", one.since)
      .orderBy("id", "desc")
      .limit(EARLIER_TEXTS),
);

/** What counts among earlier texts; the rest of such an event is not looked at, which is most of the work. */
const EarlierText = z.object({
  kind: z.literal("message"),
  text: z.string(),
  edited: z.literal(false),
  command: z.undefined().optional(),
});

const UNREADABLE = "unreadable";

interface KeptRow {
  readonly platform: string;
  readonly chat_id: string;
  readonly update_key: string;
  readonly payload: string | null;
}

function readAs<Event>(
  schema: z.ZodType<Event>,
  sealer: TextSealer,
  row: KeptRow | undefined,
): Event | undefined {
  if (!row || row.payload === null) return undefined;
  try {
    const json = openPayload(sealer, row.payload, ofInbox(row));
    return json === undefined ? undefined : schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Undefined for what was erased, what no key opens, and what another version wrote. */
export const readEvent = (sealer: TextSealer, row: KeptRow | undefined): InboundEvent | undefined =>
  readAs(InboundEvent, sealer, row);

interface FoundRow extends KeptRow {
  readonly id: number;
  readonly attempts: number;
  readonly received_at: number;
}

export function createInboxStore(db: Kysely<Schema>, engine: Engine, sealer: TextSealer): InboxStore {
  /** What can be read; the rest was written by another version, must not keep this one from working, and stays for a human. */
  async function readRows(rows: readonly FoundRow[]): Promise<InboxEntry[]> {
    const entries: InboxEntry[] = [];
    for (const row of rows) {
      const event = readEvent(sealer, row);
      if (event) {
        entries.push({ id: row.id, event, attempts: row.attempts, receivedAt: row.received_at });
        continue;
      }
      await db
        .updateTable("inbox")
        .set({ status: "failed", error_ref: UNREADABLE, done_at: row.received_at })
        .where("id", "=", row.id)
        .execute();
    }
    return entries;
  }

  return {
    async add(events, now, owner) {
      const added: InboxEntry[] = [];
      for (const part of inParts(events)) {
        const { rows } = await insertEntries(
          db,
          part.map((event) => ({
            platform: event.platform,
            chatId: event.chat.chatId,
            updateKey: event.updateKey,
            senderId: event.kind === "message" ? event.sender.userId : null,
            payload: sealPayload(
              sealer,
              JSON.stringify(event),
              ofInbox({ platform: event.platform, chat_id: event.chat.chatId, update_key: event.updateKey }),
            ),
            now,
            owner: owner ?? null,
          })),
        );
        const ids = new Map(
          rows.map((row) => [JSON.stringify([row.platform, row.chat_id, row.update_key]), row.id]),
        );
        for (const event of part) {
          const key = JSON.stringify([event.platform, event.chat.chatId, event.updateKey]);
          const id = ids.get(key);
          if (id === undefined) continue;
          ids.delete(key); // the same update twice in one batch is one entry
          added.push({ id, event, attempts: 0, receivedAt: now });
        }
        await rememberCursors(db, part, now);
      }
      return added.sort((one, other) => one.id - other.id);
    },

    async unfinished(afterId, limit, owner) {
      let entries: InboxEntry[] = [];
      // Goes on when a whole page is unreadable: an empty answer means that nothing is left.
      for (let after = afterId; entries.length === 0; ) {
        const rows = await db
          .selectFrom("inbox")
          .select(["id", "platform", "chat_id", "update_key", "payload", "attempts", "received_at"])
          .where("status", "=", "new")
          .where("id", ">", after)
          .$if(owner !== undefined, (query) => query.where("owner", "=", owner ?? null))
          .orderBy("id")
          .limit(limit)
          .execute();
        const last = rows.at(-1);
        if (!last) break;
        after = last.id;
        entries = await readRows(rows);
      }
      return entries;
    },

    async adopt(owner, limit) {
      const rows = await db
        .updateTable("inbox")
        .set({ owner })
        .where("id", "in", (select) =>
          select
            .selectFrom("inbox")
            .select("id")
            .where("status", "=", "new")
            .where((row) =>
              row.or([
                row("owner", "is", null),
                row.not(
                  row.exists(
                    row
                      .selectFrom("holdings")
                      .select("holdings.name")
                      .where("holdings.name", "=", sql<string>`'worker:' || inbox.owner`),
                  ),
                ),
              ]),
            )
            .orderBy("id")
            .limit(limit)
            // Another process that adopts at this moment has the others.
            .$if(engine === "postgres", (query) => query.forUpdate().skipLocked()),
        )
        .where("status", "=", "new")
        .returning(["id", "platform", "chat_id", "update_key", "payload", "attempts", "received_at"])
        .execute();
      return (await readRows(rows)).sort((one, other) => one.id - other.id);
    },

    async behind(ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom("inbox as mine")
        .select("mine.id")
        .where("mine.id", "in", [...ids])
        .where((row) =>
          row.exists(
            row
              .selectFrom("inbox as earlier")
              .select("earlier.id")
              .whereRef("earlier.platform", "=", "mine.platform")
              .whereRef("earlier.chat_id", "=", "mine.chat_id")
              .whereRef("earlier.id", "<", "mine.id")
              .where("earlier.status", "=", "new"),
          ),
        )
        .execute();
      return rows.map(({ id }) => id);
    },

    async finish(id, now) {
      const { numAffectedRows } = await finishEntry(db, { id, now });
      return (numAffectedRows ?? 0n) > 0n;
    },

    async recordFailure(id, errorRef, now) {
      await db
        .updateTable("inbox")
        .set((row) => ({
          attempts: row("attempts", "+", 1),
          ...(errorRef === undefined ? {} : { status: "failed", error_ref: errorRef, done_at: now }),
        }))
        .where("id", "=", id)
        .where("status", "=", "new")
        .execute();
    },

    async earlierTexts({ platform, chatId, senderId }, beforeId, since) {
      const { rows } = await earlierOfSender(db, { platform, chatId, senderId, beforeId, since });
      return rows.reverse().flatMap((row) => readAs(EarlierText, sealer, row)?.text ?? []);
    },

    async cursors(platform) {
      const rows = await db
        .selectFrom("cursors")
        .select(["chat_id", "message_id"])
        .where("platform", "=", platform)
        .execute();
      return rows.map((row) => ({ chatId: row.chat_id, messageId: row.message_id }));
    },

    async message(platform, chatId, messageId) {
      const row = await db
        .selectFrom("inbox")
        .select(["payload", "platform", "chat_id", "update_key"])
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("update_key", "=", `m:${messageId}`)
        .executeTakeFirst();
      const event = readEvent(sealer, row);
      return event?.kind === "message" ? event : undefined;
    },

    async eraseText(platform, chatId, updateKey) {
      await db
        .updateTable("inbox")
        .set({ payload: null })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("update_key", "=", updateKey)
        .execute();
    },
  };
}

/** Remembers how far each chat was read, where its adapter says that it can be read again; cursors compare as numbers. */
async function rememberCursors(
  db: Kysely<Schema>,
  events: readonly InboundEvent[],
  now: number,
): Promise<void> {
  const newest = new Map<
    string,
    { platform: string; chat_id: string; message_id: string; updated_at: number }
  >();
  for (const event of events) {
    if (event.kind !== "message" || event.cursor === undefined) continue;
    const key = JSON.stringify([event.platform, event.chat.chatId]);
    const known = newest.get(key);
    if (known && BigInt(known.message_id) >= BigInt(event.cursor)) continue;
    newest.set(key, {
      platform: event.platform,
      chat_id: event.chat.chatId,
      message_id: event.cursor,
      updated_at: now,
    });
  }
  if (newest.size === 0) return;
  await db
    .insertInto("cursors")
    .values([...newest.values()])
    .onConflict((conflict) =>
      conflict
        .columns(["platform", "chat_id"])
        .doUpdateSet((row) => ({ message_id: row.ref("excluded.message_id"), updated_at: now }))
        // A late redelivery must not move the cursor back, or the messages after it would be read twice for nothing.
        .where(sql<boolean>`cast(excluded.message_id as bigint) > cast(cursors.message_id as bigint)`),
    )
    .execute();
}
