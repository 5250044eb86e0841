import { describe, expect, it } from "vitest";
import { createTriage } from "../../src/safety/index.ts";
import { loadRules, reviewedRules } from "../../src/safety/rules.ts";

const file = (...rules: object[]) => [{ about: "a test", rules }];
const rule = { id: "test.rule", level: "urgent", kinds: ["injury"], route: "head", all: [["摔"]] };

describe("reviewed rules", () => {
  it("are all readable, with each word leaving something to match", () => {
    const { rules, signs } = reviewedRules();
    expect(rules.length + signs.length).toBeGreaterThan(100);
    expect(() => createTriage()).not.toThrow();
  });

  it.each([
    ["an unknown level", { ...rule, level: "dire" }],
    ["a misspelt field", { ...rule, exept: ["摔跤"] }],
    ["an unknown list", { ...rule, all: [["@children"]] }],
    ["nothing to match", { ...rule, all: [] }],
  ])("stop the start with the rule's id: %s", (_, broken) => {
    expect(() => loadRules(file(broken))).toThrow(/test\.rule/);
  });

  it("stop the start with the rule's id when a word is empty after normalising", () => {
    expect(() => createTriage({ ready: loadRules(file({ ...rule, all: [["！！"]] })) })).toThrow(
      /test\.rule/,
    );
  });

  it("stop the start when an id is used twice", () => {
    expect(() => loadRules(file(rule, rule))).toThrow(/test\.rule/);
  });

  it("match only within their distance, their age and outside their exceptions", () => {
    const near = { ...rule, all: [["摔"], ["吐"]], within: 3, underMonths: 12, except: ["摔跤"] };
    const triage = createTriage({ ready: loadRules(file(near)) });
    expect(triage("摔了一吐", { ageMonths: 5 }).rules).toEqual(["test.rule"]);
    expect(triage("摔了一下之后吐", { ageMonths: 5 }).level).toBe("none");
    expect(triage("摔了一吐", { ageMonths: 15 }).level).toBe("none");
    expect(triage("摔了一吐").level).toBe("none");
    expect(triage("摔跤吐", { ageMonths: 5 }).level).toBe("none");
  });

  it("count each sign once, and one stretch of text for one sign only", () => {
    const signs = [
      { name: "a", points: 2, words: ["水泡"] },
      { name: "b", points: 2, words: ["泡"] },
    ];
    const counted = {
      id: "test.signs",
      level: "care",
      kinds: ["burn"],
      route: "burn",
      points: 4,
      within: 10,
      signs,
    };
    const triage = createTriage({ ready: loadRules(file(counted)) });
    expect(triage("水泡").level).toBe("none");
    expect(triage("水泡水泡水泡").level).toBe("none");
    expect(triage("水泡和泡").level).toBe("care");
    expect(triage("水泡一二三四五六七八九十泡").level).toBe("none");
  });
});
