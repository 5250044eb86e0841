import { type Kysely, sql } from "kysely";
import type { CaseStore } from "../cases/index.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import { NO_HOST, toCase, toColumns, toEvent, toEventRow } from "./case-row.ts";
import { createDeskStore } from "./desk-store.ts";
import type { Engine } from "./engine.ts";
import { NOBODY } from "./person-rows.ts";
import { inParts, prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** As the partial indexes have it: a parameter would hide that they fit. */
const OPEN = sql.lit("open");

/** Asked for each private message, whose sender hardly ever has a case. */
/** Ids alone: nearly everybody has none, and a row of thirty columns costs most of its time before the first one is read. */
const idsOfPerson = prepared((db, { personId, closedAfter }: { personId: string; closedAfter: number }) =>
  db
    .selectFrom("cases")
    .select("id")
    .where("person_id", "=", personId)
    .where("joined_into", "is", null)
    .where((row) => row.or([row("status", "=", OPEN), row("closed_at", ">", closedAfter)]))
    .orderBy("last_fan_at", "desc")
    .limit(20),
);

/** Words, files, messages and accounts go; what happened when, and by which staff, stays for the figures. */
export async function eraseCase(db: Kysely<Schema>, caseId: number, now: number): Promise<boolean> {
  const row = await db
    .updateTable("cases")
    .set({ person_id: NOBODY, from_chat_id: NOBODY, from_user_id: NOBODY, erased_at: now })
    .where("id", "=", caseId)
    .where("erased_at", "is", null)
    .where("status", "!=", OPEN)
    .returning("id")
    .executeTakeFirst();
  if (!row) return false;
  await db.deleteFrom("staff_codes").where("case_id", "=", caseId).execute();
  await db
    .updateTable("case_events")
    .set({ sealed: null, ref: null })
    .where("case_id", "=", caseId)
    .execute();
  const events = await db
    .selectFrom("case_events")
    .select(["seq", "data"])
    .where("case_id", "=", caseId)
    .where((event) =>
      event.or([
        event("data", "like", '%"from"%'),
        event("data", "like", '%"files"%'),
        event("data", "like", '%"place"%'),
      ]),
    )
    .execute();
  for (const { seq, data } of events) {
    const { files: _files, place: _place, ...kept } = JSON.parse(data) as Record<string, unknown>;
    const from =
      kept.from === undefined ? {} : { from: { ...(kept.from as object), chatId: NOBODY, userId: NOBODY } };
    await db
      .updateTable("case_events")
      .set({ data: JSON.stringify({ ...kept, ...from }) })
      .where("case_id", "=", caseId)
      .where("seq", "=", seq)
      .execute();
  }
  return true;
}

export function createCaseStore(db: Kysely<Schema>, sealer: TextSealer, engine: Engine): CaseStore {
  return {
    ...createDeskStore(db),

    async create({ hostId, personId }, view) {
      const row = await db
        .insertInto("cases")
        .values({ ...toColumns(view), host_id: hostId ?? NO_HOST, person_id: personId })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .executeTakeFirst();
      return row?.id;
    },

    async lock(caseId) {
      const query = db.selectFrom("cases").selectAll().where("id", "=", caseId);
      // SQLite has one writer at a time anyway, and no such words.
      const row = await (engine === "postgres" ? query.forUpdate() : query).executeTakeFirst();
      return row && toCase(row);
    },

    async append(caseId, event, view, clockAt) {
      await db
        .insertInto("case_events")
        .values(toEventRow(caseId, event, sealer))
        .execute();
      await db
        .updateTable("cases")
        .set({ ...toColumns(view), clock_at: clockAt ?? null })
        .where("id", "=", caseId)
        .execute();
    },

    async setClock(caseId, clockAt) {
      await db
        .updateTable("cases")
        .set({ clock_at: clockAt ?? null })
        .where("id", "=", caseId)
        .execute();
    },

    async wakeClocks(hostId, now) {
      await db
        .updateTable("cases")
        .set({ clock_at: now })
        .where("host_id", "=", hostId ?? NO_HOST)
        .where("status", "=", OPEN)
        .where("clock_at", ">", now)
        .execute();
    },

    async dueCases(now, behind, limit) {
      let query = db
        .selectFrom("cases")
        .select(["id", "clock_at"])
        .where("status", "=", OPEN)
        .where("clock_at", "<=", now);
      if (behind) {
        const { clockAt, caseId } = behind;
        query = query.where((row) =>
          row.or([
            row("clock_at", ">", clockAt),
            row.and([row("clock_at", "=", clockAt), row("id", ">", caseId)]),
          ]),
        );
      }
      const rows = await query.orderBy("clock_at").orderBy("id").limit(limit).execute();
      return rows.map(({ id, clock_at }) => ({ caseId: id, clockAt: clock_at ?? now }));
    },

    async earliestClock() {
      const row = await db
        .selectFrom("cases")
        .select("clock_at")
        .where("status", "=", OPEN)
        .where("clock_at", "is not", null)
        .orderBy("clock_at")
        .limit(1)
        .executeTakeFirst();
      return row?.clock_at ?? undefined;
    },

    async inDanger(personIds) {
      const found = new Set<string>();
      for (const part of inParts(personIds)) {
        const rows = await db
          .selectFrom("cases")
          .select("person_id")
          .where("person_id", "in", part)
          .where("status", "=", OPEN)
          .where("level", "in", ["urgent", "emergency"])
          .execute();
        for (const { person_id } of rows) found.add(person_id);
      }
      return found;
    },

    async casesOf(personId, closedAfter) {
      const ids = (await idsOfPerson(db, { personId, closedAfter })).rows.map(({ id }) => id);
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom("cases")
        .selectAll()
        .where("id", "in", ids)
        .orderBy("last_fan_at", "desc")
        .execute();
      return rows.map(toCase);
    },

    async allOf(personId, limit) {
      const rows = await db
        .selectFrom("cases")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("last_fan_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(toCase);
    },

    async moveCases(from, into) {
      await db.updateTable("cases").set({ person_id: into }).where("person_id", "=", from).execute();
    },

    eraseCase: (caseId, now) => eraseCase(db, caseId, now),

    async openCases(whose, limit) {
      let query = db.selectFrom("cases").selectAll().where("status", "=", OPEN);
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("host_id", "in", whose);
      }
      // The same order on both engines: who waits longest, then who waits for nothing, oldest first.
      const rows = await query
        .orderBy(sql`coalesce(waiting_since, 9007199254740991)`)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(toCase);
    },

    async events(caseId, limit) {
      const rows = await db
        .selectFrom("case_events")
        .selectAll()
        .where("case_id", "=", caseId)
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.reverse().map((row) => toEvent(row, sealer));
    },

    async eventsOf(caseId, types, limit) {
      const rows = await db
        .selectFrom("case_events")
        .selectAll()
        .where("case_id", "=", caseId)
        .where("type", "in", [...types])
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map((row) => toEvent(row, sealer));
    },

    async event(caseId, seq) {
      const row = await db
        .selectFrom("case_events")
        .selectAll()
        .where("case_id", "=", caseId)
        .where("seq", "=", seq)
        .executeTakeFirst();
      return row && toEvent(row, sealer);
    },

    async staffWords(ref) {
      const row = await db
        .selectFrom("case_events")
        .selectAll()
        .where("ref", "=", ref)
        .where("type", "=", "staff-wrote")
        .limit(1)
        .executeTakeFirst();
      const said = row && toEvent(row, sealer);
      return row && said?.type === "staff-wrote" ? { caseId: row.case_id, said } : undefined;
    },

    async caseOfRef(ref) {
      const row = await db
        .selectFrom("case_events")
        .select("case_id")
        .where("ref", "=", ref)
        .orderBy("case_id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.case_id;
    },

    async keyOfSent(platform, chatIds, messageId) {
      const row = await db
        .selectFrom("deliveries")
        .select("dedupe_key")
        .where(sql<boolean>`lane <= 10`)
        .where("platform", "=", platform)
        .where("chat_id", "in", [...chatIds])
        .where("message_id", "=", messageId)
        .limit(1)
        .executeTakeFirst();
      return row?.dedupe_key;
    },
  };
}
