import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfDay, isTimeZone, localText, readLocal } from "../../src/coupons/local-time.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z"); // 20:00 in Shanghai
const SHANGHAI = "Asia/Shanghai";
const at = (text: string) => Date.parse(text);

describe("the time of a place", () => {
  it.each([
    ["11-25 20:00", "2026-11-25T12:00:00Z"],
    ["2027-01-02 08:30", "2027-01-02T00:30:00Z"],
    ["11月25日 20:00", "2026-11-25T12:00:00Z"],
    ["11月25日20点", "2026-11-25T12:00:00Z"],
    ["21：30", "2026-11-22T13:30:00Z"],
    ["8:00", "2026-11-23T00:00:00Z"],
  ])("reads %s", (text, expected) => {
    expect(readLocal(SHANGHAI, text, NOW)).toBe(at(expected));
  });

  it.each(["", "明天", "25:00", "02-30 10:00", "13-01 10:00", "8", "10:61"])("does not read %j", (text) => {
    expect(readLocal(SHANGHAI, text, NOW)).toBeUndefined();
  });

  it("is written as it is read, in zones with summer time too", () => {
    const zones = fc.constantFrom(SHANGHAI, "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
    const minutes = fc.integer({ min: 0, max: 600_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const moment = at("2026-01-01T00:00:00Z") + minute * 60_000;
        const back = readLocal(zone, localText(zone, moment, NOW + 10 * 365 * 86_400_000), NOW) ?? 0;
        // In the hour that the clocks repeat, a time of day means two moments.
        expect([0, 3_600_000]).toContain(Math.abs(back - moment));
      }),
    );
    expect(localText(SHANGHAI, at("2027-01-01T00:00:00Z"), NOW)).toBe("2027-01-01 08:00");
    expect(localText(SHANGHAI, NOW, NOW)).toBe("11-22 20:00");
  });

  it("knows the last minute of a day, and which zones there are", () => {
    expect(endOfDay(SHANGHAI, NOW, 0)).toBe(at("2026-11-22T15:59:00Z"));
    expect(endOfDay(SHANGHAI, NOW, 9)).toBe(at("2026-12-01T15:59:00Z"));
    expect(isTimeZone("Asia/Urumqi")).toBe(true);
    expect(isTimeZone("Moon/Base")).toBe(false);
  });
});
