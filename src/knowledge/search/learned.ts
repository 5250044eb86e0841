import { readFileSync } from "node:fs";
import { pairsOf, type Query } from "./query.ts";

/**
 * What a small classifier has learned from the questions and texts of the shipped articles: each word, pair of
 * characters and character has a place in a space of meanings, and each article a direction in it. It knows that words
 * are alike which never stand in one question, which counting words cannot see. `test/eval/fit.ts` makes it.
 */
export interface LearnedData {
  readonly dims: number;
  /** It is so many small classifiers, each with its share of the dimensions, which are surer together than a large one. */
  readonly parts: number;
  /** Ids of the articles it was trained on. */
  readonly ids: readonly string[];
  readonly words: readonly string[];
  /** As in `pairsOf`. */
  readonly pairs: readonly number[];
  /** UTF-16 units. */
  readonly characters: readonly number[];
  /** One row of `dims` for each word, then pair, then character, each to be multiplied by its scale. */
  readonly rows: Int8Array;
  readonly scales: Float32Array;
  /** One row of `dims` for each article and a last one for "none of them", and their biases, by part. */
  readonly articles: Float32Array;
  readonly biases: Float32Array;
  /** How many centres of its questions each article has, and at the end "none". */
  readonly centreCounts: readonly number[];
  /** Rows of `dims`, of length 127: around them lie the questions that it was trained on. */
  readonly centres: Int8Array;
}

/** What the classifier holds of one question. */
export interface Opinion {
  /** Probability that this article is meant, of those it knows; undefined for an article that it was not trained on. */
  of(at: number): number | undefined;
  /** The highest probability that it has by one clause alone. */
  inClause(at: number): number | undefined;
  /** How near the question lies to the nearest centre of the article's questions: a cosine, 0 when it is negative. */
  near(at: number): number | undefined;
  /** The same for questions that no article answers. */
  readonly nearNone: number;
  /** Probability that none is meant; undefined when it knows none of the articles. */
  readonly none: number | undefined;
  /** The articles it holds for likeliest, best first. */
  readonly top: readonly number[];
}

const TOP = 5;
/** An index all of whose articles are new to the classifier has no use for it. */
const NO_OPINION: Opinion = {
  of: () => undefined,
  inClause: () => undefined,
  near: () => undefined,
  nearNone: 0,
  none: undefined,
  top: [],
};
/** Shorter ones say nothing by themselves ("谢谢", "急"). */
const SHORTEST_CLAUSE = 4;
/** A long story's question stands at its end. */
const MOST_CLAUSES = 8;

/** A whole question or one clause of it. */
interface Readable {
  readonly words: { keys(): Iterable<string> };
  readonly pairs: Iterable<number>;
  readonly text: string;
}

/** Numbers of the rows that a question has; what the classifier never saw is left out. */
export function createRowsOf({
  words,
  pairs,
  characters,
}: Pick<LearnedData, "words" | "pairs" | "characters">) {
  const ofWord = new Map(words.map((word, row) => [word, row]));
  const ofPair = new Map(pairs.map((pair, at) => [pair, words.length + at]));
  const ofCharacter = new Map(characters.map((unit, at) => [unit, words.length + pairs.length + at]));
  return ({ words: asked, pairs: askedPairs, text }: Readable): number[] => {
    const rows: number[] = [];
    for (const word of asked.keys()) {
      const row = ofWord.get(word);
      if (row !== undefined) rows.push(row);
    }
    for (const pair of askedPairs) {
      const row = ofPair.get(pair);
      if (row !== undefined) rows.push(row);
    }
    const seen = new Set<number>();
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const row = ofCharacter.get(unit);
      if (row === undefined || seen.has(unit)) continue;
      seen.add(unit);
      rows.push(row);
    }
    return rows;
  };
}

