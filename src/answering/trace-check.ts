import { ok, type Result, refuse } from "../core/result.ts";
import type { Locale } from "../core/texts/index.ts";
import type { Rewording, SourceText, TracedSentence } from "./answer-model.ts";
import { forbiddenIn, negationsIn, substancesIn, type TraceFailure } from "./trace/forbidden.ts";
import { type Place, placeClause } from "./trace/place-clauses.ts";
import { type Unit, unitsOf } from "./trace/source-units.ts";
import { type Clause, canonical, clausesOf, numbersOf } from "./trace/trace-text.ts";

export type { TraceFailure } from "./trace/forbidden.ts";

const MOST_SENTENCES = 12;
/** A reworded answer stays one short message, in characters. */
const MOST_CHARACTERS: Readonly<Record<Locale, number>> = { zh: 320, en: 800 };

/**
 * Holds a model's rewording against the reviewed text, without any model: gives the sentences as they may be sent, or the
 * first reason why none of it is.
 *
 * Every clause has to be a clause of a line that its sentence names: number by number, word by word, apart from particles,
 * the writing of numbers and units, and a short list of words that mean the same; beside them only phrases of a closed list
 * that say nothing ("别慌", "辛苦了"). A sentence of the source that could matter (numbers, negations, conditions, anything given
 * or done to a child) comes whole and in order, never cut out of what it depends on, never out from under its "do not", and
 * the short answer's first sentence and every warning of it are still there. So a model may choose what fits the asker, order it, join it and say it
 * plainly and kindly; it cannot make advice, not even out of reviewed pieces ("布洛芬" from here, "10~15mg" from there).
 * Words are covered whole (a share of 1): with less, one new word in ten is enough to do harm. The search's synonyms do not
 * count, because finding may take 儿子 for 女儿 and vouching may not.
 */
export function checkTrace(
  rewording: Rewording,
  source: SourceText,
  locale: Locale,
): Result<readonly string[], TraceFailure> {
  const { sentences } = rewording;
  const texts = sentences.map(({ text }) => text.trim());
  if (texts.length === 0 || texts.some((text) => text === "")) return refuse("empty");
  if (texts.length > MOST_SENTENCES || texts.join("").length > MOST_CHARACTERS[locale])
    return refuse("too-long");

  const units = unitsOf(source.lines, locale);
  const run = new QuotedRun();
  for (const sentence of sentences) {
    const failure = checkNames(sentence, source) ?? checkWords(sentence, source, units, run, locale);
    if (failure) return refuse(failure);
  }
  const unfinished = run.end();
  if (unfinished) return refuse(unfinished);
  if (run.whole.size === 0) return refuse("not-covered");
  const [answer] = units;
  if (answer?.short && !run.whole.has(answer)) return refuse("lost-answer");
  if (units.some((unit) => unit.short && unit.warns && !run.whole.has(unit))) return refuse("lost-warning");
  return ok(texts);
}

function checkNames(
  { articleId, revision, lines }: TracedSentence,
  source: SourceText,
): TraceFailure | undefined {
  if (articleId !== source.articleId) return "wrong-article";
  if (revision !== source.revision) return "wrong-revision";
  const known =
    lines.length > 0 && lines.every((number) => source.lines.some((line) => line.number === number));
  return known ? undefined : "no-such-line";
}

function checkWords(
  sentence: TracedSentence,
  source: SourceText,
  units: readonly Unit[],
  run: QuotedRun,
  locale: Locale,
): TraceFailure | undefined {
  const named = new Set(sentence.lines);
  const sourceWords = source.lines
    .flatMap(({ number, text }) => (named.has(number) ? [text] : []))
    .join("\n");
  const forbidden = forbiddenIn(sentence.text, sourceWords);
  if (forbidden) return forbidden;
  const nameable = units.filter(({ line }) => named.has(line));
  const clauses = clausesOf(sentence.text, locale);
  if (clauses.length === 0) return "empty";
  for (const clause of clauses) {
    const place = placeClause(clause, nameable, run.expected, locale);
    if (!place) return explain(clause, nameable, sourceWords, locale);
    const failure = run.add(place);
    if (failure) return failure;
  }
  return undefined;
}

/** Follows the quoted clauses through an answer: a sentence that could matter is begun, gone on with and ended. */
class QuotedRun {
  readonly whole = new Set<Unit>();
  #open: { readonly unit: Unit; readonly at: number } | undefined;
  #last: Unit | undefined;
  #lastOfShort = -1;

  get expected(): { readonly unit: Unit; readonly at: number } | undefined {
    return this.#open;
  }

  add(place: Place): TraceFailure | undefined {
    if (place.kind !== "quoted") return this.end();
    const { unit, at } = place;
    if (this.#open && this.#open.unit === unit && this.#open.at === at) return this.#goOn(unit, at);
    const cutShort = this.end();
    if (cutShort) return cutShort;
    if (unit.critical) {
      if (at !== 0) return "lost-part";
      if (unit.needsHeading) return "out-of-context";
      if (unit.after && unit.after !== this.#last) return "out-of-context";
      // The short answer's sentences were reviewed in their order.
      if (unit.short && unit.index < this.#lastOfShort) return "out-of-context";
      if (unit.short) this.#lastOfShort = unit.index;
    }
    return this.#goOn(unit, at);
  }

  /** What was begun and not ended. */
  end(): TraceFailure | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open?.unit.critical ? "lost-part" : undefined;
  }

  #goOn(unit: Unit, at: number): undefined {
    const next = at + 1;
    const ended = next === unit.clauses.length;
    this.#open = ended ? undefined : { unit, at: next };
    if (ended) {
      this.whole.add(unit);
      if (unit.critical) this.#last = unit;
    }
  }
}

/** Which rule a clause breaks that stands nowhere in its lines, for the count and for the editors. */
function explain(clause: Clause, units: readonly Unit[], sourceWords: string, locale: Locale): TraceFailure {
  const source = canonical(sourceWords, locale);
  const numbers = numbersOf(source);
  for (const { value, unit } of numbersOf(clause.form)) {
    const same = numbers.filter((number) => number.value === value);
    if (same.length === 0) return "number";
    if (unit !== "" && !same.some((number) => number.unit.startsWith(unit) || unit.startsWith(number.unit))) {
      return "unit";
    }
  }
  if (substancesIn(clause.form, locale).some((word) => !source.includes(word))) return "substance";
  const sources = units.flatMap(({ clauses }) => clauses);
  const closest = sources.reduce<Clause | undefined>(
    (best, one) => (likeness(one.form, clause.form) > likeness(best?.form ?? "", clause.form) ? one : best),
    undefined,
  );
  if (closest && likeness(closest.form, clause.form) >= 0.5) {
    if (negationsIn(closest.form, locale) !== negationsIn(clause.form, locale)) return "negation";
  }
  return "not-covered";
}

/** Share of character pairs that two texts have in common. */
function likeness(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)));
  if (a.length < 2 || b.length < 2) return 0;
  const [first, second] = [pairs(a), pairs(b)];
  return (2 * [...first].filter((pair) => second.has(pair)).length) / (first.size + second.size);
}
