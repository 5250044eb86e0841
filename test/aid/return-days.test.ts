import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictText } from "../../src/aid/fill-after-sale.ts";
import { countReturn, readPastDay } from "../../src/aid/return-days.ts";

/** 00:30 on the 23rd in China, still the 22nd in UTC. */
const NOW = Date.parse("2026-11-22T16:30:00Z");

describe("the seven days", () => {
  it("are read from the day as people say it, by China's calendar", () => {
    expect(readPastDay("今天", NOW)).toBe("2026-11-23");
    expect(readPastDay("昨天", NOW)).toBe("2026-11-22");
    expect(readPastDay("3天前", NOW)).toBe("2026-11-20");
    expect(readPastDay("11月20日签收的", NOW)).toBe("2026-11-20");
    expect(readPastDay("2026-11-20", NOW)).toBe("2026-11-20");
    expect(readPastDay("12月30号", NOW), "the last one").toBe("2025-12-30");
    for (const odd of ["明天", "2026-11-24", "2月30日", "2024-01-01", "400天前", "上周", ""]) {
      expect(readPastDay(odd, NOW), odd).toBeUndefined();
    }
  });

  it("begin the day after, end with the seventh, also over the end of a month", () => {
    expect(countReturn("2026-11-20", NOW)).toEqual({ firstDay: "2026-11-21", lastDay: "2026-11-27", day: 3 });
    expect(countReturn("2026-11-23", NOW)).toMatchObject({ day: 0 });
    expect(countReturn("2026-02-25", NOW)).toMatchObject({ firstDay: "2026-02-26", lastDay: "2026-03-04" });
  });

  it("last as long as the last day does, whatever the hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 86_399 }), (days, second) => {
        const now = Date.parse("2026-11-20T00:00:00+08:00") + days * 86_400_000 + second * 1_000;
        const said = verdictText("zh", { signed: "2026-11-20", what: "none" }, now);
        expect(said.includes("都能退")).toBe(days <= 7);
        expect(said.includes("已经过了")).toBe(days > 7);
      }),
    );
  });

  it("are explained where they do not hold, or only under a condition", () => {
    const said = (what: string) => verdictText("zh", { signed: "2026-11-20", what }, NOW);
    for (const what of ["made", "fresh", "digital", "papers"]) {
      expect(said(what)).toContain("不能七天无理由退");
      expect(said(what)).not.toContain("2026年");
    }
    expect(said("baby")).toMatch(/确认过，照样能退|确认过的[\s\S]*照样能退/);
    expect(said("baby")).toContain("2026年11月27日");
    for (const what of ["none", "made", "baby"]) expect(said(what)).toContain("质量有问题，不受");
  });
});
