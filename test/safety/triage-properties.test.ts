import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTriage } from "../../src/safety/index.ts";
import { GAP, type Normalised, normalise } from "../../src/safety/normalise.ts";
import { reviewedRules } from "../../src/safety/rules.ts";

const triage = createTriage();
const { rules, signs } = reviewedRules();
const words = [
  ...rules.flatMap(({ all }) => all.flat()),
  ...signs.flatMap((rule) => rule.signs.flatMap((s) => s.words)),
];

const SEPARATORS: Readonly<Record<number, string>> = {
  [GAP.none]: "",
  [GAP.space]: " ",
  [GAP.list]: "、",
  [GAP.comma]: "，",
  [GAP.sentence]: "。",
};

/** The normalised text as somebody could type it. */
function written({ text, gaps }: Normalised): string {
  return Array.from({ length: text.length }, (_, at) => {
    const separator = SEPARATORS[gaps[at] ?? 0] ?? "";
    return text[at] === " " ? separator || " " : separator + text[at];
  }).join("");
}

const cue = fc.constantFrom(
  "没有",
  "如果",
  "去年",
  "电视剧里",
  "了",
  "，",
  "。",
  " ",
  "3个月",
  "39.5度",
  "宝宝",
  "😭",
  "不",
  "是不是",
);
const message = fc
  .array(fc.oneof(fc.constantFrom(...words), cue, fc.string({ unit: "grapheme", maxLength: 6 })), {
    maxLength: 14,
  })
  .map((parts) => parts.join(""));

describe("triage, whatever is typed", () => {
  it("never throws and never fails inside", () => {
    fc.assert(
      fc.property(fc.oneof(message, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
        expect(triage(text).rules).not.toContain("engine-error");
      }),
      { numRuns: 2000 },
    );
  });

  it("gives the same answer for the same text, whatever was asked before", () => {
    fc.assert(
      fc.property(message, (text) => {
        expect(triage(text)).toEqual(createTriage()(text));
      }),
      { numRuns: 20 },
    );
  });

  it("gives the same answer for a text and its normalised form", () => {
    fc.assert(
      fc.property(message, (text) => {
        const once = normalise(text);
        const again = normalise(written(once));
        expect(again.text).toBe(once.text);
        expect([...again.gaps]).toEqual([...once.gaps]);
        expect(triage(written(once))).toEqual(triage(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("is not misled by invisible characters", () => {
    const invisible = fc.constantFrom(
      "\u200b",
      "\u200d",
      "\u2060",
      "\ufeff",
      "\u202e",
      "\u2066",
      "\u00ad",
      "\ufe0f",
    );
    const hidden = fc.tuple(fc.constantFrom(...words), invisible);
    fc.assert(
      fc.property(hidden, ([word, mark]) => {
        expect(triage([...word].join(mark))).toEqual(triage(word));
      }),
      { numRuns: 1000 },
    );
  });

  it("stays within a fifth of a second on 10,000 characters made to be slow", () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...words), cue), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const piece = parts.join("") || "抽";
        const text = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
        // The processor's time: on a busy machine the clock also counts what other programs do.
        const started = process.cpuUsage();
        triage(text);
        const { user, system } = process.cpuUsage(started);
        expect((user + system) / 1000).toBeLessThan(200);
      }),
      { numRuns: 150 },
    );
  });
});
