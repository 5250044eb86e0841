import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { createStores, openSqlite } from "../../src/storage/index.ts";
import { seeded } from "../bench/figures.ts";
import { settingsOf } from "../support/coupons.ts";
import { spawnBot, startTelegramProcess, type TelegramProcess, temporaryFolder } from "../support/process.ts";
import { print } from "./calm-questions.ts";

const SEED = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000);
const CODES = 500;
const PERSONS = 600;
const PRESSES_PER_SECOND = 40;
const KILLS = 12;
const LONGEST_LIFE_MS = 2_500;
const GROUP = -1_001;
const FIRST_USER = 20_000;
const ALL_SENT_WITHIN_MS = 120_000;

const open: { end(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.end();
});

interface Sent {
  readonly sent: readonly { readonly chatId: number; readonly messageId: number; readonly text: string }[];
}

/** A host, a group, 600 persons with private chats, and a campaign that opens as soon as the bot is up. */
async function prepare(folder: string): Promise<void> {
  const { transact, close } = await openSqlite(join(folder, "beluga.db"), createStores);
  const now = Date.now();
  await transact(async ({ people, coupons }) => {
    await people.createHost({ hostId: "wang", name: "王老师", sample: false }, now);
    await people.seeChat(
      { platform: "telegram", chatId: String(GROUP), kind: "group", title: "群", seesAll: true },
      now,
    );
    await people.bindChat(
      { platform: "telegram", chatId: String(GROUP), hostId: "wang", purpose: "fan", boundBy: "x" },
      now,
    );
    for (let at = 0; at < PERSONS; at += 1) {
      const userId = String(FIRST_USER + at);
      const account = {
        platform: "telegram",
        userId,
        displayName: undefined,
        privateChatId: userId,
      } as const;
      await people.identify(account, `person${at}`, now);
    }
    const campaignId = await coupons.addCampaign(
      { hostId: "wang", settings: settingsOf(now), createdBy: "x", stock: CODES },
      now,
    );
    await coupons.addCodes(
      campaignId,
      Array.from({ length: CODES }, (_, at) => `CODE-${at}`),
    );
    await coupons.changeCampaign(campaignId, { status: "scheduled", nextAt: now });
  });
  await close();
}

const sentBy = async (standIn: TelegramProcess) => (await standIn.control<Sent>("GET", "sent")).sent;
const codeIn = (text: string): string | undefined => /CODE-\d+/.exec(text)?.[0];

it("loses no code and gives none twice while it is killed again and again in a drop", async () => {
  const random = seeded(SEED);
  const standIn = await startTelegramProcess({ validate: false, webhookRetryBaseMs: 200 });
  open.push(standIn);
  const folder = await temporaryFolder();
  const users = Array.from({ length: PERSONS }, (_, at) => ({ id: FIRST_USER + at, firstName: "粉丝" }));
  await standIn.control("POST", "chats", { chats: [{ id: GROUP, title: "群" }, ...users] });
  await prepare(folder.path);
  const env = {
    DATA_DIR: folder.path,
    TELEGRAM_BOT_TOKEN: standIn.token,
    TELEGRAM_API_ROOT: standIn.url,
  };
  let bot = await spawnBot(env).ready;
  let drop = (await sentBy(standIn)).find(({ chatId }) => chatId === GROUP);
  while (!drop) {
    await sleep(100);
    drop = (await sentBy(standIn)).find(({ chatId }) => chatId === GROUP);
  }
  const { messageId } = drop;
  const pressing = (async () => {
    const begunAt = performance.now();
    for (const [at, user] of users.entries()) {
      await standIn.control("POST", "presses", { user: user.id, chat: GROUP, messageId, label: "领一份" });
      await sleep(Math.max(0, begunAt + ((at + 1) * 1_000) / PRESSES_PER_SECOND - performance.now()));
    }
  })();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(random() * LONGEST_LIFE_MS);
    await bot.end("SIGKILL");
    bot = await spawnBot(env).ready;
  }
  await pressing;
  const state = () => {
    const database = new DatabaseSync(join(folder.path, "beluga.db"), { readOnly: true });
    const all = <Row>(sql: string) => database.prepare(sql).all() as unknown as Row[];
    const found = {
      claims: all<{ person_id: string; status: string; place: number | null; delivery_key: string | null }>(
        "select person_id, status, place, delivery_key from coupon_claims",
      ),
      unknown: new Set(
        all<{ dedupe_key: string }>("select dedupe_key from deliveries where status = 'unknown'").map(
          ({ dedupe_key }) => dedupe_key,
        ),
      ),
    };
    database.close();
    return found;
  };
  const until = performance.now() + ALL_SENT_WITHIN_MS;
  const isDone = () => {
    const { claims } = state();
    return (
      claims.length === PERSONS &&
      claims.every(({ status }) => status === "confirmed" || status === "refused")
    );
  };
  while (!isDone() && performance.now() < until) await sleep(500);
  await bot.end();

  const { claims, unknown } = state();
  const confirmed = claims.filter(({ status }) => status === "confirmed");
  const arrived = (await sentBy(standIn)).flatMap(({ chatId, text }) => {
    const code = codeIn(text);
    return code === undefined ? [] : [{ chatId, code }];
  });
  const unseen = confirmed.filter(
    ({ place }) => !arrived.some(({ code }) => code === `CODE-${(place ?? 0) - 1}`),
  );
  print(
    `coupons, seed ${SEED}: ${KILLS} kills, ${PERSONS} presses, ${confirmed.length} codes given, ` +
      `${arrived.length} messages with a code arrived, ${unknown.size} receipts unknown, ${unseen.length} of these not seen`,
  );
  await folder.remove();
  expect(claims).toHaveLength(PERSONS);
  expect(confirmed).toHaveLength(CODES);
  expect(new Set(confirmed.map(({ place }) => place)).size).toBe(CODES);
  expect(new Set(confirmed.map(({ person_id }) => person_id)).size).toBe(CODES);
  // No code arrives twice, not even where nobody knows; what did not arrive has a receipt that says so.
  expect(new Set(arrived.map(({ code }) => code)).size).toBe(arrived.length);
  expect(unseen.filter(({ delivery_key }) => !unknown.has(delivery_key ?? ""))).toEqual([]);
});
