import { describe, expect, it } from "vitest";
import { type Holding, type NewDelivery, shareOf } from "../../src/delivery/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT, delivery, message } from "../support/records.ts";

/** What several processes on one database rely on. */
export function clusterStoreContract(engine: EngineUnderTest): void {
  describe("cluster store", () => {
    const database = useDatabase(engine);
    const take = (name: string, holder: string, seen?: Holding) =>
      database().transact(({ cluster }) => cluster.take(name, holder, seen));
    const seen = async (name: string): Promise<Holding> => {
      const rows = await database().transact(({ cluster }) => cluster.all());
      const row = rows.find((one) => one.name === name);
      if (!row) throw new Error(`nobody ever had ${name}`);
      return row;
    };
    const beat = (name: string, holder: string, token: number) =>
      database().transact(({ cluster }) => cluster.beat(name, holder, token));

    it("gives what nobody ever had to one of many that ask at once", async () => {
      const tokens = await Promise.all(Array.from({ length: 8 }, (_, at) => take("clock", `w${at}`)));
      expect(tokens.filter((token) => token !== undefined)).toEqual([1]);
    });

    it("gives what stood still to one of many, with a higher token that fences off the one before", async () => {
      await take("clock", "old");
      const row = await seen("clock");
      const tokens = await Promise.all(Array.from({ length: 8 }, (_, at) => take("clock", `w${at}`, row)));
      expect(tokens.filter((token) => token !== undefined)).toEqual([2]);
      expect(await beat("clock", "old", 1)).toBe(false);
      const { holder = "" } = await seen("clock");
      expect(await beat("clock", holder, 2)).toBe(true);
    });

    it("leaves it to a holder that has moved since it was looked at", async () => {
      await take("clock", "one");
      const row = await seen("clock");
      await beat("clock", "one", 1);
      expect(await take("clock", "two", row)).toBeUndefined();
      expect(await database().transact(({ cluster }) => cluster.remove(row))).toBe(false);
      const moved = await seen("clock");
      expect(await database().transact(({ cluster }) => cluster.remove(moved))).toBe(true);
    });

    it("frees what is given back, and nothing when somebody else has it", async () => {
      await take("clock", "one");
      await database().transact(({ cluster }) => cluster.release("clock", "two", 1));
      expect(await seen("clock")).toMatchObject({ holder: "one" });
      await database().transact(({ cluster }) => cluster.release("clock", "one", 1));
      const free = await seen("clock");
      expect(free.holder).toBeUndefined();
      expect(await take("clock", "two", free)).toBe(2);
    });
  });

  describe("inbox store among several processes", () => {
    const database = useDatabase(engine);
    const add = (owner: string | undefined, ...events: ReturnType<typeof message>[]) =>
      database().transact(({ inbox }) => inbox.add(events, AT, owner));
    const adopt = (owner: string, limit = 100) =>
      database().transact(({ inbox }) => inbox.adopt(owner, limit));
    const lives = (owner: string) =>
      database().transact(({ cluster }) => cluster.take(`worker:${owner}`, owner, undefined));

    it("gives each process its own entries, and those of nobody who lives to one that asks", async () => {
      for (const owner of ["one", "two", "three"]) await lives(owner);
      await add("one", message({ text: "a" }));
      await add("dead", message({ text: "b" }), message({ text: "c" }));
      await add(undefined, message({ text: "d" }));
      const own = await database().transact(({ inbox }) => inbox.unfinished(0, 10, "one"));
      expect(own).toHaveLength(1);
      const [first, second] = await Promise.all([adopt("two"), adopt("three")]);
      const texts = [...first, ...second].map(({ event }) => (event.kind === "message" ? event.text : ""));
      expect(texts.sort()).toEqual(["b", "c", "d"]);
    });

    it("adopts the oldest first, and nothing that is done", async () => {
      const entries = await add("dead", message(), message(), message());
      await database().transact(({ inbox }) => inbox.finish(entries[0]?.id ?? 0, AT));
      expect((await adopt("two", 1)).map(({ id }) => id)).toEqual([entries[1]?.id]);
      await lives("two");
      expect((await adopt("three")).map(({ id }) => id)).toEqual([entries[2]?.id]);
    });

    it("lets an entry wait for the earlier ones of its own chat alone", async () => {
      const [a1] = await add("one", message({ chatId: "a" }));
      const [a2, b1] = await add("two", message({ chatId: "a" }), message({ chatId: "b" }));
      const ids = [a1, a2, b1].map((entry) => entry?.id ?? 0);
      const behind = () => database().transact(({ inbox }) => inbox.behind(ids));
      expect(await behind()).toEqual([a2?.id]);
      await database().transact(({ inbox }) => inbox.finish(a1?.id ?? 0, AT));
      expect(await behind()).toEqual([]);
    });
  });

  describe("outbox store among several processes", () => {
    const database = useDatabase(engine);
    const lease = (owner: string) => ({ owner, until: AT + 30_000, headStartMs: 2_000 });
    const enqueue = (...rows: NewDelivery[]) =>
      database().transact(({ outbox }) => outbox.enqueue(rows, AT, lease("one")));
    const takeInTurn = (ids: readonly number[], owner = "one", now = AT) =>
      database().transact(({ outbox }) => outbox.leaseInTurn(ids, lease(owner), now));
    const to = (chatId: string) => ({ platform: "telegram" as const, chatId });
    const due = (now: number, share?: { index: number; count: number }) =>
      database().transact(({ outbox }) =>
        outbox.due(now, 1_000, ["telegram"], { lane: "answer", held: new Set(), share }),
      );

    it("leaves what was just written to its writer for a moment, without a lease", async () => {
      const [row] = await enqueue({ ...delivery(), to: to("a") });
      expect(row?.leasedUntil).toBeUndefined();
      expect(await due(AT + 1_999)).toEqual([]);
      expect(await due(AT + 2_000)).toHaveLength(1);
    });

    it("lets one message of a chat be under way, whoever asks, in the order they were said", async () => {
      const rows = await enqueue(
        { ...delivery(), to: to("a") },
        { ...delivery(), to: to("a") },
        { ...delivery(), to: to("b") },
      );
      const [a1 = 0, a2 = 0, b1 = 0] = rows.map(({ id }) => id);
      expect((await takeInTurn([a2], "two")).get(a2)).toBeGreaterThan(AT);
      expect(await takeInTurn([a1, b1])).toEqual(new Map([a1, b1].map((id) => [id, "ours"])));
      expect((await takeInTurn([a2], "two")).get(a2)).toBeGreaterThan(AT);
      expect((await takeInTurn([a1], "two")).has(a1)).toBe(false);
      await database().transact(({ outbox }) =>
        outbox.settle([{ id: a1, outcome: "sent", messageId: "1" }], AT),
      );
      expect((await takeInTurn([a2], "two")).get(a2)).toBe("ours");
    });

    it("waits for an older message that is to be tried again, not for one that is planned", async () => {
      const [first, planned, next] = await enqueue(
        { ...delivery(), to: to("a") },
        { ...delivery(), to: to("a"), notBefore: AT + 60_000 },
        { ...delivery(), to: to("a") },
      );
      const ids = [first?.id ?? 0, planned?.id ?? 0, next?.id ?? 0] as const;
      await takeInTurn([ids[0]]);
      await database().transact(({ outbox }) =>
        outbox.settle([{ id: ids[0], outcome: "retry", nextTryAt: AT + 20_000, detail: "x" }], AT),
      );
      expect((await takeInTurn([ids[2]])).get(ids[2])).toBe(AT + 20_000);
      expect((await takeInTurn([ids[0]], "one", AT + 20_000)).get(ids[0])).toBe("ours");
      await database().transact(({ outbox }) =>
        outbox.settle([{ id: ids[0], outcome: "sent", messageId: "1" }], AT),
      );
      expect((await takeInTurn([ids[2]])).get(ids[2])).toBe("ours");
    });

    it("does not let what is urgent wait for a lower lane that waits itself", async () => {
      const [low, high] = await enqueue(
        { ...delivery({ lane: "announcement" }), to: to("a") },
        { ...delivery({ lane: "answer" }), to: to("a") },
      );
      expect(low && high && (await takeInTurn([high.id])).get(high.id)).toBe("ours");
    });

    it("gives a chat to one of two that ask at the same moment", async () => {
      const chats = Array.from({ length: 20 }, (_, at) => `c${at}`);
      const first = await enqueue(...chats.map((chatId) => ({ ...delivery(), to: to(chatId) })));
      const second = await enqueue(
        ...chats.map((chatId) => ({ ...delivery({ lane: "answer" }), to: to(chatId) })),
      );
      await Promise.all([
        takeInTurn(
          first.map(({ id }) => id),
          "one",
        ),
        takeInTurn(
          second.map(({ id }) => id),
          "two",
        ),
      ]);
      const rows = await rowsOf<{ chat_id: string; status: string }>(database(), "deliveries");
      const leased = rows.filter(({ status }) => status === "leased").map(({ chat_id }) => chat_id);
      expect(new Set(leased).size).toBe(leased.length);
    });

    // The embedded database never has several.
    if (engine.dialect === "postgres")
      it("shares chats out, each to one", async () => {
        await enqueue(...Array.from({ length: 300 }, (_, at) => ({ ...delivery(), to: to(`c${at}`) })));
        const parts = await Promise.all([0, 1, 2].map((index) => due(AT + 2_000, { index, count: 3 })));
        const ids = parts.flat().map(({ id }) => id);
        expect(ids).toHaveLength(300);
        expect(new Set(ids).size).toBe(300);
        for (const [index, part] of parts.entries()) {
          expect(part.length).toBeGreaterThan(50);
          expect(new Set(part.map(({ to }) => shareOf(to, 3)))).toEqual(new Set([index]));
        }
      });
  });
}
