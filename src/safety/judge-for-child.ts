import { isUrgent, levelRank, type Triage, type TriageContext } from "./types.ts";

/** No rule about age speaks of older children as of small ones. */
const SMALL_MONTHS = 24;

/**
 * Judges a text once more for the youngest child of whoever wrote it, whose age (in months) she once told: a fever of 38 is
 * another thing at six weeks. An age in the text itself goes before; the level is never lowered.
 */
export function judgeForChild(
  triage: (text: string, context?: TriageContext) => Triage,
  text: string,
  own: Triage,
  ageMonths: number | undefined,
): Triage {
  if (ageMonths === undefined || ageMonths >= SMALL_MONTHS || isUrgent(own)) return own;
  const aged = triage(text, { ageMonths });
  return levelRank(aged.level) > levelRank(own.level) ? aged : own;
}
