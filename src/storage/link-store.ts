import type { Kysely } from "kysely";
import type { PlatformName } from "../core/message.ts";
import type { LinkStore } from "../people/index.ts";
import type { Engine } from "./engine.ts";
import type { Schema } from "./schema.ts";

/** Columns that name a member of the staff who did something: one person's deeds stay one person's. */
async function moveDeeds(db: Kysely<Schema>, from: string, into: string): Promise<void> {
  await db.updateTable("invites").set({ created_by: into }).where("created_by", "=", from).execute();
  await db.updateTable("roles").set({ granted_by: into }).where("granted_by", "=", from).execute();
  // Through the index on the status: only an open case has somebody whom it waits for.
  await db
    .updateTable("cases")
    .set({ assignee_id: into })
    .where("status", "=", "open")
    .where("assignee_id", "=", from)
    .execute();
  for (const column of ["approved_by", "handled_by", "refused_by"] as const) {
    await db
      .updateTable("aid_applications")
      .set({ [column]: into })
      .where(column, "=", from)
      .execute();
  }
  await db.updateTable("aid_events").set({ by_id: into }).where("by_id", "=", from).execute();
  await db.updateTable("broadcasts").set({ created_by: into }).where("created_by", "=", from).execute();
  await db.updateTable("broadcasts").set({ approved_by: into }).where("approved_by", "=", from).execute();
  await db.updateTable("campaigns").set({ created_by: into }).where("created_by", "=", from).execute();
  await db.updateTable("article_revisions").set({ author_id: into }).where("author_id", "=", from).execute();
  await db.updateTable("publish_requests").set({ person_id: into }).where("person_id", "=", from).execute();
  await db.updateTable("duty_shifts").set({ person_id: into }).where("person_id", "=", from).execute();
  for (const table of ["duty_overrides", "staff_aliases"] as const) {
    await db
      .deleteFrom(table)
      .where("person_id", "=", from)
      .where("host_id", "in", (own) =>
        own.selectFrom(table).select(`${table}.host_id`).where(`${table}.person_id`, "=", into),
      )
      .execute();
    await db.updateTable(table).set({ person_id: into }).where("person_id", "=", from).execute();
  }
}

