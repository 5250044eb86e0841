import { type ArticleIndex, PAIR_SHARE } from "./index-articles.ts";
import { addAt } from "./lists.ts";
import type { Query } from "./query.ts";

/** Most promising articles that are looked at closely. */
const SHORTLIST = 16;

/** Sums by article, by question and by word, used again for each query. */
export interface Scratch {
  readonly words: Float64Array;
  readonly pairs: Float64Array;
  readonly covered: Float64Array;
  readonly subject: Float64Array;
  readonly inClause: Float64Array;
  readonly bestClause: Float64Array;
  readonly questions: Float64Array;
  /** 1 for the words that the query has. */
  readonly asked: Uint8Array;
}

/** What `gather` leaves besides the scratch. */
export interface Weights {
  readonly words: number;
  readonly pairs: number;
  /** Of words and pairs that no article has. */
  readonly unknown: number;
}

export function createScratch(index: ArticleIndex): Scratch {
  const count = index.articles.length;
  return {
    words: new Float64Array(count),
    pairs: new Float64Array(count),
    covered: new Float64Array(count),
    subject: new Float64Array(count),
    inClause: new Float64Array(count),
    bestClause: new Float64Array(count),
    questions: new Float64Array(index.questionWeight.length),
    asked: new Uint8Array(index.words.idf.length),
  };
}

/** Sums up what the query's words and pairs give to each article and each question. */
export function gather({ words, pairs, unknownIdf }: ArticleIndex, scratch: Scratch, query: Query): Weights {
  scratch.words.fill(0);
  scratch.pairs.fill(0);
  scratch.covered.fill(0);
  scratch.questions.fill(0);
  scratch.asked.fill(0);
  let wordWeight = 0;
  let pairWeight = 0;
  let knownPairWeight = 0;
  let unknown = 0;
  for (const [word, part] of query.words) {
    const number = words.numbers.get(word);
    const idf = number === undefined ? unknownIdf : (words.idf[number] ?? 0);
    const weight = part * idf;
    wordWeight += weight;
    if (number === undefined) {
      unknown += weight;
      continue;
    }
    scratch.asked[number] = 1;
    const { from, values } = words.articles;
    const end = from[number + 1] ?? 0;
    for (let entry = from[number] ?? 0; entry < end; entry++) {
      const at = values[entry] ?? 0;
      scratch.words[at] = (scratch.words[at] ?? 0) + weight * (words.weights[entry] ?? 0);
      scratch.covered[at] = (scratch.covered[at] ?? 0) + weight;
    }
    addAt(scratch.questions, words.questions, number, weight);
  }
  for (const pair of query.pairs) {
    const number = pairs.numbers.get(pair);
    const idf = number === undefined ? unknownIdf : (pairs.idf[number] ?? 0);
    pairWeight += idf;
    if (number === undefined) continue;
    knownPairWeight += idf;
    addAt(scratch.pairs, pairs.named, number, idf);
    addAt(scratch.questions, pairs.questions, number, PAIR_SHARE * idf);
  }
  return {
    words: wordWeight,
    pairs: pairWeight,
    unknown: unknown + PAIR_SHARE * (pairWeight - knownPairWeight),
  };
}

/** For each article how much of the clause that fits it best it names. */
export function findBestClauses({ words, unknownIdf }: ArticleIndex, scratch: Scratch, query: Query): void {
  const { inClause, bestClause } = scratch;
  bestClause.fill(0);
  for (const { words: clause } of query.clauses) {
    inClause.fill(0);
    let weight = 0;
    for (const word of clause) {
      const number = words.numbers.get(word);
      const idf = number === undefined ? unknownIdf : (words.idf[number] ?? 0);
      weight += idf;
      if (number !== undefined) addAt(inClause, words.named, number, idf);
    }
    for (let at = 0; at < inClause.length; at++) {
      const part = (inClause[at] ?? 0) / (weight + 2);
      if (part > (bestClause[at] ?? 0)) bestClause[at] = part;
    }
  }
}

/** The most promising articles, best first; of equal ones the first. */
export function shortlist({ words, pairs }: Scratch): readonly number[] {
  const best: number[] = [];
  const scores: number[] = [];
  for (let at = 0; at < words.length; at++) {
    const score = (words[at] ?? 0) + 0.4 * (pairs[at] ?? 0);
    if (score <= 0) continue;
    let place = best.length;
    if (place === SHORTLIST) {
      if (score <= (scores[place - 1] ?? 0)) continue;
      place--;
    }
    for (; place > 0 && (scores[place - 1] ?? 0) < score; place--) {
      scores[place] = scores[place - 1] ?? 0;
      best[place] = best[place - 1] ?? 0;
    }
    scores[place] = score;
    best[place] = at;
  }
  return best;
}
