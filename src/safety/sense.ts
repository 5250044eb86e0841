import { readFileSync } from "node:fs";
import { z } from "zod";
import { CONTEXTS, type Context } from "./contexts.ts";
import { GAP, type Normalised } from "./normalise.ts";
import type { Quantities } from "./quantities.ts";
import data from "./sense.json" with { type: "json" };
import { SAFETY_KINDS, type SafetyKind } from "./types.ts";
import type { Hit, Hits, WordIndex } from "./word-index.ts";

/**
 * A second look beside the rules, for dangers told in words that no rule lists: it weighs which things a text speaks
 * of (`sense.json`), which of them stand together and in which order, what calms them, its pieces of up to three
 * characters, how it begins and ends and how long it is. The weights are learned from `test/eval/triage.jsonl` by
 * `test/eval/fit-sense.ts`; nothing else is in them.
 */
export const BUCKETS = 1 << 18;
export const SENSE_FILE = new URL("./sense.bin", import.meta.url);
/** Long texts are weighed in stretches of this many characters that overlap by half, so that nothing is diluted. */
const STRETCH = 80;
/** Of a very long text the first stretches are weighed; rules read all of it. */
const MOST_STRETCHES = 10;
const PIECE_WEIGHT = 0.4;
const PAIR_WEIGHT = 0.5;
const ORDER_WEIGHT = 0.4;
const EDGE_WEIGHT = 0.5;
const CALMED_WEIGHT = 0.5;
const LENGTH_WEIGHT = 0.5;
const MOST_HITS = 4;
/** A text that speaks of one listed thing alone is weighed by little, and has to be this much graver. */
const ALONE_COST = 1.2;
/** Shorter texts are half a sentence; together with the next one they are judged by rules. */
const SHORTEST = 5;

const Concepts = z.object({ about: z.string(), concepts: z.record(z.string(), z.array(z.string().min(1))) });

/** Buckets and their values, place by place; the values of one stretch have length 3. */
export interface Features {
  readonly buckets: Int32Array;
  readonly values: Float32Array;
}

export interface SenseData {
  /** Weight of each bucket is `weights[bucket] * scale`. */
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: number;
  /** For each kind of `kinds`, one weight for each concept, in the order of `sense.json`, then its bias. */
  readonly kinds: readonly SafetyKind[];
  readonly kindWeights: Float32Array;
}

export interface Sensed {
  /** Log odds that the text tells of an urgent danger. */
  readonly odds: number;
  readonly kinds: readonly SafetyKind[];
  /** The listed words that stood in the text, for staff. */
  readonly words: readonly string[];
}

interface Stretch {
  readonly features: Features;
  /** Numbers of the concepts that stand there undenied. */
  readonly present: readonly number[];
  readonly words: readonly string[];
}

type ReadSense = (
  normalised: Normalised,
  hits: Hits,
  contextsOf: (hit: Hit) => ReadonlySet<Context>,
  quantities: Quantities,
  ageMonths: number | undefined,
) => readonly Stretch[];

/** The text and each piece of it between blanks and marks, to be read by itself: what one says, another does not take back. */
export function piecesOf(normalised: Normalised): readonly Normalised[] {
  const { text, gaps } = normalised;
  const pieces = [normalised];
  let start = 0;
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && (gaps[at] ?? 0) < GAP.space) continue;
    if (start > 0 || at < text.length)
      pieces.push({ text: text.slice(start, at), gaps: gaps.slice(start, at) });
    start = at;
  }
  return pieces;
}

