import type { Measured } from "./features.ts";

/**
 * Scores what was measured: a weighted sum beside one hidden layer, which sees what a sum cannot ("near, but only by
 * its pairs"). All weights by the places of the features.
 */
export interface Ranker {
  readonly candidate: Float64Array;
  readonly none: Float64Array;
  /** One row of candidate weights for each hidden unit. */
  readonly hidden: readonly Float64Array[];
  readonly hiddenBias: Float64Array;
  readonly hiddenOut: Float64Array;
  /** Factor for all scores with which a probability of 0.8 is right four times in five. */
  readonly sharpness: number;
}

export const dot = (values: readonly number[], weights: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (values[at] ?? 0) * (weights[at] ?? 0);
  return sum;
};

export function scoreOf(values: readonly number[], ranker: Ranker): number {
  let score = dot(values, ranker.candidate);
  for (let unit = 0; unit < ranker.hidden.length; unit++) {
    const weights = ranker.hidden[unit];
    if (weights)
      score +=
        (ranker.hiddenOut[unit] ?? 0) * Math.tanh((ranker.hiddenBias[unit] ?? 0) + dot(values, weights));
  }
  return score;
}

/** Conditional logit: the candidates and "none" compete, so a close second lowers the first. */
export function probabilities({ candidates, none }: Measured, ranker: Ranker): Float64Array {
  const scores = new Float64Array(candidates.length);
  const noneScore = ranker.sharpness * dot(none, ranker.none);
  let top = noneScore;
  candidates.forEach(({ values }, at) => {
    const score = ranker.sharpness * scoreOf(values, ranker);
    scores[at] = score;
    if (score > top) top = score;
  });
  let sum = Math.exp(noneScore - top);
  for (let at = 0; at < scores.length; at++) {
    const odds = Math.exp((scores[at] ?? 0) - top);
    scores[at] = odds;
    sum += odds;
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum;
  return scores;
}
