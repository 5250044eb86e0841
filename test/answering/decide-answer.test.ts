import { describe, expect, it } from "vitest";
import { decideAnswer, FLOOR, SUGGEST_FLOOR, suggestQuestions } from "../../src/answering/index.ts";
import { type Article, createKnowledge, createSearch, type Search } from "../../src/knowledge/index.ts";
import { SAMPLES, sampleArticle } from "../knowledge/sample-articles.ts";

const at = (day: string) => ({ now: () => Date.parse(`${day}T12:00:00+08:00`) });

function answering(
  articles: readonly Article[],
  search: Search = createSearch(articles),
  day = "2026-12-01",
) {
  const clock = at(day);
  return { search, knowledge: createKnowledge(articles, clock), clock };
}

/** A search that has made up its mind; it respects `only` as the real one does. */
const scripted = (scores: readonly (readonly [Article, number])[]): Search => ({
  find: (_, { limit, only }) =>
    scores
      .filter(([article]) => !only || only(article))
      .map(([article, score]) => ({ article, score }))
      .slice(0, limit),
});

const [one, two, three, four] = SAMPLES as readonly [Article, Article, Article, Article, ...Article[]];

describe("deciding what to answer", () => {
  it("answers with the article when the search is sure", () => {
    const decision = decideAnswer(answering(SAMPLES), { text: "宝宝湿疹怎么护理" });
    expect(decision.outcome).toBe("answered");
    expect(decision.candidates[0]?.article.id).toBe("eczema");
  });

  it("offers near questions when it is not sure enough, at most three", () => {
    const search = scripted([
      [one, FLOOR - 0.01],
      [two, 0.1],
      [three, 0.09],
      [four, 0.08],
    ]);
    const decision = decideAnswer(answering(SAMPLES, search), { text: "x" });
    expect(decision.outcome).toBe("suggested");
    expect(decision.candidates.map(({ article }) => article)).toEqual([one, two, three]);
  });

  it("answers from the floor on", () => {
    const decision = decideAnswer(answering(SAMPLES, scripted([[one, FLOOR]])), { text: "x" });
    expect(decision.outcome).toBe("answered");
  });

  it("offers nothing that is hardly likely", () => {
    const outcome = (...scores: number[]) => {
      const search = scripted(scores.map((score, place) => [SAMPLES[place] ?? one, score] as const));
      const { outcome, candidates } = decideAnswer(answering(SAMPLES, search), { text: "x" });
      return [outcome, candidates.length];
    };
    expect(outcome(0.3, 0.01)).toEqual(["suggested", 1]);
    expect(outcome(0.3, 0.05)).toEqual(["suggested", 2]);
    expect(outcome(SUGGEST_FLOOR, 0.05)).toEqual(["suggested", 2]);
    expect(outcome(SUGGEST_FLOOR - 0.001, 0.05)).toEqual(["abstained", 0]);
  });

  it("abstains when nothing is near", () => {
    for (const text of ["股票跌了怎么办", "几点开播", "", "asdf"]) {
      expect(decideAnswer(answering(SAMPLES), { text }), text).toEqual({
        outcome: "abstained",
        candidates: [],
      });
    }
  });

  it("never gives out an article whose review has run out", () => {
    const old = sampleArticle({
      id: "old",
      title: "宝宝怎么剪指甲？",
      topic: "newborn",
      variants: ["剪指甲", "指甲太长", "指甲剪多短"],
      keywords: ["指甲", "剪指甲"],
      short: "剪平。",
      by: "2026-12-31",
    });
    const articles = [...SAMPLES, old];
    const search = createSearch(articles);
    const question = { text: "宝宝怎么剪指甲" };
    expect(decideAnswer(answering(articles, search, "2026-12-31"), question).outcome).toBe("answered");
    expect(decideAnswer(answering(articles, search, "2027-01-01"), question).outcome).toBe("abstained");
    expect(suggestQuestions(answering(articles, search, "2026-12-31"), "宝宝怎么剪", 5)).toContain(old);
    expect(suggestQuestions(answering(articles, search, "2027-01-01"), "宝宝怎么剪", 5)).not.toContain(old);
  });

  it("uses the child's known age", () => {
    const deps = answering(SAMPLES);
    const young = decideAnswer(deps, { text: "发烧怎么办", ageMonths: 0 }).candidates;
    const old = decideAnswer(deps, { text: "发烧怎么办", ageMonths: 40 }).candidates;
    expect(young[0]?.article.id).toBe("newborn-fever");
    expect(old[0]?.article.id).toBe("fever");
  });
});

describe("completing a question while it is typed", () => {
  it("begins with the questions that start like the text", () => {
    const [first] = suggestQuestions(answering(SAMPLES), "孩子发", 5);
    expect(first?.id).toBe("fever");
  });

  it("goes on with questions that resemble it, each once", () => {
    const found = suggestQuestions(answering(SAMPLES), "拉肚子", 5).map(({ id }) => id);
    expect(found).toContain("diarrhoea");
    expect(new Set(found).size).toBe(found.length);
  });

  it("lists questions when nothing is typed yet", () => {
    expect(suggestQuestions(answering(SAMPLES), "", 4)).toHaveLength(4);
  });
});
