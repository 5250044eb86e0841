import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, expect, it } from "vitest";
import { createStores, openPostgres, type Stores } from "../../src/storage/index.ts";
import { seeded } from "../bench/figures.ts";
import { settingsOf } from "../support/coupons.ts";
import { findPostgres, startPostgres } from "../support/postgres-server.ts";
import {
  type Child,
  spawnBot,
  startTelegramProcess,
  type TelegramProcess,
  temporaryFolder,
} from "../support/process.ts";
import { describeWithRedis } from "../support/redis-server.ts";
import { print } from "./calm-questions.ts";

const SEED = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000);
const GROUPS = 5_000;
const CODES = 500;
const PERSONS = 600;
const WORKERS = 3;
const KILLS = 50;
/** On average; 50 kills last nearly as long as the broadcast does at Telegram's pace. */
const BETWEEN_KILLS_MS = 2_600;
const PRESSES_PER_SECOND = 12;
const FIRST_GROUP = 100_000;
const FIRST_USER = 20_000;
const COUPON_GROUP = -1_001;
const ALL_SENT_WITHIN_MS = 230_000;

const open: { end(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.end();
});

async function bindAll({ db, people }: Stores, groups: readonly number[], hostId: string, now: number) {
  await people.createHost({ hostId, name: hostId, sample: false }, now);
  for (let at = 0; at < groups.length; at += 500) {
    const chats = groups.slice(at, at + 500).map((chatId) => ({
      platform: "telegram",
      chat_id: String(chatId),
      kind: "group",
      title: "群",
      host_id: hostId,
      purpose: "fan",
      status: "active",
      sees_all: 1,
      bound_by: "x",
      bound_at: now,
      updated_at: now,
    }));
    await db.insertInto("chats").values(chats).execute();
  }
}

/** One host whose announcement goes to 5,000 groups, and one with a group, a campaign and 600 persons. */
async function prepare(transact: Awaited<ReturnType<typeof openPostgres<Stores>>>["transact"]) {
  const now = Date.now();
  await transact(async (stores) => {
    const groups = Array.from({ length: GROUPS }, (_, at) => -(FIRST_GROUP + at));
    await bindAll(stores, groups, "wang", now);
    await bindAll(stores, [COUPON_GROUP], "li", now);
    for (let at = 0; at < PERSONS; at += 1) {
      const userId = String(FIRST_USER + at);
      const account = {
        platform: "telegram",
        userId,
        displayName: undefined,
        privateChatId: userId,
      } as const;
      await stores.people.identify(account, `person${at}`, now);
    }
    const campaignId = await stores.coupons.addCampaign(
      { hostId: "li", settings: settingsOf(now), createdBy: "x", stock: CODES },
      now,
    );
    await stores.coupons.addCodes(
      campaignId,
      Array.from({ length: CODES }, (_, at) => `CODE-${at}`),
    );
    await stores.coupons.changeCampaign(campaignId, { status: "scheduled", nextAt: now });
    await stores.broadcasts.add({
      id: "drill",
      hostId: "wang",
      kind: "announcement",
      state: "queued",
      version: 1,
      message: { text: "周三补货", wordings: [], buttons: [], media: [], edits: false },
      audience: { platforms: [], tags: [], groups: true, persons: false, partners: false },
      handle: "bc:drill",
      createdBy: undefined,
      approvedBy: undefined,
      cron: undefined,
      expiresAfterMs: undefined,
      beganAt: undefined,
      nextAt: now,
      place: { part: "groups", after: "", left: 0 },
      targets: 0,
      told: 0,
      createdAt: now,
    });
  });
}

const sentBy = async (standIn: TelegramProcess) =>
  (
    await standIn.control<{ sent: readonly { chatId: number; messageId: number; text: string }[] }>(
      "GET",
      "sent",
    )
  ).sent;
const codeIn = (text: string): string | undefined => /CODE-\d+/.exec(text)?.[0];