/** Adds the words of `sense.json` to `index`. */
export function createSenseReader(index: WordIndex): ReadSense {
  const { concepts } = Concepts.parse(data);
  const conceptsOf = new Map<number, number[]>();
  Object.values(concepts).forEach((words, concept) => {
    for (const word of words) {
      const id = index.add(word);
      conceptsOf.set(id, [...(conceptsOf.get(id) ?? []), concept]);
    }
  });
  const count = Object.keys(concepts).length;
  const single = buckets(count, (at) => `#${at}`);
  const calmed = buckets(count, (at) => `~${at}`);
  const context = new Map(CONTEXTS.map((name) => [name, bucketOf(`@${name}`)]));
  const values = new Gathered();

  return (normalised, hits, contextsOf, quantities, ageMonths) => {
    const { text } = normalised;
    const found: { readonly hit: Hit; readonly word: number; readonly concept: number }[] = [];
    for (const [word, list] of hits) {
      for (const concept of conceptsOf.get(word) ?? []) {
        for (const hit of list.slice(0, MOST_HITS)) found.push({ hit, word, concept });
      }
    }
    const stretches: Stretch[] = [];
    if (text.length < SHORTEST) return stretches;
    for (let start = 0; start === 0 || start + STRETCH / 2 < text.length; start += STRETCH / 2) {
      if (stretches.length === MOST_STRETCHES) break;
      const end = Math.min(text.length, start + STRETCH);
      values.clear();
      /** Where each concept stands undenied for the first time. */
      const standing = new Map<number, number>();
      const spoken = new Set<number>();
      const calm = new Set<Context>();
      const words = new Set<number>();
      for (const { hit, word, concept } of found) {
        if (hit.start < start || hit.end > end) continue;
        spoken.add(concept);
        if (standing.has(concept)) continue;
        const contexts = contextsOf(hit);
        for (const one of contexts) calm.add(one);
        if (contexts.size > 0) continue;
        standing.set(concept, hit.start);
        words.add(word);
      }
      for (let at = start; at < end; at++) {
        let hash = SEED;
        for (let size = 1; size <= 3 && at + size <= end; size++) {
          hash = Math.imul(hash ^ text.charCodeAt(at + size - 1), PRIME);
          values.set(spread(hash), PIECE_WEIGHT);
        }
      }
      for (const concept of spoken) {
        values.set((standing.has(concept) ? single : calmed)[concept] ?? 0, 1);
      }
      const present = [...standing.keys()].sort((a, b) => a - b);
      for (let one = 0; one < present.length; one++) {
        for (let other = one + 1; other < present.length; other++) {
          const [a, b] = [present[one] ?? 0, present[other] ?? 0];
          const inOrder = (standing.get(a) ?? 0) < (standing.get(b) ?? 0);
          values.set(pairBucket(a, b), PAIR_WEIGHT);
          values.set(inOrder ? pairBucket(a + ORDERED, b) : pairBucket(b + ORDERED, a), ORDER_WEIGHT);
        }
      }
      for (const one of calm) {
        const bucket = context.get(one) ?? 0;
        values.set(bucket, 1);
        for (const concept of spoken) values.set(pairBucket(bucket + CALMED, concept), CALMED_WEIGHT);
      }
      edges(text, start, end, values);
      values.set(lengths[Math.min(MOST_LENGTHS, Math.floor(Math.log2(end - start) * 2))] ?? 0, LENGTH_WEIGHT);
      for (const given of measures(quantities, ageMonths)) values.set(given, 1);
      stretches.push({
        features: values.scaled(),
        present,
        words: [...words].map((word) => index.word(word)),
      });
    }
    return stretches;
  };
}

/** Weighs each stretch; the gravest one speaks for the text. */
export function weigh(stretches: readonly Stretch[], { weights, scale, bias, ...of }: SenseData): Sensed {
  let odds = Number.NEGATIVE_INFINITY;
  let gravest: Stretch | undefined;
  for (const stretch of stretches) {
    // What no list knows cannot be weighed.
    if (stretch.present.length === 0) continue;
    let sum = 0;
    const { buckets, values } = stretch.features;
    for (let at = 0; at < buckets.length; at++) sum += (weights[buckets[at] ?? 0] ?? 0) * (values[at] ?? 0);
    const given = sum * scale + bias - (stretch.present.length === 1 ? ALONE_COST : 0);
    if (given > odds) [odds, gravest] = [given, stretch];
  }
  return { odds, kinds: gravest ? kindsOf(gravest.present, of) : [], words: gravest?.words ?? [] };
}

/** Kinds that are too much alike to tell apart by their words; nobody is to be sent the wrong way by a guess. */
const SURE = 0.28;
const NEARLY = 0.15;
const PRIVATE_SURE = 0.2;
const QUIET: ReadonlySet<SafetyKind> = new Set(["self-harm", "harm-to-child", "violence", "abuse"]);

function kindsOf(
  present: readonly number[],
  { kinds, kindWeights }: Pick<SenseData, "kinds" | "kindWeights">,
): readonly SafetyKind[] {
  const width = kindWeights.length / kinds.length;
  const odds = kinds.map((_, kind) => {
    const from = kind * width;
    return present.reduce(
      (sum, concept) => sum + (kindWeights[from + concept] ?? 0),
      kindWeights[from + width - 1] ?? 0,
    );
  });
  const highest = Math.max(...odds);
  const shares = odds.map((one) => Math.exp(one - highest));
  const total = shares.reduce((sum, one) => sum + one, 0);
  const ranked = kinds
    .map((kind, at) => ({ kind, share: (shares[at] ?? 0) / total }))
    .sort((a, b) => b.share - a.share);
  // What must not be said in a group comes first even where it is only likely.
  const quiet = ranked.find(({ kind, share }) => QUIET.has(kind) && share >= PRIVATE_SURE);
  const likely = ranked.slice(0, 2).filter(({ share }, at) => share >= (at === 0 ? SURE : NEARLY));
  const named = [...(quiet ? [quiet] : []), ...likely].map(({ kind }) => kind);
  return named.length > 0 ? [...new Set(named)].slice(0, 2) : ["unprocessed"];
}

const SEED = 2_166_136_261;
const PRIME = 16_777_619;
const spread = (hash: number): number => (hash ^ (hash >>> 15)) & (BUCKETS - 1);

function bucketOf(name: string): number {
  let hash = SEED;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), PRIME);
  return spread(hash);
}

const buckets = (count: number, name: (at: number) => string): readonly number[] =>
  Array.from({ length: count }, (_, at) => bucketOf(name(at)));

