import { accessSync, constants, mkdirSync } from "node:fs";
import type { Finding } from "../core/finding.ts";
import { openPostgres } from "./open-storage.ts";
import { FolderInUseError, lockFolder } from "./sqlite.ts";

/** Looks whether the database can be used; brings a PostgreSQL schema up to date, as a start would. */
export async function checkStorage(options: {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}): Promise<Finding> {
  if (options.databaseUrl === undefined) return checkFolder(options.dataDir);
  try {
    const opened = await openPostgres(
      options.databaseUrl,
      () => ({}),
      () => {},
    );
    await opened.close();
    return { about: "Database", status: "ok", detail: "PostgreSQL answers and its tables are up to date" };
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? "no code");
    return {
      about: "Database",
      status: "broken",
      detail: `PostgreSQL cannot be used (${code})`,
      mend: "Check that the server of DATABASE_URL runs, and its user, password and database name.",
    };
  }
}

/** Looks at what several processes share; nothing is asked where it is not used. */
export async function checkShared(options: {
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
}): Promise<Finding> {
  if (options.redisUrl === undefined)
    return { about: "Redis", status: "ok", detail: "not configured (REDIS_URL)" };
  if (options.databaseUrl === undefined) {
    return {
      about: "Redis",
      status: "warning",
      detail: "REDIS_URL is set without DATABASE_URL: one process works alone and shares nothing",
      mend: "Set DATABASE_URL too, or take REDIS_URL away.",
    };
  }
  return await (await import("./check-redis.ts")).checkRedis(options.redisUrl);
}

function checkFolder(dataDir: string): Finding {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    lockFolder(dataDir)();
    return { about: "Database", status: "ok", detail: `embedded, in ${dataDir}` };
  } catch (error) {
    if (error instanceof FolderInUseError) {
      return {
        about: "Database",
        status: "ok",
        detail: `embedded, in ${dataDir}; a running Beluga uses it now`,
      };
    }
    return {
      about: "Database",
      status: "broken",
      detail: `the folder ${dataDir} cannot be written`,
      mend: "Give the user that runs Beluga the right to write there, or set DATA_DIR to another folder.",
    };
  }
}
