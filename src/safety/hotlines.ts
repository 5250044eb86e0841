import { z } from "zod";
import data from "./hotlines.json" with { type: "json" };

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const Span = z.object({
  /** 0 is Sunday; the day on which the span begins. */
  weekdays: z.array(z.number().int().min(0).max(6)).min(1),
  from: TimeOfDay,
  /** Earlier than `from` when the line closes after midnight. */
  to: TimeOfDay,
});
const Hotline = z.object({
  number: z.string().regex(/^\d{3,12}$/),
  name: z.object({ zh: z.string().min(1), en: z.string().min(1) }),
  hours: z.union([z.literal("always"), z.array(Span).min(1)]),
  checkedOn: z.iso.date(),
  note: z.string().optional(),
});
const Hotlines = z
  .object({
    utcOffsetMinutes: z.number().int().min(-720).max(840),
    /** Numbers that answer at any hour: named whenever another line is closed. */
    always: z.array(z.string()).min(1),
    lines: z.array(Hotline).min(1),
  })
  .refine(
    ({ always, lines }) =>
      always.every((number) => lines.some((line) => line.number === number && line.hours === "always")),
    "every number in `always` has to be a line with hours `always`",
  );

export type Hotline = z.infer<typeof Hotline>;
export type Hotlines = z.infer<typeof Hotlines>;

/** Reads a table of telephone lines; without one, the table that comes with the bot. Throws when it is not well formed. */
export function loadHotlines(table: unknown = data): Hotlines {
  const parsed = Hotlines.safeParse(table);
  if (!parsed.success) throw new Error(`Bad table of hotlines:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether somebody is expected to answer at `now`; hours are local to where the lines are. */
export function isOpen(line: Hotline, utcOffsetMinutes: number, now: Date): boolean {
  if (line.hours === "always") return true;
  const local = new Date(now.getTime() + utcOffsetMinutes * 60_000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = local.getUTCDay();
  const yesterday = (today + 6) % 7;
  return line.hours.some(({ weekdays, from, to }) => {
    const [start, end] = [minuteOf(from), minuteOf(to)];
    if (start < end) return weekdays.includes(today) && minute >= start && minute < end;
    return (weekdays.includes(today) && minute >= start) || (weekdays.includes(yesterday) && minute < end);
  });
}
