import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { TextSealer } from "../core/text-sealer.ts";
import type { SharedState } from "../delivery/index.ts";
import type { Engine } from "./engine.ts";
import type * as postgres from "./postgres.ts";
import type { RedisOptions } from "./redis-state.ts";
import type { Schema } from "./schema.ts";
import { lockFolder, type Opened, openSqlite } from "./sqlite.ts";
import { createStores, type Stores } from "./stores.ts";

/** PostgreSQL's driver is loaded only when it is used: it costs the embedded bot 12 MB and 40 ms at each start. */
export const openPostgres: typeof postgres.openPostgres = async (...args) =>
  (await import("./postgres.ts")).openPostgres(...args);
export const openPglite: typeof postgres.openPglite = async (...args) =>
  (await import("./postgres.ts")).openPglite(...args);
/** The client of Redis costs a start without it nothing either. */
export const openRedis = async (options: RedisOptions): Promise<SharedState> =>
  (await import("./redis-state.ts")).openRedis(options);

/**
 * Opens PostgreSQL where an address is given, else the embedded database in a folder, which is then taken for this
 * process alone. Throws `FolderInUseError` when another process has it.
 */
export async function openStorage(
  {
    databaseUrl,
    dataDir,
    sealer,
  }: {
    readonly databaseUrl: string | undefined;
    readonly dataDir: string;
    readonly sealer?: TextSealer | undefined;
  },
  onConnectionError: (error: unknown) => void,
): Promise<{ storage: Opened<Stores>; unlock: () => void }> {
  const make = (db: Kysely<Schema>, engine: Engine): Stores => createStores(db, engine, sealer);
  if (databaseUrl !== undefined) {
    return { storage: await openPostgres(databaseUrl, make, onConnectionError), unlock: () => {} };
  }
  await mkdir(dataDir, { recursive: true });
  const unlock = lockFolder(dataDir);
  try {
    return { storage: await openSqlite(join(dataDir, "beluga.db"), make), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}
