import { describe, expect, it } from "vitest";
import type { Delivery, NewDelivery, Settlement } from "../../src/delivery/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT, delivery } from "../support/records.ts";

interface Row {
  id: number;
  status: string;
  detail: string | null;
  attempts: number;
  chat_id: string;
  message_id: string | null;
  next_try_at: number;
  payload: string;
}
interface Receipt {
  delivery_id: number;
  attempt: number;
  outcome: string;
}

const idOf = (one: Delivery | undefined): number => one?.id ?? 0;

/** What every outbox store keeps. */
export function outboxStoreContract(engine: EngineUnderTest): void {
  describe("outbox store", () => {
    const database = useDatabase(engine);
    const enqueue = (...rows: NewDelivery[]) => database().transact(({ outbox }) => outbox.enqueue(rows, AT));
    const due = (now = AT, limit = 100) =>
      database().transact(({ outbox }) => outbox.due(now, limit, ["telegram", "discord"]));
    const lease = (ids: number[], owner = "one", until = AT + 1_000) =>
      database().transact(({ outbox }) => outbox.lease(ids, owner, until));
    const settle = (...settlements: Settlement[]) =>
      database().transact(({ outbox }) => outbox.settle(settlements, AT + 5));
    const expire = (now: number, exceptOwner?: string) =>
      database().transact(({ outbox }) => outbox.expireLeases(now, exceptOwner));
    const rows = async () =>
      (await rowsOf<Row>(database(), "deliveries")).sort((one, other) => one.id - other.id);
    const receipts = async () =>
      (await rowsOf<Receipt>(database(), "receipts")).map(({ delivery_id, attempt, outcome }) => ({
        delivery_id,
        attempt,
        outcome,
      }));

    it("keeps a delivery whole and gives it back as it was", async () => {
      const to = { platform: "discord" as const, chatId: "9", threadId: "t", visibleTo: "u" };
      const [row] = await enqueue({ ...delivery({ lane: "case", text: "急😀\n\n<b>" }), to });
      expect(await due()).toEqual([JSON.parse(JSON.stringify(row))]);
      expect(row).toMatchObject({ attempts: 0, createdAt: AT });
    });

    it("writes a dedupe key once, within one batch and later, and returns only what is new", async () => {
      const first = delivery({ dedupeKey: "a" });
      expect(await enqueue(first, delivery({ dedupeKey: "a" }))).toHaveLength(1);
      const later = await enqueue(delivery({ dedupeKey: "a" }), delivery({ dedupeKey: "b" }));
      expect(later.map(({ dedupeKey }) => dedupeKey)).toEqual(["b"]);
      expect((await due()).map(({ nonce }) => nonce)).toEqual([first.nonce, later[0]?.nonce]);
    });

    it("keeps one row when workers enqueue the same key at once", async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => enqueue(delivery({ dedupeKey: "a" }))));
      expect(all.flat()).toHaveLength(1);
    });

    it("gives a row to one of two owners that take it at the same moment", async () => {
      const ids = (await enqueue(...Array.from({ length: 20 }, () => delivery()))).map(({ id }) => id);
      const [one, other] = await Promise.all([lease(ids, "one"), lease([...ids].reverse(), "other")]);
      expect([...one, ...other].sort((a, b) => a - b)).toEqual(ids);
      expect(await lease(ids, "third")).toEqual([]);
      expect(await due()).toEqual([]);
    });

    it("writes a row with a lease, which nobody else can take until it is given back untried", async () => {
      const [row] = await database().transact(({ outbox }) =>
        outbox.enqueue([delivery()], AT, { owner: "one", until: AT + 1_000 }),
      );
      const id = idOf(row);
      expect(row).toMatchObject({ attempts: 0, leasedUntil: AT + 1_000 });
      expect(await due()).toEqual([]);
      expect(await lease([id], "two")).toEqual([]);
      await database().transact(({ outbox }) => outbox.release([id], AT + 7));
      expect(await rows()).toMatchObject([{ id, status: "pending", attempts: 0, next_try_at: AT + 7 }]);
      expect(await lease([id], "two")).toEqual([id]);
    });

    it("counts a row that was written with a lease as unknown when its holder is gone", async () => {
      const [row] = await database().transact(({ outbox }) =>
        outbox.enqueue([delivery()], AT, { owner: "one", until: AT + 1_000 }),
      );
      expect(await expire(AT + 1_001)).toBe(1);
      expect(await rows()).toMatchObject([{ status: "pending" }]);
      expect(await receipts()).toEqual([{ delivery_id: idOf(row), attempt: 1, outcome: "unknown" }]);
    });

    it("gives what is due by lane, then by age", async () => {
      const [digest, answer, distress, answer2] = await enqueue(
        delivery({ lane: "digest" }),
        delivery({ lane: "answer" }),
        delivery({ lane: "distress" }),
        delivery({ lane: "answer" }),
      );
      expect((await due()).map(({ id }) => id)).toEqual([distress, answer, answer2, digest].map(idOf));
      expect(await due(AT, 1)).toMatchObject([{ id: idOf(distress) }]);
      expect(await due(AT - 1)).toEqual([]);
    });

    it("settles a success with its message id", async () => {
      const [row] = await enqueue(delivery());
      await lease([idOf(row)]);
      await settle({ id: idOf(row), outcome: "sent", messageId: "77" });
      expect(await rows()).toMatchObject([{ status: "sent", message_id: "77", attempts: 1 }]);
      expect(await receipts()).toEqual([]);
    });

    it("makes a retry due again at its time, with a receipt for each attempt", async () => {
      const [row] = await enqueue(delivery());
      const id = idOf(row);
      await lease([id]);
      await settle({ id, outcome: "retry", nextTryAt: AT + 100, detail: "too many" });
      expect(await due(AT + 99)).toEqual([]);
      expect(await due(AT + 100)).toMatchObject([{ id, attempts: 1 }]);
      await lease([id]);
      await settle({ id, outcome: "retry", nextTryAt: AT + 300, detail: "too many" });
      expect(await receipts()).toEqual([
        { delivery_id: id, attempt: 1, outcome: "retry" },
        { delivery_id: id, attempt: 2, outcome: "retry" },
      ]);
    });

    it("says what is to be said when it failed, once, however it failed", async () => {
      const to = { platform: "telegram", chatId: "staff" } as const;
      const lost = (dedupeKey: string) => ({ ...delivery({ dedupeKey, text: "没送到" }), to });
      const [refused] = await enqueue({ ...delivery(), unreached: lost("u1") });
      await enqueue({ ...delivery({ chatId: "gone" }), unreached: lost("u2") });
      await enqueue({ ...delivery({ chatId: "gone" }), unreached: lost("u2") });
      await lease([idOf(refused)]);
      await settle({ id: idOf(refused), outcome: "failed", detail: "blocked" });
      await database().transact(({ outbox }) => outbox.failTarget("telegram", "gone", "blocked", AT));
      const waiting = await due(AT + 10);
      expect(waiting.map(({ dedupeKey }) => dedupeKey)).toEqual(["u2", "u1"]);
      expect(waiting[1]).toMatchObject({ to, content: lost("u1").content });
    });

    it("ends a failure with its reason and a receipt", async () => {
      const [row] = await enqueue(delivery());
      await lease([idOf(row)]);
      await settle({ id: idOf(row), outcome: "failed", detail: "rejected" });
      expect(await rows()).toMatchObject([{ status: "failed", detail: "rejected" }]);
      expect(await receipts()).toEqual([{ delivery_id: idOf(row), attempt: 1, outcome: "failed" }]);
      expect(await due(AT + 1e9)).toEqual([]);
    });

    it("parks an unknown result without a next try, and tries again with one", async () => {
      const [parked, again] = await enqueue(delivery(), delivery());
      await lease([idOf(parked), idOf(again)]);
      await settle(
        { id: idOf(parked), outcome: "unknown", nextTryAt: undefined, detail: "lost" },
        { id: idOf(again), outcome: "unknown", nextTryAt: AT + 10, detail: "lost" },
      );
      expect(await rows()).toMatchObject([{ status: "unknown" }, { status: "pending" }]);
      expect((await receipts()).map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
      expect(await due(AT + 1e9)).toMatchObject([{ id: idOf(again) }]);
    });

    it("believes a success even after its lease was given up for lost", async () => {
      const [row] = await enqueue(delivery());
      await lease([idOf(row)], "one", AT + 10);
      await expire(AT + 11);
      await settle({ id: idOf(row), outcome: "sent", messageId: "5" });
      expect(await rows()).toMatchObject([{ status: "sent", message_id: "5" }]);
      expect(await due(AT + 1e9)).toEqual([]);
    });

    it("lets nothing but a success touch a row whose lease is over", async () => {
      const [row] = await enqueue(delivery());
      await lease([idOf(row)]);
      await settle({ id: idOf(row), outcome: "sent", messageId: "5" });
      await settle({ id: idOf(row), outcome: "retry", nextTryAt: AT, detail: "late" });
      await settle({ id: idOf(row), outcome: "failed", detail: "late" });
      expect(await rows()).toMatchObject([{ status: "sent" }]);
    });

    it("gives up leases in time only: what must arrive is pending again, the rest waits for a person", async () => {
      const [distress, reply, answer, news] = await enqueue(
        delivery({ lane: "distress" }),
        delivery({ lane: "case" }),
        delivery({ lane: "answer" }),
        delivery({ lane: "announcement" }),
      );
      const ids = [distress, reply, answer, news].map(idOf);
      await lease(ids, "one", AT + 10);
      expect(await expire(AT + 10)).toBe(0);
      expect(await expire(AT + 11)).toBe(4);
      expect((await rows()).map(({ status }) => status)).toEqual([
        "pending",
        "pending",
        "pending",
        "unknown",
      ]);
      expect((await receipts()).sort((one, other) => one.delivery_id - other.delivery_id)).toEqual(
        ids.map((delivery_id) => ({ delivery_id, attempt: 1, outcome: "unknown" })),
      );
      expect(await expire(AT + 12)).toBe(0);
      expect((await due(AT + 11)).map(({ id }) => id)).toEqual(ids.slice(0, 3));
    });

    it("takes leases of other owners at once where only one process may work", async () => {
      const [mine, theirs] = await enqueue(delivery(), delivery());
      await lease([idOf(mine)], "me", AT + 1e6);
      await lease([idOf(theirs)], "dead", AT + 1e6);
      expect(await expire(AT, "me")).toBe(1);
      expect(await due()).toMatchObject([{ id: idOf(theirs) }]);
    });

    it("gives up a lost lease once when two processes look at the same moment", async () => {
      const added = await enqueue(...Array.from({ length: 10 }, () => delivery()));
      await lease(
        added.map(({ id }) => id),
        "dead",
        AT,
      );
      const lost = await Promise.all([expire(AT + 1), expire(AT + 1), expire(AT + 1)]);
      expect(lost.reduce((sum, count) => sum + count, 0)).toBe(10);
      expect(await receipts()).toHaveLength(10);
    });

    it("postpones every pending row of one chat, never to an earlier time", async () => {
      const [one, two, other] = await enqueue(
        delivery({ chatId: "1" }),
        delivery({ chatId: "1" }),
        delivery({ chatId: "2" }),
      );
      await database().transact(({ outbox }) => outbox.postpone("telegram", "1", AT + 50));
      await database().transact(({ outbox }) => outbox.postpone("telegram", "1", AT + 20));
      await database().transact(({ outbox }) => outbox.postpone("web", "2", AT + 50));
      expect(await due()).toMatchObject([{ id: idOf(other) }]);
      expect((await due(AT + 50)).map(({ id }) => id)).toEqual([other, one, two].map(idOf));
      expect(await due(AT + 49)).toHaveLength(1);
    });

    it("fails what waits for a chat that is gone, each with a receipt, and nothing else", async () => {
      const [sent, waiting, other] = await enqueue(
        delivery({ chatId: "1" }),
        delivery({ chatId: "1" }),
        delivery({ chatId: "2" }),
      );
      await lease([idOf(sent)]);
      await settle({ id: idOf(sent), outcome: "sent", messageId: "1" });
      await database().transact(({ outbox }) => outbox.failTarget("telegram", "1", "blocked", AT));
      expect(await rows()).toMatchObject([
        { status: "sent" },
        { status: "failed", detail: "blocked" },
        { status: "pending" },
      ]);
      expect(await receipts()).toEqual([{ delivery_id: idOf(waiting), attempt: 0, outcome: "failed" }]);
      expect(await due()).toMatchObject([{ id: idOf(other) }]);
    });

    it("takes everything unsent of a moved chat along, also what is under way or parked", async () => {
      const [sent, leased, parked, waiting] = await enqueue(
        delivery({ chatId: "old" }),
        delivery({ chatId: "old" }),
        delivery({ chatId: "old" }),
        delivery({ chatId: "old" }),
      );
      await lease([idOf(sent), idOf(leased), idOf(parked)]);
      await settle(
        { id: idOf(sent), outcome: "sent", messageId: "1" },
        { id: idOf(parked), outcome: "unknown", nextTryAt: undefined, detail: "lost" },
      );
      await database().transact(({ outbox }) => outbox.retarget("telegram", "old", "new"));
      await settle({ id: idOf(leased), outcome: "retry", nextTryAt: AT, detail: "moved" });
      expect((await rows()).map(({ chat_id }) => chat_id)).toEqual(["old", "new", "new", "new"]);
      const again = await due();
      expect(again.map(({ id, to }) => [id, to.chatId])).toEqual([
        [idOf(leased), "new"],
        [idOf(waiting), "new"],
      ]);
    });

    it("gives one lane page by page, without what is held, what is too old and what comes later", async () => {
      const rows = await enqueue(
        ...["1", "2", "3", "4", "5"].map((chatId) => delivery({ chatId, lane: "announcement" })),
        delivery({ chatId: "6", lane: "digest" }),
        { ...delivery({ chatId: "7", lane: "announcement" }), expiresAt: AT },
        { ...delivery({ chatId: "8", lane: "announcement" }), notBefore: AT + 9 },
        delivery({ chatId: "9", platform: "web", lane: "announcement" }),
      );
      const ids = rows.map(idOf);
      const page = (...held: number[]) =>
        database().transact(({ outbox }) =>
          outbox.due(AT, 2, ["telegram"], { lane: "announcement", held: new Set(held) }),
        );
      expect((await page()).map(idOf)).toEqual(ids.slice(0, 2));
      expect((await page(...ids.slice(0, 2))).map(idOf)).toEqual(ids.slice(2, 4));
      expect((await page(...ids.slice(0, 4))).map(idOf)).toEqual(ids.slice(4, 5));
      expect(await page(...ids.slice(0, 5))).toEqual([]);
    });

    it("says when the next row comes due", async () => {
      const next = () => database().transact(({ outbox }) => outbox.nextDueAt(["telegram"], AT - 1));
      expect(await next()).toBeUndefined();
      await enqueue(delivery({ chatId: "1" }), delivery({ chatId: "2" }));
      await database().transact(({ outbox }) => outbox.postpone("telegram", "1", AT + 50));
      expect(await next()).toBe(AT);
      await database().transact(({ outbox }) => outbox.postpone("telegram", "2", AT + 70));
      expect(await next()).toBe(AT + 50);
    });

    it("looks at the platforms that are asked for alone", async () => {
      const [web, telegram] = await enqueue(delivery({ platform: "web", lane: "distress" }), delivery());
      expect(await due(AT, 1)).toMatchObject([{ id: idOf(telegram) }]);
      await lease([idOf(telegram)]);
      expect(
        await database().transact(({ outbox }) => outbox.nextDueAt(["telegram"], AT - 1)),
      ).toBeUndefined();
      expect(await database().transact(({ outbox }) => outbox.due(AT, 9, ["web"]))).toMatchObject([
        { id: idOf(web) },
      ]);
    });

    it("counts what is not settled by lane and status", async () => {
      const [one, two] = await enqueue(delivery(), delivery(), delivery(), delivery({ lane: "digest" }));
      await lease([idOf(one), idOf(two)]);
      await settle({ id: idOf(one), outcome: "sent", messageId: "1" });
      const counts = await database().transact(({ outbox }) => outbox.counts());
      expect([...counts].sort((a, b) => a.lane - b.lane || a.status.localeCompare(b.status))).toEqual([
        { lane: 20, status: "leased", count: 1 },
        { lane: 20, status: "pending", count: 1 },
        { lane: 60, status: "pending", count: 1 },
      ]);
    });

    it("erases what was said after its time, but nothing that is still to be said", async () => {
      const [sent] = await enqueue(delivery(), delivery());
      await lease([idOf(sent)]);
      await settle({ id: idOf(sent), outcome: "sent", messageId: "1" });
      const texts = (before: number) => erase(database(), "outbox-texts", before);
      expect(await texts(AT + 5)).toBe(0);
      expect(await texts(AT + 6)).toBe(1);
      expect(await texts(AT + 6)).toBe(0);
      const [first, second] = await rows();
      expect(first?.payload).toBe("{}");
      expect(second?.payload).not.toBe("{}");
    });
  });
}
