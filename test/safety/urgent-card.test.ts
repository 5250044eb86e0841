import { describe, expect, it } from "vitest";
import type { Block } from "../../src/core/content.ts";
import {
  createTriage,
  loadHotlines,
  PRIVATE_KINDS,
  type Triage,
  urgentCard,
} from "../../src/safety/index.ts";
import { reviewedRules } from "../../src/safety/rules.ts";
import { SAFETY_KINDS } from "../../src/safety/types.ts";

const hotlines = loadHotlines();
const triage = createTriage();
const AT_TEN = new Date("2026-11-24T02:00:00Z"); // Tuesday, 10:00 in China
const AT_FOUR = new Date("2026-11-23T20:00:00Z"); // Tuesday, 4:00 in the night in China

const plain = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.kind === "list" ? block.items.join("\n") : block.text)).join("\n");
const card = (
  found: Triage,
  options: { place?: "private" | "group"; now?: Date; locale?: "zh" | "en" } = {},
) =>
  plain(
    urgentCard(found, options.locale ?? "zh", {
      place: options.place ?? "private",
      hotlines,
      now: options.now ?? AT_TEN,
    }).blocks,
  );
const about = (kind: (typeof SAFETY_KINDS)[number]): Triage => ({
  level: "urgent",
  kinds: [kind],
  rules: [],
  words: [],
});

describe("the urgent card", () => {
  it.each([
    ["孩子没呼吸了", ["120", "按压"]],
    ["孩子抽搐了", ["120", "侧", "嘴里不塞东西"]],
    ["娃喝了百草枯", ["120", "不要抠喉咙催吐", "瓶"]],
    ["两个月宝宝发烧38.5", ["今天", "不要喂退烧药"]],
    ["孩子噎住了", ["拍背", "不按肚子"]],
    ["宝宝吞了纽扣电池", ["不催吐"]],
    ["开水烫到孩子 起了水泡", ["20 分钟", "牙膏"]],
    ["我不想活了", ["120", "110", "12356", "信得过的人"]],
    ["老公打我", ["110", "12338"]],
    ["孩子走丢了", ["110"]],
  ])("says what to do now for: %s", (text, parts) => {
    const said = card(triage(text));
    for (const part of parts) expect(said).toContain(part);
  });

  it("names at most two things to do and stays short enough to be read in a fright", () => {
    for (const { id } of [...reviewedRules().rules, ...reviewedRules().signs]) {
      for (const locale of ["zh", "en"] as const) {
        const said = card({ level: "emergency", kinds: ["breathing"], rules: [id], words: [] }, { locale });
        expect(said.length, id).toBeLessThan(locale === "zh" ? 400 : 1000);
      }
    }
  });

  it("has words for each kind in both languages", () => {
    for (const kind of SAFETY_KINDS) {
      for (const locale of ["zh", "en"] as const) {
        const said = card(about(kind), { locale });
        expect(said.length).toBeGreaterThan(20);
        expect(said).not.toMatch(/safety\.|\{\{/);
      }
    }
  });

  it("is never empty, whatever the triage holds", () => {
    expect(card({ level: "urgent", kinds: [], rules: ["engine-error"], words: [] })).toContain("120");
  });

  it.each([...PRIVATE_KINDS])("tells a group nothing about %s, and still names 120 and 110", (kind) => {
    const said = card(about(kind), { place: "group" });
    expect(said).not.toMatch(/死|自杀|不想活|打我|被打|暴|伤|摸|性|抑郁|撑|孩子|老公|你不/);
    expect(said).toContain("120");
    expect(said).toContain("110");
    expect(said.split("\n")).toHaveLength(1);
  });

  it("shows first aid in a group, where everyone can help", () => {
    expect(card(triage("孩子噎住了"), { place: "group" })).toContain("拍背");
  });

  it("says at night that a line may be closed and what to call instead", () => {
    const night = card(triage("我不想活了"), { now: AT_FOUR });
    expect(night).toMatch(/12356.*可能没人接.*120 或 110/);
    expect(card(triage("我不想活了"))).not.toContain("可能没人接");
    expect(card(triage("老公打我"), { now: AT_FOUR })).toMatch(/12338.*可能没人接/);
  });
});

describe("the table of hotlines", () => {
  it("keeps a line open past midnight when its hours say so", () => {
    const one = {
      ...hotlines,
      lines: hotlines.lines.filter(({ number }) => ["120", "110", "12356"].includes(number)),
    };
    const at = (time: string) =>
      plain(
        urgentCard(about("self-harm"), "zh", {
          place: "private",
          hotlines: one,
          now: new Date(`${time}:00+08:00`),
        }).blocks,
      );
    expect(at("2026-11-24T01:59")).not.toContain("可能没人接");
    expect(at("2026-11-24T02:00")).toContain("可能没人接");
    expect(at("2026-11-24T08:00")).not.toContain("可能没人接");
  });

  it("has a checked date on each line and refuses a table without one", () => {
    for (const line of hotlines.lines) expect(line.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    const [first] = hotlines.lines;
    expect(() => loadHotlines({ ...hotlines, lines: [{ ...first, checkedOn: undefined }] })).toThrow(
      /checkedOn/,
    );
    expect(() => loadHotlines({ ...hotlines, always: ["12338"] })).toThrow(/always/);
  });
});
