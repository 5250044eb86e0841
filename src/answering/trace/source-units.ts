import type { Locale } from "../../core/texts/index.ts";
import type { SourceLine } from "../answer-model.ts";
import { forbids, isCritical, isWarning } from "./forbidden.ts";
import { type Clause, clausesOf, sentencesOf } from "./trace-text.ts";

/** One sentence of reviewed text: the smallest part that keeps its meaning when it is quoted. */
export interface Unit {
  readonly line: number;
  readonly short: boolean;
  /** Its place among the sentences of its line. */
  readonly index: number;
  readonly clauses: readonly Clause[];
  /** Must be quoted whole and in order. */
  readonly critical: boolean;
  readonly warns: boolean;
  /** Stands under "do not" without a word of its own that says so: read alone it would say the opposite. */
  readonly needsHeading: boolean;
  /** The sentence before it in its line without which it may not stand: it may name whom or what this one is about. */
  readonly after: Unit | undefined;
}

/** Sentences of the lines in order. */
export function unitsOf(lines: readonly SourceLine[], locale: Locale): readonly Unit[] {
  return lines.flatMap(({ number, section, text }) => {
    const units: Unit[] = [];
    for (const [index, sentence] of sentencesOf(text).entries()) {
      const clauses = clausesOf(sentence, locale);
      if (clauses.length === 0) continue;
      const negated = clauses.some(({ form }) => forbids(form, locale));
      units.push({
        line: number,
        short: section === "short",
        index,
        clauses,
        critical: clauses.some(({ form }) => isCritical(form, locale)),
        warns: clauses.some(({ form }) => isWarning(form, locale)),
        needsHeading: section === "avoid" && !negated,
        after: section === "short" ? undefined : units.findLast(({ critical }) => critical),
      });
    }
    return units;
  });
}
