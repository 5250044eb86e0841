import type { Article } from "../article.ts";
import { normaliseArticleText, replaceSynonyms } from "./normalise.ts";
import outOfDomain from "./out-of-domain.json" with { type: "json" };
import { soundOf } from "./pinyin.ts";
import { contentWords, isContent, isWeak, pairsOf, type Vocabulary } from "./query.ts";
import { createSegmenter, type Segmenter } from "./segment.ts";
import synonyms from "./synonyms.json" with { type: "json" };
import weakWords from "./weak-words.json" with { type: "json" };

export interface Term {
  readonly idf: number;
  /** Articles with the term anywhere, and how much it says about each: BM25F without idf. */
  readonly articles: readonly number[];
  readonly weights: readonly number[];
  /** Articles with the term in title, variants or keywords. */
  readonly named: ReadonlySet<number>;
  /** Questions (titles and variants) with the term. */
  readonly questions: readonly number[];
}

/** Two neighbouring characters: looked for in questions and keywords only. */
export type Pair = Omit<Term, "articles" | "weights" | "named"> & { readonly named: readonly number[] };

export interface ArticleIndex {
  readonly articles: readonly Article[];
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  readonly words: ReadonlyMap<string, Term>;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Article of each question, and the summed weight of its terms. */
  readonly questionOwner: Uint16Array;
  readonly questionWeight: Float64Array;
  /** Keywords in the form of a query's text, with how rare they are. */
  readonly keywords: readonly (readonly { readonly word: string; readonly idf: number }[])[];
  /** Content words of each article's title. */
  readonly titleWords: readonly ReadonlySet<string>[];
  /** Words that most questions of an article have, with their share of its meaning; heaviest first. */
  readonly core: readonly (readonly { readonly word: string; readonly weight: number }[])[];
  /** Words of other subjects, with the articles that do speak of them. */
  readonly foreign: readonly { readonly word: string; readonly spokenOfBy: ReadonlySet<number> }[];
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

interface PairDraft {
  /** Ascending, because articles are read in order. */
  readonly named: number[];
  readonly questions: number[];
}

function entry<T>(terms: Map<string, T>, term: string, empty: () => T): T {
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
  const pairs = new Map<string, PairDraft>();
  const questionTerms: { owner: number; words: Set<string>; pairs: Set<string> }[] = [];

  articles.forEach((article, owner) => {
    const count = (word: string, weight: number): WordDraft => {
      const draft = entry(words, word, emptyWord);
      draft.inArticles.set(owner, (draft.inArticles.get(owner) ?? 0) + weight);
      return draft;
    };
    const name = (pair: string): PairDraft => {
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

  const lengths = new Float64Array(articles.length);
  for (const { inArticles } of words.values()) {
    for (const [owner, weight] of inArticles) lengths[owner] = (lengths[owner] ?? 0) + weight;
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, articles.length);
  const finishedWords = new Map<string, Term>();
  for (const [word, { inArticles, named, questions }] of words) {
    const weights = Array.from(inArticles, ([owner, frequency]) => {
      const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[owner] ?? 0)) / meanLength;
      return frequency / (K1 * length + frequency);
    });
    const idf = idfOf(articles.length, inArticles.size);
    finishedWords.set(word, { idf, articles: [...inArticles.keys()], weights, named, questions });
  }
  const finishedPairs = new Map<string, Pair>();
  for (const [pair, draft] of pairs) {
    finishedPairs.set(pair, { ...draft, idf: idfOf(questionTerms.length, draft.questions.length) });
  }

  return {
    articles,
    segmenter,
    vocabulary: createVocabulary(finishedWords, finishedPairs, keywords.flat()),
    words: finishedWords,
    pairs: finishedPairs,
    questionOwner: Uint16Array.from(questionTerms, ({ owner }) => owner),
    questionWeight: Float64Array.from(questionTerms, (question) => {
      let sum = 0;
      for (const word of question.words) sum += finishedWords.get(word)?.idf ?? 0;
      for (const pair of question.pairs) sum += PAIR_SHARE * (finishedPairs.get(pair)?.idf ?? 0);
      return sum;
    }),
    keywords: keywords.map((own) =>
      own.map((word) => ({ word, idf: finishedWords.get(word)?.idf ?? idfOf(articles.length, 1) })),
    ),
    titleWords: articles.map(({ title }) => contentWords(segmenter, canonical(title))),
    core: coreWords(articles.length, questionTerms, finishedWords),
    foreign: foreignWords(articles),
    unknownIdf: 0.7 * idfOf(articles.length, 0),
  };
}

const CORE_WORDS = 8;

function coreWords(
  count: number,
  questions: readonly { readonly owner: number; readonly words: ReadonlySet<string> }[],
  terms: ReadonlyMap<string, Term>,
): ArticleIndex["core"] {
  const sums = Array.from({ length: count }, () => new Map<string, number>());
  for (const { owner, words } of questions) {
    for (const word of words) {
      const sum = sums[owner];
      sum?.set(word, (sum.get(word) ?? 0) + (terms.get(word)?.idf ?? 0));
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

function createVocabulary(
  words: ReadonlyMap<string, Term>,
  pairs: ReadonlyMap<string, Pair>,
  keywords: readonly string[],
): Vocabulary {
  const sounds = new Map<string, { word: string; weight: number }>();
  const learn = (word: string, weight: number) => {
    const sound = word.length > 1 ? soundOf(word) : undefined;
    if (sound === undefined) return;
    const known = sounds.get(sound);
    if (!known || known.weight < weight) sounds.set(sound, { word, weight });
  };
  for (const word of weakWords.weak) learn(word, 1);
  for (const word of Object.values(synonyms).flat()) learn(word, 1);
  for (const [word, { named, questions }] of words) if (named.size > 0) learn(word, 1 + questions.length);
  for (const keyword of keywords) learn(keyword, 3);
  return {
    has: (word) => isWeak(word) || (words.get(word)?.named.size ?? 0) > 0,
    hasPair: (pair) => (pairs.get(pair)?.questions.length ?? 0) > 0,
    bySound: (sound) => sounds.get(sound)?.word,
  };
}

function foreignWords(articles: readonly Article[]): ArticleIndex["foreign"] {
  const texts = articles.map(({ title, variants, keywords }) =>
    [title, ...variants, ...keywords].map(normaliseArticleText).join("\n"),
  );
  return Object.values(outOfDomain)
    .flat()
    .map((word) => ({
      word,
      spokenOfBy: new Set(texts.flatMap((text, at) => (text.includes(word) ? [at] : []))),
    }));
}
