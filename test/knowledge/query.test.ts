import { describe, expect, it } from "vitest";
import { ageInText } from "../../src/knowledge/search/age.ts";
import { normaliseText, replaceSynonyms } from "../../src/knowledge/search/normalise.ts";
import { soundOf, splitPinyin } from "../../src/knowledge/search/pinyin.ts";
import pinyinTable from "../../src/knowledge/search/pinyin-table.json" with { type: "json" };
import { makePinyinTable } from "./make-pinyin-table.ts";

describe("reading a question", () => {
  it.each([
    ["两个月宝宝", 2],
    ["一岁半", 18],
    ["3周岁女孩", 36],
    ["一岁两个月", 14],
    ["宝宝86天了", 86 / 30.4],
    ["十二天的宝宝", 12 / 30.4],
    ["新生儿", 0],
    ["刚满月", 1],
    ["半岁", 6],
    ["便秘两个月了还没好", undefined],
    ["发烧三天", undefined],
    ["每个月打一次", undefined],
    ["宝宝发烧", undefined],
  ])("reads the age in %s", (text, months) => {
    expect(ageInText(normaliseText(text))).toBe(months);
  });

  it("reads one form out of many", () => {
    expect(normaliseText("　寶寶　發燒３８．５度！！\u200b")).toBe("宝宝 发烧38.5度");
    expect(normaliseText("十二个月")).toBe("12个月");
  });

  it("keeps the beginning and the last question of a long text", () => {
    const text = `开头${"啊".repeat(9000)}。补钙吗？${"嗯".repeat(20)}`;
    const read = normaliseText(text);
    expect([...read].length).toBeLessThanOrEqual(301);
    expect(read.startsWith("开头")).toBe(true);
    expect(read).toContain("补钙吗");
  });

  it("replaces the longest synonym and never a part of a Latin word", () => {
    expect(replaceSynonyms("新生儿拉肚子")).toBe("新生宝宝腹泻");
    expect(replaceSynonyms("hib疫苗")).toBe("hib疫苗");
    expect(replaceSynonyms("bb")).toBe("宝宝");
  });

  it("lets sounds fall together that dialects mix up", () => {
    expect(soundOf("失疹")).toBe(soundOf("湿疹"));
    expect(soundOf("是")).toBe(soundOf("四"));
    expect(splitPinyin("weishengsu")).toEqual(["wei", "sen", "su"]);
    expect(splitPinyin("hello")).toBeUndefined();
  });

  it("holds the readings that pinyin-pro gives", () => {
    expect(pinyinTable).toEqual(makePinyinTable());
  });
});
