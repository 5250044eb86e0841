import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Article } from "../../src/knowledge/index.ts";
import { SAMPLES } from "../knowledge/sample-articles.ts";

type Written = Pick<Article, "id" | "title" | "topic" | "variants" | "keywords" | "short" | "review"> & {
  readonly stage?: Article["stage"];
};

/** The whole file of an article, as an editor would write it. */
export function articleFile({ id, title, topic, variants, keywords, short, review, stage }: Written): string {
  const asked = title.replace(/[?？]$/u, "");
  // A file has at least eight wordings.
  const more = ["啊", "呀", "哦", "嘛"].map((ending) => asked + ending);
  return `---
id: ${id}
title: ${title}
topic: ${topic}
stage: { from: ${stage?.fromMonths ?? 0}, to: ${stage?.toMonths ?? 84} }
variants:
${[...variants, ...more].map((variant) => `  - ${variant}`).join("\n")}
keywords: [${keywords.join(", ")}]
short: ${short}
redFlags: [叫不醒]
sources:
  - { publisher: 国家卫生健康委, title: 育儿手册, year: 2024, read: original, kind: practice }
review: { level: ${review.level}, reviewer: ${review.reviewer}, on: ${review.on}, by: ${review.by} }
---

## 怎么做
- ${short}

## 不要做
- 不要急。

## 省钱办法
- 先用家里有的。

## 什么时候看医生
- 现在就打120：叫不醒。
`;
}

export const DURIAN: Written = {
  id: "durian",
  title: "宝宝能吃榴莲吗？",
  topic: "food",
  variants: ["一岁能吃榴莲吗", "榴莲多大能吃", "榴莲上火吗", "榴莲能和奶一起吃吗"],
  keywords: ["榴莲", "水果"],
  short: "一岁后少吃一点。",
  review: { level: "source-checked", reviewer: "Beluga 编辑组", on: "2026-11-22", by: "2027-11-22" },
};

/** A folder of the sample articles, and of those that are given beside them. */
export async function writeArticles(more: readonly Written[] = [], texts: readonly Written[] = SAMPLES) {
  const folder = await mkdtemp(join(tmpdir(), "beluga-articles-"));
  await mkdir(join(folder, "en"));
  for (const article of [...texts, ...more])
    await writeFile(join(folder, `${article.id}.md`), articleFile(article));
  return folder;
}
