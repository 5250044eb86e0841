import { describe, expect, it } from "vitest";
import { readChildren } from "../../src/aid/read-children.ts";
import { readLastDay, readStock } from "../../src/aid/read-programme.ts";

/** 20:00 in China. */
const NOW = Date.parse("2026-11-22T12:00:00Z");

describe("what a host writes about a programme", () => {
  it("is a number of packs, or a budget with a share for each", () => {
    expect(readStock("55份")).toEqual({ unit: "pack", total: 55, share: 1 });
    expect(readStock("５５")).toEqual({ unit: "pack", total: 55, share: 1 });
    expect(readStock("3,000元，每户100元")).toEqual({ unit: "yuan", total: 3_000, share: 100 });
    expect(readStock("2000 yuan, each 50")).toEqual({ unit: "yuan", total: 2_000, share: 50 });
    for (const odd of ["", "很多", "0份", "3000元", "100元每户200元", "-5", "1e9", "999999份"]) {
      expect(readStock(odd), odd).toBeUndefined();
    }
  });

  it("ends with the last day in China", () => {
    expect(readLastDay("12月31日", NOW)).toBe(Date.parse("2026-12-31T16:00:00Z"));
    expect(readLastDay("2026-12-31", NOW)).toBe(Date.parse("2026-12-31T16:00:00Z"));
    expect(readLastDay("1月5号", NOW), "the next one").toBe(Date.parse("2027-01-05T16:00:00Z"));
    expect(readLastDay("30天", NOW)).toBe(Date.parse("2026-12-22T16:00:00Z"));
    expect(readLastDay("11.22", NOW), "today still counts").toBe(Date.parse("2026-11-22T16:00:00Z"));
    for (const odd of ["昨天", "2月30日", "2026-11-21", "2029-01-01", "400天", "13月1日", ""]) {
      expect(readLastDay(odd, NOW), odd).toBeUndefined();
    }
  });
});

describe("birth months", () => {
  it("are all that is kept of what is told about children", () => {
    expect(readChildren("小宝2023年5月的，大宝叫小明 2019-11", NOW)).toEqual(["2019-11", "2023-05"]);
    expect(readChildren("去年8月", NOW)).toEqual(["2025-08"]);
    expect(readChildren("2026/3 2026.03", NOW)).toEqual(["2026-03"]);
  });

  it("are none where there are none, or none that could be", () => {
    for (const odd of ["三岁了", "2027年1月", "1990-01", "2023年13月", "13812345678"]) {
      expect(readChildren(odd, NOW), odd).toEqual([]);
    }
  });
});
