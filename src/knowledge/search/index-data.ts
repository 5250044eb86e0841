import type { Lists } from "./lists.ts";
import type { WordTree } from "./word-finder.ts";

/**
 * Everything that the search works out about articles, without a function in it: another process can make it and a file
 * can keep it. Words, pairs, keywords, questions and articles are numbered; everything is kept by number.
 */
export interface IndexData {
  /** Kept whole by the segmenter. */
  readonly ownWords: readonly string[];
  readonly words: {
    readonly list: readonly string[];
    readonly idf: Float64Array;
    /** Articles with the word anywhere, and beside each how much it says about it: BM25F without idf. */
    readonly articles: Lists;
    readonly weights: Float64Array;
    /** Articles with the word in title, variants or keywords. */
    readonly named: Lists;
    /** Questions (titles and variants) with the word. */
    readonly questions: Lists;
  };
  /** Two neighbouring characters (see `pairsOf`), ascending. */
  readonly pairs: {
    readonly keys: Int32Array;
    readonly idf: Float64Array;
    readonly named: Lists;
    readonly questions: Lists;
  };
  /** Questions are numbered article by article: where each article's begin, and after the last one the end. */
  readonly questionsFrom: Uint32Array;
  /** The summed weight of each question's terms. */
  readonly questionWeight: Float64Array;
  readonly keywords: { readonly tree: WordTree; readonly idf: Float64Array; readonly articles: Lists };
  readonly titleWords: Lists;
  readonly titleWeight: Float64Array;
  readonly core: Lists;
  readonly coreWeights: Float64Array;
  /** Words of other subjects, and for each the articles that do speak of them. */
  readonly foreign: { readonly tree: WordTree; readonly spokenOfBy: Lists };
  /** How words sound (see `soundOf`), and beside each sound the word that it is most likely meant for. */
  readonly sounds: { readonly keys: readonly string[]; readonly words: readonly string[] };
  readonly unknownIdf: number;
}

/** Pairs say less than words and also hold the question words, so they count for less in a comparison. */
export const PAIR_SHARE = 0.5;