export function createLinkStore(db: Kysely<Schema>, engine: Engine): LinkStore {
  const childrenOf = async (personId: string): Promise<readonly string[]> => {
    const row = await db
      .selectFrom("persons")
      .select("children")
      .where("id", "=", personId)
      .executeTakeFirst();
    return row?.children?.split(",") ?? [];
  };

  return {
    async accountsOf(personId) {
      const rows = await db
        .selectFrom("accounts")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("created_at", "desc")
        .orderBy("platform")
        .orderBy("user_id")
        .execute();
      return rows.map((row) => ({
        platform: row.platform as PlatformName,
        userId: row.user_id,
        privateChatId: row.private_chat_id ?? undefined,
        displayName: row.display_name ?? undefined,
        createdAt: row.created_at,
      }));
    },

    childrenOf,

    async addLinkCode({ linkId, codeHash, personId }, expiresAt) {
      await db.deleteFrom("link_codes").where("person_id", "=", personId).execute();
      await db
        .insertInto("link_codes")
        .values({ id: linkId, code_hash: codeHash, person_id: personId, expires_at: expiresAt })
        .execute();
    },

    async claimLinkCode(codeHash, personId, now) {
      const own = await db
        .selectFrom("link_codes")
        .select("id")
        .where("code_hash", "=", codeHash)
        .where("person_id", "=", personId)
        .executeTakeFirst();
      if (own) return "own";
      const row = await db
        .updateTable("link_codes")
        .set({ claimed_by: personId })
        .where("code_hash", "=", codeHash)
        .where("expires_at", ">", now)
        .where("claimed_by", "is", null)
        .returning(["id", "person_id"])
        .executeTakeFirst();
      return row && { linkId: row.id, personId: row.person_id, claimedBy: personId };
    },

    async useLink(linkId, claimedBy, now) {
      const row = await db
        .updateTable("link_codes")
        .set({ used_at: now })
        .where("id", "=", linkId)
        .where("claimed_by", "=", claimedBy)
        .where("used_at", "is", null)
        .where("expires_at", ">", now)
        .returning("person_id")
        .executeTakeFirst();
      return row && { linkId, personId: row.person_id, claimedBy };
    },

    async lockPersons(personIds) {
      const standing = new Set<string>();
      for (const id of [...new Set(personIds)].sort()) {
        const query = db.selectFrom("persons").select(["id", "merged_into"]).where("id", "=", id);
        // SQLite has one writer at a time anyway, and no such words.
        const row = await (engine === "postgres" ? query.forUpdate() : query).executeTakeFirst();
        if (row && row.merged_into === null) standing.add(id);
      }
      return standing;
    },

    async mergePersons(from, into) {
      await db.updateTable("accounts").set({ person_id: into }).where("person_id", "=", from).execute();
      const roles = await db.selectFrom("roles").selectAll().where("person_id", "=", from).execute();
      for (const role of roles) {
        await db
          .insertInto("roles")
          .values({ ...role, person_id: into })
          .onConflict((conflict) => conflict.columns(["person_id", "host_id", "role"]).doNothing())
          .execute();
      }
      await db.deleteFrom("roles").where("person_id", "=", from).execute();
      await db.deleteFrom("wizards").where("person_id", "=", from).execute();
      await db.deleteFrom("link_codes").where("person_id", "in", [from, into]).execute();
      const wishes = db.selectFrom("forget_wishes").select("person_id").where("person_id", "=", into);
      if (await wishes.executeTakeFirst()) {
        await db.deleteFrom("forget_wishes").where("person_id", "=", from).execute();
      } else {
        await db
          .updateTable("forget_wishes")
          .set({ person_id: into })
          .where("person_id", "=", from)
          .execute();
      }
      await moveDeeds(db, from, into);
      const children = [...new Set([...(await childrenOf(into)), ...(await childrenOf(from))])].sort();
      const old = await db
        .selectFrom("persons")
        .select(["last_host_id", "created_at"])
        .where("id", "=", from)
        .executeTakeFirst();
      if (old) {
        await db
          .updateTable("persons")
          .set((row) => ({
            children: children.length === 0 ? null : children.join(","),
            last_host_id: row.fn.coalesce("last_host_id", row.val(old.last_host_id)),
            created_at: row
              .case()
              .when("created_at", ">", old.created_at)
              .then(old.created_at)
              .else(row.ref("created_at"))
              .end(),
          }))
          .where("id", "=", into)
          .execute();
      }
      await db.updateTable("persons").set({ merged_into: into }).where("merged_into", "=", from).execute();
      await db
        .updateTable("persons")
        .set({ merged_into: into, last_host_id: null, children: null })
        .where("id", "=", from)
        .execute();
    },

    async splitAccount({ platform, userId }, personId, newId, now) {
      const accounts = await db
        .selectFrom("accounts")
        .select(["platform", "user_id"])
        .where("person_id", "=", personId)
        .execute();
      const isHers = accounts.some((one) => one.platform === platform && one.user_id === userId);
      if (!isHers || accounts.length < 2) return false;
      await db.insertInto("persons").values({ id: newId, created_at: now }).execute();
      await db
        .updateTable("accounts")
        .set({ person_id: newId, display_name: null })
        .where("platform", "=", platform)
        .where("user_id", "=", userId)
        .execute();
      return true;
    },

    async forgetPerson(personId, accounts) {
      await db.deleteFrom("wizards").where("person_id", "=", personId).execute();
      await db.deleteFrom("link_codes").where("person_id", "=", personId).execute();
      await db.updateTable("persons").set({ children: null }).where("id", "=", personId).execute();
      if (!accounts) return;
      await db.deleteFrom("human_requests").where("person_id", "=", personId).execute();
      await db.deleteFrom("accounts").where("person_id", "=", personId).execute();
      await db.deleteFrom("staff_aliases").where("person_id", "=", personId).execute();
      await db.deleteFrom("persons").where("merged_into", "=", personId).execute();
      await db.deleteFrom("persons").where("id", "=", personId).execute();
    },
  };
}
