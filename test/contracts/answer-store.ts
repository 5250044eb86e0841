import { describe, expect, it } from "vitest";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

const ANSWER = {
  answerId: "a1",
  hostId: "wang",
  platform: "telegram",
  chatId: "1",
  personId: "p1",
  outcome: "answered",
  articleId: "newborn-vitamin-d3",
  revision: "r1",
  score: 0.875,
  near: ["a", "b"],
  locale: "zh" as const,
  stage: undefined,
} as const;

/** What every answer store keeps. */
export function answerStoreContract(engine: EngineUnderTest): void {
  describe("answer store", () => {
    const database = useDatabase(engine);
    type Answers = Parameters<Parameters<ReturnType<typeof database>["transact"]>[0]>[0]["answers"];
    const answers = <T>(work: (store: Answers) => Promise<T>) =>
      database().transact((stores) => work(stores.answers));

    it("keeps an answer pinned to its article's revision", async () => {
      await answers((store) => store.addAnswer(ANSWER, AT));
      expect(await answers((store) => store.answer("a1"))).toEqual(ANSWER);
      expect(await answers((store) => store.answer("a2"))).toBeUndefined();
    });

    it("keeps an answer without host, article or near questions", async () => {
      const bare = {
        ...ANSWER,
        answerId: "a2",
        outcome: "abstained" as const,
        hostId: undefined,
        articleId: undefined,
        revision: undefined,
        near: [],
        locale: "zh" as const,
        stage: undefined,
      };
      await answers((store) => store.addAnswer(bare, AT));
      expect(await answers((store) => store.answer("a2"))).toEqual(bare);
    });

    it("counts the last word of each person about an answer", async () => {
      await answers((store) => store.addAnswer(ANSWER, AT));
      await answers((store) => store.addFeedback("a1", "p1", true, AT));
      await answers((store) => store.addFeedback("a1", "p1", false, AT + 1));
      await answers((store) => store.addFeedback("a1", "p2", true, AT));
      const rows = await rowsOf<{ person_id: string; helped: number }>(database(), "feedback");
      expect(rows.map(({ person_id, helped }) => [person_id, helped]).sort()).toEqual([
        ["p1", 0],
        ["p2", 1],
      ]);
    });

    it("counts the same unanswered words of a host instead of repeating them", async () => {
      const gap = { hostId: "wang", fingerprint: "f", question: "能吃榴莲吗", near: ["x"] };
      await answers((store) => store.addGap(gap, "g1", AT));
      await Promise.all(["g2", "g3"].map((id) => answers((store) => store.addGap(gap, id, AT + 5))));
      await answers((store) => store.addGap({ ...gap, hostId: undefined }, "g4", AT));
      const rows = await rowsOf<{ id: string; count: number; last_at: number }>(database(), "gaps");
      expect(
        rows
          .map(({ id, count, last_at }) => ({ id, count, last_at }))
          .sort((a, b) => a.id.localeCompare(b.id)),
      ).toEqual([
        { id: "g1", count: 3, last_at: AT + 5 },
        { id: "g4", count: 1, last_at: AT },
      ]);
    });

    it("counts an unanswered question that carries a NUL character, whatever the engine can hold", async () => {
      const gap = { hostId: "wang", fingerprint: "a\u0000b", question: "吃\u0000什么", near: [] };
      await answers((store) => store.addGap(gap, "g1", AT));
      await answers((store) => store.addGap(gap, "g2", AT));
      expect(await rowsOf(database(), "gaps")).toMatchObject([{ question: "吃什么", count: 2 }]);
    });
  });

  describe("safety event store", () => {
    const database = useDatabase(engine);
    const event = {
      hostId: undefined,
      platform: "web",
      chatId: "wang",
      personId: undefined,
      inboxId: 7,
      level: "urgent",
      kinds: ["mind"],
      rules: ["mind-1"],
      words: ["不想活"],
      messageId: "1",
      userId: "u",
      locale: "zh",
    } as const;

    it("records an event once per update and gives its number again", async () => {
      const add = (inboxId: number) =>
        database().transact(({ safety }) => safety.addEvent({ ...event, inboxId }, AT));
      const first = await add(7);
      expect(await add(7)).toBe(first);
      expect(await add(8)).not.toBe(first);
      expect(await rowsOf(database(), "safety_events")).toHaveLength(2);
    });
  });
}