describeWithRedis("three workers on one PostgreSQL", (redis) => {
  it("lose nothing and give no code twice while one after the other is killed, 50 times", async () => {
    const binaries = findPostgres();
    if (binaries === undefined) throw new Error("this drill needs PostgreSQL");
    const random = seeded(SEED);
    const server = await startPostgres(binaries);
    open.push({ end: server.stop });
    const admin = new Client({ connectionString: server.url("postgres") });
    await admin.connect();
    await admin.query("create database drill");
    await admin.end();
    const database = await openPostgres(server.url("drill"), createStores, () => {});
    open.push({ end: database.close });
    const standIn = await startTelegramProcess({ validate: false });
    open.push(standIn);
    const users = Array.from({ length: PERSONS }, (_, at) => ({ id: FIRST_USER + at, firstName: "粉丝" }));
    const groups = Array.from({ length: GROUPS }, (_, at) => ({ id: -(FIRST_GROUP + at), title: "群" }));
    await standIn.control("POST", "chats", {
      chats: [{ id: COUPON_GROUP, title: "群" }, ...users, ...groups],
    });
    await prepare(database.transact);

    const env = {
      DATABASE_URL: server.url("drill"),
      REDIS_URL: redis().url,
      TELEGRAM_BOT_TOKEN: standIn.token,
      TELEGRAM_API_ROOT: standIn.url,
    };
    const folders = await Promise.all(Array.from({ length: WORKERS }, temporaryFolder));
    for (const folder of folders) open.push({ end: folder.remove });
    const spawn = (at: number) => spawnBot({ DATA_DIR: folders[at]?.path ?? "", ...env });
    const begunAt = performance.now();
    const workers: Child[] = [];
    for (let at = 0; at < WORKERS; at += 1) workers.push(await spawn(at).ready);
    open.push({ end: () => Promise.all(workers.map((worker) => worker.end("SIGKILL"))) });

    let drop = (await sentBy(standIn)).find(({ chatId }) => chatId === COUPON_GROUP);
    while (!drop) {
      await sleep(250);
      drop = (await sentBy(standIn)).find(({ chatId }) => chatId === COUPON_GROUP);
    }
    const { messageId } = drop;
    const pressing = (async () => {
      const from = performance.now();
      for (const [at, user] of users.entries()) {
        await standIn.control("POST", "presses", {
          user: user.id,
          chat: COUPON_GROUP,
          messageId,
          label: "领一份",
        });
        await sleep(Math.max(0, from + ((at + 1) * 1_000) / PRESSES_PER_SECOND - performance.now()));
      }
    })();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(random() * 2 * BETWEEN_KILLS_MS);
      const at = Math.floor(random() * WORKERS);
      await workers[at]?.end("SIGKILL");
      workers[at] = spawn(at).child;
    }
    await pressing;
    const killedMs = performance.now() - begunAt;

    const state = () =>
      database.transact(async ({ db }) => ({
        claims: await db
          .selectFrom("coupon_claims")
          .select(["person_id", "status", "place", "delivery_key"])
          .execute(),
        open: await db
          .selectFrom("deliveries")
          .select("id")
          .where("status", "in", ["pending", "leased"])
          .where("platform", "=", "telegram")
          .execute(),
        inbox: await db.selectFrom("inbox").select("id").where("status", "=", "new").execute(),
        targets: (await db.selectFrom("broadcasts").select("targets").executeTakeFirstOrThrow()).targets,
      }));
    const until = performance.now() + ALL_SENT_WITHIN_MS;
    for (;;) {
      const now = await state();
      const isServed =
        now.claims.length === PERSONS &&
        now.claims.every(({ status }) => status === "confirmed" || status === "refused");
      if (isServed && now.open.length === 0 && now.targets === GROUPS && now.inbox.length === 0) break;
      if (performance.now() > until) break;
      await sleep(500);
    }
    const tookMs = performance.now() - begunAt;
    const sent = await sentBy(standIn);
    const { claims, open: left, inbox } = await state();
    const { rows, unknown } = await database.transact(async ({ db }) => ({
      rows: await db
        .selectFrom("deliveries")
        .select(["id", "chat_id", "status", "dedupe_key", "batch"])
        .execute(),
      unknown: new Set(
        (
          await db.selectFrom("receipts").select("delivery_id").where("outcome", "=", "unknown").execute()
        ).map(({ delivery_id }) => delivery_id),
      ),
    }));

    const broadcast = rows.filter(({ batch }) => batch === "drill:1");
    const arrivals = Map.groupBy(
      sent.filter(({ text }) => text.includes("周三补货")),
      ({ chatId }) => String(chatId),
    );
    const missing = broadcast.filter(({ id, chat_id }) => !arrivals.has(chat_id) && !unknown.has(id));
    const repeated = broadcast.filter(({ chat_id }) => (arrivals.get(chat_id)?.length ?? 0) > 1);
    const codes = sent.flatMap(({ text }) => codeIn(text) ?? []);
    const confirmed = claims.filter(({ status }) => status === "confirmed");
    const keys = new Set(rows.filter(({ id }) => unknown.has(id)).map(({ dedupe_key }) => dedupe_key));
    const unseen = confirmed.filter(({ place }) => !codes.includes(`CODE-${(place ?? 0) - 1}`));
    print(
      `cluster, seed ${SEED}: ${KILLS} kills of ${WORKERS} workers in ${(killedMs / 1_000).toFixed(0)} s, ${broadcast.length} rows, ` +
        `${arrivals.size} groups reached, ${repeated.length} twice, ${broadcast.filter(({ id }) => unknown.has(id)).length} receipts unknown; ` +
        `${confirmed.length} codes given, ${codes.length} messages with a code, ${unseen.length} of these not seen; ${(tookMs / 1_000).toFixed(0)} s`,
    );
    expect({ left: left.length, inbox: inbox.length }).toEqual({ left: 0, inbox: 0 });
    expect(broadcast).toHaveLength(GROUPS);
    expect(missing).toEqual([]);
    expect(repeated.filter(({ id }) => !unknown.has(id))).toEqual([]);
    expect(claims).toHaveLength(PERSONS);
    expect(confirmed).toHaveLength(CODES);
    expect(new Set(confirmed.map(({ place }) => place)).size).toBe(CODES);
    expect(new Set(confirmed.map(({ person_id }) => person_id)).size).toBe(CODES);
    expect(new Set(codes).size).toBe(codes.length);
    expect(unseen.filter(({ delivery_key }) => !keys.has(delivery_key ?? ""))).toEqual([]);
  });

  it("move what one alone may hold within 10 s of its holder's death, without Redis too", async () => {
    const binaries = findPostgres();
    if (binaries === undefined) throw new Error("this drill needs PostgreSQL");
    const server = await startPostgres(binaries);
    open.push({ end: server.stop });
    const standIn = await startTelegramProcess({ validate: false });
    open.push(standIn);
    const took: number[] = [];
    for (const env of [{ REDIS_URL: redis().url }, {}]) {
      const workers = new Set<Child>();
      const start = async () => {
        const folder = await temporaryFolder();
        open.push({ end: folder.remove });
        const worker = await spawnBot({
          DATA_DIR: folder.path,
          DATABASE_URL: server.url("postgres"),
          TELEGRAM_BOT_TOKEN: standIn.token,
          TELEGRAM_API_ROOT: standIn.url,
          ...env,
        }).ready;
        workers.add(worker);
      };
      for (let at = 0; at < WORKERS; at += 1) await start();
      open.push({ end: () => Promise.all([...workers].map((worker) => worker.end("SIGKILL"))) });
      const polls = ({ lines }: Child) =>
        lines.some((line) => line.includes("this process's turn") && line.includes('"turn":"telegram"'));
      for (let round = 0; round < 3; round += 1) {
        const holder = [...workers].find(polls);
        if (!holder) throw new Error("nobody polls");
        workers.delete(holder);
        await holder.end("SIGKILL");
        const diedAt = performance.now();
        while (![...workers].some(polls)) await sleep(20);
        took.push(performance.now() - diedAt);
        const before = (await sentBy(standIn)).length;
        await standIn.control("POST", "says", {
          chat: FIRST_USER,
          user: FIRST_USER,
          text: "新生儿要吃维生素D3吗",
        });
        while ((await sentBy(standIn)).length === before) await sleep(20);
        await start();
      }
      for (const worker of workers) await worker.end();
    }
    print(`cluster: polling moved after ${took.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(", ")}`);
    expect(Math.max(...took)).toBeLessThan(10_000);
  });
});
