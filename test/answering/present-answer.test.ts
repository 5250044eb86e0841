import { describe, expect, it } from "vitest";
import {
  abstainBlocks,
  detailBlocks,
  failedBlocks,
  plainText,
  shortAnswerBlocks,
  suggestBlocks,
} from "../../src/answering/index.ts";
import type { Article } from "../../src/knowledge/index.ts";
import { sampleArticle } from "../knowledge/sample-articles.ts";

const article: Article = {
  ...sampleArticle({
    id: "bath",
    title: "新生儿多久洗一次澡？",
    topic: "newborn",
    variants: [],
    keywords: [],
    short: "一周洗2到3次就够。<b>&",
  }),
  sections: {
    todo: [
      { kind: "item", text: "做一" },
      { kind: "item", text: "做二" },
      { kind: "paragraph", text: "一段话" },
      { kind: "item", text: "做三" },
    ],
    avoid: [{ kind: "item", text: "不做" }],
    thrift: [{ kind: "item", text: "省钱" }],
    doctor: [{ kind: "item", text: "现在就打120" }],
  },
  sources: [
    { publisher: "某书局", title: "没读过的书", year: 2001, read: "listed", kind: "guideline" },
    { publisher: "国家卫生健康委", title: "育儿手册", year: 2024, read: "original", kind: "guideline" },
    { publisher: "世界卫生组织", title: "指南", year: 2023, read: "repost", kind: "guideline" },
    { publisher: "第三家", title: "指南", year: 2022, read: "repost", kind: "guideline" },
  ],
};

describe("an answer", () => {
  it("begins with the article's own short answer, unchanged", () => {
    expect(shortAnswerBlocks(article, "zh")[0]).toEqual({ kind: "text", text: "一周洗2到3次就够。<b>&" });
    expect(shortAnswerBlocks(article, "en")[0]).toEqual({ kind: "text", text: "一周洗2到3次就够。<b>&" });
  });

  it("names sources that were read, their years, the review and its day in one small line", () => {
    const [, small] = shortAnswerBlocks(article, "zh");
    expect(small).toEqual({
      kind: "small",
      text: "依据：国家卫生健康委 2024、世界卫生组织 2023 · 资料核对（非医生审核）2026-11-22 · 仅供参考，不能代替看医生",
    });
  });

  it("says in English too that no clinician reviewed it", () => {
    expect(plainText(shortAnswerBlocks(article, "en"))).toContain("not by a clinician");
  });
});

describe("the details", () => {
  const blocks = detailBlocks(article, "zh");
  const headings = blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []));

  it("say when to see a doctor before everything else", () => {
    expect(headings).toEqual([article.title, "什么时候看医生", "怎么做", "不要做", "省钱办法", "依据"]);
  });

  it("keep the order of list lines and paragraphs", () => {
    const start = blocks.findIndex((block) => block.kind === "heading" && block.text === "怎么做");
    expect(blocks.slice(start + 1, start + 4)).toEqual([
      { kind: "list", items: ["做一", "做二"] },
      { kind: "text", text: "一段话" },
      { kind: "list", items: ["做三"] },
    ]);
  });

  it("list every source, say what kind it is and how it was read", () => {
    expect(blocks).toContainEqual({
      kind: "list",
      items: [
        "〔指南〕某书局《没读过的书》2001（列为参考，未读原文）",
        "〔指南〕国家卫生健康委《育儿手册》2024",
        "〔指南〕世界卫生组织《指南》2023（看的是转载）",
        "〔指南〕第三家《指南》2022（看的是转载）",
      ],
    });
  });

  it("end with who checked it and until when", () => {
    const last = plainText(blocks.slice(-1));
    for (const part of ["非医生审核", "2026-11-22", "Beluga 编辑组", "2027-11-22"])
      expect(last).toContain(part);
  });

  it("read as lines in a terminal", () => {
    expect(plainText(blocks)).toContain("怎么做\n- 做一\n- 做二\n一段话\n- 做三\n\n不要做\n- 不做");
  });
});

describe("no answer", () => {
  it("is told apart from a failure and from near questions, in both languages", () => {
    for (const locale of ["zh", "en"] as const) {
      const texts = [abstainBlocks, suggestBlocks, failedBlocks].map((blocks) => plainText(blocks(locale)));
      expect(new Set(texts).size).toBe(3);
      for (const text of texts) expect(text).toContain("120");
    }
    expect(plainText(abstainBlocks("zh"))).toContain("还没有");
    expect(plainText(failedBlocks("zh"))).toContain("不是没有答案");
  });
});
