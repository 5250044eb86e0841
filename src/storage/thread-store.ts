import type { Kysely } from "kysely";
import type { ThreadRef, ThreadStore } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";

/** `opening` rows hold in `updated_at` until when they are claimed, the others since when they are as they are. */
export function createThreadStore(db: Kysely<Schema>): ThreadStore {
  const change = ({ platform, chatId, key }: ThreadRef) =>
    db
      .updateTable("threads")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("key", "=", key);

  return {
    async claim(thread, now, until) {
      const { platform, chatId, key } = thread;
      const fresh = await db
        .insertInto("threads")
        .values({ platform, chat_id: chatId, key, status: "opening", updated_at: until })
        .onConflict((conflict) => conflict.columns(["platform", "chat_id", "key"]).doNothing())
        .returning("key")
        .executeTakeFirst();
      if (fresh) return { kind: "mine" };
      // Whoever claimed it before may have died with it.
      const late = await change(thread)
        .set({ updated_at: until })
        .where("status", "=", "opening")
        .where("updated_at", "<=", now)
        .returning("key")
        .executeTakeFirst();
      if (late) return { kind: "mine" };
      const row = await db
        .selectFrom("threads")
        .select(["status", "target_chat_id", "thread_id"])
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("key", "=", key)
        .executeTakeFirst();
      if (row?.status === "opening" || !row) return { kind: "taken" };
      if (row.target_chat_id === null) return { kind: "room" };
      return {
        kind: "open",
        place: { chatId: row.target_chat_id, threadId: row.thread_id ?? undefined },
      };
    },

    async settle(thread, place, now) {
      await change(thread)
        .set({
          status: place ? "open" : "room",
          target_chat_id: place?.chatId ?? null,
          thread_id: place?.threadId ?? null,
          updated_at: now,
        })
        .execute();
    },

    async release(thread) {
      await change(thread).set({ updated_at: 0 }).where("status", "=", "opening").execute();
    },

    async placeOf({ platform, chatId, key }) {
      const row = await db
        .selectFrom("threads")
        .select(["target_chat_id", "thread_id"])
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("key", "=", key)
        .where("status", "=", "open")
        .executeTakeFirst();
      return row?.target_chat_id
        ? { chatId: row.target_chat_id, threadId: row.thread_id ?? undefined }
        : undefined;
    },

    async keyAt(platform, { chatId, threadId }) {
      let query = db
        .selectFrom("threads")
        .select(["chat_id", "key"])
        .where("platform", "=", platform)
        .where("target_chat_id", "=", chatId);
      query =
        threadId === undefined
          ? query.where("thread_id", "is", null)
          : query.where("thread_id", "=", threadId);
      const row = await query.limit(1).executeTakeFirst();
      return row && { chatId: row.chat_id, key: row.key };
    },
  };
}
