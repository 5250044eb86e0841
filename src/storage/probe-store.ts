import type { Kysely, Selectable } from "kysely";
import type { Look, Probe, ProbeStore } from "../alerts/index.ts";
import type { Schema } from "./schema.ts";

const toProbe = (row: Selectable<Schema["live_probes"]>): Probe => ({
  hostId: row.host_id,
  link: row.link,
  nextAt: row.next_at,
  pauseMs: row.pause_ms,
  seen: (row.seen ?? undefined) as Look | undefined,
  seenAt: row.seen_at ?? undefined,
  inARow: row.in_a_row,
});

export const createProbeStore = (db: Kysely<Schema>): ProbeStore => ({
  async set(hostId, link, nextAt, pauseMs) {
    const anew = { link, next_at: nextAt, pause_ms: pauseMs, seen: null, seen_at: null, in_a_row: 0 };
    await db
      .insertInto("live_probes")
      .values({ host_id: hostId, ...anew })
      .onConflict((conflict) => conflict.column("host_id").doUpdateSet(anew))
      .execute();
  },

  async remove(hostId) {
    const result = await db.deleteFrom("live_probes").where("host_id", "=", hostId).executeTakeFirst();
    return result.numDeletedRows > 0n;
  },

  async probe(hostId) {
    const row = await db
      .selectFrom("live_probes")
      .selectAll()
      .where("host_id", "=", hostId)
      .executeTakeFirst();
    return row && toProbe(row);
  },

  async due(now, limit) {
    const rows = await db
      .selectFrom("live_probes")
      .selectAll()
      .where("next_at", "<=", now)
      .orderBy("next_at")
      .limit(limit)
      .execute();
    return rows.map(toProbe);
  },

  async take({ hostId, nextAt }, until) {
    const result = await db
      .updateTable("live_probes")
      .set({ next_at: until })
      .where("host_id", "=", hostId)
      .where("next_at", "=", nextAt)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  async note({ hostId, link, nextAt, pauseMs, seen, seenAt, inARow }) {
    const result = await db
      .updateTable("live_probes")
      .set({
        next_at: nextAt,
        pause_ms: pauseMs,
        seen: seen ?? null,
        seen_at: seenAt ?? null,
        in_a_row: inARow,
      })
      .where("host_id", "=", hostId)
      .where("link", "=", link)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },
});
