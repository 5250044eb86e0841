import { type Kysely, sql } from "kysely";
import type { CaseStore } from "../cases/index.ts";
import { NO_HOST } from "./case-row.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

/** More would neither change a median nor be looked through quickly. */
const MOST_COUNTED = 5_000;
const MOST_CANNED = 50;

type DeskPart = Pick<
  CaseStore,
  "addCode" | "code" | "addCanned" | "canned" | "deleteCanned" | "alias" | "setAlias" | "numbers"
>;

/** What staff has beside the cases: codes, canned replies, names, figures. */
export function createDeskStore(db: Kysely<Schema>): DeskPart {
  return {
    async addCode(code, { caseId, seq }, now) {
      const row = await db
        .insertInto("staff_codes")
        .values({ code, case_id: caseId, seq, at: now })
        .onConflict((conflict) => conflict.column("code").doNothing())
        .returning("code")
        .executeTakeFirst();
      return row !== undefined;
    },

    async code(code) {
      const row = await db.selectFrom("staff_codes").selectAll().where("code", "=", code).executeTakeFirst();
      return row && { caseId: row.case_id, seq: row.seq, at: row.at };
    },

    async addCanned(hostId, text, by, now) {
      const row = await db
        .insertInto("canned_replies")
        .values({ host_id: hostId ?? NO_HOST, text: plainText(text), created_by: by, created_at: now })
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async canned(hostId) {
      return await db
        .selectFrom("canned_replies")
        .select(["id", "text"])
        .where("host_id", "=", hostId ?? NO_HOST)
        .orderBy("id")
        .limit(MOST_CANNED)
        .execute();
    },

    async deleteCanned(hostId, id) {
      const result = await db
        .deleteFrom("canned_replies")
        .where("host_id", "=", hostId ?? NO_HOST)
        .where("id", "=", id)
        .executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },

    async alias(personId, hostId) {
      const row = await db
        .selectFrom("staff_aliases")
        .select("alias")
        .where("person_id", "=", personId)
        .where("host_id", "=", hostId ?? NO_HOST)
        .executeTakeFirst();
      return row?.alias;
    },

    async setAlias(personId, hostId, alias) {
      const key = { person_id: personId, host_id: hostId ?? NO_HOST };
      if (alias === undefined) {
        await db
          .deleteFrom("staff_aliases")
          .where("person_id", "=", key.person_id)
          .where("host_id", "=", key.host_id)
          .execute();
        return;
      }
      await db
        .insertInto("staff_aliases")
        .values({ ...key, alias: plainText(alias) })
        .onConflict((conflict) => conflict.columns(["person_id", "host_id"]).doUpdateSet({ alias }))
        .execute();
    },

    async numbers(hostId, since) {
      const host = hostId ?? NO_HOST;
      const open = await db
        .selectFrom("cases")
        .select((column) => [
          column.fn.countAll<number>().as("open"),
          column.fn.count<number>("waiting_since").as("unanswered"),
        ])
        .where("host_id", "=", host)
        .where("status", "=", sql.lit("open"))
        .executeTakeFirstOrThrow();
      const rows = await db
        .selectFrom("cases")
        .select(["opened_at", "first_answer_at", "rating"])
        .where("host_id", "=", host)
        .where("opened_at", ">=", since)
        .orderBy("opened_at", "desc")
        .limit(MOST_COUNTED)
        .execute();
      return {
        open: Number(open.open),
        unanswered: Number(open.unanswered),
        firstAnswers: rows.flatMap(({ opened_at, first_answer_at }) =>
          first_answer_at === null ? [] : [first_answer_at - opened_at],
        ),
        ratings: rows.flatMap(({ rating }) => (rating === null ? [] : [rating])),
      };
    },
  };
}
