import { describe, expect, it } from "vitest";
import { createLibrary, type Decide, runGoldenGate } from "../../src/knowledge/index.ts";
import { SAMPLES, sampleArticle } from "./sample-articles.ts";

const clock = { now: () => Date.parse("2026-12-01T00:00:00Z") };
const durian = sampleArticle({
  id: "durian",
  title: "宝宝能吃榴莲吗？",
  topic: "food",
  variants: ["一岁能吃榴莲吗", "辅食里能放榴莲吗", "几个月能吃榴莲"],
  keywords: ["榴莲", "辅食"],
  short: "一岁后少吃。",
});
const ADDED = "几个月开始加辅食";
const DOG = "小狗能吃榴莲吗";
const OWN = "榴莲小孩可以吃不";
const QUESTIONS = [
  { text: ADDED, article: "solids" },
  { text: DOG, article: undefined },
  { text: "老人能补钙吗", article: "nobody-near" },
];

type Answers = Readonly<Record<string, readonly string[]>>;

/** What is answered before and after, by question; with one id it is sent, with more they are offered. */
async function gate(before: Answers, after: Answers, own: readonly string[] = []) {
  const library = createLibrary(SAMPLES, clock);
  const next = library.build(1, [...SAMPLES, durian]);
  const decide: Decide = (shelf, text) => {
    const offered = (shelf === next ? after : before)[text] ?? [];
    return { answered: offered.length === 1 ? offered[0] : undefined, offered };
  };
  return await runGoldenGate({ before: library.shelf(), after: next, decide }, durian, own, QUESTIONS);
}

describe("the golden gate", () => {
  it("asks the questions of the article, of its neighbours, and those that no article answers", async () => {
    const report = await gate({ [ADDED]: ["solids"] }, { [ADDED]: ["solids"], [OWN]: ["durian"] }, [OWN]);
    expect(report.failures).toEqual([]);
    expect(report.articles[0]).toBe("durian");
    expect(report.articles).toContain("solids");
    expect(report.asked).toBe(3);
  });

  it("names a question that was answered right before and is not any more", async () => {
    const lost = { kind: "lost", text: ADDED, article: "solids" };
    expect((await gate({ [ADDED]: ["solids"] }, {})).failures).toEqual([{ ...lost, now: undefined }]);
    const offered = await gate({ [ADDED]: ["solids"] }, { [ADDED]: ["durian", "solids"] });
    expect(offered.failures, "offering it is less than answering").toEqual([{ ...lost, now: "durian" }]);
  });

  it("names a wrong answer that is new, also to a question that no article answers", async () => {
    expect((await gate({}, { [ADDED]: ["durian"], [DOG]: ["durian"] })).failures).toEqual([
      { kind: "wrong", text: ADDED, article: "solids", now: "durian" },
      { kind: "wrong", text: DOG, article: undefined, now: "durian" },
    ]);
  });

  it("does not hold against an article what was wrong before it", async () => {
    const wrong = { [ADDED]: ["calcium"], [DOG]: ["calcium"] };
    expect((await gate(wrong, wrong)).failures).toEqual([]);
  });

  it("wants an article's own questions to find it among the first three", async () => {
    const third = { [OWN]: ["calcium", "fever", "durian"] };
    expect((await gate({}, third, [OWN])).failures).toEqual([]);
    const fourth = { [OWN]: ["calcium", "fever", "eczema", "durian"] };
    expect((await gate({}, fourth, [OWN])).failures).toEqual([
      { kind: "own-not-found", text: OWN, now: "calcium" },
    ]);
    expect((await gate({}, {}, [OWN])).failures).toEqual([
      { kind: "own-not-found", text: OWN, now: undefined },
    ]);
  });
});
