import type { Article } from "../../src/knowledge/index.ts";
import type { ArticleIndex } from "../../src/knowledge/search/index-articles.ts";
import { createRowsOf, type LearnedData } from "../../src/knowledge/search/learned.ts";
import { type Query, readQuery } from "../../src/knowledge/search/query.ts";
import { seeded } from "../bench/figures.ts";

/** Two classifiers of 64 answer a tenth more questions as surely as one of 128, for the same work. */
const PARTS = 2;
const PART_DIMS = 64;
const DIMS = PARTS * PART_DIMS;
/** Share of what is taught that says "or something else": whoever is taught to be certain is certain of the wrong too. */
const DOUBT = 0.05;
const EPOCHS = 16;
const RATE = 0.26;
/** Words that stand in fewer texts than this teach nothing. */
const MIN_TEXTS = 3;
/** Share of a text's words that is left out each time, so that none of them has to be there. */
const DROPPED = 0.55;
const BODY_WEIGHT = 0.5;
const CENTRES = 16;
/** What no article answers is about everything. */
const NONE_CENTRES = 128;
const CENTRE_ROUNDS = 8;

/** A question written for training; without an article it stands for what none of them answers. */
export interface TrainingQuestion {
  readonly text: string;
  readonly article: string | null;
}

interface Text {
  readonly query: Query;
  /** Place of the article, or one past the last for "none of them". */
  readonly article: number;
  readonly weight: number;
}

/**
 * Trains the classifier of `learned.ts` on the questions, keywords and lines of `articles` and on questions written for
 * training (never on evaluation questions): the mean of what a text's words mean, times the direction of each article
 * and of "none", by gradient descent on the log loss. The same texts give the same result.
 */
export function trainLearned(
  articles: readonly Article[],
  index: ArticleIndex,
  questions: readonly TrainingQuestion[],
): LearnedData {
  const texts = textsOf(articles, index, questions);
  const vocabulary = frequent(texts);
  const rowsOf = createRowsOf(vocabulary);
  const examples = texts.map(({ query, article, weight }) => ({ rows: rowsOf(query), article, weight }));
  const count = vocabulary.words.length + vocabulary.pairs.length + vocabulary.characters.length;
  const classes = articles.length + 1;
  const meanings = new Float32Array(count * DIMS);
  const directions = new Float32Array(classes * DIMS);
  const biases = new Float32Array(classes * PARTS);
  for (let part = 0; part < PARTS; part++) {
    const own = trainPart(examples, count, classes, seeded(7 + part));
    const place = (from: Float32Array, into: Float32Array) => {
      for (let row = 0; row * PART_DIMS < from.length; row++) {
        into.set(from.subarray(row * PART_DIMS, (row + 1) * PART_DIMS), row * DIMS + part * PART_DIMS);
      }
    };
    place(own.meanings, meanings);
    place(own.directions, directions);
    own.biases.forEach((bias, at) => {
      biases[at * PARTS + part] = bias;
    });
  }
  const { rows, scales } = quantise(meanings, count);
  const groups = Array.from({ length: classes }, (): Float32Array[] => []);
  for (const { rows: own, article, weight } of examples) {
    if (weight === 1) groups[article]?.push(unitMeaning(meanings, own));
  }
  const centres = groups.map((vectors, article) =>
    centresOf(vectors, article === articles.length ? NONE_CENTRES : CENTRES),
  );
  return {
    centreCounts: centres.map(({ length }) => length),
    centres: Int8Array.from(
      centres.flat().flatMap((centre) => [...centre].map((value) => Math.round(value * 127))),
    ),
    dims: DIMS,
    parts: PARTS,
    ids: articles.map(({ id }) => id),
    ...vocabulary,
    rows,
    scales,
    articles: directions,
    biases,
  };
}

interface TrainedExample {
  readonly rows: readonly number[];
  readonly article: number;
  readonly weight: number;
}

/** One of the small classifiers; they differ in where they begin, in what is left out and in the order. */
function trainPart(
  given: readonly TrainedExample[],
  count: number,
  classes: number,
  random: () => number,
): { meanings: Float32Array; directions: Float32Array; biases: Float32Array } {
  const examples = [...given];
  const meanings = Float32Array.from({ length: count * PART_DIMS }, () => (random() - 0.5) / PART_DIMS);
  const directions = new Float32Array(classes * PART_DIMS);
  const biases = new Float32Array(classes);
  const meaning = new Float32Array(PART_DIMS);
  const slope = new Float32Array(PART_DIMS);
  const odds = new Float32Array(classes);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(examples, random);
    const rate = RATE * (1 - epoch / EPOCHS) + 0.01;
    for (const { rows, article, weight } of examples) {
      const kept = rows.filter(() => random() >= DROPPED);
      if (kept.length === 0) continue;
      const scale = 1 / Math.sqrt(kept.length);
      meaning.fill(0);
      for (const row of kept) {
        for (let dim = 0; dim < PART_DIMS; dim++)
          at(meaning, dim, scale * (meanings[row * PART_DIMS + dim] ?? 0));
      }
      softmax(odds, directions, biases, meaning);
      slope.fill(0);
      for (let other = 0; other < odds.length; other++) {
        const taught = (1 - DOUBT) * Number(other === article) + DOUBT / classes;
        const error = (odds[other] ?? 0) - taught;
        if (Math.abs(error) < 1e-4) continue;
        const from = other * PART_DIMS;
        for (let dim = 0; dim < PART_DIMS; dim++) {
          at(slope, dim, error * (directions[from + dim] ?? 0));
          at(directions, from + dim, -rate * weight * error * (meaning[dim] ?? 0));
        }
        at(biases, other, -rate * weight * error);
      }
      for (const row of kept) {
        for (let dim = 0; dim < PART_DIMS; dim++)
          at(meanings, row * PART_DIMS + dim, -rate * weight * scale * (slope[dim] ?? 0));
      }
    }
  }
  return { meanings, directions, biases };
}

