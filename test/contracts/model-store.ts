import { describe, expect, it } from "vitest";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

const WORDING = {
  answerId: "a1",
  articleId: "d3",
  revision: "r1",
  sentences: ["要吃。", "每天400 IU。"],
  by: "model reword-1",
} as const;

/** What every store of the model's words, costs and vectors keeps. */
export function modelStoreContract(engine: EngineUnderTest): void {
  describe("model store", () => {
    const database = useDatabase(engine);

    it("keeps what an answer was worded as", async () => {
      await database().transact(({ answers }) => answers.addWording(WORDING, AT));
      expect(await database().transact(({ answers }) => answers.wording("a1"))).toEqual(WORDING);
      expect(await database().transact(({ answers }) => answers.wording("a2"))).toBeUndefined();
    });

    it("keeps rewordings that failed, for the editors", async () => {
      const failure = { answerId: "a1", articleId: "d3", revision: "r1", reason: "number" };
      await database().transact(({ answers }) => answers.addRewordingFailure(failure, AT));
      expect(await rowsOf(database(), "rewording_failures")).toMatchObject([
        { answer_id: "a1", article_id: "d3", revision: "r1", reason: "number" },
      ]);
    });

    it("adds up what a day has cost, each day for itself", async () => {
      const { transact } = database();
      expect(await transact(({ spending }) => spending.spent("2026-11-22"))).toBe(0);
      await Promise.all(
        [1, 20, 300].map((tokens) => transact(({ spending }) => spending.spend("2026-11-22", tokens))),
      );
      await transact(({ spending }) => spending.spend("2026-11-23", 5));
      expect(await transact(({ spending }) => spending.spent("2026-11-22"))).toBe(321);
      expect(await transact(({ spending }) => spending.spent("2026-11-23"))).toBe(5);
    });

    it("gives vectors back number by number, by model and hash", async () => {
      const { transact } = database();
      const vector = Float32Array.from([0.1, -2.5, 3e-7]);
      const other = Float32Array.from([9]);
      await transact(({ vectors }) =>
        vectors.addVectors("m", [
          { hash: "h1", vector },
          { hash: "h2", vector },
        ]),
      );
      await transact(({ vectors }) => vectors.addVectors("m", [{ hash: "h1", vector: other }]));
      await transact(({ vectors }) => vectors.addVectors("n", [{ hash: "h1", vector: other }]));
      await transact(({ vectors }) => vectors.forgetVectors("m", ["h2", "h3"]));
      expect(await transact(({ vectors }) => vectors.vectors("m"))).toEqual([{ hash: "h1", vector }]);
      expect(await transact(({ vectors }) => vectors.vectors("n"))).toEqual([{ hash: "h1", vector: other }]);
    });
  });
}
