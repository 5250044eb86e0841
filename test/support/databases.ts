import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { type Kysely, sql } from "kysely";
import { Client } from "pg";
import {
  createStores,
  type Opened,
  openPglite,
  openPostgres,
  openSqlite,
  type Stores,
} from "../../src/storage/index.ts";
import { findPostgres, startPostgres } from "./postgres-server.ts";

/** Dependants first, so that rows can be deleted in this order. */
const TABLES = [
  "link_codes",
  "forget_wishes",
  "forget_receipts",
  "sweeps",
  "robots",
  "robot_digests",
  "live_probes",
  "live_sessions",
  "live_schedules",
  "hook_calls",
  "alert_settings",
  "broadcasts",
  "chat_rules",
  "chat_days",
  "subscriptions",
  "person_quiet",
  "partners",
  "receipts",
  "threads",
  "deliveries",
  "inbox",
  "holdings",
  "cursors",
  "feedback",
  "answer_wordings",
  "rewording_failures",
  "model_spending",
  "text_vectors",
  "answers",
  "gap_events",
  "gap_bands",
  "gaps",
  "gap_groups",
  "article_events",
  "article_heads",
  "article_version",
  "article_questions",
  "article_revisions",
  "publish_requests",
  "review_notices",
  "human_requests",
  "aid_events",
  "aid_applications",
  "aid_programmes",
  "aid_forms",
  "host_promises",
  "product_reports",
  "products",
  "staff_codes",
  "case_events",
  "cases",
  "canned_replies",
  "staff_aliases",
  "host_times",
  "duty_shifts",
  "duty_overrides",
  "safety_acts",
  "safety_events",
  "quiet_times",
  "coupon_claims",
  "coupon_codes",
  "campaigns",
  "shop_pushes",
  "room_messages",
  "invites",
  "wizards",
  "attempts",
  "roles",
  "accounts",
  "chats",
  "persons",
  "hosts",
  "meta",
] as const;

export interface Database extends Opened<Stores> {
  /** Deletes every row. */
  clear(): Promise<void>;
  /** Runs one query outside the stores, to look at what was really written. */
  read<Row>(run: (db: Kysely<Record<string, never>>) => Promise<{ rows: Row[] }>): Promise<Row[]>;
}

export interface RunningEngine {
  /** A database with the newest schema and no rows. */
  openEmpty(): Promise<Database>;
  /** Closes this one and opens the same records again. */
  reopen(database: Database): Promise<Database>;
  stop(): Promise<void>;
}

export interface TestEngine {
  readonly name: string;
  readonly dialect: "sqlite" | "postgres";
  /** One line that says why this engine cannot be tried here. */
  readonly unavailable: string | undefined;
  start(): Promise<RunningEngine>;
}

function asDatabase(opened: Opened<Stores>): Database {
  return {
    ...opened,
    clear: () =>
      opened.transact(async ({ db }) => {
        for (const table of TABLES) await db.deleteFrom(table).execute();
      }),
    read: async (run) => (await opened.transact(({ db }) => run(db as never))).rows,
  };
}

/** Every row of a table, as its engine gives it. */
export const rowsOf = <Row>(database: Database, table: (typeof TABLES)[number]): Promise<Row[]> =>
  database.read((db) => sql<Row>`select * from ${sql.table(table)}`.execute(db));

/** How to open a database, once it was made; `leave` runs before it is closed to be opened again. */
interface Place {
  open(): Promise<Opened<Stores>>;
  leave?(): Promise<void>;
}

/** Keeps, for each open database, how to open it again. */
function engineOf(makePlace: () => Promise<Place>, stop: () => Promise<void>): RunningEngine {
  const places = new WeakMap<Database, Place>();
  async function openAt(place: Place): Promise<Database> {
    const database = asDatabase(await place.open());
    places.set(database, place);
    return database;
  }
  return {
    openEmpty: async () => await openAt(await makePlace()),
    async reopen(database) {
      const place = places.get(database);
      if (!place) throw new Error("not a database of this engine");
      await place.leave?.();
      await database.close();
      return await openAt(place);
    },
    stop,
  };
}

const sqlite: TestEngine = {
  name: "SQLite",
  dialect: "sqlite",
  unavailable: undefined,
  async start() {
    const folder = await mkdtemp(join(tmpdir(), "beluga-sqlite-"));
    let count = 0;
    return engineOf(
      async () => {
        count += 1;
        const path = join(folder, `${count}.db`);
        return { open: () => openSqlite(path, createStores) };
      },
      () => rm(folder, { recursive: true, force: true }),
    );
  },
};

const pglite: TestEngine = {
  name: "PGlite",
  dialect: "postgres",
  unavailable: undefined,
  async start() {
    return engineOf(
      async () => {
        let instance: PGlite | undefined;
        let kept: File | Blob | undefined;
        return {
          // Kysely closes the instance with itself; what it held in memory is carried over.
          async open() {
            instance = new PGlite(kept ? { loadDataDir: kept } : {});
            return await openPglite(instance, createStores);
          },
          async leave() {
            kept = await instance?.dumpDataDir("none");
          },
        };
      },
      async () => {},
    );
  },
};

const binaries = findPostgres();

const postgres: TestEngine = {
  name: "PostgreSQL",
  dialect: "postgres",
  unavailable:
    binaries === undefined
      ? "PostgreSQL is not tried: no postgres and initdb were found on this machine"
      : undefined,
  async start() {
    const server = await startPostgres(binaries ?? "");
    let count = 0;
    return engineOf(
      async () => {
        count += 1;
        const name = `beluga_${count}`;
        const admin = new Client({ connectionString: server.url("postgres") });
        await admin.connect();
        await admin.query(`create database ${name}`);
        await admin.end();
        return { open: () => openPostgres(server.url(name), createStores, () => {}) };
      },
      () => server.stop(),
    );
  },
};

/** Every kind of database that the same queries and migrations must work on. */
export const ENGINES: readonly TestEngine[] = [sqlite, pglite, postgres];
