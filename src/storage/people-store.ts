import type { Kysely } from "kysely";
import type { PlatformName } from "../core/message.ts";
import type { Host, PeopleStore, Role, RoleGrant } from "../people/index.ts";
import { createChatStore } from "./chat-store.ts";
import type { Engine } from "./engine.ts";
import { plainText } from "./plain-text.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { createTokenStore } from "./token-store.ts";

/** The operator's roles have no host; an empty text stands for that, because keys cannot contain NULL. */
const EVERYWHERE = "";
const hostColumn = (grant: RoleGrant): string => grant.hostId ?? EVERYWHERE;

const toHost = (row: { id: string; name: string; sample: number }): Host => ({
  hostId: row.id,
  name: row.name,
  sample: row.sample === 1,
});

const toGrants = (rows: readonly { host_id: string | null; role: string | null }[]): readonly RoleGrant[] =>
  rows.flatMap(({ role, host_id }) =>
    role === null
      ? []
      : [{ role: role as Role, hostId: host_id === EVERYWHERE ? undefined : (host_id ?? undefined) }],
  );

interface AccountKey {
  readonly platform: string;
  readonly userId: string;
}
const accountRows = (db: Kysely<Schema>, { platform, userId }: AccountKey) =>
  db
    .selectFrom("accounts")
    .innerJoin("persons", "persons.id", "accounts.person_id")
    .leftJoin("roles", "roles.person_id", "persons.id")
    .select([
      "accounts.person_id",
      "accounts.private_chat_id",
      "accounts.display_name",
      "accounts.seen_at",
      "persons.greeted_at",
      "persons.last_host_id",
      "persons.children",
      "persons.merged_into",
      "roles.host_id",
      "roles.role",
    ])
    .where("accounts.platform", "=", platform)
    .where("accounts.user_id", "=", userId);
const selectAccount = prepared((db, key: AccountKey) => accountRows(db, key));
/** Whoever writes for this person keeps her from becoming another one until that is written. */
const holdAccount = prepared((db, key: AccountKey) => accountRows(db, key).forKeyShare(["persons"]));
const SEEN_EVERY_MS = 7 * 86_400_000;
/** How often an account may become another person's while it is looked up. */
const MOST_LOOKS = 3;
const insertPerson = prepared((db, { id, now }: { id: string; now: number }) =>
  db.insertInto("persons").values({ id, created_at: now }),
);
const insertAccount = prepared(
  (
    db,
    row: Pick<
      Schema["accounts"],
      "platform" | "user_id" | "person_id" | "private_chat_id" | "created_at" | "seen_at"
    >,
  ) =>
    db
      .insertInto("accounts")
      .values({
        platform: row.platform,
        user_id: row.user_id,
        person_id: row.person_id,
        private_chat_id: row.private_chat_id,
        created_at: row.created_at,
        seen_at: row.seen_at,
      })
      .onConflict((conflict) => conflict.columns(["platform", "user_id"]).doNothing())
      .returning("person_id"),
);
const updateGreeted = prepared((db, { id, now }: { id: string; now: number }) =>
  db.updateTable("persons").set({ greeted_at: now }).where("id", "=", id).where("greeted_at", "is", null),
);

export function createPeopleStore(db: Kysely<Schema>, engine: Engine): PeopleStore {
  const selectRows = async (platform: string, userId: string) =>
    (await selectAccount(db, { platform, userId })).rows;
  /** SQLite has one writer at a time; elsewhere two accounts may be linked at this very moment. */
  const holdRows = async (platform: string, userId: string) => {
    if (engine === "sqlite") return await selectRows(platform, userId);
    for (let look = 1; ; look += 1) {
      const { rows } = await holdAccount(db, { platform, userId });
      const wasMerged = rows[0] !== undefined && rows[0].merged_into !== null;
      if (!wasMerged) return rows;
      if (look === MOST_LOOKS) throw new Error("an account became another person's again and again");
    }
  };

  return {
    ...createChatStore(db),
    ...createTokenStore(db),

    async identify({ platform, userId, displayName, privateChatId }, newId, now) {
      let rows = await holdRows(platform, userId);
      if (rows.length === 0) {
        await insertPerson(db, { id: newId, now });
        const { rows: written } = await insertAccount(db, {
          platform,
          user_id: userId,
          person_id: newId,
          private_chat_id: privateChatId ?? null,
          created_at: now,
          seen_at: now,
        });
        if (written.length > 0) {
          const unknown = { greeted: false, lastHostId: undefined, children: [], roles: [] };
          return { personId: newId, privateChatId, ...unknown };
        }
        rows = await holdRows(platform, userId);
        // Another worker was first: nobody stands behind the new person.
        if (rows[0] && rows[0].person_id !== newId) {
          await db.deleteFrom("persons").where("id", "=", newId).execute();
        }
      }
      const [first] = rows;
      if (!first) throw new Error("an account that was just written cannot be found");
      const roles = toGrants(rows);
      // A name is kept for staff only: fans stay nameless here.
      const name =
        roles.length > 0 && displayName !== undefined ? plainText(displayName) : first.display_name;
      const chat = privateChatId ?? first.private_chat_id;
      // To know who has not come for years it need not be written down each time.
      const isLongAgo = now - (first.seen_at ?? 0) > SEEN_EVERY_MS;
      if (name !== first.display_name || chat !== first.private_chat_id || isLongAgo) {
        await db
          .updateTable("accounts")
          .set({ display_name: name, private_chat_id: chat, seen_at: now })
          .where("platform", "=", platform)
          .where("user_id", "=", userId)
          .execute();
      }
      return {
        personId: first.person_id,
        greeted: first.greeted_at !== null,
        privateChatId: chat ?? undefined,
        lastHostId: first.last_host_id ?? undefined,
        children: first.children?.split(",") ?? [],
        roles,
      };
    },

    async findAccount(platform, userId) {
      const rows = await selectRows(platform, userId);
      return rows[0] && { personId: rows[0].person_id, roles: toGrants(rows) };
    },

    async findPerson(personId) {
      const rows = await db
        .selectFrom("persons")
        .leftJoin("roles", "roles.person_id", "persons.id")
        .select(["persons.id", "roles.host_id", "roles.role"])
        .where("persons.id", "=", personId)
        .execute();
      return rows[0] && { personId, roles: toGrants(rows) };
    },

    async currentId(personId) {
      const row = await db
        .selectFrom("persons")
        .select("merged_into")
        .where("id", "=", personId)
        .executeTakeFirst();
      return row?.merged_into ?? personId;
    },

    async privateChatsOf(personId) {
      const rows = await db
        .selectFrom("accounts")
        .select(["platform", "private_chat_id"])
        .where("person_id", "=", personId)
        .where("private_chat_id", "is not", null)
        .execute();
      return rows.flatMap(({ platform, private_chat_id: chatId }) =>
        chatId === null ? [] : [{ platform: platform as PlatformName, chatId }],
      );
    },

    async markGreeted(personId, now) {
      await updateGreeted(db, { id: personId, now });
    },

    async setChildren(personId, months) {
      await db
        .updateTable("persons")
        .set({ children: months.length === 0 ? null : months.join(",") })
        .where("id", "=", personId)
        .execute();
    },

    async rememberHost(personId, hostId) {
      await db.updateTable("persons").set({ last_host_id: hostId }).where("id", "=", personId).execute();
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
      if (grant.role === "host") {
        await db
          .deleteFrom("invites")
          .where("host_id", "=", hostColumn(grant))
          .where("created_by", "=", personId)
          .where("used_by", "is", null)
          .execute();
      }
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
  };
}
