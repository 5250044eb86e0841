import { describe, expect, it } from "vitest";
import { createSearch, loadArticles } from "../../src/knowledge/index.ts";
import { indexArticles } from "../../src/knowledge/search/index-articles.ts";
import {
  decodeLearned,
  encodeLearned,
  openLearned,
  shippedLearned,
} from "../../src/knowledge/search/learned.ts";
import { readQuery } from "../../src/knowledge/search/query.ts";

const articles = await loadArticles(new URL("../../knowledge", import.meta.url).pathname);
const index = indexArticles(articles);
const ids = articles.map(({ id }) => id);
const read = (text: string) => readQuery(text, index.segmenter, index.vocabulary);

describe("the learned classifier", () => {
  it("is the same after it was written to a file and read again, wherever it begins in memory", () => {
    const bytes = encodeLearned(shippedLearned());
    expect(decodeLearned(bytes)).toEqual(shippedLearned());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeLearned(Buffer.from(shifted.buffer, 3))).toEqual(shippedLearned());
  });

  it("was trained on every article that is shipped", () => {
    expect(new Set(shippedLearned().ids)).toEqual(new Set(ids));
  });

  it("gives probabilities over the articles it knows, the likeliest first", () => {
    const opinion = openLearned(shippedLearned(), ids)(read("娃娃屁屁烂了一片，一擦就哭"));
    const all = ids.map((_, at) => opinion.of(at) ?? Number.NaN);
    expect(all.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    expect(ids[opinion.top[0] ?? -1]).toBe("nappy-rash-care");
    expect(opinion.of(opinion.top[0] ?? -1)).toBe(Math.max(...all));
  });

  it("has no opinion on an article that it has never seen, and says something of nothing", () => {
    const opinion = openLearned(shippedLearned(), ["new-one", ...ids])(read("红屁股"));
    expect(opinion.of(0)).toBeUndefined();
    expect(opinion.top).not.toContain(0);
    expect(openLearned(shippedLearned(), ["new-one"])(read("红屁股")).top).toEqual([]);
    expect(openLearned(shippedLearned(), ids)(read("")).top.length).toBeGreaterThan(0);
  });

  it("neither favours nor holds back an article that editors wrote since", () => {
    const [first] = articles;
    if (!first) throw new Error("no articles");
    const durian = {
      ...first,
      id: "durian",
      title: "一岁能吃榴莲吗？",
      variants: ["榴莲多大能吃", "榴莲上火吗", "孩子吃榴莲行不行", "榴莲吃多少", "榴莲过敏吗"],
      keywords: ["榴莲", "榴莲肉"],
      english: undefined,
    };
    const search = createSearch([...articles, durian]);
    expect(search.find("两岁娃能不能吃点榴莲", { limit: 1 })[0]?.article.id).toBe("durian");
    for (const { id, title } of articles.slice(0, 60)) {
      expect(search.find(title, { limit: 1 })[0]?.article.id, title).toBe(id);
    }
  });
});
