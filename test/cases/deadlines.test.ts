import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNOPENED } from "../../src/cases/case.ts";
import { expectedBy, nextClock } from "../../src/cases/index.ts";

const at = (local: string): number => Date.parse(`${local}+08:00`);
const MINUTE = 60_000;

describe("by when a case is to be answered", () => {
  it.each([
    ["emergency", "2026-11-22T03:00", "2026-11-22T03:05"],
    ["urgent", "2026-11-22T23:55", "2026-11-23T00:10"],
    ["care", "2026-11-22T10:00", "2026-11-22T14:00"],
    ["care", "2026-11-22T19:00", "2026-11-23T11:00"],
    ["care", "2026-11-22T23:00", "2026-11-23T13:00"],
    ["care", "2026-11-22T02:00", "2026-11-22T13:00"],
    ["care", "2026-11-22T17:00", "2026-11-22T21:00"],
    ["care", "2026-12-31T21:00", "2027-01-01T13:00"],
  ] as const)("%s at %s: %s", (level, from, until) => {
    expect(expectedBy(level, at(from))).toBe(at(until));
  });

  it("lies in working hours for what can wait, and never goes back in time", () => {
    const instant = fc.integer({ min: at("2026-01-01T00:00"), max: at("2027-01-01T00:00") });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 86_400_000 }), (now, later) => {
        const due = expectedBy("care", now);
        const hour = ((due + 8 * 3_600_000) % 86_400_000) / 3_600_000;
        expect(hour).toBeGreaterThan(9);
        expect(hour).toBeLessThanOrEqual(21);
        expect(due - now).toBeGreaterThanOrEqual(4 * 3_600_000);
        expect(expectedBy("care", now + later)).toBeGreaterThanOrEqual(due);
      }),
    );
  });
});

describe("when the ladder has to look next", () => {
  const NOW = at("2026-11-22T10:00");
  const waiting = { ...UNOPENED, level: "urgent", levelSince: NOW, waitingSince: NOW } as const;

  it("looks when nobody has seen a case in time, and when its fan waits for an answer", () => {
    expect(nextClock(waiting, NOW)).toBe(NOW + 15 * MINUTE);
    const seen = { ...waiting, acknowledgedAt: NOW + MINUTE };
    expect(nextClock(seen, NOW)).toBe(NOW + 15 * MINUTE);
    expect(nextClock({ ...seen, waitingSince: undefined }, NOW)).toBeUndefined();
    expect(nextClock({ ...waiting, status: "closed" }, NOW)).toBeUndefined();
  });

  it("goes on after a step instead of standing still", () => {
    const later = NOW + 16 * MINUTE;
    expect(nextClock({ ...waiting, ladderStep: 1 }, later)).toBe(later + 15 * MINUTE);
  });
});
