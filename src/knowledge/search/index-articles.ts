import type { Article } from "../article.ts";
import { type Lists, layOut } from "./lists.ts";
import { normaliseArticleText, replaceSynonyms } from "./normalise.ts";
import outOfDomain from "./out-of-domain.json" with { type: "json" };
import { soundOf } from "./pinyin.ts";
import { contentWords, isContent, isWeak, pairsOf, type Vocabulary } from "./query.ts";
import { createSegmenter, type Segmenter } from "./segment.ts";
import synonyms from "./synonyms.json" with { type: "json" };
import weakWords from "./weak-words.json" with { type: "json" };
import { createWordFinder } from "./word-finder.ts";

/** The words of all articles; each has a number, and everything else is kept by that number. */
export interface Words {
  readonly numbers: ReadonlyMap<string, number>;
  readonly idf: Float64Array;
  /** Articles with the word anywhere, and beside each how much it says about it: BM25F without idf. */
  readonly articles: Lists;
  readonly weights: Float64Array;
  /** Articles with the word in title, variants or keywords. */
  readonly named: Lists;
  /** Questions (titles and variants) with the word. */
  readonly questions: Lists;
}

/** Two neighbouring characters (see `pairsOf`): looked for in questions and keywords only. */
export type Pairs = Pick<Words, "idf" | "named" | "questions"> & {
  readonly numbers: ReadonlyMap<number, number>;
};

export interface ArticleIndex {
  readonly articles: readonly Article[];
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  readonly words: Words;
  readonly pairs: Pairs;
  /** Questions are numbered article by article: where each article's begin, and after the last one the end. */
  readonly questionsFrom: Uint32Array;
  /** The summed weight of each question's terms. */
  readonly questionWeight: Float64Array;
  /** Keywords in the form of a query's text, found by number; how rare each is, and whose it is. */
  readonly keywords: {
    readonly findIn: (text: string) => readonly number[];
    readonly idf: Float64Array;
    readonly articles: Lists;
  };
  /** Numbers of the content words of each article's title, and their summed idf. */
  readonly titleWords: Lists;
  readonly titleWeight: Float64Array;
  /** Words that most questions of an article have, heaviest first; beside each its share of the article's meaning. */
  readonly core: Lists;
  readonly coreWeights: Float64Array;
  /** Words of other subjects, found by number, and for each the articles that do speak of them. */
  readonly foreign: {
    readonly findIn: (text: string) => readonly number[];
    readonly spokenOfBy: readonly ReadonlySet<number>[];
  };
  readonly unknownIdf: number;
}

/** Pairs say less than words and also hold the question words, so they count for less in a comparison. */
export const PAIR_SHARE = 0.5;
const K1 = 1.2;
const LENGTH_SHARE = 0.5;
const canonical = (text: string) => replaceSynonyms(normaliseArticleText(text));

interface WordDraft {
  readonly inArticles: Map<number, number>;
  readonly named: Set<number>;
  readonly questions: number[];
}

interface QuestionTerms {
  readonly owner: number;
  readonly words: ReadonlySet<string>;
  readonly pairs: ReadonlySet<number>;
}

interface PairDraft {
  /** Ascending, because articles are read in order. */
  readonly named: number[];
  readonly questions: number[];
}

function entry<K, T>(terms: Map<K, T>, term: K, empty: () => T): T {
  let draft = terms.get(term);
  if (draft === undefined) {
    draft = empty();
    terms.set(term, draft);
  }
  return draft;
}

const emptyWord = (): WordDraft => ({ inArticles: new Map(), named: new Set(), questions: [] });
const emptyPair = (): PairDraft => ({ named: [], questions: [] });

