import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Invite, InvitePurpose, PeopleStore, Wizard } from "../people/index.ts";
import type { Schema } from "./schema.ts";

type TokenPart = Pick<
  PeopleStore,
  "createInvite" | "redeemInvite" | "wizard" | "setWizard" | "setting" | "settleSetting" | "countAttempt"
>;

/** Invitations, open questions of a set-up, small settings and counted attempts: the part with single rows by key. */
export function createTokenStore(db: Kysely<Schema>): TokenPart {
  return {
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
