import { UTC_OFFSET_MS } from "./words.ts";

const DAY_MS = 86_400_000;
/** Counted from the day after the parcel was signed for. */
const RETURN_DAYS = 7;
const OLDEST_DAYS = 366;
const WORDS: Readonly<Record<string, number>> = {
  今天: 0,
  昨天: 1,
  前天: 2,
  大前天: 3,
  today: 0,
  yesterday: 1,
};

/** China's calendar day of a moment, as the UTC midnight of the same date. */
const dayOf = (at: number): number => Math.floor((at + UTC_OFFSET_MS) / DAY_MS) * DAY_MS;

/**
 * Reads "昨天", "3天前", "11月20日" or "2026-11-20" as a calendar day `2026-11-20`; undefined when it is none, or lies
 * ahead or more than a year back.
 */
export function readPastDay(text: string, now: number): string | undefined {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  const today = dayOf(now);
  const ago = WORDS[plain] ?? Number(/^(\d{1,3})\s*(?:天前|days? ago)$/u.exec(plain)?.[1] ?? Number.NaN);
  const found = Number.isNaN(ago) ? dateIn(plain, today) : today - ago * DAY_MS;
  if (found === undefined || found > today || found < today - OLDEST_DAYS * DAY_MS) return undefined;
  return new Date(found).toISOString().slice(0, 10);
}

function dateIn(text: string, today: number): number | undefined {
  const match =
    /^(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*(?:日|号)?(?:签收|收到)?的?$/u.exec(text);
  if (!match) return undefined;
  const [, given, month, day] = match;
  const year = new Date(today).getUTCFullYear();
  const at = (inYear: number): number | undefined => {
    const found = Date.UTC(inYear, Number(month) - 1, Number(day));
    const read = new Date(found);
    return read.getUTCMonth() + 1 === Number(month) && read.getUTCDate() === Number(day) ? found : undefined;
  };
  if (given !== undefined) return at(Number(given));
  const thisYear = at(year);
  return thisYear !== undefined && thisYear <= today ? thisYear : at(year - 1);
}

export interface ReturnCount {
  /** Calendar days, `2026-11-21`. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Which of the seven days it is now; 0 on the day of signing, more than 7 when they are over. */
  readonly day: number;
}

/** The seven days of somebody who signed on this calendar day. */
export function countReturn(signed: string, now: number): ReturnCount {
  const start = Date.parse(`${signed}T00:00:00Z`);
  const iso = (days: number): string => new Date(start + days * DAY_MS).toISOString().slice(0, 10);
  return { firstDay: iso(1), lastDay: iso(RETURN_DAYS), day: Math.round((dayOf(now) - start) / DAY_MS) };
}
