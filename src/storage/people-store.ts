import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { PlatformName } from "../core/message.ts";
import type {
  Chat,
  ChatPurpose,
  Host,
  Invite,
  InvitePurpose,
  PeopleStore,
  Role,
  RoleGrant,
  Wizard,
} from "../people/index.ts";
import type { Schema } from "./schema.ts";

/** The operator's roles have no host; an empty text stands for that, because keys cannot contain NULL. */
const EVERYWHERE = "";
const hostColumn = (grant: RoleGrant): string => grant.hostId ?? EVERYWHERE;

const toHost = (row: { id: string; name: string; sample: number }): Host => ({
  hostId: row.id,
  name: row.name,
  sample: row.sample === 1,
});

export function createPeopleStore(db: Kysely<Schema>): PeopleStore {
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

  async function findAccount(platform: string, userId: string) {
    return await db
      .selectFrom("accounts")
      .innerJoin("persons", "persons.id", "accounts.person_id")
      .leftJoin("roles", "roles.person_id", "persons.id")
      .select([
        "accounts.person_id",
        "accounts.private_chat_id",
        "accounts.display_name",
        "persons.greeted_at",
        "persons.last_host_id",
        "roles.host_id",
        "roles.role",
      ])
      .where("accounts.platform", "=", platform)
      .where("accounts.user_id", "=", userId)
      .execute();
  }

  return {
    async identify({ platform, userId, displayName, privateChatId }, newId, now) {
      let rows = await findAccount(platform, userId);
      if (rows.length === 0) {
        await db.insertInto("persons").values({ id: newId, created_at: now }).execute();
        await db
          .insertInto("accounts")
          .values({
            platform,
            user_id: userId,
            person_id: newId,
            private_chat_id: privateChatId ?? null,
            created_at: now,
          })
          .onConflict((conflict) => conflict.columns(["platform", "user_id"]).doNothing())
          .execute();
        rows = await findAccount(platform, userId); // another worker may have been first
      }
      const [first] = rows;
      if (!first) throw new Error("an account that was just written cannot be found");
      const roles = rows.flatMap((row): RoleGrant[] =>
        row.role === null
          ? []
          : [
              {
                role: row.role as Role,
                hostId: row.host_id === EVERYWHERE ? undefined : (row.host_id ?? undefined),
              },
            ],
      );
      // A name is kept for staff only: fans stay nameless here.
      const name = roles.length > 0 ? (displayName ?? first.display_name) : first.display_name;
      const chat = privateChatId ?? first.private_chat_id;
      if (name !== first.display_name || chat !== first.private_chat_id) {
        await db
          .updateTable("accounts")
          .set({ display_name: name, private_chat_id: chat })
          .where("platform", "=", platform)
          .where("user_id", "=", userId)
          .execute();
      }
      return {
        personId: first.person_id,
        greeted: first.greeted_at !== null,
        privateChatId: chat ?? undefined,
        lastHostId: first.last_host_id ?? undefined,
        roles,
      };
    },

    async markGreeted(personId, now) {
      await db
        .updateTable("persons")
        .set({ greeted_at: now })
        .where("id", "=", personId)
        .where("greeted_at", "is", null)
        .execute();
    },

    async rememberHost(personId, hostId) {
      await db.updateTable("persons").set({ last_host_id: hostId }).where("id", "=", personId).execute();
    },

    async chat(platform, chatId) {
      const row = await chatQuery()
        .where("chats.platform", "=", platform)
        .where("chats.chat_id", "=", chatId)
        .executeTakeFirst();
      return row && toChat(row);
    },

    async seeChat(chat, now) {
      const sees = chat.seesAll === undefined ? {} : { sees_all: chat.seesAll ? 1 : 0 };
      const title = chat.title === undefined ? {} : { title: chat.title };
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

    async chatsOf(hostId, purpose) {
      let query = chatQuery().where("chats.host_id", "=", hostId);
      if (purpose !== undefined) query = query.where("chats.purpose", "=", purpose);
      return (await query.orderBy("chats.bound_at").execute()).map(toChat);
    },

    async createHost(host, now) {
      await db
        .insertInto("hosts")
        .values({ id: host.hostId, name: host.name, sample: host.sample ? 1 : 0, created_at: now })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },

    async host(hostId) {
      const row = await db.selectFrom("hosts").selectAll().where("id", "=", hostId).executeTakeFirst();
      return row && toHost(row);
    },

    async hosts() {
      return (await db.selectFrom("hosts").selectAll().orderBy("created_at").execute()).map(toHost);
    },

    async grant(personId, grant, grantedBy, now) {
      await db
        .insertInto("roles")
        .values({
          person_id: personId,
          host_id: hostColumn(grant),
          role: grant.role,
          granted_by: grantedBy ?? null,
          granted_at: now,
        })
        .onConflict((conflict) => conflict.columns(["person_id", "host_id", "role"]).doNothing())
        .execute();
    },

    async revoke(personId, grant) {
      const result = await db
        .deleteFrom("roles")
        .where("person_id", "=", personId)
        .where("host_id", "=", hostColumn(grant))
        .where("role", "=", grant.role)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    async staffOf(hostId) {
      const rows = await db
        .selectFrom("roles")
        .select((row) => [
          "roles.person_id",
          "roles.role",
          row
            .selectFrom("accounts")
            .select((account) => account.fn.max("accounts.display_name").as("name"))
            .whereRef("accounts.person_id", "=", "roles.person_id")
            .as("name"),
        ])
        .where("roles.host_id", "=", hostId)
        .orderBy("roles.granted_at")
        .execute();
      return rows.map((row) => ({
        personId: row.person_id,
        role: row.role as Role,
        displayName: row.name ?? undefined,
      }));
    },

    async operatorCount() {
      const row = await db
        .selectFrom("roles")
        .select((column) => column.fn.countAll<number>().as("count"))
        .where("role", "=", "operator")
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async operatorChats() {
      const rows = await db
        .selectFrom("roles")
        .innerJoin("accounts", "accounts.person_id", "roles.person_id")
        .select(["accounts.platform", "accounts.private_chat_id"])
        .where("roles.role", "=", "operator")
        .where("accounts.private_chat_id", "is not", null)
        .execute();
      return rows.map((row) => ({
        platform: row.platform as PlatformName,
        chatId: row.private_chat_id ?? "",
      }));
    },

    async createInvite(tokenHash, invite) {
      await db
        .insertInto("invites")
        .values({
          token_hash: tokenHash,
          host_id: invite.hostId,
          purpose: invite.purpose,
          created_by: invite.createdBy,
          expires_at: invite.expiresAt,
        })
        .execute();
    },

    async redeemInvite(tokenHash, personId, purposes, now) {
      // One statement decides, so that two people pressing the same link at once cannot both win.
      const row = await db
        .updateTable("invites")
        .set({ used_by: personId, used_at: now })
        .where("token_hash", "=", tokenHash)
        .where("used_by", "is", null)
        .where("purpose", "in", [...purposes])
        .where("expires_at", ">", now)
        .returning(["host_id", "purpose", "created_by"])
        .executeTakeFirst();
      return (
        row &&
        ({
          hostId: row.host_id,
          purpose: row.purpose as InvitePurpose,
          createdBy: row.created_by,
        } satisfies Invite)
      );
    },

    async wizard(personId) {
      const row = await db
        .selectFrom("wizards")
        .selectAll()
        .where("person_id", "=", personId)
        .executeTakeFirst();
      return row && { step: row.step as Wizard["step"], updatedAt: row.updated_at };
    },

    async setWizard(personId, step, now) {
      if (step === undefined) {
        await db.deleteFrom("wizards").where("person_id", "=", personId).execute();
        return;
      }
      await db
        .insertInto("wizards")
        .values({ person_id: personId, step, updated_at: now })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ step, updated_at: now }))
        .execute();
    },

    async setting(key) {
      const row = await db.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst();
      return row?.value;
    },

    async settleSetting(key, value) {
      await db
        .insertInto("meta")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doNothing())
        .execute();
      const row = await db
        .selectFrom("meta")
        .select("value")
        .where("key", "=", key)
        .executeTakeFirstOrThrow();
      return row.value;
    },

    async countAttempt(key, windowMs, now) {
      const over = sql<boolean>`attempts.since < ${now - windowMs}`;
      const row = await db
        .insertInto("attempts")
        .values({ key, count: 1, since: now })
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet({
            count: sql<number>`case when ${over} then 1 else attempts.count + 1 end`,
            since: sql<number>`case when ${over} then cast(${now} as bigint) else attempts.since end`,
          }),
        )
        .returning("count")
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}
