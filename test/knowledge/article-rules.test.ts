import { describe, expect, it } from "vitest";
import { checkRules, loadArticles } from "../../src/knowledge/index.ts";
import { sampleArticle } from "./sample-articles.ts";

const article = (change: Partial<ReturnType<typeof sampleArticle>>) => ({
  ...sampleArticle({
    id: "sample",
    title: "怎么洗澡？",
    topic: "newborn",
    variants: ["洗澡"],
    keywords: ["洗澡", "洗头"],
    short: "两三天一次。",
  }),
  ...change,
});
const reasonsOf = (change: Partial<ReturnType<typeof sampleArticle>>) =>
  checkRules(article(change), [article({ id: "other" })]).map(({ reason }) => reason);
const todo = (text: string) => ({
  sections: { ...article({}).sections, todo: [{ kind: "item" as const, text }] },
});

describe("the rules about an article's words", () => {
  it("are kept by every article of this repository", async () => {
    const articles = await loadArticles(new URL("../../knowledge", import.meta.url).pathname);
    expect(articles.length).toBeGreaterThanOrEqual(220);
    expect(articles.filter(({ english }) => english).length).toBeGreaterThanOrEqual(40);
    expect(articles.flatMap((one) => checkRules(one, articles))).toEqual([]);
  });

  it("find nothing wrong with a plain one", () => {
    expect(reasonsOf({ related: ["other"] })).toEqual([]);
  });

  it.each([
    ["a superlative", { short: "这是最好的办法。" }, "advertising superlative"],
    ["a promise of cure", todo("抹这个能根治湿疹。"), "promise of cure"],
    ["a promise of safety", { redFlags: ["100%没事"] }, "promise of safety"],
    ["something in the place of breast milk", todo("配方奶可以代替母乳。"), "breast milk"],
    ["a hard sentence", todo("一".repeat(41)), "a sentence has 41 characters"],
    ["a long line", todo(`${"一二三四五六七八九。".repeat(9)}十`), "a line has 91 characters"],
    ["a dead link", { related: ["gone"] }, 'no other article "gone"'],
    ["a link to itself", { related: ["sample"] }, 'no other article "sample"'],
  ])("refuse %s", (_, change, reason) => {
    expect(reasonsOf(change).join("\n")).toContain(reason);
  });

  it("refuse sentences that are long on average", () => {
    const line = { kind: "item" as const, text: `${"一".repeat(30)}。` };
    const sections = { todo: [line], avoid: [line], thrift: [line], doctor: [line] };
    expect(reasonsOf({ sections }).join()).toContain("on average");
  });

  it("refuse hard English and its promises", () => {
    const { sections, variants, keywords } = article({});
    const english = { title: "How?", variants, keywords, redFlags: [], stages: [], sections };
    const long = `${"word ".repeat(31)}.`;
    expect(reasonsOf({ english: { ...english, short: long } }).join()).toContain("a sentence has 31 words");
    expect(reasonsOf({ english: { ...english, short: "A miracle." } }).join()).toContain("a promise");
  });
});