/** Builds the inverted index; terms of one article are weighted by the field they stand in. */
export function indexArticles(articles: readonly Article[]): ArticleIndex {
  const keywords = articles.map((article) => [...new Set(article.keywords.map(canonical))].filter(Boolean));
  const segmenter = createSegmenter(keywords.flat().flatMap((keyword) => keyword.split(" ")));
  const words = new Map<string, WordDraft>();
  const pairs = new Map<number, PairDraft>();
  const questionTerms: QuestionTerms[] = [];

  articles.forEach((article, owner) => {
    const count = (word: string, weight: number): WordDraft => {
      const draft = entry(words, word, emptyWord);
      draft.inArticles.set(owner, (draft.inArticles.get(owner) ?? 0) + weight);
      return draft;
    };
    const name = (pair: number): PairDraft => {
      const draft = entry(pairs, pair, emptyPair);
      if (draft.named.at(-1) !== owner) draft.named.push(owner);
      return draft;
    };
    const questions = [article.title, ...article.variants];
    questions.forEach((question, at) => {
      const isTitle = at === 0;
      const text = canonical(question);
      const found = { words: contentWords(segmenter, text), pairs: pairsOf(text) };
      const number = questionTerms.push({ owner, ...found }) - 1;
      for (const word of found.words) {
        const draft = count(word, isTitle ? 2 : 8 / questions.length);
        draft.named.add(owner);
        draft.questions.push(number);
      }
      for (const pair of found.pairs) name(pair).questions.push(number);
    });
    for (const keyword of keywords[owner] ?? []) {
      for (const word of contentWords(segmenter, keyword)) count(word, 1.5).named.add(owner);
      for (const pair of pairsOf(keyword)) name(pair);
    }
    for (const word of contentWords(segmenter, canonical(article.short))) count(word, 1);
    const { todo, avoid, thrift, doctor } = article.sections;
    const body = [...todo, ...avoid, ...thrift, ...doctor].map(({ text }) => text).join("\n");
    for (const word of segmenter.allWords(canonical(body))) if (isContent(word)) count(word, 0.25);
  });

  const finished = finishWords(words, articles.length);
  const finishedPairs = finishPairs(pairs, questionTerms.length);
  const idf = (word: string) => finished.idf[finished.numbers.get(word) ?? -1] ?? 0;
  const pairIdf = (pair: number) => finishedPairs.idf[finishedPairs.numbers.get(pair) ?? -1] ?? 0;
  const titleWords = articles.map(({ title }) => [...contentWords(segmenter, canonical(title))]);
  const core = coreWords(articles.length, questionTerms, idf);
  const questionsFrom = new Uint32Array(articles.length + 1);
  articles.forEach(({ variants }, at) => {
    questionsFrom[at + 1] = (questionsFrom[at] ?? 0) + 1 + variants.length;
  });
  const numbersOf = (list: readonly string[]) => list.map((word) => finished.numbers.get(word) ?? 0);
  return {
    articles,
    segmenter,
    vocabulary: createVocabulary(finished, finishedPairs, keywords.flat()),
    words: finished,
    pairs: finishedPairs,
    questionsFrom,
    questionWeight: Float64Array.from(questionTerms, (question) => {
      let sum = 0;
      for (const word of question.words) sum += idf(word);
      for (const pair of question.pairs) sum += PAIR_SHARE * pairIdf(pair);
      return sum;
    }),
    keywords: indexKeywords(keywords, finished),
    titleWords: layOut(titleWords.map(numbersOf)),
    titleWeight: Float64Array.from(titleWords, (own) => own.reduce((sum, word) => sum + idf(word), 0)),
    core: layOut(core.map((own) => numbersOf(own.map(({ word }) => word)))),
    coreWeights: Float64Array.from(core.flat(), ({ weight }) => weight),
    foreign: foreignWords(articles),
    unknownIdf: 0.7 * idfOf(articles.length, 0),
  };
}

const numbered = <K>(terms: Iterable<K>): ReadonlyMap<K, number> =>
  new Map(Array.from(terms, (term, number) => [term, number]));

function finishWords(words: ReadonlyMap<string, WordDraft>, count: number): Words {
  const drafts = [...words.values()];
  const lengths = new Float64Array(count);
  for (const { inArticles } of drafts) {
    for (const [owner, weight] of inArticles) lengths[owner] = (lengths[owner] ?? 0) + weight;
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count);
  const weights = drafts.flatMap(({ inArticles }) =>
    Array.from(inArticles, ([owner, frequency]) => {
      const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[owner] ?? 0)) / meanLength;
      return frequency / (K1 * length + frequency);
    }),
  );
  return {
    numbers: numbered(words.keys()),
    idf: Float64Array.from(drafts, ({ inArticles }) => idfOf(count, inArticles.size)),
    articles: layOut(drafts.map(({ inArticles }) => [...inArticles.keys()])),
    weights: Float64Array.from(weights),
    named: layOut(drafts.map(({ named }) => [...named])),
    questions: layOut(drafts.map(({ questions }) => questions)),
  };
}

