import type { Kysely } from "kysely";
import type { SafetyEventStore } from "../safety/index.ts";
import type { Schema } from "./schema.ts";

export function createSafetyEventStore(db: Kysely<Schema>): SafetyEventStore {
  return {
    async addEvent(event, now) {
      const row = await db
        .insertInto("safety_events")
        .values({
          host_id: event.hostId ?? null,
          platform: event.platform,
          chat_id: event.chatId,
          person_id: event.personId ?? null,
          inbox_id: event.inboxId,
          level: event.level,
          kinds: JSON.stringify(event.kinds),
          rules: JSON.stringify(event.rules),
          words: JSON.stringify(event.words),
          created_at: now,
        })
        // The same update again (after a crash) gives the same event.
        .onConflict((conflict) => conflict.column("inbox_id").doUpdateSet({ level: event.level }))
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async eventHost(number) {
      const row = await db
        .selectFrom("safety_events")
        .select("host_id")
        .where("id", "=", number)
        .executeTakeFirst();
      return row && { hostId: row.host_id ?? undefined };
    },

    async markSeen(number, personId, now) {
      const { numUpdatedRows } = await db
        .updateTable("safety_events")
        .set({ seen_by: personId, seen_at: now })
        .where("id", "=", number)
        .where("seen_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
