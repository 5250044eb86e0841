import { beforeAll, describe, expect, it } from "vitest";
import { FLOOR } from "../../src/answering/index.ts";
import { createSearch, loadArticles, type Search } from "../../src/knowledge/index.ts";
import { type Figures, isHeldOut, measureSearch, ownQuestions } from "./questions.ts";

/**
 * What the search reaches on questions that it was never fitted on. The thresholds leave room for edited articles; the
 * measured figures are printed by `node test/eval/report.ts`.
 */
describe("the search on held-out questions", () => {
  const questions = ownQuestions().filter(({ text }) => isHeldOut(text));
  let search: Search;
  let figures: Figures;
  beforeAll(async () => {
    search = createSearch(await loadArticles(new URL("../../knowledge", import.meta.url).pathname));
    figures = measureSearch(search, questions, FLOOR);
  });

  it("has enough of them, with and without an article", () => {
    expect(questions.length).toBeGreaterThanOrEqual(800);
    expect(questions.length - figures.inScope).toBeGreaterThanOrEqual(120);
  });

  it("finds the right article first, and nearly always among three", () => {
    expect(figures.rightAt1).toBeGreaterThanOrEqual(0.87);
    expect(figures.rightIn3).toBeGreaterThanOrEqual(0.94);
  });

  it("answers most of them and is seldom wrong", () => {
    expect(figures.answeredRight).toBeGreaterThanOrEqual(0.74);
    expect(figures.wrongOfAnswered).toBeLessThanOrEqual(0.06);
  });

  it("hardly ever answers what no article answers", () => {
    expect(figures.outAnswered).toBeLessThanOrEqual(0.045);
  });

  it("gives scores that are probabilities", () => {
    expect(figures.brier).toBeLessThanOrEqual(0.075);
  });

  it("answers the question the project began with", () => {
    for (const text of ["新生儿要吃维生素D3吗", "刚出生的娃要不要吃d3", "新生兒要吃維生素D3嗎"]) {
      const [found] = search.find(text, { limit: 1 });
      expect(found?.article.id).toBe("newborn-vitamin-d3");
      expect(found?.score).toBeGreaterThan(FLOOR);
    }
  });

  it("knows each article by its own title", async () => {
    for (const article of await loadArticles(new URL("../../knowledge", import.meta.url).pathname)) {
      const [found] = search.find(article.title, { limit: 1 });
      expect(found?.article.id, article.title).toBe(article.id);
      expect(found?.score, article.title).toBeGreaterThan(FLOOR);
    }
  });
});
