import type { Article } from "../article.ts";
import { buildIndex } from "./build-index.ts";
import { englishArticles, englishSegmenter, englishVocabulary, isEnglish } from "./english.ts";
import { CANDIDATE_FEATURES, type Candidate, createMeasure, NONE_FEATURES } from "./features.ts";
import { type ArticleIndex, openIndex } from "./index-articles.ts";
import type { IndexData } from "./index-data.ts";
import model from "./model.json" with { type: "json" };
import { readQuery } from "./query.ts";
import { probabilities, type Ranker } from "./ranker.ts";
import { createSegmenter } from "./segment.ts";

export interface Found {
  readonly article: Article;
  /** Probability, 0 to 1, that this article is the right answer; over all articles and "none" they sum to 1. */
  readonly score: number;
}

export interface SearchOptions {
  /** The child's age where it is known from elsewhere; it outweighs an age in the text. */
  readonly ageMonths?: number | undefined;
  readonly limit: number;
  /** Articles that may be found; the others do not take part in the probabilities. */
  readonly only?: ((article: Article) => boolean) | undefined;
}

export interface Search {
  /** Best first, at most `limit`; empty when nothing resembles the text. Never throws, whatever the text. */
  find(text: string, options: SearchOptions): readonly Found[];
}

const byName = (names: readonly string[], weights: Readonly<Record<string, number>>) =>
  Float64Array.from(names, (name) => weights[name] ?? 0);

const RANKER: Ranker = {
  candidate: byName(CANDIDATE_FEATURES, model.candidate),
  none: byName(NONE_FEATURES, model.none),
  hidden: model.hidden.map(({ weights }) => byName(CANDIDATE_FEATURES, weights)),
  hiddenBias: Float64Array.from(model.hidden, ({ bias }) => bias),
  hiddenOut: Float64Array.from(model.hidden, ({ out }) => out),
  sharpness: model.sharpness,
};

/** What the search knows about articles, as data alone: made by another process or read from a file. */
export interface SearchData {
  readonly chinese: IndexData;
  /** Of the articles that have an English side, in their order; undefined when none has. */
  readonly english: IndexData | undefined;
}

/** The slow half of a search: about a millisecond for each article. */
export function buildSearchData(articles: readonly Article[]): SearchData {
  const translated = englishArticles(articles);
  return {
    chinese: buildIndex(articles, createSegmenter),
    english: translated.length === 0 ? undefined : buildIndex(translated, englishSegmenter),
  };
}

/** Opens what was built from these very articles. */
export function openSearch(articles: readonly Article[], data: SearchData): Search {
  const chinese = createFinder(openIndex(data.chinese, articles), articles);
  if (!data.english) return { find: chinese };
  const englishIndex = openIndex(data.english, englishArticles(articles), englishSegmenter);
  const english = createFinder(
    { ...englishIndex, vocabulary: englishVocabulary },
    articles.filter((article) => article.english),
  );
  return {
    find: (text, options) =>
      isEnglish(text, englishIndex) ? english(text, options) : chinese(text, options),
  };
}

/**
 * Builds a search over `articles` that needs no model and no network: the same articles and text always give the
 * same result. A question takes well under a millisecond.
 */
export const createSearch = (articles: readonly Article[]): Search =>
  openSearch(articles, buildSearchData(articles));

/** Finds in one index; `articles` are what is given out for its entries, in their order. */
function createFinder(index: ArticleIndex, articles: readonly Article[]): Search["find"] {
  const measure = createMeasure(index);
  const ownQuestions = questionsByKey(index.articles);
  return (text, { ageMonths, limit, only }) => {
    const { candidates, none } = measure(readQuery(text, index.segmenter, index.vocabulary), ageMonths);
    const open: Candidate[] = [];
    const openArticles: Article[] = [];
    for (const candidate of candidates) {
      const article = articles[candidate.at];
      if (!article || (only && !only(article))) continue;
      open.push(candidate);
      openArticles.push(article);
    }
    const scores = probabilities({ candidates: open, none }, RANKER);
    const own = openArticles.findIndex(
      (article) => article === articles[ownQuestions.get(keyOf(text)) ?? -1],
    );
    if (own !== -1) raise(scores, own);
    return openArticles
      .map((article, at) => ({ article, score: scores[at] ?? 0 }))
      .sort((a, b) => b.score - a.score || (a.article.id < b.article.id ? -1 : 1))
      .slice(0, limit);
  };
}

/** How sure the search is of an article one of whose own questions was asked word for word. */
const WORD_FOR_WORD = 0.97;

/** Raises one probability to that certainty and leaves the others their share of the rest. */
function raise(scores: Float64Array, own: number): void {
  const before = scores[own] ?? 0;
  if (before >= WORD_FOR_WORD) return;
  const rest = (1 - WORD_FOR_WORD) / (1 - before);
  scores.forEach((score, at) => {
    scores[at] = at === own ? WORD_FOR_WORD : score * rest;
  });
}

const keyOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Each question of the articles with the place of its article; no two articles have the same (the loader refuses that). */
function questionsByKey(articles: readonly Article[]): ReadonlyMap<string, number> {
  return new Map(
    articles.flatMap(({ title, variants }, at) =>
      [...variants, title].map((text) => [keyOf(text), at] as const),
    ),
  );
}
