import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Button, Content } from "../../src/core/content.ts";
import { splitAtSentences } from "../../src/core/split-text.ts";
import { splitContent } from "../../src/delivery/enqueue.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { ABILITIES } from "../support/fake-platform.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Texts as people write them: Chinese, emoji of several code units, marks, spaces, very long words. */
const piece = fc.oneof(
  fc.constantFrom("。", "！", "？", "\n", ". ", "，", " ", "”", "👩‍👩‍👧", "😀", "é", "宝宝", "a", "𠮷"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(""));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text" as const, "heading" as const, "small" as const), text }),
  fc.record({ kind: fc.constant("list" as const), items: fc.array(text, { maxLength: 6 }) }),
);

const words = (value: string): string => value.replace(/\s+/g, "");
const textOfBlock = (one: Block): string => (one.kind === "list" ? one.items.join("") : one.text);
const lengthOf = ({ blocks }: Content): number =>
  blocks.reduce(
    (sum, one) =>
      sum +
      (one.kind === "list" ? one.items.reduce((all, item) => all + item.length + 3, 0) : one.text.length),
    2 * Math.max(0, blocks.length - 1),
  );

describe("cutting a text", () => {
  it("never makes a piece above the limit, loses nothing and cuts no character in two", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (value, limit) => {
        const pieces = splitAtSentences(value, limit);
        expect(pieces.every(({ length }) => length <= limit)).toBe(true);
        expect(words(pieces.join(""))).toBe(words(value));
        if (value.isWellFormed()) expect(pieces.every((one) => one.isWellFormed())).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("makes no empty piece, which no platform would take", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (value, limit) => {
        const pieces = splitAtSentences(value, limit);
        if (value.trim() !== "") expect(pieces.filter((one) => one.trim() === "")).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("cuts after a sentence, with its closing quote", () => {
    expect(splitAtSentences("她说：“要补。”每天一滴就够了。", 12)).toEqual([
      "她说：“要补。”",
      "每天一滴就够了。",
    ]);
    expect(splitAtSentences("One drop a day. Not two drops.", 20)).toEqual([
      "One drop a day.",
      "Not two drops.",
    ]);
  });

  it("leaves a text alone that fits", () => {
    expect(splitAtSentences("  刚好  ", 6)).toEqual(["  刚好  "]);
    expect(splitAtSentences("", 6)).toEqual([""]);
  });
});

describe("cutting content into messages", () => {
  const content = (blocks: readonly Block[], buttons: Content["buttons"] = []): Content => ({
    tone: "answer",
    blocks,
    buttons,
  });

  it("keeps every message within the platform's length and loses no word, no block kind and no order", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), fc.integer({ min: 40, max: 300 }), (blocks, limit) => {
        const parts = splitContent(content(blocks), { ...ABILITIES, maxTextLength: limit });
        expect(parts.every((part) => lengthOf(part) <= limit)).toBe(true);
        expect(words(parts.flatMap((part) => part.blocks.map(textOfBlock)).join(""))).toBe(
          words(blocks.map(textOfBlock).join("")),
        );
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.every(({ tone }) => tone === "answer")).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("makes one message of what fits into one", () => {
    const small = content([
      { kind: "heading", text: "要补吗" },
      { kind: "list", items: ["每天一滴", "喂奶后"] },
    ]);
    expect(splitContent(small, ABILITIES)).toEqual([small]);
  });

  it("puts the buttons under the last message alone", () => {
    const buttons = [[{ label: "有用", data: "y.1.x" }]];
    const parts = splitContent(content([{ kind: "text", text: "长。".repeat(3_000) }], buttons), ABILITIES);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.buttons)).toEqual([...Array(parts.length - 1).fill([]), buttons]);
  });

  it("shows no more rows, buttons a row or letters than the platform can", () => {
    const label = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.array(label, { minLength: 1, maxLength: 7 }), { maxLength: 6 }), (labels) => {
        const buttons = labels.map((row) => row.map((one): Button => ({ label: one, data: "y.1.x" })));
        const abilities = { ...ABILITIES, maxButtonRows: 3, maxButtonsPerRow: 2, maxButtonLabel: 9 };
        const [part] = splitContent(content([], buttons), abilities);
        const rows = part?.buttons ?? [];
        expect(rows.length).toBeLessThanOrEqual(3);
        for (const one of rows.flat()) {
          expect(one.label.length).toBeLessThanOrEqual(9);
          expect(one.label.isWellFormed()).toBe(labels.flat().every((each) => each.isWellFormed()));
        }
        expect(rows.every((row) => row.length <= 2)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("cuts a long label so that it still says that it goes on", () => {
    const abilities = { ...ABILITIES, maxButtonLabel: 6 };
    const [part] = splitContent(content([], [[{ label: "甲乙丙丁😀戊己", data: "y.1.x" }]]), abilities);
    expect(part?.buttons).toEqual([[{ label: "甲乙丙丁…", data: "y.1.x" }]]);
  });
});

describe("the rows of one draft", () => {
  const draft = {
    lane: "answer",
    purpose: "answer",
    to: { platform: "telegram", chatId: "1", threadId: "7", replyToMessageId: "9" },
    content: { tone: "answer", blocks: [{ kind: "text", text: "长。".repeat(3_000) }], buttons: [] },
  } as const;

  it("have the same keys each time, and other nonces", () => {
    const [one, other] = [1, 2].map((seed) =>
      toDeliveries(draft, "telegram:1:m:5", ABILITIES, createSeededRandom(seed)),
    );
    expect(one?.map(({ dedupeKey }) => dedupeKey)).toEqual(other?.map(({ dedupeKey }) => dedupeKey));
    expect(new Set(one?.map(({ dedupeKey }) => dedupeKey)).size).toBe(one?.length);
    expect(one?.[0]?.nonce).not.toBe(other?.[0]?.nonce);
    expect(one?.every(({ nonce }) => nonce.length <= 25)).toBe(true);
  });

  it("quote the question in the first message only, and stay in its topic", () => {
    const rows = toDeliveries(draft, "x", ABILITIES, createSeededRandom());
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ to }) => [to.replyToMessageId, to.threadId])).toEqual([
      ["9", "7"],
      ...rows.slice(1).map(() => [undefined, "7"]),
    ]);
  });
});
