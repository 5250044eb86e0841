import type { Kysely, Selectable } from "kysely";
import type { LiveSchedule, LiveSession, LiveStore } from "../alerts/index.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

const toSession = (row: Selectable<Schema["live_sessions"]>): LiveSession => ({
  id: row.id,
  hostId: row.host_id,
  state: row.state as LiveSession["state"],
  source: row.source as LiveSession["source"],
  title: row.title ?? undefined,
  link: row.link ?? undefined,
  broadcastId: row.broadcast_id ?? undefined,
  firstSeenAt: row.first_seen_at,
  confirmedAt: row.confirmed_at ?? undefined,
  offSince: row.off_since ?? undefined,
  endedAt: row.ended_at ?? undefined,
});

const toSchedule = (row: Selectable<Schema["live_schedules"]>): LiveSchedule => ({
  id: row.id,
  hostId: row.host_id,
  cron: row.cron ?? undefined,
  label: row.label,
  title: row.title ?? undefined,
  nextAt: row.next_at ?? undefined,
});

const textOrNull = (text: string | undefined): string | null => (text === undefined ? null : plainText(text));

export function createLiveStore(db: Kysely<Schema>): LiveStore {
  return {
    async settings(hostId) {
      const row = await db
        .selectFrom("alert_settings")
        .select("value")
        .where("host_id", "=", hostId)
        .executeTakeFirst();
      return JSON.parse(row?.value ?? "{}") as unknown;
    },

    async saveSettings(hostId, settings) {
      const value = JSON.stringify(settings);
      await db
        .insertInto("alert_settings")
        .values({ host_id: hostId, value })
        .onConflict((conflict) => conflict.column("host_id").doUpdateSet({ value }))
        .execute();
    },

    async openSession(hostId) {
      const row = await db
        .selectFrom("live_sessions")
        .selectAll()
        .where("host_id", "=", hostId)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return row && toSession(row);
    },

    async latestSession(hostId) {
      const row = await db
        .selectFrom("live_sessions")
        .selectAll()
        .where("host_id", "=", hostId)
        .orderBy("first_seen_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toSession(row);
    },

    async session(id) {
      const row = await db.selectFrom("live_sessions").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toSession(row);
    },

    async addSession(session) {
      const result = await db
        .insertInto("live_sessions")
        .values({
          id: session.id,
          host_id: session.hostId,
          state: session.state,
          source: session.source,
          title: textOrNull(session.title),
          link: session.link ?? null,
          broadcast_id: session.broadcastId ?? null,
          first_seen_at: session.firstSeenAt,
          confirmed_at: session.confirmedAt ?? null,
          off_since: session.offSince ?? null,
          ended_at: session.endedAt ?? null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    },

    async changeSession(id, from, change) {
      const has = (key: keyof typeof change) => key in change;
      const result = await db
        .updateTable("live_sessions")
        .set({
          ...(change.state === undefined ? {} : { state: change.state }),
          ...(change.source === undefined ? {} : { source: change.source }),
          ...(has("title") ? { title: textOrNull(change.title) } : {}),
          ...(has("link") ? { link: change.link ?? null } : {}),
          ...(has("broadcastId") ? { broadcast_id: change.broadcastId ?? null } : {}),
          ...(has("confirmedAt") ? { confirmed_at: change.confirmedAt ?? null } : {}),
          ...(has("offSince") ? { off_since: change.offSince ?? null } : {}),
          ...(has("endedAt") ? { ended_at: change.endedAt ?? null } : {}),
        })
        .where("id", "=", id)
        .where("state", "=", from)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) > 0;
    },

    async offBefore(before, limit) {
      const rows = await db
        .selectFrom("live_sessions")
        .selectAll()
        .where("off_since", "<=", before)
        .where("ended_at", "is", null)
        .orderBy("off_since")
        .limit(limit)
        .execute();
      return rows.map(toSession);
    },

    async noteCall(hostId, digest, now) {
      const result = await db
        .insertInto("hook_calls")
        .values({ host_id: hostId, digest, at: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    },

    async forgetCalls(before) {
      await db.deleteFrom("hook_calls").where("at", "<", before).execute();
    },

    async addSchedule(schedule, now) {
      await db
        .insertInto("live_schedules")
        .values({
          id: schedule.id,
          host_id: schedule.hostId,
          cron: schedule.cron ?? null,
          label: plainText(schedule.label),
          title: textOrNull(schedule.title),
          next_at: schedule.nextAt ?? null,
          created_at: now,
        })
        .execute();
    },

    async schedules(hostId) {
      const rows = await db
        .selectFrom("live_schedules")
        .selectAll()
        .where("host_id", "=", hostId)
        .where("next_at", "is not", null)
        .orderBy("next_at")
        .limit(30)
        .execute();
      return rows.map(toSchedule);
    },

    async removeSchedule(hostId, id) {
      const result = await db
        .deleteFrom("live_schedules")
        .where("host_id", "=", hostId)
        .where("id", "=", id)
        .executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },

    async dueSchedules(now, limit) {
      const rows = await db
        .selectFrom("live_schedules")
        .selectAll()
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .limit(limit)
        .execute();
      return rows.map(toSchedule);
    },

    async moveSchedule(id, from, to) {
      const result = await db
        .updateTable("live_schedules")
        .set({ next_at: to ?? null })
        .where("id", "=", id)
        .where("next_at", "=", from)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) > 0;
    },
  };
}
