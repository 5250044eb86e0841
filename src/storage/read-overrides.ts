import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import type { Overrides } from "../knowledge/index.ts";
import { createArticleStore } from "./article-store.ts";
import type { Schema } from "./schema.ts";
import { asSqliteDatabase } from "./sqlite.ts";

const NO_TABLE = /no such table|relation .* does not exist/;

/**
 * What editors put in the place of shipped articles, also while the bot runs on the same records: only read, nothing is
 * locked, made or migrated. Undefined where there are no records yet.
 */
export async function readOverrides({
  databaseUrl,
  dataDir,
}: {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}): Promise<Overrides | undefined> {
  const db = databaseUrl === undefined ? openFile(dataDir) : await openUrl(databaseUrl);
  if (!db) return undefined;
  try {
    return await createArticleStore(db).overrides();
  } catch (error) {
    // Records of an earlier version, which knew no editors.
    if (error instanceof Error && NO_TABLE.test(error.message)) return undefined;
    throw error;
  } finally {
    await db.destroy();
  }
}

function openFile(dataDir: string): Kysely<Schema> | undefined {
  const path = join(dataDir, "beluga.db");
  if (!existsSync(path)) return undefined;
  const database = new DatabaseSync(path, { readOnly: true });
  return new Kysely({ dialect: new SqliteDialect({ database: asSqliteDatabase(database) }) });
}

const openUrl = async (url: string): Promise<Kysely<Schema>> =>
  (await import("./postgres.ts")).connectOnce(url);
