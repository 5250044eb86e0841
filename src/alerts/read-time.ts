import { Cron } from "croner";

/** A moment, or a pattern that comes again, as a host writes it. */
export type When =
  | { readonly kind: "once"; readonly at: number; readonly label: string }
  | { readonly kind: "again"; readonly cron: string; readonly at: number; readonly label: string };

const DAYS = "日一二三四五六";
const TIME = /(\d{1,2})(?:[:：点时](\d{1,2})?分?)/;

/** Local date and time in a zone. Weekday 0 is Sunday. */
export function localOf(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const [year, month, day] = [number("year"), number("month"), number("day")];
  const weekday = (Math.floor(Date.UTC(year, month - 1, day) / 86_400_000) + 4) % 7;
  return { year, month, day, weekday, minute: number("hour") * 60 + number("minute") };
}

const two = (number: number): string => String(number).padStart(2, "0");
export const dayOf = (at: number, timeZone: string): string => {
  const { year, month, day } = localOf(at, timeZone);
  return `${year}-${two(month)}-${two(day)}`;
};

/** When a pattern comes next, after `now`; undefined when it never does. Throws for no pattern at all. */
export function nextOf(pattern: string, timeZone: string, now: number): number | undefined {
  return new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(new Date(now))?.getTime();
}

/** This date and time in the zone, as an instant; undefined for a day that does not exist or has passed. */
function instantOf(
  { year, month, day }: { year: number; month: number; day: number },
  minute: number,
  timeZone: string,
  now: number,
): number | undefined {
  const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (!exists || month < 1 || month > 12) return undefined;
  const clock = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
  return nextOf(`${year}-${two(month)}-${two(day)}T${clock}`, timeZone, now);
}

/**
 * Reads "每周三 20:00", "每周二四六 晚上8点", "每天 9:00", "周五 19:30", "今天 20:00", "明天 20:00", "11-25 20:00" or
 * "2026-11-25 20:00"; gives what is left of the text as `rest`. Undefined when no time is in it, or one that has passed.
 */
export function readWhen(
  text: string,
  timeZone: string,
  now: number,
): { readonly when: When; readonly rest: string } | undefined {
  const time = TIME.exec(text);
  if (!time) return undefined;
  const [whole, hourText = "", minuteText = "0"] = time;
  const before = text.slice(0, time.index);
  const isEvening = /(?:晚上|晚|下午|傍晚)\s*$/.test(before) && Number(hourText) < 12;
  const hour = Number(hourText) + (isEvening ? 12 : 0);
  const minutes = Number(minuteText);
  if (hour > 23 || minutes > 59) return undefined;
  const minute = hour * 60 + minutes;
  const clock = `${two(hour)}:${two(minutes)}`;
  const rest = (dateText: string) =>
    text
      .replace(whole, " ")
      .replace(dateText, " ")
      .replace(/(?:晚上|早上|上午|下午|中午|傍晚)\s/, " ")
      .replace(/\s+/g, " ")
      .trim();
  const today = localOf(now, timeZone);
  const once = (at: number | undefined, label: string, dateText: string) =>
    at === undefined ? undefined : { when: { kind: "once" as const, at, label }, rest: rest(dateText) };

  const weekly = /每(?:周|星期)([日天一二三四五六]+)|每天/.exec(text);
  if (weekly) {
    const days = [...(weekly[1] ?? "")].map((day) => DAYS.indexOf(day === "天" ? "日" : day));
    const cron = `${minutes} ${hour} * * ${days.length === 0 ? "*" : [...new Set(days)].sort().join(",")}`;
    const at = nextOf(cron, timeZone, now);
    const label = `${weekly[0]} ${clock}`;
    return at === undefined ? undefined : { when: { kind: "again", cron, at, label }, rest: rest(weekly[0]) };
  }
  const date = /(?:(\d{4})[-/年])?(\d{1,2})[-/月](\d{1,2})[日号]?/.exec(text);
  if (date) {
    const [dateText, year, month, day] = date;
    const at = instantOf(
      { year: Number(year ?? today.year), month: Number(month), day: Number(day) },
      minute,
      timeZone,
      now,
    );
    return once(at, `${Number(month)}-${Number(day)} ${clock}`, dateText);
  }
  const weekday = /(?:周|星期)([日天一二三四五六])/.exec(text);
  const relative = /今天|今晚|明天|明晚|后天/.exec(text)?.[0];
  if (!weekday && relative === undefined) return undefined;
  const wanted = DAYS.indexOf(weekday?.[1] === "天" ? "日" : (weekday?.[1] ?? ""));
  const ahead = weekday
    ? (wanted - today.weekday + 7) % 7
    : relative === "后天"
      ? 2
      : relative?.startsWith("明")
        ? 1
        : 0;
  const inDays = (days: number) =>
    instantOf(localOf(now + days * 86_400_000, timeZone), minute, timeZone, now);
  const at = inDays(ahead) ?? (weekday ? inDays(ahead + 7) : undefined);
  return once(at, `${weekday?.[0] ?? relative} ${clock}`, weekday?.[0] ?? relative ?? "");
}

/** Minutes from `minute` until quiet hours end; 0 when they are not now. */
export function quietFor(
  { from, to }: { readonly from: number; readonly to: number },
  minute: number,
): number {
  const within = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  return within ? (to - minute + 1_440) % 1_440 : 0;
}

/** Reads "22-7" or "22:30-7:00" as minutes of the day. */
export function readQuiet(text: string): { readonly from: number; readonly to: number } | undefined {
  const match = /^\s*(\d{1,2})(?:[:：](\d{2}))?\s*(?:[-~到至—]|--)\s*(\d{1,2})(?:[:：](\d{2}))?\s*$/.exec(
    text,
  );
  if (!match) return undefined;
  const [from = -1, to = -1] = [
    [match[1], match[2]],
    [match[3], match[4]],
  ].map(([hour, minute]) =>
    Number(hour) <= 24 && Number(minute ?? 0) < 60 ? (Number(hour) * 60 + Number(minute ?? 0)) % 1_440 : -1,
  );
  return from < 0 || to < 0 || from === to ? undefined : { from, to };
}
