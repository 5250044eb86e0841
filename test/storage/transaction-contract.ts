import { describe, expect, it } from "vitest";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT, delivery, message } from "../support/records.ts";

/** What holds for every database that the bot can be opened with. */
export function transactionContract(engine: EngineUnderTest): void {
  describe("transactions", () => {
    const database = useDatabase(engine);

    it("undo a work that throws whole, and reject with its own error", async () => {
      const failing = database().transact(async ({ inbox, outbox }) => {
        await inbox.add([message()], AT);
        await outbox.enqueue([delivery()], AT);
        throw new Error("changed my mind");
      });
      await expect(failing).rejects.toThrow("changed my mind");
      const left = await database().transact(async ({ inbox, outbox }) => [
        await inbox.unfinished(0, 10),
        await outbox.due(AT, 10, ["telegram"]),
      ]);
      expect(left).toEqual([[], []]);
    });

    it("undo a work that throws alone while its neighbours commit", async () => {
      const works = Array.from({ length: 12 }, (_, index) =>
        database().transact(async ({ people }) => {
          await people.settleSetting(`key ${index}`, "value");
          if (index % 3 === 0) throw new Error(`work ${index}`);
          return index;
        }),
      );
      const results = await Promise.allSettled(works);
      for (const [index, result] of results.entries()) {
        const kept = await database().transact(({ people }) => people.setting(`key ${index}`));
        expect([result.status, kept]).toEqual(
          index % 3 === 0 ? ["rejected", undefined] : ["fulfilled", "value"],
        );
      }
    });

    it("undo a work whose statement fails, after which the database goes on", async () => {
      const invite = { hostId: "nobody", purpose: "host", createdBy: "x", expiresAt: AT } as const;
      const failing = database().transact(async ({ people }) => {
        await people.settleSetting("before", "1");
        await people.createInvite("hash", invite); // refers to a host that is not there
      });
      const neighbour = database().transact(({ people }) => people.settleSetting("neighbour", "1"));
      await expect(failing).rejects.toThrow(/foreign key/i);
      expect(await neighbour).toBe("1");
      expect(await database().transact(({ people }) => people.setting("before"))).toBeUndefined();
    });

    it("keep everything over closing and opening again, and migrate twice without harm", async () => {
      const first = await engine.running().openEmpty();
      const event = message();
      const begun = Promise.allSettled([
        first.transact(({ inbox }) => inbox.add([event], AT)),
        first.transact(({ outbox }) => outbox.enqueue([delivery({ text: "留着" })], AT)),
        ...Array.from({ length: 20 }, (_, index) =>
          first.transact(({ people }) => people.settleSetting(`key ${index}`, "值")),
        ),
      ]);
      // The embedded database finishes what was begun before it closes; a pool of connections is not asked to.
      if (engine.dialect === "postgres") await begun;
      const again = await engine.running().reopen(first);
      expect((await begun).filter(({ status }) => status === "rejected")).toEqual([]);
      const kept = await again.transact(async ({ inbox, outbox, people }) => ({
        entries: await inbox.unfinished(0, 10),
        due: await outbox.due(AT, 10, ["telegram"]),
        setting: await people.setting("key 19"),
      }));
      expect(kept.entries.map((entry) => entry.event)).toEqual([event]);
      expect(kept.due).toHaveLength(1);
      expect(kept.setting).toBe("值");
      await again.close();
      await expect(again.transact(({ people }) => people.setting("key 19"))).rejects.toThrow();
    });
  });
}