/** The direction of a text's meaning, of length 1. */
function unitMeaning(meanings: Float32Array, rows: readonly number[]): Float32Array {
  const sum = new Float32Array(DIMS);
  for (const row of rows) for (let dim = 0; dim < DIMS; dim++) at(sum, dim, meanings[row * DIMS + dim] ?? 0);
  return toUnit(sum);
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** k-means over directions, begun at texts evenly apart in the order given. */
function centresOf(vectors: readonly Float32Array[], most: number): readonly Float32Array[] {
  const count = Math.min(most, vectors.length);
  let centres = Array.from(
    { length: count },
    (_, place) => vectors[Math.floor((place * vectors.length) / count)] ?? new Float32Array(DIMS),
  );
  for (let round = 0; round < CENTRE_ROUNDS; round++) {
    const sums = centres.map(() => new Float32Array(DIMS));
    for (const vector of vectors) {
      const sum = sums[nearestOf(centres, vector)];
      if (sum) vector.forEach((value, dim) => void at(sum, dim, value));
    }
    centres = sums.map((sum, place) =>
      sum.some((value) => value !== 0) ? toUnit(sum) : (centres[place] ?? sum),
    );
  }
  return centres;
}

function nearestOf(centres: readonly Float32Array[], vector: Float32Array): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  centres.forEach((centre, place) => {
    let sum = 0;
    for (let dim = 0; dim < DIMS; dim++) sum += (centre[dim] ?? 0) * (vector[dim] ?? 0);
    if (sum > highest) {
      highest = sum;
      best = place;
    }
  });
  return best;
}

function at(array: Float32Array, place: number, amount: number): void {
  array[place] = (array[place] ?? 0) + amount;
}

function softmax(
  odds: Float32Array,
  directions: Float32Array,
  biases: Float32Array,
  meaning: Float32Array,
): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let article = 0; article < odds.length; article++) {
    let sum = biases[article] ?? 0;
    for (let dim = 0; dim < PART_DIMS; dim++)
      sum += (directions[article * PART_DIMS + dim] ?? 0) * (meaning[dim] ?? 0);
    odds[article] = sum;
    if (sum > highest) highest = sum;
  }
  let total = 0;
  for (let article = 0; article < odds.length; article++) {
    odds[article] = Math.exp((odds[article] ?? 0) - highest);
    total += odds[article] ?? 0;
  }
  for (let article = 0; article < odds.length; article++) odds[article] = (odds[article] ?? 0) / total;
}

function textsOf(
  articles: readonly Article[],
  index: ArticleIndex,
  questions: readonly TrainingQuestion[],
): Text[] {
  const read = (text: string) => readQuery(text, index.segmenter, index.vocabulary);
  const placeOf = new Map(articles.map(({ id }, place) => [id, place]));
  const asked = questions.flatMap(({ text, article }) => {
    const place = article === null ? articles.length : placeOf.get(article);
    return place === undefined ? [] : [{ query: read(text), article: place, weight: 1 }];
  });
  const own = articles.flatMap((one, article) => {
    const { todo, avoid, thrift, doctor } = one.sections;
    const lines = [...todo, ...avoid, ...thrift, ...doctor].map(({ text }) => text);
    const stages = one.stages.map(({ short }) => short);
    return [
      ...[one.title, ...one.variants, one.keywords.join(" ")].map((text) => ({ text, weight: 1 })),
      ...[one.short, ...stages, ...lines].map((text) => ({ text, weight: BODY_WEIGHT })),
    ].map(({ text, weight }) => ({ query: read(text), article, weight }));
  });
  return [...own, ...asked];
}

function frequent(texts: readonly Text[]): Pick<LearnedData, "words" | "pairs" | "characters"> {
  const words = new Map<string, number>();
  const pairs = new Map<number, number>();
  const characters = new Map<number, number>();
  for (const { query } of texts) {
    for (const word of query.words.keys()) words.set(word, (words.get(word) ?? 0) + 1);
    for (const pair of query.pairs) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    for (const unit of new Set(
      Array.from({ length: query.text.length }, (_, place) => query.text.charCodeAt(place)),
    )) {
      if (unit !== 32) characters.set(unit, (characters.get(unit) ?? 0) + 1);
    }
  }
  const often = <K>(counts: ReadonlyMap<K, number>): K[] =>
    [...counts].flatMap(([key, count]) => (count >= MIN_TEXTS ? [key] : []));
  return { words: often(words), pairs: often(pairs), characters: often(characters) };
}

function quantise(values: Float32Array, count: number): { rows: Int8Array; scales: Float32Array } {
  const rows = new Int8Array(values.length);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const own = values.subarray(row * DIMS, (row + 1) * DIMS);
    const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    scales[row] = largest / 127;
    own.forEach((value, dim) => {
      rows[row * DIMS + dim] = Math.round((value / largest) * 127);
    });
  }
  return { rows, scales };
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
}
