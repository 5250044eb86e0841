import type { Article } from "../article.ts";
import { CANDIDATE_FEATURES, createMeasure, type Measured, NONE_FEATURES } from "./features.ts";
import { indexArticles } from "./index-articles.ts";
import model from "./model.json" with { type: "json" };
import { readQuery } from "./query.ts";

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

const candidateWeights = Float64Array.from(CANDIDATE_FEATURES, (name) => model.candidate[name]);
const noneWeights = Float64Array.from(NONE_FEATURES, (name) => model.none[name]);

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
};

/** Conditional logit: the candidates and "none" compete, so a close second lowers the first. */
export function probabilities(
  { candidates, none }: Measured,
  weights: { readonly candidate: Float64Array; readonly none: Float64Array },
): Float64Array {
  const scores = Float64Array.from(candidates, ({ values }) => dot(values, weights.candidate));
  const noneScore = dot(none, weights.none);
  const top = scores.reduce((max, score) => Math.max(max, score), noneScore);
  let sum = Math.exp(noneScore - top);
  for (const score of scores) sum += Math.exp(score - top);
  return scores.map((score) => Math.exp(score - top) / sum);
}

/**
 * Builds a search over `articles` that needs no model and no network: the same articles and text always give the
 * same result. Building takes about a tenth of a second for 250 articles, a question well under a millisecond.
 */
export function createSearch(articles: readonly Article[]): Search {
  const index = indexArticles(articles);
  const measure = createMeasure(index);
  return {
    find(text, { ageMonths, limit, only }) {
      const measured = measure(readQuery(text, index.segmenter, index.vocabulary), ageMonths);
      const open = measured.candidates.flatMap((candidate) => {
        const article = index.articles[candidate.at];
        return article && (!only || only(article)) ? [{ ...candidate, article }] : [];
      });
      const scores = probabilities(
        { candidates: open, none: measured.none },
        { candidate: candidateWeights, none: noneWeights },
      );
      return open
        .map(({ article }, at) => ({ article, score: scores[at] ?? 0 }))
        .sort((a, b) => b.score - a.score || (a.article.id < b.article.id ? -1 : 1))
        .slice(0, limit);
    },
  };
}
