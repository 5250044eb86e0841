import { describe, expect, it } from "vitest";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT, message } from "../support/records.ts";

/** What every inbox store keeps. */
export function inboxStoreContract(engine: EngineUnderTest): void {
  describe("inbox store", () => {
    const database = useDatabase(engine);
    const add = (...events: ReturnType<typeof message>[]) =>
      database().transact(({ inbox }) => inbox.add(events, AT));
    const unfinished = (afterId = 0, limit = 100) =>
      database().transact(({ inbox }) => inbox.unfinished(afterId, limit));

    it("keeps an update whole and gives it back as it was", async () => {
      const event = { ...message({ text: "宝宝😀\u202E\u0000<b>'\"" }), discreet: true };
      const [added] = await add({ ...event, text: event.text.replace("\u0000", "") });
      expect(await unfinished()).toEqual([added]);
      expect(added).toMatchObject({ attempts: 0, receivedAt: AT, event: { text: "宝宝😀\u202E<b>'\"" } });
    });

    it("keeps a text with a NUL character, which PostgreSQL's own text cannot hold", async () => {
      await add(message({ text: "a\u0000b" }));
      const [entry] = await unfinished();
      expect(entry?.event).toMatchObject({ text: "a\u0000b" });
    });

    it("returns an update only the first time it is handed in", async () => {
      const event = message();
      expect(await add(event)).toHaveLength(1);
      expect(await add(event)).toEqual([]);
      expect(await unfinished()).toHaveLength(1);
    });

    it("takes the same update twice in one batch once", async () => {
      const event = message();
      expect(await add(event, message(), event)).toHaveLength(2);
    });

    it("tells platforms and chats apart that use the same ids", async () => {
      const same = { updateKey: "m:1", messageId: "1", chatId: "1" };
      const added = await add(
        message({ ...same, platform: "telegram" }),
        message({ ...same, platform: "web" }),
        message({ ...same, chatId: "2" }),
        message({ ...same, chatId: "1 m:1", updateKey: "x" }),
        message({ ...same, chatId: "1", updateKey: "m:1 x" }),
      );
      expect(added.map(({ event }) => [event.platform, event.chat.chatId, event.updateKey])).toEqual([
        ["telegram", "1", "m:1"],
        ["web", "1", "m:1"],
        ["telegram", "2", "m:1"],
        ["telegram", "1 m:1", "x"],
        ["telegram", "1", "m:1 x"],
      ]);
      expect(new Set(added.map(({ id }) => id)).size).toBe(5);
    });

    it("numbers what arrives in the order of arrival, also past one statement's limit", async () => {
      const events = Array.from({ length: 1_203 }, (_, index) => message({ chatId: String(index % 7) }));
      const added = await add(...events);
      expect(added.map(({ event }) => event)).toEqual(events);
      const ids = added.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort((one, other) => one - other));
    });

    it("lets one of several workers that hand in the same update have it", async () => {
      const event = message();
      const all = await Promise.all(Array.from({ length: 8 }, () => add(event)));
      expect(all.flat()).toHaveLength(1);
    });

    it("gives what is unfinished in pages, oldest first", async () => {
      const added = await add(message(), message(), message());
      const first = await unfinished(0, 2);
      expect(first.map(({ id }) => id)).toEqual(added.slice(0, 2).map(({ id }) => id));
      expect((await unfinished(first.at(-1)?.id, 2)).map(({ id }) => id)).toEqual([added[2]?.id]);
    });

    it("sets aside what another version wrote and nobody can read, so that the rest goes on", async () => {
      const added = await add(message(), message(), message());
      const [first, second, third] = added.map(({ id }) => id);
      await database().transact(({ db }) =>
        db
          .updateTable("inbox")
          .set({ payload: '{"kind":"of old"}' })
          .where("id", "=", first ?? 0)
          .execute(),
      );
      await database().transact(({ db }) =>
        db
          .updateTable("inbox")
          .set({ payload: "no JSON" })
          .where("id", "=", second ?? 0)
          .execute(),
      );
      // A page of nothing but unreadable entries is not the end.
      expect((await unfinished(0, 2)).map(({ id }) => id)).toEqual([third]);
      const rows = await rowsOf<{ status: string }>(database(), "inbox");
      expect(rows.map((row) => row.status).sort()).toEqual(["failed", "failed", "new"]);
    });

    it("finishes an entry once, whoever asks", async () => {
      const [entry] = await add(message());
      const id = entry?.id ?? 0;
      const finish = () => database().transact(({ inbox }) => inbox.finish(id, AT));
      const all = await Promise.all([finish(), finish(), finish()]);
      expect(all.filter(Boolean)).toHaveLength(1);
      expect(await unfinished()).toEqual([]);
    });

    it("counts failures, and with a reference the entry is given up", async () => {
      const [entry] = await add(message());
      const fail = (ref?: string) =>
        database().transact(({ inbox }) => inbox.recordFailure(entry?.id ?? 0, ref, AT));
      await fail();
      await fail();
      expect(await unfinished()).toMatchObject([{ attempts: 2 }]);
      await fail("ref12345");
      expect(await unfinished()).toEqual([]);
      expect(await rowsOf<{ status: string }>(database(), "inbox")).toMatchObject([
        { status: "failed", attempts: 3, error_ref: "ref12345" },
      ]);
    });

    it("does not count a failure of an entry that is done", async () => {
      const [entry] = await add(message());
      const id = entry?.id ?? 0;
      await database().transact(({ inbox }) => inbox.finish(id, AT));
      await database().transact(({ inbox }) => inbox.recordFailure(id, "ref", AT));
      expect(await rowsOf<{ status: string }>(database(), "inbox")).toMatchObject([
        { status: "done", attempts: 0 },
      ]);
    });

    it("remembers how far each chat can be read again, and never goes back", async () => {
      const discord = (chatId: string, cursor: string) => ({
        ...message({ platform: "discord", chatId, messageId: cursor }),
        cursor,
      });
      await add(discord("a", "1200000000000000999"), discord("a", "1200000000000001000"), discord("b", "9"));
      await add(discord("a", "1200000000000000998"), discord("b", "10"));
      await add(message({ platform: "telegram", chatId: "t" }));
      const cursors = await database().transact(({ inbox }) => inbox.cursors("discord"));
      expect([...cursors].sort((one, other) => one.chatId.localeCompare(other.chatId))).toEqual([
        { chatId: "a", messageId: "1200000000000001000" },
        { chatId: "b", messageId: "10" },
      ]);
      expect(await database().transact(({ inbox }) => inbox.cursors("telegram"))).toEqual([]);
    });

    it("erases what people wrote after its time, handled or given up, and still knows the update", async () => {
      const [done, failed, open] = [message(), message(), message()];
      const added = await add(done, failed, open);
      await database().transact(({ inbox }) => inbox.finish(added[0]?.id ?? 0, AT));
      await database().transact(({ inbox }) => inbox.recordFailure(added[1]?.id ?? 0, "ref", AT));
      expect(await erase(database(), "inbox-texts", AT)).toBe(0);
      expect(await erase(database(), "inbox-texts", AT + 1)).toBe(2);
      const rows = await rowsOf<{ payload: string | null; status: string }>(database(), "inbox");
      expect(rows.filter(({ payload }) => payload !== null)).toMatchObject([{ status: "new" }]);
      expect(await add(done, failed, open)).toEqual([]);
    });
  });
}
