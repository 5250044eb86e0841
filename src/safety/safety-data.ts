import { type PersonData, type PersonRows, simpleData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";

/** What triage raised in something that a person wrote. */
export interface KeptAlarm {
  readonly at: number;
  readonly level: string;
  readonly kinds: readonly string[];
  readonly words: readonly string[];
}

interface Stores {
  readonly personRows: { readonly alarms: PersonRows<KeptAlarm> };
}

/** What triage noticed: its words go when asked to; a time without promotion ends by itself. */
export const safetyData: PersonData<Stores> = simpleData(
  ({ personRows }) => personRows.alarms,
  "privacy.section.alarms",
  ({ at, level, kinds, words }, locale) => ({
    at,
    line: say(locale, "privacy.line.alarm", { level, kinds: kinds.join("、"), words: words.join("、") }),
    data: { level, kinds, words },
  }),
);
