import { join } from "node:path";
import { Client } from "pg";
import { createStores, openPostgres, openSqlite } from "../../src/storage/index.ts";
import type { Database } from "../support/databases.ts";
import { findPostgres, startPostgres } from "../support/postgres-server.ts";
import { startChild, temporaryFolder } from "../support/process.ts";
import { CODES, lookAtDrop, PERSONS, prepareDrop, serveAll } from "./claims-setting.ts";
import { median, round } from "./figures.ts";

const ROUNDS = 2;
const WORKERS = 3;
/** Transactions that each worker has open at the same time: as many as do not only wait for each other. */
const SIDE_BY_SIDE = 4;
const AT_ONCE = 500;
const RATIO = 3;
/** So many of the same drop are enough to see how fast one transaction for each is. */
const SINGLE = 1_500;
const limitOf = (most: number): number => (most === 1 ? SINGLE : PERSONS);

type Transact = Database["transact"];
type Drop = {
  readonly perSecond: number;
  readonly given: number;
  readonly answered: number;
  readonly ok: boolean;
};

async function measured(transact: Transact, campaignId: number, run: () => Promise<number>): Promise<Drop> {
  const begunAt = performance.now();
  const served = await run();
  const perSecond = served / ((performance.now() - begunAt) / 1_000);
  return { perSecond, ...(await lookAtDrop(transact, campaignId)) };
}

const open = (transact: Transact, campaignId: number) =>
  transact(({ coupons }) => coupons.changeCampaign(campaignId, { status: "open" }));

async function onSqlite(most: number): Promise<Drop> {
  const folder = await temporaryFolder();
  const database = await openSqlite(join(folder.path, "beluga.db"), createStores);
  try {
    const campaignId = await prepareDrop(database.transact);
    await open(database.transact, campaignId);
    // One after the other: side by side several would share a commit, and none had one of its own.
    return await measured(database.transact, campaignId, () =>
      serveAll(database.transact, campaignId, most, 1, limitOf(most)),
    );
  } finally {
    await database.close();
    await folder.remove();
  }
}

async function onPostgres(url: string, most: number): Promise<Drop> {
  const database = await openPostgres(url, createStores, () => {});
  try {
    const campaignId = await prepareDrop(database.transact);
    const workers = Array.from({ length: WORKERS }, () =>
      startChild("test/bench/claims-worker.ts", {
        args: [url, campaignId, most, SIDE_BY_SIDE, most === 1 ? SINGLE / WORKERS : PERSONS].map(String),
      }),
    );
    await Promise.all(workers.map((worker) => worker.waitForLine((line) => line === "ready")));
    return await measured(database.transact, campaignId, async () => {
      await open(database.transact, campaignId);
      const lines = await Promise.all(
        workers.map((worker) => worker.waitForLine((line) => line.startsWith("done"), 300_000)),
      );
      return lines.reduce((sum, line) => sum + Number(line.split(" ")[1]), 0);
    });
  } finally {
    await database.close();
  }
}

/** Each round makes both, so that what else the machine does weighs on both. */
async function compare(run: (most: number) => Promise<Drop>) {
  const ours: Drop[] = [];
  const single: Drop[] = [];
  for (let number = 0; number < ROUNDS; number += 1) {
    ours.push(await run(AT_ONCE));
    single.push(await run(1));
  }
  const speed = (drops: readonly Drop[]) => median(drops.map(({ perSecond }) => perSecond));
  const ratio = round(speed(ours) / speed(single));
  return {
    claimsPerSecond: round(speed(ours), 0),
    given: ours.map(({ given }) => given),
    answered: ours.map(({ answered }) => answered),
    baseline: {
      what: "one transaction for each claim, same rules",
      claimsPerSecond: round(speed(single), 0),
    },
    ratio,
    ok: ratio >= RATIO && ours.every((drop) => drop.ok),
  };
}

/**
 * 10,000 persons have pressed at once for 500 codes; measured from there until everybody's answer is written and durable.
 * Held to: exactly 500 given, none twice, everybody answered, and three times as fast as one transaction for each.
 */
export async function benchClaims() {
  const sqlite = await compare(onSqlite);
  const binaries = findPostgres();
  const server = binaries === undefined ? undefined : await startPostgres(binaries);
  let database = 0;
  const postgres =
    server &&
    (await compare(async (most) => {
      database += 1;
      const admin = new Client({ connectionString: server.url("postgres") });
      await admin.connect();
      await admin.query(`create database claims_${database}`);
      await admin.end();
      return await onPostgres(server.url(`claims_${database}`), most);
    }));
  await server?.stop();
  return {
    bench: "claims",
    persons: PERSONS,
    codes: CODES,
    sqlite,
    postgres: postgres ? { workers: WORKERS, ...postgres } : "not tried: no PostgreSQL on this machine",
    budgets: { ratio: RATIO },
    ok: sqlite.ok && postgres?.ok === true,
  };
}
