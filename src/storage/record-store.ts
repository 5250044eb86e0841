import type { Kysely } from "kysely";
import type { RecordStore } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";

export const createRecordStore = (db: Kysely<Schema>): RecordStore => ({
  async eraseRoomMessages(before) {
    const result = await db.deleteFrom("room_messages").where("at", "<", before).executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  async eraseSafetyWords(before) {
    const result = await db
      .updateTable("safety_events")
      .set({ words: "[]" })
      .where("created_at", "<", before)
      .where("words", "!=", "[]")
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  },
  async eraseQuietTimes(before) {
    const result = await db.deleteFrom("quiet_times").where("until", "<", before).executeTakeFirst();
    return Number(result.numDeletedRows);
  },
});
