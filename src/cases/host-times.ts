import { z } from "zod";
import { isZone } from "../core/local-time.ts";
import type { CaseLevel } from "./case.ts";
import type { RosterStore } from "./roster-store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WHOLE_DAY = 24 * 60;

/** Weekdays (1 is Monday) and the minutes of the day between which something holds; past 1440 it goes on after midnight. */
const Span = z
  .object({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: z.number().int().min(0).max(WHOLE_DAY),
    to: z
      .number()
      .int()
      .min(1)
      .max(2 * WHOLE_DAY),
  })
  .refine(({ from, to }) => to > from && to - from <= WHOLE_DAY);
export type Span = Readonly<z.infer<typeof Span>>;

const Within = z.object({
  care: z.number().int().positive(),
  urgent: z.number().int().positive(),
  emergency: z.number().int().positive(),
});

/** When a host's staff is there, and how soon it has to come. The schema checks what is read back from the database. */
export const HostTimes = z.object({
  zone: z.string().refine(isZone),
  /** Hours in which the staff is there for what can wait. */
  hours: z.array(Span).max(14),
  /** Days ("2026-02-16") on which nobody works. */
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).max(400),
  /** How soon somebody has to have seen a case, in milliseconds; of `care` in working hours. */
  seenWithinMs: Within,
  /** How soon the fan has to be answered. */
  answerWithinMs: Within,
});
export type HostTimes = Readonly<z.infer<typeof HostTimes>>;

const DEFAULT_WITHIN: Readonly<Record<CaseLevel, number>> = {
  emergency: 5 * MINUTE_MS,
  urgent: 15 * MINUTE_MS,
  care: 4 * HOUR_MS,
};

/** Of a host who has said nothing else. */
export const DEFAULT_TIMES: HostTimes = {
  zone: "Asia/Shanghai",
  hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 9 * 60, to: 21 * 60 }],
  holidays: [],
  seenWithinMs: DEFAULT_WITHIN,
  answerWithinMs: DEFAULT_WITHIN,
};

/** When this host's staff is there and how soon it has to come. What cannot be read must not stop a ladder. */
export async function timesOf(
  { rosters }: { readonly rosters: Pick<RosterStore, "keptTimes"> },
  hostId: string | undefined,
): Promise<HostTimes> {
  const data = await rosters.keptTimes(hostId);
  if (data === undefined) return DEFAULT_TIMES;
  return HostTimes.safeParse(JSON.parse(data)).data ?? DEFAULT_TIMES;
}

/** The time zone in which this host's fans and staff read the clock. */
export const zoneOf = async (
  stores: { readonly rosters: Pick<RosterStore, "keptTimes"> },
  hostId: string | undefined,
): Promise<string> => (await timesOf(stores, hostId)).zone;
