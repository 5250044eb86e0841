import { setTimeout as sleep } from "node:timers/promises";
import type { KyselyPlugin } from "kysely";
import type { AppOptions } from "../../src/app.ts";
import { openStorage } from "../../src/storage/index.ts";
import { createStores } from "../../src/storage/stores.ts";

/** The real database, whose every query takes `ms` more: a number that a test changes as it goes. */
export function createSlowStorage() {
  const slow = { ms: 0, queries: 0 };
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      slow.queries += 1;
      if (slow.ms > 0) await sleep(slow.ms);
      return result;
    },
  };
  const open: NonNullable<AppOptions["openStorage"]> = async (options, onError) => {
    const { storage, unlock } = await openStorage(options, onError);
    const engine = options.databaseUrl === undefined ? "sqlite" : "postgres";
    return {
      unlock,
      storage: {
        ...storage,
        transact: (work) => storage.transact(({ db }) => work(createStores(db.withPlugin(plugin), engine))),
      },
    };
  };
  return Object.assign(slow, { open });
}
