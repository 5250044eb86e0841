import type { Kysely } from "kysely";
import type { PlatformName } from "../core/message.ts";
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
          message_id: event.messageId,
          user_id: event.userId,
          locale: event.locale,
          created_at: now,
        })
        // The same update again (after a crash) gives the same event.
        .onConflict((conflict) => conflict.column("inbox_id").doUpdateSet({ level: event.level }))
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async event(number) {
      const row = await db
        .selectFrom("safety_events")
        .select(["host_id", "platform", "chat_id", "person_id", "kinds", "message_id", "user_id", "locale"])
        .where("id", "=", number)
        .executeTakeFirst();
      return (
        row && {
          hostId: row.host_id ?? undefined,
          platform: row.platform as PlatformName,
          chatId: row.chat_id,
          personId: row.person_id ?? undefined,
          kinds: JSON.parse(row.kinds) as string[],
          messageId: row.message_id ?? undefined,
          userId: row.user_id ?? undefined,
          locale: row.locale === "en" ? "en" : "zh",
        }
      );
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

    async markAct(number, act, personId, now, until = 0) {
      const mine = { event_id: number, act, person_id: personId, at: now };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("safety_acts")
        .values(mine)
        .onConflict((conflict) => conflict.columns(["event_id", "act"]).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows) return undefined;
      const again = await db
        .updateTable("safety_acts")
        .set(mine)
        .where("event_id", "=", number)
        .where("act", "=", act)
        .where("at", "<=", until)
        .executeTakeFirst();
      if (again.numUpdatedRows > 0n) return undefined;
      const row = await db
        .selectFrom("safety_acts")
        .select(["person_id", "at"])
        .where("event_id", "=", number)
        .where("act", "=", act)
        .executeTakeFirstOrThrow();
      return { personId: row.person_id, at: row.at };
    },
  };
}
