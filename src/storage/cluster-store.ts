import type { Kysely } from "kysely";
import type { ClusterStore } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";

export function createClusterStore(db: Kysely<Schema>): ClusterStore {
  const own = (name: string, holder: string, token: number) =>
    db
      .updateTable("holdings")
      .where("name", "=", name)
      .where("holder", "=", holder)
      .where("token", "=", token);

  return {
    async all() {
      const rows = await db.selectFrom("holdings").selectAll().orderBy("name").execute();
      return rows.map(({ holder, ...row }) => ({ ...row, holder: holder ?? undefined }));
    },

    async take(name, holder, seen) {
      if (!seen) {
        const row = await db
          .insertInto("holdings")
          .values({ name, holder, token: 1, beat: 0 })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .returning("token")
          .executeTakeFirst();
        return row?.token;
      }
      const row = await db
        .updateTable("holdings")
        .set({ holder, token: seen.token + 1, beat: 0 })
        .where("name", "=", name)
        .where("token", "=", seen.token)
        .where("beat", "=", seen.beat)
        .where((row) =>
          seen.holder === undefined ? row("holder", "is", null) : row("holder", "=", seen.holder),
        )
        .returning("token")
        .executeTakeFirst();
      return row?.token;
    },

    async beat(name, holder, token) {
      const row = await own(name, holder, token)
        .set((row) => ({ beat: row("beat", "+", 1) }))
        .returning("name")
        .executeTakeFirst();
      return row !== undefined;
    },

    async release(name, holder, token) {
      await own(name, holder, token).set({ holder: null }).execute();
    },

    async remove({ name, token, beat }) {
      const { numDeletedRows } = await db
        .deleteFrom("holdings")
        .where("name", "=", name)
        .where("token", "=", token)
        .where("beat", "=", beat)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
