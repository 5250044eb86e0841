import { closeSync, fdatasync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { promisify } from "node:util";
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import type { Transact } from "../core/transact.ts";
import type { Engine } from "./engine.ts";
import { migrate } from "./migrate.ts";
import { type DirectRun, runDirectly } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** Another process works on the same data folder. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

/** Node closes a database that nothing points to any more, and with it lets go of the lock. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Holds the folder for this process until the returned function is called, whether or not anybody keeps that function. SQLite's own file lock is used because the system lets go of it however the
 * process ends, so nothing is left behind by a `kill -9`.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, "beluga.lock"));
  try {
    lock.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new FolderInUseError(
      `Another Beluga is already running on the folder ${folder}. Stop it first, or give this one its own DATA_DIR.`,
      { cause },
    );
  }
  heldLocks.add(lock);
  return () => {
    heldLocks.delete(lock);
    lock.close();
  };
}

/** Kysely speaks to better-sqlite3's interface; node:sqlite differs in two small things. */
export function asSqliteDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, StatementSync & { reader: boolean }>();
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        const prepared = database.prepare(sql);
        statement = Object.assign(prepared, { reader: prepared.columns().length > 0 });
        // Statements with many parameters differ by row count; a bounded cache keeps the frequent ones.
        if (statements.size >= 500) statements.clear();
        statements.set(sql, statement);
      }
      const ready = statement;
      return {
        reader: ready.reader,
        all: (parameters) => ready.all(...(parameters as SQLInputValue[])),
        run: (parameters) => ready.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => ready.iterate(...(parameters as SQLInputValue[])),
      };
    },
  };
}

/** A prepared query of the busiest way; all of them run inside the one connection's work, as Kysely's own do. */
function openStatement(database: DatabaseSync, sql: string): DirectRun {
  const statement = database.prepare(sql);
  const reads = statement.columns().length > 0;
  return <Row>(parameters: readonly unknown[]) => {
    const values = parameters as SQLInputValue[];
    if (reads) return { rows: statement.all(...values) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
  };
}

const fdatasyncAsync = promisify(fdatasync);

interface Settling {
  /** Tells the waiting caller, after the commit. */
  settle(commitError?: unknown): void;
}

interface Job<Stores> extends Settling {
  run(stores: Stores): Promise<void>;
}

/**
 * Makes commits durable in their order. SQLite takes no lock on its log (`-wal`), so a descriptor of our own does no
 * harm there; the file stays the same one until the database is closed. After a failed sync nobody knows what the disk
 * holds: everything is refused from then on, and the next start reads what is really there.
 */
function createLogSync(path: string) {
  const file = path === ":memory:" ? undefined : openSync(`${path}-wal`, "r+");
  let waiting: Settling[] = [];
  let syncing: Promise<void> | undefined;
  let broken: unknown;

  async function run(file: number): Promise<void> {
    while (waiting.length > 0) {
      const commits = waiting;
      waiting = [];
      try {
        if (broken !== undefined) throw broken;
        await fdatasyncAsync(file);
        for (const commit of commits) commit.settle();
      } catch (error) {
        broken = error;
        for (const commit of commits) commit.settle(error);
      }
    }
    syncing = undefined;
  }

  return {
    /** Settles the works of a commit when it, and with it every earlier one, is on the disk. */
    sync(works: readonly Settling[]): void {
      if (file === undefined) {
        for (const work of works) work.settle();
        return;
      }
      waiting.push(...works);
      syncing ??= run(file);
    },
    async close(): Promise<void> {
      await syncing;
      if (file !== undefined) closeSync(file);
    },
  };
}

/**
 * Small pages, because one message touches rows in many places and each touched page is written to the log whole; a
 * long log, because bringing it into the file waits for the disk on the only thread.
 */
const PRAGMAS = `PRAGMA page_size=2048; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;
  PRAGMA busy_timeout=5000; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=16000`;

/** How many works share one durable commit at most: enough to hide the disk, few enough to stay within ~20 ms. */
const WORKS_PER_COMMIT = 128;

export interface Opened<Stores> {
  readonly transact: Transact<Stores>;
  close(): Promise<void>;
}

/**
 * Opens (and migrates) the embedded database. One connection does everything; works that wait at the same time share
 * one commit, each inside its own savepoint. A work resolves when its commit would survive a power cut: SQLite itself
 * commits without waiting for the disk (`synchronous=NORMAL`), and the log is synced once for all commits that wait,
 * on another thread, while the next works run.
 * @param path a file name, or `:memory:`
 */
export async function openSqlite<Stores>(
  path: string,
  createStores: (db: Kysely<Schema>, engine: Engine) => Stores,
): Promise<Opened<Stores>> {
  const database = new DatabaseSync(path);
  database.exec(PRAGMAS);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: asSqliteDatabase(database) }) });
  // Kysely does not wrap SQLite's migrations: without this a process that ends in one leaves half a schema.
  database.exec("BEGIN IMMEDIATE");
  try {
    await migrate(db, "sqlite");
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    await db.destroy();
    throw error;
  }

  runDirectly(db, (sql) => openStatement(database, sql));

  const queue: Job<Stores>[] = [];
  const savepoint = database.prepare("SAVEPOINT work");
  const release = database.prepare("RELEASE work");
  const log = createLogSync(path);
  let running: Promise<void> | undefined;
  let closed = false;

  async function runBatch(stores: Stores): Promise<void> {
    const batch = queue.splice(0, WORKS_PER_COMMIT);
    try {
      database.exec("BEGIN");
      for (const job of batch) await job.run(stores);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      for (const job of batch) job.settle(error);
      return;
    }
    log.sync(batch);
  }

  /**
   * Gives everything that arrives in the same turn of the event loop the chance to share the commit, and the next turn
   * too while it brings more: alone, a work waits for one turn, under load the disk is asked less often.
   */
  async function gather(): Promise<void> {
    for (let before = 0; queue.length > before && queue.length < WORKS_PER_COMMIT; ) {
      before = queue.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function drain(): Promise<void> {
    await db.connection().execute(async (connection) => {
      const stores = createStores(connection, "sqlite");
      while (queue.length > 0) {
        await gather();
        await runBatch(stores);
      }
    });
    // Works can have come while the connection was given back: checked in the same breath as "not running".
    running = queue.length > 0 ? drain() : undefined;
  }

  const transact: Transact<Stores> = (work) =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(new Error("the database is closed"));
        return;
      }
      let outcome: { value: Awaited<ReturnType<typeof work>> } | { error: unknown } | undefined;
      queue.push({
        async run(stores) {
          savepoint.run();
          try {
            outcome = { value: await work(stores) };
            release.run();
          } catch (error) {
            database.exec("ROLLBACK TO work; RELEASE work");
            outcome = { error };
          }
        },
        settle(commitError) {
          if (outcome && "error" in outcome) reject(outcome.error);
          else if (commitError !== undefined || !outcome) reject(commitError);
          else resolve(outcome.value);
        },
      });
      running ??= drain();
    });

  return {
    transact,
    async close() {
      closed = true;
      while (running) await running; // works that came at the very end begin another round
      await log.close();
      await db.destroy();
    },
  };
}
