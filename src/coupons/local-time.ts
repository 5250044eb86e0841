/** The clock of a place: what its people read off their phones. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  return format;
}

function wallAt(timeZone: string, at: number): Wall {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return {
    year: get("year"),
    month: get("month"),
    day: get("day"),
    hour: get("hour"),
    minute: get("minute"),
  };
}

const asUtc = ({ year, month, day, hour, minute }: Wall): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/** The moment at which clocks there show this; an hour that a change of summer time leaves out becomes the next one. */
function momentOf(timeZone: string, wall: Wall): number {
  const wanted = asUtc(wall);
  let at = wanted;
  for (let round = 0; round < 2; round += 1) at += wanted - asUtc(wallAt(timeZone, at));
  return at;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** "11-25 20:00", with the year when it is another one than now. */
export function localText(timeZone: string, at: number, now: number): string {
  const wall = wallAt(timeZone, at);
  const year = wall.year === wallAt(timeZone, now).year ? "" : `${wall.year}-`;
  return `${year}${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)}`;
}

/**
 * Reads "20:00" (today, or tomorrow when that has passed), "11-25 20:00", "2026-11-25 20:00"; with 月 and 日 too.
 * Undefined for anything else, and for days that no calendar has.
 */
export function readLocal(timeZone: string, text: string, now: number): number | undefined {
  const match = /^(?:(?:(\d{4})[-/年.])?(\d{1,2})[-/月.](\d{1,2})日?\s*)?(\d{1,2})[:：点](\d{2})?分?$/u.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const today = wallAt(timeZone, now);
  const [, year, month, day, hour, minute = "0"] = match;
  const wall = {
    year: Number(year ?? today.year),
    month: Number(month ?? today.month),
    day: Number(day ?? today.day),
    hour: Number(hour),
    minute: Number(minute),
  };
  if (wall.hour > 23 || wall.minute > 59) return undefined;
  const back = new Date(asUtc(wall));
  if (back.getUTCMonth() + 1 !== wall.month || back.getUTCDate() !== wall.day) return undefined;
  const at = momentOf(timeZone, wall);
  if (day === undefined && at <= now) return momentOf(timeZone, { ...wall, day: wall.day + 1 });
  return at;
}

export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The last minute of the day that is `days` after this one. */
export function endOfDay(timeZone: string, now: number, days: number): number {
  const { year, month, day } = wallAt(timeZone, now);
  return momentOf(timeZone, { year, month, day: day + days, hour: 23, minute: 59 });
}
