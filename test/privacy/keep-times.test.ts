import { describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import { startTimeKeeping } from "../../src/privacy/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { openMemory } from "../delivery/harness.ts";
import { erase } from "../support/erase.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { delivery, message } from "../support/records.ts";

const DAY_MS = 24 * 3_600_000;

async function start() {
  const storage = await openMemory();
  const clock = createFakeClock();
  const failing: { with: Error | undefined } = { with: undefined };
  const stop = startTimeKeeping<Stores>({
    data: [],
    random: systemRandom,
    signer: createButtonSigner(new Uint8Array(32)),
    transact: async (work) => {
      if (failing.with) throw failing.with;
      return await storage.transact(work);
    },
    clock,
    logger: silentLogger,
  });
  return { storage, clock, failing, stop };
}

describe("retention", () => {
  it("erases what was handled a week and what was said a month ago, and keeps what is newer", async () => {
    const { storage, clock, stop } = await start();
    const now = clock.now();
    await storage.transact(async ({ inbox, outbox }) => {
      for (const days of [8, 6]) {
        const [entry] = await inbox.add([message()], now - days * DAY_MS);
        await inbox.finish(entry?.id ?? 0, now - days * DAY_MS);
      }
      for (const days of [31, 29]) {
        const [row] = await outbox.enqueue([delivery()], now - days * DAY_MS);
        await outbox.lease([row?.id ?? 0], "x", now);
        await outbox.settle(
          [{ id: row?.id ?? 0, outcome: "sent", messageId: String(days) }],
          now - days * DAY_MS,
        );
      }
    });
    await clock.advance(60_000);
    const left = await storage.transact(async ({ db }) => [
      await db.selectFrom("inbox").select("payload").orderBy("id").execute(),
      await db.selectFrom("deliveries").select("payload").orderBy("id").execute(),
    ]);
    expect(left.map((rows) => rows.map(({ payload }) => payload !== null && payload !== "{}"))).toEqual([
      [false, true],
      [false, true],
    ]);
    await stop();
    await storage.close();
  });

  it("forgets what was said in a web room after a season, and the words of a danger after half a year", async () => {
    const { storage, clock, stop } = await start();
    const now = clock.now();
    await storage.transact(async ({ db, safety }) => {
      for (const [key, days] of [
        ["old", 91],
        ["new", 89],
      ] as const) {
        await db
          .insertInto("room_messages")
          .values({
            room: "wang",
            key,
            author: "visitor",
            author_id: "v",
            author_name: "小溪",
            content: "{}",
            at: now - days * DAY_MS,
          })
          .execute();
      }
      const event = { hostId: undefined, platform: "web", chatId: "wang", personId: undefined } as const;
      const found = {
        level: "urgent",
        kinds: ["fever"],
        rules: ["r"],
        words: ["发烧"],
        messageId: "1",
        userId: "u",
        locale: "zh",
      } as const;
      await safety.addEvent({ ...event, ...found, inboxId: 1 }, now - 181 * DAY_MS);
      await safety.addEvent({ ...event, ...found, inboxId: 2 }, now - 179 * DAY_MS);
    });
    await clock.advance(60_000);
    const left = await storage.transact(async ({ db }) => [
      await db.selectFrom("room_messages").select("key as left").execute(),
      await db.selectFrom("safety_events").select("words as left").orderBy("inbox_id").execute(),
      await db.selectFrom("safety_events").select("message_id as left").orderBy("inbox_id").execute(),
      await db.selectFrom("safety_events").select("user_id as left").orderBy("inbox_id").execute(),
    ]);
    expect(left.map((rows) => rows.map(({ left }) => left))).toEqual([
      ["new"],
      ["[]", '["发烧"]'],
      [null, "1"],
      [null, "u"],
    ]);
    await stop();
    await storage.close();
  });

  it("goes on every hour, also after the database failed, until it is stopped", async () => {
    const { storage, clock, failing, stop } = await start();
    failing.with = new Error("disk full");
    await clock.advance(61_000);
    failing.with = undefined;
    await storage.transact(async ({ inbox }) => {
      const [entry] = await inbox.add([message()], 0);
      await inbox.finish(entry?.id ?? 0, 0);
    });
    await clock.advance(3_600_000);
    expect(await erase(storage, "inbox-texts", clock.now())).toBe(0);
    await stop();
    expect(clock.pending).toBe(0);
    await storage.close();
  });
});
