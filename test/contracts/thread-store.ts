import { describe, expect, it } from "vitest";
import type { ThreadStore } from "../../src/delivery/index.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

/** What every store of threads keeps. */
export function threadStoreContract(engine: EngineUnderTest): void {
  describe("thread store", () => {
    const database = useDatabase(engine);
    const threads = <T>(work: (store: ThreadStore) => Promise<T>) =>
      database().transact((stores) => work(stores.threads));
    const thread = { platform: "telegram", chatId: "-7", key: "case:17" };
    const claim = (now = AT, of = thread) => threads((store) => store.claim(of, now, now + 1_000));

    it("lets one of several open it, and tells the others to wait", async () => {
      const kinds = (await Promise.all(Array.from({ length: 6 }, () => claim()))).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(["mine", "taken", "taken", "taken", "taken", "taken"]);
      expect(await claim(AT, { ...thread, key: "case:18" })).toEqual({ kind: "mine" });
      expect(await claim(AT, { ...thread, chatId: "-8" })).toEqual({ kind: "mine" });
    });

    it("lets somebody else open it when the first one died, or gave it back", async () => {
      await claim();
      expect(await claim(AT + 999)).toEqual({ kind: "taken" });
      expect(await claim(AT + 1_000)).toEqual({ kind: "mine" });
      await threads((store) => store.release(thread));
      expect(await claim(AT + 1_001)).toEqual({ kind: "mine" });
    });

    it("remembers where it is, and tells what a message there belongs to", async () => {
      await claim();
      await threads((store) => store.settle(thread, { chatId: "-7", threadId: "55" }, AT));
      expect(await claim()).toEqual({ kind: "open", place: { chatId: "-7", threadId: "55" } });
      const placeOf = (key: string) => threads((store) => store.placeOf({ ...thread, key }));
      expect(await placeOf("case:17")).toEqual({ chatId: "-7", threadId: "55" });
      expect(await placeOf("case:18")).toBeUndefined();
      const channel = { platform: "discord", chatId: "1", key: "case:17" };
      await claim(AT, channel);
      await threads((store) => store.settle(channel, { chatId: "9" }, AT));
      const keyAt = (platform: string, chatId: string, threadId?: string) =>
        threads((store) => store.keyAt(platform, { chatId, threadId }));
      expect(await keyAt("telegram", "-7", "55")).toEqual({ chatId: "-7", key: "case:17" });
      expect(await keyAt("discord", "9")).toEqual({ chatId: "1", key: "case:17" });
      expect(await keyAt("telegram", "-7")).toBeUndefined();
      expect(await keyAt("telegram", "-7", "56")).toBeUndefined();
      expect(await keyAt("discord", "-7", "55")).toBeUndefined();
    });

    it("remembers that it has to go without one, also afterwards", async () => {
      await claim();
      await threads((store) => store.settle(thread, undefined, AT));
      expect(await claim()).toEqual({ kind: "room" });
      await threads((store) => store.settle(thread, { chatId: "-7", threadId: "5" }, AT));
      await threads((store) => store.settle(thread, undefined, AT));
      expect(await claim()).toEqual({ kind: "room" });
      expect(await threads((store) => store.placeOf(thread))).toBeUndefined();
      expect(
        await threads((store) => store.keyAt("telegram", { chatId: "-7", threadId: "5" })),
      ).toBeUndefined();
    });
  });
}
