import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readDates,
  readDays,
  readDuration,
  readHours,
  readSpan,
  spanText,
} from "../../src/cases/read-times.ts";

const NOW = Date.parse("2026-11-22T10:00:00+08:00");

describe("what a host types about times", () => {
  it.each([
    ["周一-周五", [1, 2, 3, 4, 5]],
    ["周六至周一", [1, 6, 7]],
    ["周一、周三，星期天", [1, 3, 7]],
    ["每天", [1, 2, 3, 4, 5, 6, 7]],
    ["mon-fri", [1, 2, 3, 4, 5]],
    ["阿兰", undefined],
    ["周一-", undefined],
  ])("reads the days of %s", (text, days) => {
    expect(readDays(text)).toEqual(days);
  });

  it.each([
    ["9-18", { from: 540, to: 1080 }],
    ["9:30-18点", { from: 570, to: 1080 }],
    ["21-9", { from: 1260, to: 1980 }],
    ["0-24", { from: 0, to: 1440 }],
    ["全天", { from: 0, to: 1440 }],
    ["25-26", undefined],
    ["9", undefined],
  ])("reads the hours of %s", (text, hours) => {
    expect(readHours(text)).toEqual(hours);
  });

  it.each([
    ["10", 600_000],
    ["4小时", 14_400_000],
    ["90m", 5_400_000],
    ["0", undefined],
    ["8天", undefined],
    ["999小时", undefined],
  ])("reads the duration %s", (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each([
    ["明天", ["2026-11-23"]],
    ["11月30日-12月2日", ["2026-11-30", "2026-12-01", "2026-12-02"]],
    ["2月16日", ["2027-02-16"]],
    ["2027-02-16 - 2027-02-17", ["2027-02-16", "2027-02-17"]],
    ["2027-02-30", undefined],
    ["2026-12-02 2026-12-01", undefined],
    ["2026-12-01 2027-03-01", undefined],
  ])("reads the days off of %s", (text, dates) => {
    expect(readDates(text, "Asia/Shanghai", NOW)).toEqual(dates);
  });

  it("leaves what is neither days nor hours, and shows what it has read", () => {
    const read = readSpan("周一-周五 21-9 值班 @阿兰");
    expect(read?.rest).toEqual(["值班", "@阿兰"]);
    expect(read && spanText("zh", read.span)).toBe("周一–周五 21:00–次日9:00");
    expect(readSpan("值班 阿兰")).toBeUndefined();
  });

  it("takes nothing amiss, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const read = readSpan(text);
        if (read) expect(read.span.to).toBeGreaterThan(read.span.from);
        readDates(text, "Asia/Shanghai", NOW);
        readDuration(text);
      }),
    );
  });
});
