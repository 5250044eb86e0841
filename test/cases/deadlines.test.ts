import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNOPENED } from "../../src/cases/case.ts";
import { isWorking } from "../../src/cases/deadlines.ts";
import { DEFAULT_TIMES } from "../../src/cases/host-times.ts";
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
    expect(expectedBy(DEFAULT_TIMES, level, at(from))).toBe(at(until));
  });

  it("lies in working hours for what can wait, and never goes back in time", () => {
    const instant = fc.integer({ min: at("2026-01-01T00:00"), max: at("2027-01-01T00:00") });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 86_400_000 }), (now, later) => {
        const due = expectedBy(DEFAULT_TIMES, "care", now);
        const hour = ((due + 8 * 3_600_000) % 86_400_000) / 3_600_000;
        expect(hour).toBeGreaterThan(9);
        expect(hour).toBeLessThanOrEqual(21);
        expect(due - now).toBeGreaterThanOrEqual(4 * 3_600_000);
        expect(expectedBy(DEFAULT_TIMES, "care", now + later)).toBeGreaterThanOrEqual(due);
      }),
    );
  });
});

describe("working hours of a host's own", () => {
  const HOST = {
    ...DEFAULT_TIMES,
    hours: [
      { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 },
      { days: [6], from: 18 * 60, to: 26 * 60 },
    ],
    holidays: ["2026-11-24"],
  };

  it.each([
    ["on Friday evening until Saturday's night shift", "2026-11-20T17:00", "2026-11-21T21:00"],
    ["over midnight and Sunday", "2026-11-22T00:30", "2026-11-23T11:30"],
    ["over a holiday", "2026-11-23T16:00", "2026-11-25T11:00"],
  ])("are counted %s", (_, from, until) => {
    expect(expectedBy(HOST, "care", at(from))).toBe(at(until));
  });

  it("count no minute twice where they overlap, and go by when there are none", () => {
    const twice = { ...HOST, hours: [...DEFAULT_TIMES.hours, ...DEFAULT_TIMES.hours] };
    expect(expectedBy(twice, "care", at("2026-11-22T10:00"))).toBe(at("2026-11-22T14:00"));
    const never = { ...HOST, hours: [] };
    expect(expectedBy(never, "care", at("2026-11-22T10:00"))).toBe(at("2026-11-22T14:00"));
  });

  it("keep to the clock on the wall when summer time begins and ends", () => {
    const paris = { ...DEFAULT_TIMES, zone: "Europe/Paris" };
    const opens = (day: string, utc: string) => {
      expect(isWorking(paris, Date.parse(`${day}T${utc}:00Z`))).toBe(true);
      expect(isWorking(paris, Date.parse(`${day}T${utc}:00Z`) - 1)).toBe(false);
    };
    opens("2026-03-28", "08:00");
    opens("2026-03-29", "07:00");
    opens("2026-10-24", "07:00");
    opens("2026-10-25", "08:00");
    // A night shift over the missing hour ends when the wall says so.
    const night = { ...paris, hours: [{ days: [6], from: 22 * 60, to: 30 * 60 }] };
    expect(isWorking(night, Date.parse("2026-03-29T03:59:59Z"))).toBe(true);
    expect(isWorking(night, Date.parse("2026-03-29T04:00:00Z"))).toBe(false);
  });
});

describe("when the ladder has to look next", () => {
  const NOW = at("2026-11-22T10:00");
  const waiting = { ...UNOPENED, level: "urgent", levelSince: NOW, waitingSince: NOW } as const;
  const look = (view: Parameters<typeof nextClock>[0]) => nextClock(view, DEFAULT_TIMES);

  it("looks when nobody has seen a case in time, and when its fan waits for an answer", () => {
    expect(look(waiting)).toBe(NOW + 15 * MINUTE);
    const seen = { ...waiting, acknowledgedAt: NOW + MINUTE };
    expect(look(seen)).toBe(NOW + 15 * MINUTE);
    expect(look({ ...seen, waitingSince: undefined })).toBeUndefined();
    expect(look({ ...waiting, status: "closed" })).toBeUndefined();
  });

  it("looks when what the fan was told slips, though the next rung has time", () => {
    expect(look({ ...waiting, expectedBy: NOW + 7 * MINUTE })).toBe(NOW + 7 * MINUTE);
  });

  it("goes on after a step, past the last rung at growing pauses of at most a day", () => {
    const stepped = (ladderStep: number) => look({ ...waiting, ladderStep, ladderAt: NOW }) ?? 0;
    expect(stepped(1) - NOW).toBe(15 * MINUTE);
    expect(stepped(5) - NOW).toBe(15 * MINUTE);
    expect([6, 7, 8].map((step) => (stepped(step) - NOW) / MINUTE)).toEqual([30, 60, 120]);
    expect(stepped(40) - NOW).toBe(24 * 60 * MINUTE);
  });

  it("is not put off by a fan who writes on and on", () => {
    const writes = { ...waiting, lastFanAt: NOW + 14 * MINUTE, lastFanSeq: 90 };
    expect(look(writes)).toBe(NOW + 15 * MINUTE);
  });

  it("leaves what can wait until the morning", () => {
    const night = at("2026-11-22T23:00");
    const care = { ...waiting, level: "care", levelSince: night, waitingSince: night } as const;
    expect(look(care)).toBe(at("2026-11-23T09:00"));
    expect(look({ ...care, ladderStep: 2, ladderAt: at("2026-11-23T09:00") })).toBe(at("2026-11-23T13:00"));
  });
});
