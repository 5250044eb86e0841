import { describe, expect, it } from "vitest";
import { quietFor, readQuiet, readWhen } from "../../src/alerts/read-time.ts";

const ZONE = "Asia/Shanghai";
/** Sunday, eight in the evening in China. */
const NOW = Date.parse("2026-11-22T12:00:00Z");
const read = (text: string, zone = ZONE) => {
  const found = readWhen(text, zone, NOW);
  return found && { at: new Date(found.when.at).toISOString(), kind: found.when.kind, rest: found.rest };
};

describe("a time as hosts write it", () => {
  it.each([
    ["每周三 20:00 秋装", "2026-11-25T12:00:00.000Z", "again", "秋装"],
    ["每周二四六 晚上8点 童装", "2026-11-24T12:00:00.000Z", "again", "童装"],
    ["每天 9:00", "2026-11-23T01:00:00.000Z", "again", ""],
    ["周五 19:30 绘本", "2026-11-27T11:30:00.000Z", "once", "绘本"],
    ["周日 19:30", "2026-11-29T11:30:00.000Z", "once", ""],
    ["今晚 21:00", "2026-11-22T13:00:00.000Z", "once", ""],
    ["明天 20：00", "2026-11-23T12:00:00.000Z", "once", ""],
    ["11-25 20:00 补货", "2026-11-25T12:00:00.000Z", "once", "补货"],
    ["2027年1月3日 8点", "2027-01-03T00:00:00.000Z", "once", ""],
  ])("reads %s", (text, at, kind, rest) => {
    expect(read(text)).toEqual({ at, kind, rest });
  });

  it.each([
    "",
    "秋装",
    "20:00",
    "今天 8:00",
    "11-21 20:00",
    "2-30 20:00",
    "13-1 20:00",
    "明天 25:00",
    "每周八 8:00",
  ])("says that it cannot read %s", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("keeps the hour of the wall clock when summer time begins", () => {
    const before = Date.parse("2026-03-28T12:00:00Z");
    const found = readWhen("明天 9:00", "Europe/Berlin", before);
    expect(new Date(found?.when.at ?? 0).toISOString()).toBe("2026-03-29T07:00:00.000Z");
  });

  it("knows how long quiet hours still last, over midnight too", () => {
    const night = readQuiet("22-7") ?? { from: 0, to: 0 };
    expect(night).toEqual({ from: 1_320, to: 420 });
    expect([1_319, 1_320, 0, 419, 420].map((minute) => quietFor(night, minute))).toEqual([0, 540, 420, 1, 0]);
    expect(readQuiet("22:30－7：00".replace("－", "-"))).toEqual({ from: 1_350, to: 420 });
    expect([readQuiet("7-7"), readQuiet("25-3"), readQuiet("晚上")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