/** Prepares the classifier for an index whose articles have these ids; the result reuses its memory. */
export function openLearned(data: LearnedData, ids: readonly string[]): (query: Query) => Opinion {
  const { dims, parts, rows, scales, articles, biases, centres, centreCounts } = data;
  const partDims = dims / parts;
  const centresFrom = offsets(centreCounts);
  const classOfId = new Map(data.ids.map((id, at) => [id, at]));
  const classes: number[] = [];
  const places: number[] = [];
  const placeOfArticle = new Map<number, number>();
  ids.forEach((id, at) => {
    const known = classOfId.get(id);
    if (known === undefined) return;
    placeOfArticle.set(at, classes.length);
    classes.push(known);
    places.push(at);
  });
  if (classes.length === 0) return () => NO_OPINION;
  const rowsOf = createRowsOf(data);
  const meaning = new Float32Array(dims);
  const odds = new Float32Array(classes.length);
  const clauseOdds = new Float32Array(classes.length);
  const nearest = new Float32Array(classes.length);

  const part = Array.from({ length: parts }, (_, at) => meaning.subarray(at * partDims, (at + 1) * partDims));
  const leanings = new Float32Array(classes.length);
  const leaning = (known: number, at: number, its: Float32Array): number =>
    (biases[known * parts + at] ?? 0) + floatsTimes(articles, known * dims + at * partDims, its, partDims);
  /** The cosine of a meaning of this length with the nearest centre of this class. */
  const nearestCentre = (known: number, whole: Float32Array, length: number): number => {
    let best = 0;
    const end = centresFrom[known + 1] ?? 0;
    for (let centre = centresFrom[known] ?? 0; centre < end; centre++) {
      const sum = bytesTimes(centres, centre * dims, whole, dims);
      if (sum > best) best = sum;
    }
    return length > 0 ? best / (127 * length) : 0;
  };
  /** Fills `into` with probabilities over the known articles; gives that of "none" beside all of them. */
  const judge = (readable: Readable, into: Float32Array): number => {
    const found = rowsOf(readable);
    meaning.fill(0);
    for (const row of found) {
      const scale = (scales[row] ?? 0) / Math.sqrt(found.length);
      const from = row * dims;
      for (let dim = 0; dim < dims; dim++)
        meaning[dim] = (meaning[dim] ?? 0) + scale * (rows[from + dim] ?? 0);
    }
    into.fill(0);
    let noneShare = 0;
    part.forEach((its, at) => {
      let highest = Number.NEGATIVE_INFINITY;
      for (let place = 0; place < classes.length; place++) {
        const sum = leaning(classes[place] ?? 0, at, its);
        leanings[place] = sum;
        if (sum > highest) highest = sum;
      }
      let total = 0;
      for (let place = 0; place < into.length; place++) {
        const value = Math.exp((leanings[place] ?? 0) - highest);
        leanings[place] = value;
        total += value;
      }
      const share = 1 / (total * parts);
      for (let place = 0; place < into.length; place++)
        into[place] = (into[place] ?? 0) + share * (leanings[place] ?? 0);
      const none = Math.exp(leaning(data.ids.length, at, its) - highest);
      noneShare += none / (total + none) / parts;
    });
    return noneShare;
  };

  return (query) => {
    const none = judge(query, odds);
    const whole = meaning.slice();
    const length = Math.sqrt(floatsTimes(whole, 0, whole, dims));
    nearest.set(odds);
    const clauses = query.clauses.filter(({ text }) => text.length >= SHORTEST_CLAUSE);
    if (query.clauses.length > 1) {
      nearest.fill(0);
      for (const { words, text } of clauses.slice(-MOST_CLAUSES)) {
        judge({ words, text, pairs: pairsOf(text) }, clauseOdds);
        for (let place = 0; place < nearest.length; place++)
          nearest[place] = Math.max(nearest[place] ?? 0, clauseOdds[place] ?? 0);
      }
    }
    const held = (from: Float32Array, at: number): number | undefined => {
      const place = placeOfArticle.get(at);
      return place === undefined ? undefined : from[place];
    };
    return {
      none,
      of: (at) => held(odds, at),
      inClause: (at) => held(nearest, at),
      near(at) {
        const place = placeOfArticle.get(at);
        return place === undefined ? undefined : nearestCentre(classes[place] ?? 0, whole, length);
      },
      nearNone: nearestCentre(data.ids.length, whole, length),
      top: topOf(odds).map((place) => places[place] ?? 0),
    };
  };
}

