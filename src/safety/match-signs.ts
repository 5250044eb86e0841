import type { Match, Reading } from "./match-rule.ts";
import type { ReadySigns } from "./rules.ts";
import { type Level, levelRank } from "./types.ts";
import type { Hit } from "./word-index.ts";

/** A sign rule with its words replaced by their ids in the word index. */
export interface CompiledSigns {
  readonly rule: ReadySigns;
  /** Which sign each word stands for. */
  readonly signOf: ReadonlyMap<number, number>;
  readonly except: readonly number[];
  readonly unless: readonly number[];
}

interface SignHit extends Hit {
  readonly sign: number;
  readonly word: number;
}

/**
 * Adds up the points of different signs that stand together within the rule's reach; each sign counts once. For what
 * people describe in their own words, where no single phrase is decisive.
 */
export function matchSigns(
  { rule, signOf, except, unless }: CompiledSigns,
  reading: Reading,
): Match | undefined {
  if (
    rule.underMonths !== undefined &&
    !(reading.ageMonths !== undefined && reading.ageMonths < rule.underMonths)
  ) {
    return undefined;
  }
  const found: SignHit[] = [];
  const present = new Set<number>();
  for (const [word, hits] of reading.hits) {
    const sign = signOf.get(word);
    if (sign === undefined) continue;
    present.add(sign);
    for (const { start, end } of hits) found.push({ start, end, sign, word });
  }
  let attainable = 0;
  for (const sign of present) attainable += rule.signs[sign]?.points ?? 0;
  if (attainable < rule.points || unless.some((id) => reading.hits.has(id))) return undefined;
  const spared = except.flatMap((id) => reading.hits.get(id) ?? []);
  const counted = found
    .filter((hit) => !spared.some(({ start, end }) => start < hit.end && hit.start < end))
    .sort((a, b) => a.start - b.start || b.end - a.end);

  // A window slides over the hits; `standing` counts the hits of each sign inside it.
  const standing = new Map<number, SignHit[]>();
  let points = 0;
  let first = 0;
  let covered = { end: 0, sign: -1 };
  for (const hit of counted) {
    // The same characters are one observation, even where two signs could claim them (水泡 and 泡).
    if (hit.start < covered.end && hit.sign !== covered.sign) continue;
    if (isCalm(rule, reading, hit)) continue;
    covered = hit;
    const list = standing.get(hit.sign) ?? [];
    if (list.length === 0) points += rule.signs[hit.sign]?.points ?? 0;
    standing.set(hit.sign, [...list.slice(-3), hit]);
    for (
      let oldest = counted[first];
      oldest && span(oldest, hit, reading) > rule.within;
      oldest = counted[++first]
    ) {
      const rest = standing.get(oldest.sign);
      if (!rest?.includes(oldest)) continue;
      if (rest.length === 1) points -= rule.signs[oldest.sign]?.points ?? 0;
      standing.set(
        oldest.sign,
        rest.filter((other) => other !== oldest),
      );
    }
    if (points >= rule.points) {
      const words = [...standing.values()].flatMap((hits) =>
        hits.slice(-1).map(({ word }) => reading.word(word)),
      );
      return { id: rule.id, level: rule.level, kinds: rule.kinds, words };
    }
  }
  return undefined;
}

const span = (from: Hit, to: Hit, { reach }: Reading): number =>
  (reach[to.end] ?? 0) - (reach[from.start] ?? 0);

function isCalm(rule: ReadySigns, reading: Reading, hit: Hit): boolean {
  let level: Level = rule.level;
  for (const context of reading.contextsOf(hit)) {
    if (levelRank(rule.calmed[context]) < levelRank(level)) level = rule.calmed[context];
  }
  return levelRank(level) < levelRank(rule.level);
}
