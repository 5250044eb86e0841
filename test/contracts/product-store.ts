import { describe, expect, it } from "vitest";
import { isStopped } from "../../src/aid/index.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT } from "../support/records.ts";

const BOTTLE = { ref: "小熊奶瓶", name: "小熊 奶瓶" };

/** What every store of products and reports on them keeps. */
export function productStoreContract(engine: EngineUnderTest): void {
  describe("product store", () => {
    const database = useDatabase(engine);
    const report = (personId: string, now = AT, since = AT - 100, hostId = "wang") =>
      database().transact(({ products }) => products.report(hostId, BOTTLE, personId, now, since));
    const stop = (now = AT) => database().transact(({ products }) => products.stop("wang", BOTTLE.ref, now));

    it("counts persons, not reports, also when they come at once", async () => {
      const counts = await Promise.all(["mei", "lan", "hua", "mei"].map((who) => report(who)));
      expect(Math.max(...counts)).toBe(3);
      expect(counts.filter((count) => count === 3).length).toBeGreaterThanOrEqual(1);
      expect(await report("ying", AT, AT - 100, "li"), "each host for itself").toBe(1);
    });

    it("forgets what is older than asked for", async () => {
      await report("mei", AT);
      await report("lan", AT + 50);
      expect(await report("hua", AT + 60, AT)).toBe(2);
      const reports = (before: number) => erase(database(), "product-reports", before);
      expect([await reports(AT), await reports(AT + 1), await reports(AT + 1)]).toEqual([0, 1, 0]);
    });

    it("is stopped once and cleared once, and counted anew from then on", async () => {
      await report("mei");
      const id = (await stop()) ?? 0;
      expect(id).toBeGreaterThan(0);
      expect(await stop()).toBeUndefined();
      const named = (text: string, hostId = "wang") =>
        database().transact((stores) => isStopped(stores, hostId, text));
      expect(await named("今晚八点：小熊·奶瓶 半价")).toBe(true);
      expect([await named("今晚八点：棉衣"), await named("小熊奶瓶", "li")]).toEqual([false, false]);
      const clear = () => database().transact(({ products }) => products.clear(id, "wang", AT + 10));
      expect(await Promise.all([clear(), clear()]).then((both) => both.filter((done) => done))).toHaveLength(
        1,
      );
      expect(await named("小熊奶瓶")).toBe(false);
      expect(await database().transact(({ products }) => products.product(id))).toEqual({
        ...BOTTLE,
        hostId: "wang",
        isStopped: false,
      });
      expect(await report("lan", AT + 20)).toBe(1);
      expect(await stop(AT + 21), "it may be stopped again").toBe(id);
    });

    it("keeps a host's list", async () => {
      const list = (isListed: boolean) =>
        database().transact(({ products }) => products.list("wang", BOTTLE, isListed));
      const listed = () => database().transact(({ products }) => products.listed("wang"));
      await report("mei");
      expect(await listed(), "reported is not listed").toEqual([]);
      await list(true);
      await list(true);
      expect(await listed()).toEqual([BOTTLE]);
      await list(false);
      expect(await listed()).toEqual([]);
    });
  });
}
