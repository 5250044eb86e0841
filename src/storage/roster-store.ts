import type { Kysely } from "kysely";
import type { DutyRole, RosterStore } from "../cases/index.ts";
import { NO_HOST } from "./case-row.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** More would fit on no screen. */
const MOST_SHIFTS = 200;

/** Asked for each event of a case. */
const selectTimes = prepared((db, { hostId }: { hostId: string }) =>
  db.selectFrom("host_times").select("data").where("host_id", "=", hostId),
);

export function createRosterStore(db: Kysely<Schema>): RosterStore {
  return {
    async keptTimes(hostId) {
      return (await selectTimes(db, { hostId: hostId ?? NO_HOST })).rows[0]?.data;
    },

    async keepTimes(hostId, data) {
      await db
        .insertInto("host_times")
        .values({ host_id: hostId ?? NO_HOST, data })
        .onConflict((conflict) => conflict.column("host_id").doUpdateSet({ data }))
        .execute();
    },

    async roster(hostId, now) {
      const host = hostId ?? NO_HOST;
      const shifts = await db
        .selectFrom("duty_shifts")
        .selectAll()
        .where("host_id", "=", host)
        .orderBy("id")
        .limit(MOST_SHIFTS)
        .execute();
      const overrides = await db
        .selectFrom("duty_overrides")
        .selectAll()
        .where("host_id", "=", host)
        .where("until", ">", now)
        .orderBy("person_id")
        .execute();
      return {
        shifts: shifts.map((row) => ({
          id: row.id,
          personId: row.person_id,
          role: row.role as DutyRole,
          days: row.days.split(",").map(Number),
          from: row.from_minute,
          to: row.to_minute,
        })),
        overrides: overrides.map((row) => ({
          personId: row.person_id,
          on: row.is_on === 1,
          until: row.until,
        })),
      };
    },

    async addShift(hostId, { personId, role, days, from, to }) {
      const row = await db
        .insertInto("duty_shifts")
        .values({
          host_id: hostId ?? NO_HOST,
          person_id: personId,
          role,
          days: days.join(","),
          from_minute: from,
          to_minute: to,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async removeShift(hostId, id) {
      const result = await db
        .deleteFrom("duty_shifts")
        .where("host_id", "=", hostId ?? NO_HOST)
        .where("id", "=", id)
        .executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },

    async setOverride(hostId, { personId, on, until }) {
      const values = { is_on: on ? 1 : 0, until };
      await db
        .insertInto("duty_overrides")
        .values({ host_id: hostId ?? NO_HOST, person_id: personId, ...values })
        .onConflict((conflict) => conflict.columns(["host_id", "person_id"]).doUpdateSet(values))
        .execute();
    },
  };
}
