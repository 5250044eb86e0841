import { DatabaseSync } from "node:sqlite";
import { PGlite } from "@electric-sql/pglite";
import { type Dialect, Kysely, PGliteDialect, SqliteDialect, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { foldCase } from "../../src/cases/index.ts";
import { createStores } from "../../src/storage/index.ts";
import { migrate } from "../../src/storage/migrate.ts";
import type { Schema } from "../../src/storage/schema.ts";
import { asSqliteDatabase } from "../../src/storage/sqlite.ts";
import { AT } from "../support/records.ts";

const DIALECTS: Readonly<Record<"sqlite" | "postgres", () => Dialect>> = {
  sqlite: () => new SqliteDialect({ database: asSqliteDatabase(new DatabaseSync(":memory:")) }),
  postgres: () => new PGliteDialect({ pglite: new PGlite() }),
};

describe.each(["sqlite", "postgres"] as const)("wishes for a human from before cases, on %s", (engine) => {
  it("become cases that are what their events say, and are looked at at once", async () => {
    const db = new Kysely<Schema>({ dialect: DIALECTS[engine]() });
    await migrate(db, engine, "0003-model");
    await db.insertInto("persons").values({ id: "mei", created_at: AT }).execute();
    await db
      .insertInto("accounts")
      .values({
        platform: "telegram",
        user_id: "501",
        person_id: "mei",
        private_chat_id: "501",
        created_at: AT,
      })
      .execute();
    const wish = { platform: "telegram", chat_id: "501", person_id: "mei", created_at: AT };
    for (const one of [
      { ...wish, host_id: "wang", answer_id: "a'1", status: "open" },
      { ...wish, host_id: null, status: "open", chat_id: "-7" },
      { ...wish, host_id: null, status: "done" },
    ]) {
      await db.insertInto("human_requests").values(one).execute();
    }
    await migrate(db, engine);

    const { cases: store } = createStores(db, engine);
    const found = [...(await store.casesOf("mei", 0))].sort((one, other) => one.caseId - other.caseId);
    expect(found.map(({ hostId, view }) => [hostId, view.kind, view.from.kind, view.askedHuman])).toEqual([
      ["wang", "other", "private", true],
      [undefined, "other", "group", true],
    ]);
    for (const { caseId, view } of found) {
      const events = await store.events(caseId, 10);
      expect(view).toEqual(foldCase(events));
    }
    expect((await store.events(found[0]?.caseId ?? 0, 10))[0]).toMatchObject({ answerId: "a'1" });
    const { rows } = await sql<{ clock_at: number }>`select clock_at from cases`.execute(db);
    expect(rows.map(({ clock_at }) => Number(clock_at))).toEqual([AT, AT]);
    const left = await db.selectFrom("human_requests").select("status").orderBy("id").execute();
    expect(left.map(({ status }) => status)).toEqual(["moved", "moved", "done"]);
    await db.destroy();
  });
});