/*
 * Four sums side by side, because each addition has to wait for the one before it: a third of the time. Two functions of
 * the same text, so that each sees one kind of array.
 */
function floatsTimes(numbers: Float32Array, from: number, vector: Float32Array, dims: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let dim = 0;
  for (; dim + 3 < dims; dim += 4) {
    one += (numbers[from + dim] ?? 0) * (vector[dim] ?? 0);
    two += (numbers[from + dim + 1] ?? 0) * (vector[dim + 1] ?? 0);
    three += (numbers[from + dim + 2] ?? 0) * (vector[dim + 2] ?? 0);
    four += (numbers[from + dim + 3] ?? 0) * (vector[dim + 3] ?? 0);
  }
  for (; dim < dims; dim++) one += (numbers[from + dim] ?? 0) * (vector[dim] ?? 0);
  return one + two + three + four;
}

function bytesTimes(numbers: Int8Array, from: number, vector: Float32Array, dims: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let dim = 0;
  for (; dim + 3 < dims; dim += 4) {
    one += (numbers[from + dim] ?? 0) * (vector[dim] ?? 0);
    two += (numbers[from + dim + 1] ?? 0) * (vector[dim + 1] ?? 0);
    three += (numbers[from + dim + 2] ?? 0) * (vector[dim + 2] ?? 0);
    four += (numbers[from + dim + 3] ?? 0) * (vector[dim + 3] ?? 0);
  }
  for (; dim < dims; dim++) one += (numbers[from + dim] ?? 0) * (vector[dim] ?? 0);
  return one + two + three + four;
}

function offsets(counts: readonly number[]): number[] {
  const from = [0];
  for (const count of counts) from.push((from.at(-1) ?? 0) + count);
  return from;
}

function topOf(values: Float32Array): number[] {
  const best: number[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    let place = best.length;
    if (place === TOP) {
      if (value <= (values[best[place - 1] ?? 0] ?? 0)) continue;
      place--;
    }
    for (; place > 0 && (values[best[place - 1] ?? 0] ?? 0) < value; place--)
      best[place] = best[place - 1] ?? 0;
    best[place] = at;
  }
  return best;
}

/** One file: a line of JSON, then the numbers in the byte order of every machine that Node 24 runs on. */
export function encodeLearned(data: LearnedData): Uint8Array {
  const { rows, centres, scales, articles, biases, ...named } = data;
  const { dims, parts, ids, words, pairs, characters, centreCounts } = named;
  const header = Buffer.from(
    `${JSON.stringify({ dims, parts, ids, words, pairs, characters, centreCounts })}\n`,
  );
  const numbers = [scales, articles, biases].map((array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength),
  );
  const bytes = [rows, centres].map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  return Buffer.concat([header, ...numbers, ...bytes]);
}

export function decodeLearned(bytes: Uint8Array): LearnedData {
  const end = bytes.indexOf(10);
  const header = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as Omit<
    LearnedData,
    "rows" | "scales" | "articles" | "biases" | "centres"
  >;
  const { dims, parts, ids, words, pairs, characters, centreCounts } = header;
  const count = words.length + pairs.length + characters.length;
  let from = end + 1;
  /** A copy, because a view would have to begin at a multiple of four; a Buffer's own `slice` makes none. */
  const take = (length: number): ArrayBuffer => {
    const copy = new Uint8Array(length);
    copy.set(bytes.subarray(from, from + length));
    from += length;
    return copy.buffer;
  };
  const floats = (length: number) => new Float32Array(take(length * 4));
  const scales = floats(count);
  const articles = floats((ids.length + 1) * dims);
  const biases = floats((ids.length + 1) * parts);
  return {
    ...header,
    scales,
    articles,
    biases,
    rows: new Int8Array(take(count * dims)),
    centres: new Int8Array(take((offsets(centreCounts).at(-1) ?? 0) * dims)),
  };
}

export const LEARNED_FILE = new URL("./learned.bin", import.meta.url);

let shipped: LearnedData | undefined;
/** The classifier that is shipped with the articles; read once, when the first search is opened. */
export function shippedLearned(): LearnedData {
  shipped ??= decodeLearned(readFileSync(LEARNED_FILE));
  return shipped;
}
