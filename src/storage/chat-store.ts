import type { Kysely } from "kysely";
import type { PlatformName } from "../core/message.ts";
import type { Chat, ChatPurpose, PeopleStore } from "../people/index.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

type ChatPart = Pick<
  PeopleStore,
  "chat" | "seeChat" | "markChatGone" | "moveChat" | "bindChat" | "unbindChat" | "boundChats" | "chatsOf"
>;

/** Groups and what they are bound to: the part of the people's store that is about places. */
export function createChatStore(db: Kysely<Schema>): ChatPart {
  const chatQuery = () =>
    db
      .selectFrom("chats")
      .leftJoin("hosts", "hosts.id", "chats.host_id")
      .select([
        "chats.platform",
        "chats.chat_id",
        "chats.kind",
        "chats.title",
        "chats.purpose",
        "chats.status",
        "chats.sees_all",
        "hosts.id as host_id",
        "hosts.name as host_name",
        "hosts.sample as host_sample",
      ]);
  type ChatRow = Awaited<ReturnType<ReturnType<typeof chatQuery>["execute"]>>[number];
  const toChat = (row: ChatRow): Chat => ({
    platform: row.platform as PlatformName,
    chatId: row.chat_id,
    kind: row.kind as Chat["kind"],
    title: row.title ?? undefined,
    host:
      row.host_id === null
        ? undefined
        : { hostId: row.host_id, name: row.host_name ?? "", sample: row.host_sample === 1 },
    purpose: (row.purpose as ChatPurpose | null) ?? undefined,
    gone: row.status === "gone",
    seesAll: row.sees_all === null ? undefined : row.sees_all === 1,
  });

  return {
    async chat(platform, chatId) {
      const row = await chatQuery()
        .where("chats.platform", "=", platform)
        .where("chats.chat_id", "=", chatId)
        .executeTakeFirst();
      return row && toChat(row);
    },

    async seeChat(chat, now) {
      const sees = chat.seesAll === undefined ? {} : { sees_all: chat.seesAll ? 1 : 0 };
      const title = chat.title === undefined ? {} : { title: plainText(chat.title) };
      await db
        .insertInto("chats")
        .values({
          platform: chat.platform,
          chat_id: chat.chatId,
          kind: chat.kind,
          status: "active",
          updated_at: now,
          ...title,
          ...sees,
        })
        .onConflict((conflict) =>
          conflict.columns(["platform", "chat_id"]).doUpdateSet({
            status: "active",
            status_reason: null,
            kind: chat.kind,
            updated_at: now,
            ...title,
            ...sees,
          }),
        )
        .execute();
    },

    async markChatGone(platform, chatId, reason, now) {
      await db
        .updateTable("chats")
        .set({ status: "gone", status_reason: reason, updated_at: now })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .execute();
      // A private chat that is closed is no way to its person any more, until they write in it again.
      await db
        .updateTable("accounts")
        .set({ private_chat_id: null })
        .where("platform", "=", platform)
        .where("private_chat_id", "=", chatId)
        .execute();
    },

    async moveChat(platform, fromChatId, toChatId, now) {
      const old = await db
        .selectFrom("chats")
        .selectAll()
        .where("platform", "=", platform)
        .where("chat_id", "=", fromChatId)
        .executeTakeFirst();
      if (!old) return;
      const binding = {
        host_id: old.host_id,
        purpose: old.purpose,
        bound_by: old.bound_by,
        bound_at: old.bound_at,
        title: old.title,
        status: "active",
        updated_at: now,
      };
      await db
        .insertInto("chats")
        .values({ ...binding, platform, chat_id: toChatId, kind: old.kind })
        .onConflict((conflict) =>
          conflict.columns(["platform", "chat_id"]).doUpdateSet(binding).where("chats.host_id", "is", null),
        )
        .execute();
      await db
        .updateTable("chats")
        .set({ status: "gone", status_reason: "moved", host_id: null, purpose: null, updated_at: now })
        .where("platform", "=", platform)
        .where("chat_id", "=", fromChatId)
        .execute();
    },

    async bindChat({ platform, chatId, hostId, purpose, boundBy }, now) {
      const result = await db
        .updateTable("chats")
        .set({ host_id: hostId, purpose, bound_by: boundBy, bound_at: now, updated_at: now })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where((row) => row.or([row("host_id", "is", null), row("host_id", "=", hostId)]))
        .executeTakeFirst();
      return result.numUpdatedRows > 0n ? "bound" : "bound-to-other-host";
    },

    async unbindChat(platform, chatId, hostId, now) {
      const result = await db
        .updateTable("chats")
        .set({ host_id: null, purpose: null, bound_by: null, bound_at: null, updated_at: now })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("host_id", "=", hostId)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async boundChats() {
      return (await chatQuery().where("chats.host_id", "is not", null).execute()).map(toChat);
    },

    async chatsOf(hostId, purpose) {
      let query = chatQuery().where("chats.host_id", "=", hostId);
      if (purpose !== undefined) query = query.where("chats.purpose", "=", purpose);
      return (await query.orderBy("chats.bound_at").execute()).map(toChat);
    },
  };
}
