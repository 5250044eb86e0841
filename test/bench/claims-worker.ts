import { setTimeout as sleep } from "node:timers/promises";
import { createStores, openPostgres } from "../../src/storage/index.ts";
import { serveAll } from "./claims-setting.ts";

/** One worker on a PostgreSQL server that others use too: begins when the campaign opens, and says when nobody asks. */
const [url = "", campaign = "", most = "", side = "", limit = ""] = process.argv.slice(2);
const database = await openPostgres(url, createStores, () => {});
process.stdout.write("ready\n");
const campaignId = Number(campaign);
const isOpen = () =>
  database.transact(async ({ coupons }) => (await coupons.campaign(campaignId))?.status === "open");
while (!(await isOpen())) await sleep(5);
const served = await serveAll(database.transact, campaignId, Number(most), Number(side), Number(limit));
process.stdout.write(`done ${served}\n`);
await database.close();
