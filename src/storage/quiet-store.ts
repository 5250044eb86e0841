import type { Kysely } from "kysely";
import type { QuietStore } from "../safety/index.ts";
import { inParts, prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const keepLonger = prepared((db, { subject, until }: { subject: string; until: number }) =>
  db
    .insertInto("quiet_times")
    .values({ subject, until })
    .onConflict((conflict) =>
      conflict.column("subject").doUpdateSet({ until }).where("quiet_times.until", "<", until),
    ),
);

export function createQuietStore(db: Kysely<Schema>): QuietStore {
  return {
    async keepQuiet(subject, until) {
      await keepLonger(db, { subject, until });
    },

    async quietSubjects(subjects, now) {
      const found = new Set<string>();
      for (const part of inParts(subjects)) {
        const rows = await db
          .selectFrom("quiet_times")
          .select("subject")
          .where("subject", "in", part)
          .where("until", ">", now)
          .execute();
        for (const { subject } of rows) found.add(subject);
      }
      return found;
    },

    async quietUntil(subjects) {
      if (subjects.length === 0) return 0;
      const row = await db
        .selectFrom("quiet_times")
        .select((one) => one.fn.max("until").as("until"))
        .where("subject", "in", [...subjects])
        .executeTakeFirst();
      return Number(row?.until ?? 0);
    },
  };
}
