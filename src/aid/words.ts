import { type Locale, say } from "../core/texts/index.ts";
import type { Application } from "./application.ts";
import { type Programme, placesLeft } from "./programme.ts";

const HOUR_MS = 3_600_000;
/** China has one time zone and no summer time. */
export const UTC_OFFSET_MS = 8 * HOUR_MS;

/** A calendar day as people in China write it; of an end, the last day that still counts. */
export function dayText(locale: Locale, at: number): string {
  const [year = "", month = "", day = ""] = new Date(at + UTC_OFFSET_MS)
    .toISOString()
    .slice(0, 10)
    .split("-");
  return say(locale, "aid.day", { year, month: Number(month), day: Number(day) });
}

export const lastDayText = (locale: Locale, { until }: Pick<Programme, "until">): string =>
  dayText(locale, until - 1);

export function stockText(locale: Locale, programme: Pick<Programme, "unit" | "total" | "share">): string {
  const { unit, total, share } = programme;
  return unit === "pack"
    ? say(locale, "aid.stock-packs", { total })
    : say(locale, "aid.stock-budget", { total, share, families: Math.floor(total / share) });
}

export const leftText = (locale: Locale, programme: Programme): string =>
  say(locale, "aid.left", { left: placesLeft(programme) });

export const monthText = (locale: Locale, month: string): string => {
  const [year = "", number = ""] = month.split("-");
  return say(locale, "aid.month", { year, month: Number(number) });
};

/** What each draft about an application is sent for; `place` tells several apart that one press causes. */
export const purposeOf = (
  { applicationId }: Pick<Application, "applicationId">,
  what: "card" | "told" | "applicant",
  place?: number,
): string => `aid.${applicationId}.${what}${place === undefined ? "" : `.${place}`}`;
