import type { CaseLevel, CaseView } from "./case.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** China has one time zone and no summer time. */
export const UTC_OFFSET_MS = 8 * HOUR_MS;
/** Hours in which staff is there for what can wait. */
const WORK_FROM_MS = 9 * HOUR_MS;
const WORK_TO_MS = 21 * HOUR_MS;

const ANSWER_WITHIN_MS: Readonly<Record<CaseLevel, number>> = {
  emergency: 5 * MINUTE_MS,
  urgent: 15 * MINUTE_MS,
  care: 4 * HOUR_MS,
};

/** The moment by which a case of this level is to be answered: at any hour when it is urgent, else in working hours. */
export function expectedBy(level: CaseLevel, now: number): number {
  const within = ANSWER_WITHIN_MS[level];
  return level === "care" ? addWorkingTime(now, within) : now + within;
}

/** When somebody next has to look whether a case is being seen to; undefined while nobody waits. */
export function nextClock(view: CaseView, now: number): number | undefined {
  if (view.status !== "open") return undefined;
  const since =
    view.acknowledgedAt === undefined ? Math.max(view.levelSince, view.waitingSince ?? 0) : view.waitingSince;
  if (since === undefined) return undefined;
  const due = expectedBy(view.level, since);
  // One that has passed has been looked at by the ladder: it comes again after the same time.
  return view.ladderStep > 0 && due <= now ? expectedBy(view.level, now) : due;
}

function addWorkingTime(from: number, ms: number): number {
  let at = from;
  let left = ms;
  for (;;) {
    const midnight = Math.floor((at + UTC_OFFSET_MS) / DAY_MS) * DAY_MS - UTC_OFFSET_MS;
    const opens = midnight + WORK_FROM_MS;
    const closes = midnight + WORK_TO_MS;
    const begins = Math.max(at, opens);
    if (begins + left <= closes) return begins + left;
    left -= Math.max(0, closes - begins);
    at = midnight + DAY_MS;
  }
}
