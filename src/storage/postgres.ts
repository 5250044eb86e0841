import { Kysely, type PGlite, PGliteDialect, PostgresDialect } from "kysely";
import { Pool, type PoolConfig, types } from "pg";
import type { Transact } from "../core/transact.ts";
import type { Engine } from "./engine.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";
import type { Opened } from "./sqlite.ts";

/** PostgreSQL's type number of `bigint`; our instants and ids stay far below 2^53, so a number holds them. */
const INT8 = 20;
const NUMBERS: PoolConfig["types"] = {
  getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format as "text")),
};

/** Serialisation failure and deadlock: the server undid the work, doing it again is right. */
const TRY_AGAIN = new Set(["40001", "40P01"]);

function transactor<Stores>(
  db: Kysely<Schema>,
  createStores: (db: Kysely<Schema>, engine: Engine) => Stores,
): Transact<Stores> {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute((trx) => work(createStores(trx, "postgres")));
      } catch (error) {
        if (attempt >= 4 || !TRY_AGAIN.has(String((error as { code?: unknown }).code))) throw error;
      }
    }
  };
}

/** One connection for a look at the records as they are; nothing is migrated. */
export function connectOnce(url: string): Kysely<Schema> {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000, types: NUMBERS });
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** Opens (and migrates) a PostgreSQL server; commits of works that run side by side are grouped by the server. */
export async function openPostgres<Stores>(
  url: string,
  createStores: (db: Kysely<Schema>, engine: Engine) => Stores,
  onError: (error: unknown) => void,
): Promise<Opened<Stores>> {
  const pool = new Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis: 5_000,
    types: NUMBERS,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", onError);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db, "postgres");
  return { transact: transactor(db, createStores), close: () => db.destroy() };
}

/** The same over a PGlite instance, PostgreSQL compiled to WebAssembly; for tests. */
export async function openPglite<Stores>(
  pglite: PGlite,
  createStores: (db: Kysely<Schema>, engine: Engine) => Stores,
): Promise<Opened<Stores>> {
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  await migrate(db, "postgres");
  return { transact: transactor(db, createStores), close: () => db.destroy() };
}
