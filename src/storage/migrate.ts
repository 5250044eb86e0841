import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { Engine } from "./engine.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { articles } from "./migrations/0002-articles.ts";
import { model } from "./migrations/0003-model.ts";
import { cases } from "./migrations/0004-cases.ts";
import { outboxEdits } from "./migrations/0005-outbox-edits.ts";
import { triage } from "./migrations/0006-triage.ts";
import { rosters } from "./migrations/0007-rosters.ts";
import { aid } from "./migrations/0008-aid.ts";
import { promises } from "./migrations/0009-promises.ts";
import { coupons } from "./migrations/0010-coupons.ts";
import { alerts } from "./migrations/0011-alerts.ts";
import { productSafety } from "./migrations/0012-product-safety.ts";
import { privacy } from "./migrations/0013-privacy.ts";
import { cluster } from "./migrations/0014-cluster.ts";
import { robots } from "./migrations/0015-robots.ts";
import { fanout } from "./migrations/0016-fanout.ts";
import { desk } from "./migrations/0017-desk.ts";
import { children } from "./migrations/0018-children.ts";
import type { Schema } from "./schema.ts";

/** In order; a migration that was released is never changed, a new one is added below it. */
const MIGRATIONS = {
  "0001-foundation": foundation,
  "0002-articles": articles,
  "0003-model": model,
  "0004-cases": cases,
  "0005-outbox-edits": outboxEdits,
  "0006-triage": triage,
  "0007-rosters": rosters,
  "0008-aid": aid,
  "0009-promises": promises,
  "0010-coupons": coupons,
  "0011-alerts": alerts,
  "0012-product-safety": productSafety,
  "0013-privacy": privacy,
  "0014-cluster": cluster,
  "0015-robots": robots,
  "0016-fanout": fanout,
  "0017-desk": desk,
  "0018-children": children,
};

/**
 * Brings the database to the newest schema, or to an older one that it has not passed yet; throws the first migration's
 * error and leaves the database as it was.
 */
export async function migrate(
  db: Kysely<Schema>,
  engine: Engine,
  to?: keyof typeof MIGRATIONS,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(MIGRATIONS).map(([name, up]) => [
            name,
            { up: (inner: Kysely<unknown>) => up(inner, engine) },
          ]),
        ),
    },
  });
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
  if (error !== undefined) throw error;
}