function finishPairs(pairs: ReadonlyMap<number, PairDraft>, count: number): Pairs {
  const drafts = [...pairs.values()];
  return {
    numbers: numbered(pairs.keys()),
    idf: Float64Array.from(drafts, ({ questions }) => idfOf(count, questions.length)),
    named: layOut(drafts.map(({ named }) => named)),
    questions: layOut(drafts.map(({ questions }) => questions)),
  };
}

function indexKeywords(
  keywords: readonly (readonly string[])[],
  { numbers, idf }: Words,
): ArticleIndex["keywords"] {
  const owners = new Map<string, number[]>();
  keywords.forEach((own, at) => {
    for (const keyword of own) entry(owners, keyword, (): number[] => []).push(at);
  });
  const known = [...owners.keys()];
  return {
    findIn: createWordFinder(known),
    idf: Float64Array.from(known, (keyword) => idf[numbers.get(keyword) ?? -1] ?? idfOf(keywords.length, 1)),
    articles: layOut([...owners.values()]),
  };
}

const CORE_WORDS = 8;

function coreWords(
  count: number,
  questions: readonly QuestionTerms[],
  idf: (word: string) => number,
): readonly (readonly { readonly word: string; readonly weight: number }[])[] {
  const sums = Array.from({ length: count }, () => new Map<string, number>());
  for (const { owner, words } of questions) {
    for (const word of words) {
      const sum = sums[owner];
      sum?.set(word, (sum.get(word) ?? 0) + idf(word));
    }
  }
  return sums.map((sum) => {
    const heaviest = [...sum].sort((a, b) => b[1] - a[1]).slice(0, CORE_WORDS);
    // Three central words together are a full match.
    const full = heaviest.slice(0, 3).reduce((total, [, weight]) => total + weight, 0);
    return heaviest.map(([word, weight]) => ({ word, weight: weight / full }));
  });
}

const idfOf = (count: number, having: number): number =>
  Math.log(1 + (count - having + 0.5) / (having + 0.5));

function createVocabulary(words: Words, pairs: Pairs, keywords: readonly string[]): Vocabulary {
  const sizeOf = ({ from }: Lists, n: number) => (from[n + 1] ?? 0) - (from[n] ?? 0);
  const sounds = new Map<string, { word: string; weight: number }>();
  const learn = (word: string, weight: number) => {
    const sound = word.length > 1 ? soundOf(word) : undefined;
    if (sound === undefined) return;
    const known = sounds.get(sound);
    if (!known || known.weight < weight) sounds.set(sound, { word, weight });
  };
  for (const word of weakWords.weak) learn(word, 1);
  for (const word of Object.values(synonyms).flat()) learn(word, 1);
  for (const [word, n] of words.numbers) {
    if (sizeOf(words.named, n) > 0) learn(word, 1 + sizeOf(words.questions, n));
  }
  for (const keyword of keywords) learn(keyword, 3);
  return {
    has: (word) => isWeak(word) || sizeOf(words.named, words.numbers.get(word) ?? -1) > 0,
    hasPair: (pair) => sizeOf(pairs.questions, pairs.numbers.get(pair) ?? -1) > 0,
    bySound: (sound) => sounds.get(sound)?.word,
  };
}

function foreignWords(articles: readonly Article[]): ArticleIndex["foreign"] {
  const texts = articles.map(({ title, variants, keywords }) =>
    [title, ...variants, ...keywords].map(normaliseArticleText).join("\n"),
  );
  const words = Object.values(outOfDomain).flat();
  return {
    findIn: createWordFinder(words),
    spokenOfBy: words.map((word) => new Set(texts.flatMap((text, at) => (text.includes(word) ? [at] : [])))),
  };
}
