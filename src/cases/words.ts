import { addDays, localTime } from "../core/local-time.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { PeopleStore } from "../people/index.ts";
import type { CaseMedia, CaseView } from "./case.ts";
import type { Case, CaseStore } from "./case-store.ts";
import { DEFAULT_TIMES } from "./host-times.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment as people say it: "今天 14:05"; by the clock of `now`, in the host's time zone. */
export function momentText(locale: Locale, at: number, now: number, zone = DEFAULT_TIMES.zone): string {
  const { date, minute } = localTime(zone, at);
  const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
  const today = localTime(zone, now).date;
  if (date === today) return say(locale, "cases.today", { time });
  if (date === addDays(today, 1)) return say(locale, "cases.tomorrow", { time });
  const [, month, day] = date.split("-").map(Number);
  return say(locale, "cases.day", { month: month ?? 0, day: day ?? 0, time });
}

/** A length of time in one unit. */
export function durationText(locale: Locale, ms: number): string {
  if (ms < HOUR_MS) return say(locale, "cases.minutes", { count: Math.max(1, Math.round(ms / MINUTE_MS)) });
  if (ms < 2 * DAY_MS) return say(locale, "cases.hours", { count: Math.round(ms / HOUR_MS) });
  return say(locale, "cases.days", { count: Math.round(ms / DAY_MS) });
}

/** The team in whose name a fan is spoken to. */
export async function teamOf(
  people: Pick<PeopleStore, "host">,
  hostId: string | undefined,
  locale: Locale,
): Promise<string> {
  const host = hostId === undefined ? undefined : await people.host(hostId);
  return host ? say(locale, "cases.team", { host: host.name }) : say(locale, "cases.team-none");
}

/** What fans read as the sender: the team, and the name that a member of the staff has chosen, if any. */
export async function signatureOf(
  stores: { readonly people: Pick<PeopleStore, "host">; readonly cases: Pick<CaseStore, "alias"> },
  hostId: string | undefined,
  personId: string,
  locale: Locale,
): Promise<string> {
  const team = await teamOf(stores.people, hostId, locale);
  const alias = await stores.cases.alias(personId, hostId);
  return alias === undefined ? team : `${team}·${alias}`;
}

/** How the staff calls one of its own: her chosen name, else the one her platform shows. */
export async function staffName(
  stores: {
    readonly people: Pick<PeopleStore, "staffOf" | "currentId">;
    readonly cases: Pick<CaseStore, "alias">;
  },
  hostId: string | undefined,
  formerId: string,
): Promise<string> {
  const personId = await stores.people.currentId(formerId);
  const alias = await stores.cases.alias(personId, hostId);
  if (alias !== undefined) return alias;
  const staff = hostId === undefined ? [] : await stores.people.staffOf(hostId);
  const member = staff.find((one) => one.personId === personId);
  return (
    member?.displayName ??
    (member ? say("zh", `people.role.${member.role}`) : say("zh", "people.role.operator"))
  );
}

export const fanName = (locale: Locale, view: CaseView): string =>
  say(locale, "cases.fan", { alias: view.alias });

/** What was written, with marks for what cannot be shown. */
export function wordsOf(locale: Locale, text: string | undefined, media: CaseMedia = []): string {
  const marks = media.map((kind) => say(locale, `cases.media.${kind}`)).join("");
  return text === undefined && marks === "" ? say(locale, "cases.locked") : `${text ?? ""}${marks}`;
}

export const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
};

/**
 * What each draft about a case is sent for; a reply to the message then finds its case, see `readKey`. `place` tells
 * several apart that the same message causes.
 */
export const purposeOf = (
  { caseId }: Pick<Case, "caseId">,
  what: "card" | "fan" | "edited" | "staff" | "corrected" | "told" | "reply" | "note" | "promise" | "call",
  place?: number,
): string => `case.${caseId}.${what}${place === undefined ? "" : `.${place}`}`;

/** A key is origin, purpose, platform, chat and part; what stands in the origin was not written by us. */
const KEY = /:case\.(\d{1,9})\.([a-z]+)(?:\.(\d+))?:[a-z]+:[^:]*:\d+(?::beside)?$/;

/** The case that a message of the bot was about, and what it was for; from its dedupe key. */
export function readKey(
  dedupeKey: string | undefined,
): { readonly caseId: number; readonly what: string; readonly place: number | undefined } | undefined {
  const [, caseId, what = "", place] = KEY.exec(dedupeKey ?? "") ?? [];
  if (caseId === undefined) return undefined;
  return { caseId: Number(caseId), what, place: place === undefined ? undefined : Number(place) };
}
