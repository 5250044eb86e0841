import type { Locale } from "../../core/texts/index.ts";
import type { Unit } from "./source-units.ts";
import { type Clause, clausesOf } from "./trace-text.ts";
import warm from "./warm-phrases.json" with { type: "json" };

/** Where a clause of a rewording stands in the reviewed text; `warm` says nothing, `plain` nothing that could matter. */
export type Place =
  | { readonly kind: "warm" | "plain" }
  | { readonly kind: "quoted"; readonly unit: Unit; readonly at: number };

/** What a model may say beside quoting; it is told so in its prompt. */
export const WARM_PHRASES: Readonly<Record<Locale, readonly string[]>> = { zh: warm.zh, en: warm.en };

/** A clause that could not matter may leave out up to this share of what it comes from; it may add nothing. */
const KEPT_SHARE = 0.6;

const formsOf = (phrases: readonly string[], locale: Locale): ReadonlySet<string> =>
  new Set(phrases.flatMap((phrase) => clausesOf(phrase, locale).map(({ form }) => form)));
const WARM: Readonly<Record<Locale, ReadonlySet<string>>> = {
  zh: formsOf(warm.zh, "zh"),
  en: formsOf(warm.en, "en"),
};
const LEAD_INS: Readonly<Record<Locale, readonly string[]>> = {
  zh: [...formsOf(warm.zhLeadIns, "zh")],
  en: [...formsOf(warm.enLeadIns, "en")].map((word) => `${word} `),
};

/** The clause itself and, where it begins with a word that only leads in ("请", "另外"), the rest of it. */
function readings({ form }: Clause, locale: Locale): readonly string[] {
  const rests = LEAD_INS[locale]
    .filter((word) => form.startsWith(word) && form.length > word.length)
    .map((word) => form.slice(word.length));
  return [form, ...rests];
}

/**
 * Finds a clause in the units that its sentence names: the one that goes on from `expected` first, then the beginning of a
 * sentence, then anywhere. Undefined when no unit has this clause.
 */
export function placeClause(
  clause: Clause,
  units: readonly Unit[],
  expected: { readonly unit: Unit; readonly at: number } | undefined,
  locale: Locale,
): Place | undefined {
  const forms = readings(clause, locale);
  const fits = (unit: Unit, at: number): boolean => {
    const source = unit.clauses[at];
    return source !== undefined && source.asks === clause.asks && forms.includes(source.form);
  };
  if (expected && units.includes(expected.unit) && fits(expected.unit, expected.at))
    return { kind: "quoted", ...expected };
  const starting = units.find((unit) => fits(unit, 0));
  if (starting) return { kind: "quoted", unit: starting, at: 0 };
  for (const unit of units) {
    const at = unit.clauses.findIndex((_, place) => fits(unit, place));
    if (at >= 0) return { kind: "quoted", unit, at };
  }
  if (!clause.asks && WARM[locale].has(clause.form)) return { kind: "warm" };
  const plain = units.some(
    (unit) =>
      !unit.critical &&
      unit.clauses.some((source) => !source.asks && comesFrom(clause.form, source.form, locale)),
  );
  return plain && !clause.asks ? { kind: "plain" } : undefined;
}

/** Every character (word in English) stands in the source, in the same order, and enough of the source is left. */
function comesFrom(form: string, source: string, locale: Locale): boolean {
  const parts = (text: string) => (locale === "zh" ? [...text] : text.split(" "));
  const wanted = parts(form);
  const given = parts(source);
  let at = 0;
  for (const part of given) if (part === wanted[at]) at++;
  return at === wanted.length && wanted.length >= KEPT_SHARE * given.length;
}
