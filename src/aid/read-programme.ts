import type { Programme } from "./programme.ts";
import { UTC_OFFSET_MS } from "./words.ts";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;
const MOST_PACKS = 10_000;
const MOST_YUAN = 1_000_000;

/** Reads "55", "55 份" or "3000元，每户100元"; undefined for anything else. */
export function readStock(text: string): Pick<Programme, "unit" | "total" | "share"> | undefined {
  const plain = text.normalize("NFKC").replace(/(?<=\d)[,，](?=\d{3})/g, "");
  const packs = /^\s*(\d{1,5})\s*(?:份|个|包|套|件|箱|packs?|sets?)?\s*$/iu.exec(plain);
  if (packs) {
    const total = Number(packs[1]);
    return total >= 1 && total <= MOST_PACKS ? { unit: "pack", total, share: 1 } : undefined;
  }
  const budget =
    /^\s*(\d{1,7})\s*(?:元|块|yuan)\D{0,8}?(?:每户|每家|每人|每份|一家|一户|each|per)\D{0,8}(\d{1,6})\s*(?:元|块|yuan)?\D{0,6}$/iu.exec(
      plain,
    );
  if (!budget) return undefined;
  const [total, share] = [Number(budget[1]), Number(budget[2])];
  return share >= 1 && share <= total && total <= MOST_YUAN ? { unit: "yuan", total, share } : undefined;
}

/**
 * Reads "30天", "12月31日" or "2026-12-31": the moment at which that day ends in China. Undefined when it is no such
 * day, past, or more than a year away.
 */
export function readLastDay(text: string, now: number): number | undefined {
  const plain = text.normalize("NFKC").trim();
  const midnight = Math.floor((now + UTC_OFFSET_MS) / DAY_MS) * DAY_MS; // of today, by China's calendar
  const span = /^(\d{1,3})\s*(?:天|日|days?)$/iu.exec(plain);
  const end = span
    ? midnight + Number(span[1]) * DAY_MS
    : dayOf(plain, new Date(midnight).getUTCFullYear(), midnight);
  if (end === undefined || end < midnight || end > midnight + LONGEST_DAYS * DAY_MS) return undefined;
  return end + DAY_MS - UTC_OFFSET_MS;
}

/** The day's beginning on a calendar that knows no zones; without a year, the next such day. */
function dayOf(text: string, year: number, today: number): number | undefined {
  const match =
    /^(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*(?:日|号)?(?:\s*(?:为止|止|前))?$/u.exec(
      text,
    );
  if (!match) return undefined;
  const [, given, month, day] = match;
  const at = (inYear: number): number | undefined => {
    const found = Date.UTC(inYear, Number(month) - 1, Number(day));
    return new Date(found).getUTCDate() === Number(day) && Number(month) <= 12 ? found : undefined;
  };
  if (given !== undefined) return at(Number(given));
  const next = at(year);
  return next !== undefined && next >= today ? next : at(year + 1);
}
