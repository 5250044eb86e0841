import { addDays, localTime } from "../core/local-time.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Span } from "./host-times.ts";

const MINUTE_MS = 60_000;
const HOUR = 60;
const WHOLE_DAY = 24 * HOUR;
const LONGEST_MS = 7 * 24 * 3_600_000;
const MOST_DAYS_OFF = 31;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  每天: EVERY_DAY,
  daily: EVERY_DAY,
  工作日: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  周末: [6, 7],
  weekend: [6, 7],
};
const CHINESE = ["一", "二", "三", "四", "五", "六", "日"] as const;
const ENGLISH = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

function readDay(text: string): number | undefined {
  const chinese = /^(?:周|星期|礼拜)?([一二三四五六日天])$/u.exec(text)?.[1];
  if (chinese !== undefined) return chinese === "天" ? 7 : CHINESE.indexOf(chinese as "一") + 1;
  const english = ENGLISH.findIndex((name) => text.length >= 3 && name === text.slice(0, 3));
  return english < 0 ? undefined : english + 1;
}

/** "周一-周五", "周一、周三", "每天", "mon-fri"; over the end of the week too. */
export function readDays(text: string): readonly number[] | undefined {
  const group = GROUPS[text];
  if (group) return group;
  const days = new Set<number>();
  for (const part of text.split(/[、,，]/u)) {
    const [first = "", last = first, ...more] = part.split(/[-~—–至到]/u);
    const from = readDay(first);
    const to = readDay(last);
    if (from === undefined || to === undefined || more.length > 0) return undefined;
    for (let day = from; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort((one, other) => one - other);
}

/** "9-18", "9:30-18点", "21-9" (until the next morning), "全天". */
export function readHours(text: string): { readonly from: number; readonly to: number } | undefined {
  if (text === "全天" || text === "allday") return { from: 0, to: WHOLE_DAY };
  const match = /^(\d{1,2})(?:[:：点](\d{2})?)?分?[-~—–至到](\d{1,2})(?:[:：点](\d{2})?)?分?$/u.exec(text);
  if (!match) return undefined;
  const [from, to] = [1, 3].map((at) => Number(match[at]) * HOUR + Number(match[at + 1] ?? 0));
  if (from === undefined || to === undefined || from >= WHOLE_DAY || to > WHOLE_DAY) return undefined;
  return { from, to: to > from ? to : to + WHOLE_DAY };
}

export interface ReadSpan {
  readonly span: Span;
  /** What was neither days nor hours. */
  readonly rest: readonly string[];
}

/** Days (all when none are named) and hours out of what somebody typed. */
export function readSpan(text: string): ReadSpan | undefined {
  let days: readonly number[] | undefined;
  let hours: ReturnType<typeof readHours>;
  const rest: string[] = [];
  for (const word of text.trim().split(/\s+/u)) {
    const foundDays = days === undefined ? readDays(word.toLowerCase()) : undefined;
    const foundHours = hours === undefined ? readHours(word.toLowerCase()) : undefined;
    if (foundDays) days = foundDays;
    else if (foundHours) hours = foundHours;
    else rest.push(word);
  }
  return hours && { span: { days: [...(days ?? EVERY_DAY)], ...hours }, rest };
}

/** "10", "10分钟", "4小时", "2h" in milliseconds: from a minute to a week. */
export function readDuration(text: string): number | undefined {
  const match = /^(\d{1,5})(分钟?|小时|min|m|h|)$/u.exec(text.toLowerCase());
  if (!match) return undefined;
  const ms = Number(match[1]) * MINUTE_MS * (["小时", "h"].includes(match[2] ?? "") ? HOUR : 1);
  return ms >= MINUTE_MS && ms <= LONGEST_MS ? ms : undefined;
}

/** "今天", "明天", "2026-02-16", "2月16日", and two of them with something between; at most a month of days. */
export function readDates(text: string, zone: string, now: number): readonly string[] | undefined {
  const today = localTime(zone, now).date;
  const words = text
    .trim()
    .replace(/(\d{4}-\d{1,2}-\d{1,2})\s*[-~—–至到]\s*(?=\d)/u, "$1 ")
    .replace(/(\d+月\d+[日号]?)\s*[-~—–至到]\s*(?=\d)/u, "$1 ")
    .split(/[\s~至到]+/u)
    .filter((word) => word !== "");
  const [first, last = first, ...more] = words.map((word) => readDate(word, today));
  if (first === undefined || last === undefined || more.length > 0 || last < first) return undefined;
  const dates: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    dates.push(date);
    if (dates.length > MOST_DAYS_OFF) return undefined;
  }
  return dates;
}

function readDate(text: string, today: string): string | undefined {
  if (["今天", "today"].includes(text.toLowerCase())) return today;
  if (["明天", "tomorrow"].includes(text.toLowerCase())) return addDays(today, 1);
  const match = /^(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})[日号]?$/u.exec(text);
  if (!match) return undefined;
  const [, year, month = "", day = ""] = match;
  const inYear = (one: number) => `${one}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const thisYear = Number(today.slice(0, 4));
  const date = inYear(year === undefined ? thisYear : Number(year));
  // Without a year the next such day is meant.
  const meant = year === undefined && date < today ? inYear(thisYear + 1) : date;
  return isDate(meant) ? meant : undefined;
}

const isDate = (date: string): boolean =>
  !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && addDays(date, 0) === date;

const clock = (minute: number): string =>
  `${Math.floor((minute % WHOLE_DAY) / HOUR)}:${String(minute % HOUR).padStart(2, "0")}`;

export function daysText(locale: Locale, days: readonly number[]): string {
  if (days.length === 7) return say(locale, "rosters.daily");
  const name = (day: number): string =>
    locale === "zh" ? `周${CHINESE[day - 1] ?? ""}` : (ENGLISH[day - 1] ?? "");
  const [first, last] = [days[0], days.at(-1)];
  const isRow = first !== undefined && last !== undefined && last - first === days.length - 1;
  return isRow && days.length > 2
    ? `${name(first)}–${name(last)}`
    : days.map(name).join(locale === "zh" ? "、" : ", ");
}

export function spanText(locale: Locale, { days, from, to }: Span): string {
  const hours =
    to - from === WHOLE_DAY && from === 0
      ? say(locale, "rosters.all-day")
      : to > WHOLE_DAY
        ? say(locale, "rosters.overnight", { from: clock(from), to: clock(to) })
        : `${clock(from)}–${to === WHOLE_DAY ? "24:00" : clock(to)}`;
  return `${daysText(locale, days)} ${hours}`;
}
