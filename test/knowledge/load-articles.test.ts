import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createKnowledge, createSearch, KnowledgeError, loadArticles } from "../../src/knowledge/index.ts";
import { SAMPLES, sampleArticle } from "./sample-articles.ts";

const GOOD = `---
id: bath
title: 新生儿多久洗一次澡？
topic: newborn
stage: { from: 0, to: 3 }
variants:
  - 天天洗澡行吗
  - 洗澡水多少度
  - 洗澡几分钟
  - 冬天怎么洗澡
  - 肚脐没掉能洗吗
  - 打完针能洗吗
  - 洗澡哭怎么办
  - 洗头怎么洗
keywords: [洗澡, 洗头]
short: 一周洗2到3次就够。
redFlags: [叫不醒]
sources:
  - { publisher: 国家卫生健康委, title: 育儿手册, year: 2024, read: original, kind: practice }
review: { level: source-checked, reviewer: Beluga 编辑组, on: 2026-11-22, by: 2027-11-22 }
---

## 怎么做
- 一周2到3次。

## 不要做
- 不用肥皂。
平常的一句话。

## 省钱办法
- 用毛巾。

## 什么时候看医生
- 现在就打120：叫不醒。
`;

async function load(files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), "beluga-articles-"));
  await mkdir(join(directory, "en"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return loadArticles(directory);
}

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error: unknown = await load(files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KnowledgeError);
  return error instanceof KnowledgeError ? error.message.split("\n") : [];
}