const pairBucket = (one: number, other: number): number =>
  spread(Math.imul((one + 1) * 1009 + other, PRIME) ^ 0x5bd1_e995);

/** Set the pairs of one sort apart from those of another: more than there are concepts, and than there are buckets. */
const ORDERED = 5_000;
const CALMED = 2 * BUCKETS;
/** Lengths in steps of half a doubling; up to eighty characters. */
const MOST_LENGTHS = 8;
const lengths = buckets(MOST_LENGTHS + 1, (at) => `length ${at}`);
const OPENING = bucketOf("^");
const CLOSING = bucketOf("$");

/** The first and the last one and two characters: "…了" tells, "…吗" asks, "…哈哈" laughs. */
function edges(text: string, start: number, end: number, values: Gathered): void {
  for (let size = 1; size <= 2 && size <= end - start; size++) {
    let [opening, closing] = [OPENING + size, CLOSING + size];
    for (let at = 0; at < size; at++) {
      opening = Math.imul(opening ^ text.charCodeAt(start + at), PRIME);
      closing = Math.imul(closing ^ text.charCodeAt(end - size + at), PRIME);
    }
    values.set(spread(opening), EDGE_WEIGHT);
    values.set(spread(closing), EDGE_WEIGHT);
  }
}

const YOUNG = bucketOf("@young");
const SMALL = bucketOf("@small");
const HOT = bucketOf("@hot");
const VERY_HOT = bucketOf("@very-hot");
const LONG = bucketOf("@long");

function measures({ temperatures, durations }: Quantities, ageMonths: number | undefined): number[] {
  const given: number[] = [];
  if (ageMonths !== undefined && ageMonths < 12) given.push(SMALL);
  if (ageMonths !== undefined && ageMonths < 3) given.push(YOUNG);
  if (temperatures.some(({ value }) => value >= 38)) given.push(HOT);
  if (temperatures.some(({ value }) => value >= 39.5)) given.push(VERY_HOT);
  if (durations.some(({ value }) => value >= 48)) given.push(LONG);
  return given;
}

/** Slots of the table below, a power of two; more features than fit into three quarters of it are left out. */
const SLOTS = 1 << 13;
const FULL = SLOTS * 0.75;

/** The features of one stretch while they are gathered: one small table for all texts, so that a message leaves no litter. */
class Gathered {
  readonly #keys = new Int32Array(SLOTS).fill(-1);
  readonly #values = new Float32Array(SLOTS);
  readonly #used = new Int32Array(FULL);
  #count = 0;

  clear(): void {
    for (let at = 0; at < this.#count; at++) this.#keys[this.#used[at] ?? 0] = -1;
    this.#count = 0;
  }

  set(bucket: number, value: number): void {
    let slot = Math.imul(bucket, PRIME) & (SLOTS - 1);
    for (let key = this.#keys[slot]; key !== bucket; key = this.#keys[slot]) {
      if (key === -1) {
        if (this.#count === FULL) return;
        this.#keys[slot] = bucket;
        this.#used[this.#count++] = slot;
        break;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    this.#values[slot] = value;
  }

  scaled(): Features {
    let squares = 0;
    for (let at = 0; at < this.#count; at++) squares += (this.#values[this.#used[at] ?? 0] ?? 0) ** 2;
    const by = 3 / Math.sqrt(squares || 1);
    const features = { buckets: new Int32Array(this.#count), values: new Float32Array(this.#count) };
    for (let at = 0; at < this.#count; at++) {
      const slot = this.#used[at] ?? 0;
      features.buckets[at] = this.#keys[slot] ?? 0;
      features.values[at] = (this.#values[slot] ?? 0) * by;
    }
    return features;
  }
}

const Header = z.object({
  scale: z.number(),
  bias: z.number(),
  kinds: z.array(z.enum(SAFETY_KINDS)),
});

/** One line of JSON, the weights of the kinds, the weights of the buckets. */
export function encodeSense({ weights, scale, bias, kinds, kindWeights }: SenseData): Uint8Array {
  const header = Buffer.from(`${JSON.stringify({ scale, bias, kinds })}\n`);
  const numbers = Buffer.from(kindWeights.buffer, kindWeights.byteOffset, kindWeights.byteLength);
  return Buffer.concat([
    header,
    numbers,
    Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength),
  ]);
}

/** Throws when `bytes` is no such file. */
export function decodeSense(bytes: Uint8Array): SenseData {
  const end = bytes.indexOf(10) + 1;
  const header = Header.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()));
  // Copies, so that the numbers begin where their arrays need them to.
  const numbers = new Uint8Array(bytes).slice(end, bytes.length - BUCKETS);
  const weights = new Int8Array(new Uint8Array(bytes).slice(bytes.length - BUCKETS).buffer);
  return { ...header, kindWeights: new Float32Array(numbers.buffer), weights };
}

let shipped: SenseData | undefined;
/** The weights that come with the bot, read once. */
export function shippedSense(): SenseData {
  shipped ??= decodeSense(readFileSync(SENSE_FILE));
  return shipped;
}
