import type { Article } from "../article.ts";
import { buildIndex } from "./build-index.ts";
import type { IndexData } from "./index-data.ts";
import { type Lists, lengthOf } from "./lists.ts";
import { isWeak, type Vocabulary } from "./query.ts";
import { createSegmenter, type Segmenter } from "./segment.ts";
import { createWordFinder } from "./word-finder.ts";

export { PAIR_SHARE } from "./index-data.ts";

/** The words of all articles; each has a number, and everything else is kept by that number. */
export type Words = Omit<IndexData["words"], "list"> & { readonly numbers: ReadonlyMap<string, number> };

/** Two neighbouring characters (see `pairsOf`): looked for in questions and keywords only. */
export type Pairs = Omit<IndexData["pairs"], "keys"> & {
  readonly numbers: { readonly get: (pair: number) => number | undefined };
};

/** The data of an index, ready to be asked. */
export interface ArticleIndex
  extends Pick<
    IndexData,
    "questionsFrom" | "questionWeight" | "titleWords" | "titleWeight" | "core" | "coreWeights" | "unknownIdf"
  > {
  readonly articles: readonly Article[];
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  readonly words: Words;
  readonly pairs: Pairs;
  /** Keywords in the form of a query's text, found by number; how rare each is, and whose it is. */
  readonly keywords: {
    readonly findIn: (text: string) => readonly number[];
    readonly idf: Float64Array;
    readonly articles: Lists;
  };
  /** Words of other subjects, found by number, and for each the articles that do speak of them. */
  readonly foreign: {
    readonly findIn: (text: string) => readonly number[];
    readonly spokenOfBy: readonly ReadonlySet<number>[];
  };
}

type MakeSegmenter = (words: readonly string[]) => Segmenter;

/** Makes what cannot be kept or sent: functions and maps. `articles` are those that the data were built from. */
export function openIndex(
  data: IndexData,
  articles: readonly Article[],
  segment: MakeSegmenter = createSegmenter,
): ArticleIndex {
  const { list, ...words } = data.words;
  const { keys, ...pairs } = data.pairs;
  const numbers = new Map<string, number>();
  list.forEach((word, number) => void numbers.set(word, number));
  const opened: Pick<ArticleIndex, "words" | "pairs"> = {
    words: { ...words, numbers },
    pairs: { ...pairs, numbers: { get: (pair) => placeIn(keys, pair) } },
  };
  return {
    ...data,
    ...opened,
    articles,
    segmenter: segment(data.ownWords),
    vocabulary: openVocabulary(opened, data.sounds),
    keywords: { ...data.keywords, findIn: createWordFinder(data.keywords.tree) },
    foreign: {
      findIn: createWordFinder(data.foreign.tree),
      spokenOfBy: setsOf(data.foreign.spokenOfBy),
    },
  };
}

/** Builds an index and opens it, in one thread. */
export const indexArticles = (
  articles: readonly Article[],
  segment: MakeSegmenter = createSegmenter,
): ArticleIndex => openIndex(buildIndex(articles, segment), articles, segment);

/** By halving: keys are ascending. */
function placeIn(keys: Int32Array, key: number): number | undefined {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

const setsOf = ({ from, values }: Lists): readonly ReadonlySet<number>[] =>
  Array.from({ length: from.length - 1 }, (_, n) => new Set(values.subarray(from[n], from[n + 1])));

function openVocabulary(
  { words, pairs }: Pick<ArticleIndex, "words" | "pairs">,
  sounds: IndexData["sounds"],
): Vocabulary {
  const bySound = new Map<string, string>();
  sounds.keys.forEach((sound, at) => void bySound.set(sound, sounds.words[at] ?? ""));
  return {
    has: (word) => isWeak(word) || lengthOf(words.named, words.numbers.get(word) ?? -1) > 0,
    hasPair: (pair) => lengthOf(pairs.questions, pairs.numbers.get(pair) ?? -1) > 0,
    bySound: (sound) => bySound.get(sound),
  };
}
