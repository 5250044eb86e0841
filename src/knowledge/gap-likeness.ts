import { normaliseText, replaceSynonyms } from "./search/normalise.ts";
import weakWords from "./search/weak-words.json" with { type: "json" };

/**
 * Questions are alike when they share more than this of their characters and pairs of characters, after dialect,
 * synonyms, numbers and the words that every question has are taken out. Two rows for one question cost an editor a
 * glance; two questions in one row hide one of them, so what is in doubt stays apart.
 */
export const ALIKE = 0.5;

/** Twelve bands of two catch a likeness of a half in 97 of 100 cases, see `gapBands`. */
const BANDS = 12;
const ROWS = 2;

const WEAK = [...weakWords.weak, ...weakWords.drop].sort((a, b) => b.length - a.length);
const WEAK_BY_FIRST = new Map<string, string[]>();
for (const word of WEAK) {
  const first = word.slice(0, 1);
  WEAK_BY_FIRST.set(first, [...(WEAK_BY_FIRST.get(first) ?? []), word]);
}

/** What is left of a question when the words are gone that tell nothing about its subject. */
function subjectOf(question: string): string {
  const text = replaceSynonyms(normaliseText(question));
  let left = "";
  for (let at = 0; at < text.length; ) {
    const weak = WEAK_BY_FIRST.get(text.charAt(at))?.find((word) => text.startsWith(word, at));
    left += weak === undefined ? text.charAt(at) : " ";
    at += weak?.length ?? 1;
  }
  // Ages and amounts are of any subject.
  return left.replace(/[\d ]+/g, " ").trim();
}

/** The parts by which questions are compared; a question without any subject is compared as it stands. */
export function gapFeatures(question: string): ReadonlySet<string> {
  const subject = subjectOf(question);
  const text = subject === "" ? normaliseText(question) : subject;
  const features = new Set<string>();
  for (const run of text.split(" ")) {
    const characters = [...run];
    characters.forEach((character, at) => {
      features.add(character);
      const next = characters[at + 1];
      if (next !== undefined) features.add(character + next);
    });
  }
  return features;
}

/** Share of common features, 0 to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const feature of one) if (other.has(feature)) common += 1;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}

function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}

/**
 * Numbers of 32 bits under which a question is filed (MinHash in bands): two questions share one with probability
 * 1 - (1 - likeness²)¹², so like ones meet without a look at all the others.
 */
export function gapBands(features: ReadonlySet<string>): readonly number[] {
  const bands: number[] = [];
  for (let band = 0; band < BANDS; band++) {
    let key = String(band);
    for (let row = 0; row < ROWS; row++) {
      let least = Number.POSITIVE_INFINITY;
      for (const feature of features) least = Math.min(least, hash(feature, band * ROWS + row));
      key += `.${least}`;
    }
    bands.push(hash(key, BANDS * ROWS));
  }
  return [...new Set(bands)];
}

/** The most like of these, if one is alike. */
export function mostAlike<Candidate extends { readonly question: string }>(
  features: ReadonlySet<string>,
  candidates: readonly Candidate[],
): Candidate | undefined {
  let best: Candidate | undefined;
  let most = ALIKE;
  for (const candidate of candidates) {
    const share = likeness(features, gapFeatures(candidate.question));
    if (share <= most) continue;
    best = candidate;
    most = share;
  }
  return best;
}
