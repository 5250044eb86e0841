import { addDays, localTime, weekdayOf } from "../core/local-time.ts";
import type { HostTimes, Span } from "./host-times.ts";

const WHOLE_DAY = 24 * 60;

export type DutyRole = "duty" | "backup";

/** When somebody is there, week after week. */
export interface Shift extends Span {
  readonly id: number;
  readonly personId: string;
  readonly role: DutyRole;
}

/** Somebody is there, or away, until a moment, whatever the roster says. */
export interface Override {
  readonly personId: string;
  readonly on: boolean;
  readonly until: number;
}

export interface Roster {
  readonly shifts: readonly Shift[];
  readonly overrides: readonly Override[];
}

/** Who is there now in this role. On holidays only who says so herself; who says so is on first duty. */
export function onDuty(roster: Roster, times: HostTimes, role: DutyRole, now: number): readonly string[] {
  const overrides = roster.overrides.filter(({ until }) => until > now);
  const away = new Set(overrides.flatMap(({ personId, on }) => (on ? [] : [personId])));
  const here = role === "duty" ? overrides.flatMap(({ personId, on }) => (on ? [personId] : [])) : [];
  const planned = roster.shifts
    .filter((shift) => shift.role === role && isIn(shift, times, now))
    .map(({ personId }) => personId);
  return [...new Set([...here, ...planned])].filter((personId) => !away.has(personId));
}

/** Whether a shift holds now: today's, or yesterday's that goes on after midnight. */
function isIn(span: Span, times: HostTimes, now: number): boolean {
  const { date, minute } = localTime(times.zone, now);
  return [0, 1].some((back) => {
    const day = addDays(date, -back);
    const shown = minute + back * WHOLE_DAY;
    const isOn = span.days.includes(weekdayOf(day)) && !times.holidays.includes(day);
    return isOn && span.from <= shown && shown < span.to;
  });
}
