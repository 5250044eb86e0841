import type { Kysely, Selectable } from "kysely";
import type { Audience, Broadcast, BroadcastStore, Message, Place } from "../alerts/index.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

type Row = Selectable<Schema["broadcasts"]>;

/** Only this program writes these columns, and always in this order of keys: they can be compared as text. */
const placeText = ({ part, after, left }: Place): string => JSON.stringify({ part, after, left });
const json = (value: unknown): string => plainText(JSON.stringify(value));

const toBroadcast = (row: Row): Broadcast => ({
  id: row.id,
  hostId: row.host_id,
  kind: row.kind as Broadcast["kind"],
  state: row.state as Broadcast["state"],
  version: row.version,
  message: JSON.parse(row.message) as Message,
  audience: JSON.parse(row.audience) as Audience,
  handle: row.handle,
  createdBy: row.created_by ?? undefined,
  approvedBy: row.approved_by ?? undefined,
  cron: row.cron ?? undefined,
  expiresAfterMs: row.expires_after_ms ?? undefined,
  beganAt: row.began_at ?? undefined,
  nextAt: row.next_at ?? undefined,
  place: JSON.parse(row.place) as Place,
  targets: row.targets,
  told: row.told,
  createdAt: row.created_at,
});

function toRow(change: Partial<Broadcast>): Partial<Row> {
  const has = (key: keyof Broadcast) => key in change;
  return {
    ...(change.kind === undefined ? {} : { kind: change.kind }),
    ...(change.state === undefined ? {} : { state: change.state }),
    ...(change.version === undefined ? {} : { version: change.version }),
    ...(change.message === undefined ? {} : { message: json(change.message) }),
    ...(change.audience === undefined ? {} : { audience: json(change.audience) }),
    ...(change.handle === undefined ? {} : { handle: change.handle }),
    ...(change.place === undefined ? {} : { place: placeText(change.place) }),
    ...(change.targets === undefined ? {} : { targets: change.targets }),
    ...(change.told === undefined ? {} : { told: change.told }),
    ...(has("createdBy") ? { created_by: change.createdBy ?? null } : {}),
    ...(has("approvedBy") ? { approved_by: change.approvedBy ?? null } : {}),
    ...(has("cron") ? { cron: change.cron ?? null } : {}),
    ...(has("expiresAfterMs") ? { expires_after_ms: change.expiresAfterMs ?? null } : {}),
    ...(has("beganAt") ? { began_at: change.beganAt ?? null } : {}),
    ...(has("nextAt") ? { next_at: change.nextAt ?? null } : {}),
  };
}

export function createBroadcastStore(db: Kysely<Schema>): BroadcastStore {
  return {
    async add(broadcast) {
      await db
        .insertInto("broadcasts")
        .values({
          ...(toRow(broadcast) as Row),
          id: broadcast.id,
          host_id: broadcast.hostId,
          created_at: broadcast.createdAt,
        })
        .execute();
    },

    async broadcast(id) {
      const row = await db.selectFrom("broadcasts").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toBroadcast(row);
    },

    async broadcasts(hostId, limit) {
      const rows = await db
        .selectFrom("broadcasts")
        .selectAll()
        .where("host_id", "=", hostId)
        .orderBy("created_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(toBroadcast);
    },

    async change(id, from, change, at) {
      let update = db
        .updateTable("broadcasts")
        .set(toRow(change))
        .where("id", "=", id)
        .where("state", "in", [...from]);
      if (at) update = update.where("place", "=", placeText(at.place)).where("version", "=", at.version);
      return Number((await update.executeTakeFirst()).numUpdatedRows) > 0;
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom("broadcasts")
        .selectAll()
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .limit(limit)
        .execute();
      return rows.map(toBroadcast);
    },
  };
}