describe("loading articles", () => {
  it("reads front matter and sections", async () => {
    const [article] = await load({ "bath.md": GOOD, "notes.txt": "not an article" });
    expect(article).toMatchObject({
      id: "bath",
      topic: "newborn",
      stage: { fromMonths: 0, toMonths: 3 },
      short: "一周洗2到3次就够。",
      sections: {
        todo: [{ kind: "item", text: "一周2到3次。" }],
        avoid: [
          { kind: "item", text: "不用肥皂。" },
          { kind: "paragraph", text: "平常的一句话。" },
        ],
        doctor: [{ kind: "item", text: "现在就打120：叫不醒。" }],
      },
      review: { level: "source-checked", on: "2026-11-22", by: "2027-11-22" },
    });
  });

  it("gives a changed file another revision", async () => {
    const [before] = await load({ "bath.md": GOOD });
    const [same] = await load({ "bath.md": GOOD });
    const [after] = await load({ "bath.md": GOOD.replace("用毛巾", "用旧毛巾") });
    expect(before?.revision).toMatch(/^[0-9a-f]{8}$/);
    expect(same?.revision).toBe(before?.revision);
    expect(after?.revision).not.toBe(before?.revision);
  });

  it.each([
    ["no front matter", "# hello", "bath.md:1: must begin with front matter"],
    [
      "broken YAML",
      GOOD.replace("keywords: [洗澡, 洗头]", "keywords: [洗澡, 洗头"),
      /^bath\.md:1[5-8]: YAML: /,
    ],
    [
      "a key twice",
      GOOD.replace("topic: newborn", "topic: newborn\ntopic: milk"),
      /^bath\.md:[345]: YAML: .*unique/,
    ],
    [
      "an unknown key",
      GOOD.replace("topic: newborn", "topic: newborn\nauthor: me"),
      /front matter: .*author/,
    ],
    [
      "an id that is not the file's name",
      GOOD.replace("id: bath", "id: shower"),
      'bath.md:2: id: is "shower"',
    ],
    ["a title that asks nothing", GOOD.replace("一次澡？", "一次澡"), "bath.md:3: title: must be a question"],
    ["an unknown topic", GOOD.replace("topic: newborn", "topic: cats"), "bath.md:4: topic: "],
    [
      "a stage that ends before it begins",
      GOOD.replace("from: 0, to: 3", "from: 5, to: 3"),
      "bath.md:5: stage: ",
    ],
    ["too few variants", GOOD.replace("  - 洗头怎么洗\n", ""), "bath.md:7: variants: "],
    [
      "a short answer that is too long",
      GOOD.replace("就够。", "长".repeat(120)),
      "bath.md:16: short: must have at most 120",
    ],
    [
      "a number that the body does not have",
      GOOD.replace("一周洗2到3次", "一周洗2到30次"),
      "bath.md:16: short: the number 30",
    ],
    ["a source without a year", GOOD.replace("year: 2024, ", ""), "bath.md:19: sources.0.year: "],
    [
      "only sources that nobody read",
      GOOD.replace("read: original", "read: listed"),
      "bath.md:19: sources: ",
    ],
    [
      "a clinician's review that did not happen",
      GOOD.replace("source-checked", "clinician"),
      "bath.md:20: review.level: ",
    ],
    [
      "a day that does not exist",
      GOOD.replace("by: 2027-11-22", "by: 2027-02-30"),
      "bath.md:20: review.by: is no day",
    ],
    [
      "a review that ends before it began",
      GOOD.replace("by: 2027-11-22", "by: 2026-11-22"),
      "bath.md:20: review: by must be after on",
    ],
    [
      "a source of no known kind",
      GOOD.replace("kind: practice", "kind: rumour"),
      "bath.md:19: sources.0.kind: ",
    ],
    [
      "a red flag whose number the body does not have",
      GOOD.replace("redFlags: [叫不醒]", "redFlags: [睡满20小时]"),
      "bath.md:17: redFlags.0: the number 20",
    ],
    [
      "two stages for one age",
      GOOD.replace(
        "sources:",
        "stages:\n  - { from: 0, to: 1, short: 少洗。 }\n  - { from: 1, to: 3, short: 勤洗。 }\nsources:",
      ),
      "bath.md:19: stages: ages must not overlap",
    ],
    [
      "a stage whose number the body does not have",
      GOOD.replace("sources:", "stages:\n  - { who: postpartum, short: 42天后再泡。 }\nsources:"),
      "bath.md:19: stages.0: the number 42",
    ],
    ["another heading", GOOD.replace("## 不要做", "## 别做"), 'bath.md:26: expected the heading "## 不要做"'],
    [
      "sections in another order",
      GOOD.replace("## 怎么做", "## 不要做"),
      'bath.md:23: expected the heading "## 怎么做"',
    ],
    [
      "a missing section",
      GOOD.replace(/## 什么时候看医生\n.*\n/, ""),
      /bath\.md:\d+: the section "什么时候看医生" is missing/,
    ],
    [
      "an empty section",
      GOOD.replace("- 用毛巾。\n", ""),
      /bath\.md:\d+: the section "省钱办法" is missing or empty/,
    ],
    ["a nested list", GOOD.replace("- 用毛巾。", "- 用毛巾。\n  - 旧的。"), "bath.md:32: nested"],
    ["a table", GOOD.replace("- 用毛巾。", "| a | b |"), "bath.md:31: only"],
    ["bold text", GOOD.replace("用毛巾", "用**毛巾**"), "bath.md:31: only"],
    ["a link", GOOD.replace("用毛巾", "用[毛巾](https://example.com)"), "bath.md:31: only"],
    ["HTML", GOOD.replace("用毛巾", "用<b>毛巾</b>"), "bath.md:31: only"],
    [
      "text before the first heading",
      GOOD.replace("## 怎么做", "你好\n\n## 怎么做"),
      "bath.md:23: text before",
    ],
    ["a heading too many", `${GOOD}\n## 参考\n- 无\n`, /bath\.md:3\d: no heading may follow/],
  ])("refuses %s with file, line and reason", async (_, text, expected) => {
    const lines = await problemsOf({ "bath.md": text });
    if (typeof expected === "string")
      expect(
        lines.some((line) => line.startsWith(expected)),
        lines.join("\n"),
      ).toBe(true);
    else expect(lines.join("\n")).toMatch(expected);
    for (const line of lines) expect(line).toMatch(/^bath\.md:\d+: \S/);
  });

  it("refuses a variant that stands in two articles, however it is written", async () => {
    const other = GOOD.replace("id: bath", "id: wash")
      .replace("天天洗澡行吗", "洗澡水多少度？")
      .replace("  - 洗澡水多少度\n", "  - 水要多热\n");
    const lines = await problemsOf({ "bath.md": GOOD, "wash.md": other });
    expect(lines).toContain('wash.md:7: variants.0: "洗澡水多少度？" stands in bath.md already');
  });

  it("names every problem of every file at once", async () => {
    const lines = await problemsOf({
      "bath.md": GOOD.replace("topic: newborn", "topic: cats").replace("## 不要做", "## 别做"),
      "wash.md": "nothing",
    });
    expect(lines.map((line) => line.split(": ")[0])).toEqual(["bath.md:26", "bath.md:4", "wash.md:1"]);
  });

  const ENGLISH = `---
id: bath
title: How often should a newborn be bathed?
variants: [daily bath, bath water heat, bath minutes, bath in winter, bath and navel, bath after a shot, cries in the bath, washing hair]
keywords: [bath, hair]
short: 2 to 3 times a week are enough.
redFlags: [cannot be woken]
---

## What to do
- 2 to 3 times a week.

## What not to do
- No soap.

## The thrifty way
- Use a towel.

## When to see a doctor
- "Call 120 now: cannot be woken."
`;

  it("takes the English words from the folder beside, and makes them part of the revision", async () => {
    const [chinese] = await load({ "bath.md": GOOD });
    const [both] = await load({ "bath.md": GOOD, "en/bath.md": ENGLISH });
    expect(both?.english).toMatchObject({
      title: "How often should a newborn be bathed?",
      sections: { avoid: [{ kind: "item", text: "No soap." }] },
    });
    expect(both?.english?.variants).toHaveLength(8);
    expect(both?.revision).not.toBe(chinese?.revision);
  });

  it.each([
    [
      "without its Chinese article",
      { "bath.md": GOOD, "en/wash.md": ENGLISH },
      "en/wash.md:1: no Chinese article",
    ],
    [
      "with a number of its own",
      { "bath.md": GOOD, "en/bath.md": ENGLISH.replace("- 2 to 3 times", "- 2 to 3 times, 5 minutes") },
      "en/bath.md:1: the number 5 does not stand in the Chinese article",
    ],
    [
      "that leaves out a red flag",
      { "bath.md": GOOD, "en/bath.md": ENGLISH.replace("redFlags: [cannot be woken]\n", "") },
      "en/bath.md:1: redFlags: needs 1",
    ],
    [
      "with stages of its own",
      {
        "bath.md": GOOD,
        "en/bath.md": ENGLISH.replace("redFlags:", "stages: [{ who: pregnant, short: Rest. }]\nredFlags:"),
      },
      "en/bath.md:7: stages: must be those",
    ],
  ])("refuses a translation %s", async (_, files, expected) => {
    const lines = await problemsOf(files);
    expect(
      lines.some((line) => line.startsWith(expected)),
      lines.join("\n"),
    ).toBe(true);
  });

  it("refuses an empty folder", async () => {
    expect(await problemsOf({})).toHaveLength(1);
  });

  it("does not expand aliases", async () => {
    const bomb = GOOD.replace("id: bath", "id: &a bath").replace("title: 新生儿多久洗一次澡？", "title: *a");
    expect(await problemsOf({ "bath.md": bomb })).not.toHaveLength(0);
  });
});

describe("the articles of this repository", () => {
  it("load, and there are enough of them", async () => {
    const articles = await loadArticles(new URL("../../knowledge", import.meta.url).pathname);
    expect(articles.length).toBeGreaterThanOrEqual(45);
    expect(articles.map(({ id }) => id)).toContain("newborn-vitamin-d3");
  });
});

describe("articles whose review has run out", () => {
  const day = (text: string) => Date.parse(`${text}+08:00`);
  const expiring = sampleArticle({
    id: "expiring",
    title: "宝宝什么时候打预防针？",
    topic: "vaccines",
    variants: ["几个月打疫苗"],
    keywords: ["疫苗", "预防针"],
    short: "照接种证打。",
    by: "2027-05-22",
  });
  const articles = [...SAMPLES, expiring];

  it("are given out until the end of the last day in China, and by no way after it", () => {
    const clock = { now: () => day("2027-05-22T23:59:59") };
    const knowledge = createKnowledge(articles, clock);
    const ways = () => [
      knowledge.published().includes(expiring),
      knowledge.isPublished(expiring),
      knowledge.byId("expiring") !== undefined,
      knowledge.byRevision("expiring", expiring.revision) !== undefined,
      createSearch(articles)
        .find("预防针", { limit: 9, only: (article) => knowledge.isPublished(article) })
        .some(({ article }) => article === expiring),
    ];
    expect(ways()).toEqual([true, true, true, true, true]);
    clock.now = () => day("2027-05-23T00:00:00");
    expect(ways()).toEqual([false, false, false, false, false]);
    expect(knowledge.published()).toHaveLength(SAMPLES.length);
  });

  it("are not found under another revision than the one that was quoted", () => {
    const knowledge = createKnowledge(articles, { now: () => day("2027-01-01T00:00:00") });
    expect(knowledge.byRevision("expiring", "ffffffff")).toBeUndefined();
    expect(knowledge.byRevision("nobody", expiring.revision)).toBeUndefined();
  });
});
