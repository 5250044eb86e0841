import { addDays, instantOf, localTime, weekdayOf } from "../core/local-time.ts";
import type { CaseLevel, CaseView } from "./case.ts";
import type { HostTimes } from "./host-times.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Looked through for working hours; a host who never works in all that time is as good as always there. */
const DAYS_LOOKED = 400;

/** Who has been answered once and writes again waits for a person who is there, not for one who has to be found. */
const GOES_ON_WITHIN_MS = 30 * MINUTE_MS;
/** Past the last rung all are reminded again and again, at first after so long. */
const ROUND_MS = 30 * MINUTE_MS;
const LONGEST_ROUND_MS = DAY_MS;

/** The rungs of the ladder, in order; a step of the ladder is the place of its rung, counted from 1. */
export const RUNGS = ["assignee", "duty", "backup", "host", "everyone", "operator"] as const;
export type Rung = (typeof RUNGS)[number];

/** The working hours from `from` on, as pairs of instants, in order. */
function* workingSpans(times: HostTimes, from: number): Generator<readonly [number, number]> {
  // What began the evening before may still go on.
  const first = addDays(localTime(times.zone, from).date, -1);
  for (let day = 0; day < DAYS_LOOKED; day += 1) {
    const date = addDays(first, day);
    if (times.holidays.includes(date)) continue;
    const weekday = weekdayOf(date);
    const spans = times.hours
      .filter(({ days }) => days.includes(weekday))
      .sort((one, other) => one.from - other.from);
    for (const span of spans) {
      yield [instantOf(times.zone, date, span.from), instantOf(times.zone, date, span.to)];
    }
  }
}

/** The first moment from `from` on at which the staff is there for what can wait. */
export function nextWorking(times: HostTimes, from: number): number {
  for (const [opens, closes] of workingSpans(times, from)) if (closes > from) return Math.max(opens, from);
  return from;
}

export const isWorking = (times: HostTimes, at: number): boolean => nextWorking(times, at) === at;

/** When so many milliseconds of working time have passed since `from`. */
function addWorkingTime(times: HostTimes, from: number, ms: number): number {
  let at = from;
  let left = ms;
  for (const [opens, closes] of workingSpans(times, from)) {
    const begins = Math.max(at, opens); // spans may overlap: no minute counts twice
    if (begins >= closes) continue;
    if (begins + left <= closes) return begins + left;
    left -= closes - begins;
    at = closes;
  }
  return from + ms;
}

const after = (times: HostTimes, level: CaseLevel, from: number, ms: number): number =>
  level === "care" ? addWorkingTime(times, from, ms) : from + ms;

/** The moment by which a case of this level is to be answered: at any hour when it is urgent, else in working hours. */
export const expectedBy = (times: HostTimes, level: CaseLevel, now: number): number =>
  after(times, level, now, times.answerWithinMs[level]);

/** What is promised once the first promise has slipped: twice the time, because it was too short. */
export const expectedAgain = (times: HostTimes, level: CaseLevel, now: number): number =>
  after(times, level, now, 2 * times.answerWithinMs[level]);

/** When somebody next has to look whether a case is being seen to; undefined while nobody waits. */
export function nextClock(view: CaseView, times: HostTimes): number | undefined {
  if (view.status !== "open") return undefined;
  const climbs = climbsAt(view, times);
  const slips = slipsAt(view);
  return climbs === undefined ? slips : Math.min(climbs, slips ?? climbs);
}

/** When what the fan was told will not have come true. */
export const slipsAt = (view: CaseView): number | undefined =>
  view.waitingSince === undefined ? undefined : view.expectedBy;

/** When the next rung is to be told: it depends on the case alone, so that a fan who writes on and on moves nothing. */
function climbsAt(view: CaseView, times: HostTimes): number | undefined {
  const { level, acknowledgedAt, waitingSince, ladderAt, ladderStep, levelSince } = view;
  const isUnseen = acknowledgedAt === undefined;
  if (!isUnseen && waitingSince === undefined) return undefined;
  const within = isUnseen ? times.seenWithinMs[level] : answerWithin(view, times);
  if (ladderAt !== undefined) return after(times, level, ladderAt, gapAfter(ladderStep, within));
  if (!isUnseen) return after(times, level, waitingSince ?? levelSince, within);
  // At night nobody is called for what can wait: that comes first thing in the morning.
  if (level === "care" && !isWorking(times, levelSince)) return nextWorking(times, levelSince);
  return after(times, level, levelSince, within);
}

const answerWithin = ({ level, firstAnswerAt }: CaseView, times: HostTimes): number =>
  firstAnswerAt === undefined
    ? times.answerWithinMs[level]
    : Math.max(times.answerWithinMs[level], GOES_ON_WITHIN_MS);

/** From one rung to the next; past the last one the pauses grow, up to a day. */
const gapAfter = (step: number, within: number): number =>
  step < RUNGS.length
    ? within
    : Math.min(LONGEST_ROUND_MS, Math.max(within, ROUND_MS) * 2 ** Math.min(16, step - RUNGS.length));
