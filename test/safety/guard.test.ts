import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard } from "../../src/safety/index.ts";

interface Sentence {
  readonly text: string;
  readonly expect: "pass" | "second" | "block";
  readonly rule?: string;
  /** `held` was never looked at while the list was written. */
  readonly split: "dev" | "held";
}

const SENTENCES = readFileSync(new URL("../eval/guard.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Sentence);
const guard = createGuard();

describe("the guard on what a host publishes", () => {
  it("is tried on at least 300 sentences, half of them harmless and a third held out", () => {
    const harmless = SENTENCES.filter(({ expect }) => expect === "pass");
    expect(SENTENCES.length).toBeGreaterThanOrEqual(300);
    expect(harmless.length / SENTENCES.length).toBeGreaterThan(0.45);
    expect(SENTENCES.filter(({ split }) => split === "held").length / SENTENCES.length).toBeGreaterThan(0.3);
    expect(new Set(SENTENCES.map(({ text }) => text)).size).toBe(SENTENCES.length);
  });

  it.each(SENTENCES.filter(({ split }) => split === "dev"))(
    "says $expect to: $text",
    ({ text, expect: told }) => {
      expect(guard(text).outcome).toBe(told);
    },
  );

  it("holds on sentences it was not written for", () => {
    const held = SENTENCES.filter(({ split }) => split === "held");
    const bad = held.filter(({ expect }) => expect !== "pass");
    const fine = held.filter(({ expect }) => expect === "pass");
    const caught = bad.filter(({ text }) => guard(text).outcome !== "pass").length;
    const passed = fine.filter(({ text }) => guard(text).outcome === "pass").length;
    expect(caught / bad.length).toBeGreaterThanOrEqual(0.95);
    expect(passed / fine.length).toBeGreaterThanOrEqual(0.95);
  });

  it("names the rule, the words and a better wording, hard ones first", () => {
    const { outcome, findings } = guard("益生菌今晚上架，能治湿疹，全网最低价");
    expect(outcome).toBe("block");
    expect(findings.map(({ rule, level }) => [rule, level])).toEqual([
      ["superlative", "hard"],
      ["cure", "hard"],
      ["comparison", "soft"],
      ["health-food", "soft"],
    ]);
    for (const { words, law, better } of findings) {
      expect([words.length > 0, law !== "", better.zh !== "", better.en !== ""]).toEqual(Array(4).fill(true));
    }
  });

  it("finds a word through blanks, emoji, traditional characters and full-width forms", () => {
    const disguises = [(word: string) => [...word].join(" "), (word: string) => [...word].join("❤"), String];
    fc.assert(
      fc.property(fc.constantFrom("国家级", "根治", "水滴筹", "一段奶粉"), fc.nat(2), (word, which) => {
        const disguise = disguises[which] ?? String;
        expect(guard(`今晚${disguise(word)}来了`).outcome).toBe("block");
      }),
    );
    expect(guard("國家級").outcome).toBe("block");
    expect(guard("１段奶粉").outcome).toBe("block");
  });

  it("says nothing about ordinary words and never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void guard(text)));
    expect(guard("").findings).toEqual([]);
  });
});
