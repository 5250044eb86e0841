import type { Context } from "./contexts.ts";
import type { Quantities } from "./quantities.ts";
import type { ReadyRule } from "./rules.ts";
import { type Level, levelRank, type SafetyKind } from "./types.ts";
import type { Hit, Hits } from "./word-index.ts";

/** A length of time belongs to the words that stand this near, in characters. */
const TIME_REACH = 12;
/** The longest word of any rule, in characters; how far back a window of hits has to begin. */
const LONGEST_WORD = 60;

/** A rule with its words replaced by their ids in the word index. */
export interface CompiledRule {
  readonly rule: ReadyRule;
  readonly groups: readonly (readonly number[])[];
  readonly except: readonly number[];
  readonly unless: readonly number[];
}

/** What is known about one text. */
export interface Reading {
  readonly hits: Hits;
  readonly quantities: Quantities;
  readonly ageMonths: number | undefined;
  readonly contextsOf: (hit: Hit) => ReadonlySet<Context>;
  readonly word: (id: number) => string;
  /** How far into the text each position is, in characters of Han; a Latin word is about as long as one of those. */
  readonly reach: Float64Array;
}

export interface Match {
  readonly id: string;
  readonly level: Level;
  readonly kinds: readonly SafetyKind[];
  readonly words: readonly string[];
}

interface WordHit extends Hit {
  readonly word: number;
}

/** Judges one rule: its level, the level that a calming context leaves of it, or undefined when it says nothing. */
export function matchRule(compiled: CompiledRule, reading: Reading): Match | undefined {
  const { rule, groups, except, unless } = compiled;
  if (
    rule.underMonths !== undefined &&
    !(reading.ageMonths !== undefined && reading.ageMonths < rule.underMonths)
  ) {
    return undefined;
  }
  // The cheapest question first: most rules end here.
  if (groups.some((ids) => !ids.some((id) => reading.hits.has(id)))) return undefined;
  const heat = temperatureLevel(rule, reading);
  if (heat === "none") return undefined;
  const against = unless.flatMap((id) => reading.hits.get(id) ?? []);
  if (groups.length === 0 && against.length > 0) return undefined;
  if (groups.length === 0) return { id: rule.id, level: heat, kinds: rule.kinds, words: [] };

  const spared = except.flatMap((id) => reading.hits.get(id) ?? []);
  const lists: WordHit[][] = [];
  for (const ids of groups) {
    const list = placed(ids, reading.hits, spared);
    if (list.length === 0) return undefined;
    lists.push(list);
  }
  const [anchors = [], ...others] = lists;
  let best: Match | undefined;
  for (const anchor of anchors) {
    if (rule.hours !== undefined && !lasts(anchor, rule.hours, reading)) continue;
    if (against.some((hit) => distance(anchor, hit, reading) <= rule.unlessWithin)) continue;
    const chosen = others.map((list) => nearest(anchor, list, rule.within, reading));
    if (chosen.some((hit) => hit === undefined)) continue;
    const contexts = new Set(reading.contextsOf(anchor));
    for (const hit of chosen) if (hit && reading.contextsOf(hit).has("negated")) contexts.add("negated");
    const level = lower(heat, calmedLevel(rule, contexts));
    if (level === "none" || (best && levelRank(level) <= levelRank(best.level))) continue;
    const words = [anchor, ...chosen].flatMap((hit) => (hit ? [reading.word(hit.word)] : []));
    best = { id: rule.id, level, kinds: rule.kinds, words };
    if (level === rule.level) return best;
  }
  return best;
}

const lower = (a: Level, b: Level): Level => (levelRank(a) < levelRank(b) ? a : b);

function calmedLevel(rule: ReadyRule, contexts: ReadonlySet<Context>): Level {
  let level: Level = rule.level;
  for (const context of contexts) level = lower(level, rule.calmed[context]);
  return level;
}

/** `none` when the rule wants a temperature that the text does not give. */
function temperatureLevel(rule: ReadyRule, reading: Reading): Level {
  const { temperature } = rule;
  if (temperature === undefined) return rule.level;
  let best: Level = "none";
  for (const given of reading.quantities.temperatures) {
    if (given.value < temperature - 1e-9) continue;
    const level = calmedLevel(rule, reading.contextsOf(given));
    if (levelRank(level) > levelRank(best)) best = level;
  }
  return best;
}

const lasts = (hit: Hit, hours: number, reading: Reading): boolean =>
  reading.quantities.durations.some(
    (span) => span.value >= hours && distance(hit, span, reading) <= TIME_REACH,
  );

/** Hits of these words that no excepted phrase covers, by where they start. */
function placed(ids: readonly number[], hits: Hits, spared: readonly Hit[]): WordHit[] {
  const found: WordHit[] = [];
  for (const word of ids) {
    for (const hit of hits.get(word) ?? []) {
      if (spared.length > 0 && spared.some(({ start, end }) => start < hit.end && hit.start < end)) continue;
      found.push({ word, start: hit.start, end: hit.end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Space between two hits in characters of Han. */
function distance(a: Hit, b: Hit, { reach }: Pick<Reading, "reach">): number {
  const at = (position: number) => reach[position] ?? 0;
  return Math.max(0, at(a.start) - at(b.end), at(b.start) - at(a.end));
}

/** A Latin letter takes a quarter of the room of a Han character, and so does a digit or blank. */
export function measure(text: string): Float64Array {
  const reach = new Float64Array(text.length + 1);
  for (let at = 0; at < text.length; at++) {
    reach[at + 1] = (reach[at] ?? 0) + (text.charCodeAt(at) < 0x2e80 ? 0.25 : 1);
  }
  return reach;
}

/** The nearest hit within reach, one that is not denied before one that is. */
function nearest(
  anchor: Hit,
  list: readonly WordHit[],
  within: number,
  reading: Reading,
): WordHit | undefined {
  let [low, high] = [0, list.length];
  const from = anchor.start - within * 4 - LONGEST_WORD;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let best: WordHit | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let at = low; at < list.length; at++) {
    const hit = list[at];
    if (!hit || hit.start > anchor.end + within * 4) break;
    const apart = distance(anchor, hit, reading);
    if (apart > within) continue;
    const cost = apart + (reading.contextsOf(hit).has("negated") ? 1000 : 0);
    if (cost < bestCost) [best, bestCost] = [hit, cost];
  }
  return best;
}
