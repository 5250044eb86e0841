import { CANDIDATE_FEATURES, type Measured, NONE_FEATURES } from "../../src/knowledge/search/features.ts";
import { probabilities, type Ranker } from "../../src/knowledge/search/ranker.ts";
import { seeded } from "../bench/figures.ts";

export interface Example {
  readonly measured: Measured;
  /** Which candidates are right. */
  readonly right: readonly boolean[];
  /** No article at all is right. */
  readonly outside: boolean;
  readonly weight: number;
}

/** What we hold to be so before looking at examples: too few of them have animals, elders or odd ages. */
const EXPECTED: Readonly<Record<string, number>> = {
  words: 1.5,
  wordsTotal: 4.5,
  pairs: 0.7,
  nearestSquared: 3,
  nextNearest: 1,
  covered: 1.8,
  subject: 1.3,
  coreMiss: -1,
  learned: 1,
  learnedLog: 3,
  learnedNoneLog: 3,
  learnedNear: 1,
  learnedNearNone: 1,
  foreign: -5,
  ageMiss: -3,
  motherMiss: -3,
  ageFits: 1,
  newbornFits: 1,
  bias: 5,
  grownUp: 4,
};
const HIDDEN = 24;
const EPOCHS = 14;
const RATE = 0.01;
const BATCH = 64;
/** Pull of the sum's weights towards what is expected, and of the hidden layer's towards nothing. */
const PULL = 2e-4;

/** Adam's running means of the slope and its square. */
interface Momentum {
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

/** Fits the ranker by gradient descent on the log loss; the same examples give the same weights. */
export function trainRanker(
  given: readonly Example[],
  onEpoch?: (epoch: number, ranker: Ranker) => void,
): Ranker {
  const random = seeded(11);
  const examples = [...given];
  const width = CANDIDATE_FEATURES.length;
  const expected = Float64Array.from(CANDIDATE_FEATURES, (name) => EXPECTED[name] ?? 0);
  const expectedNone = Float64Array.from(NONE_FEATURES, (name) => EXPECTED[name] ?? 0);
  const ranker: Ranker = {
    candidate: expected.slice(),
    none: expectedNone.slice(),
    hidden: Array.from({ length: HIDDEN }, () =>
      Float64Array.from({ length: width }, () => (random() - 0.5) * 0.6),
    ),
    hiddenBias: Float64Array.from({ length: HIDDEN }, () => (random() - 0.5) * 0.6),
    hiddenOut: Float64Array.from({ length: HIDDEN }, () => (random() - 0.5) * 0.2),
    sharpness: 1,
  };
  const parts = [ranker.candidate, ranker.none, ranker.hiddenBias, ranker.hiddenOut, ...ranker.hidden];
  const centres = [expected, expectedNone];
  const slopes = parts.map((part) => new Float64Array(part.length));
  const momenta = parts.map(
    (part): Momentum => ({ mean: new Float64Array(part.length), square: new Float64Array(part.length) }),
  );
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let last = examples.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [examples[last], examples[other]] = [examples[other] as Example, examples[last] as Example];
    }
    const rate = RATE * (1 - epoch / EPOCHS) + 1e-4;
    for (let from = 0; from < examples.length; from += BATCH) {
      for (const slope of slopes) slope.fill(0);
      let weight = 0;
      for (const example of examples.slice(from, from + BATCH)) weight += addSlope(ranker, slopes, example);
      if (weight === 0) continue;
      step += 1;
      parts.forEach((part, number) => {
        const [slope, momentum, centre] = [slopes[number], momenta[number], centres[number]];
        if (slope && momentum) descend(part, slope, momentum, { weight, rate, step, centre });
      });
    }
    CANDIDATE_FEATURES.forEach((name, place) => {
      // A closer match never speaks against an article in the sum, a miss never for it.
      const value = ranker.candidate[place] ?? 0;
      if (isMiss(name)) ranker.candidate[place] = Math.min(0, value);
    });
    onEpoch?.(epoch, ranker);
  }
  return ranker;
}

const isMiss = (name: string): boolean => /Miss$|^foreign$|^ageUnasked$/.test(name);

function descend(
  part: Float64Array,
  slope: Float64Array,
  { mean, square }: Momentum,
  how: {
    readonly weight: number;
    readonly rate: number;
    readonly step: number;
    readonly centre: Float64Array | undefined;
  },
): void {
  const { weight, rate, step, centre } = how;
  part.forEach((value, place) => {
    const pulled = (slope[place] ?? 0) / weight + PULL * (value - (centre?.[place] ?? 0));
    mean[place] = 0.9 * (mean[place] ?? 0) + 0.1 * pulled;
    square[place] = 0.999 * (square[place] ?? 0) + 0.001 * pulled * pulled;
    const direction = (mean[place] ?? 0) / (1 - 0.9 ** step);
    const size = Math.sqrt((square[place] ?? 0) / (1 - 0.999 ** step)) + 1e-8;
    part[place] = value - (rate * direction) / size;
  });
}

/** Adds one example's slope of the log loss; gives its weight, 0 when its right answer is not among the candidates. */
function addSlope(
  ranker: Ranker,
  slopes: readonly Float64Array[],
  { measured, right, outside, weight }: Example,
): number {
  const [candidate, none, hiddenBias, hiddenOut, ...hidden] = slopes;
  if (!candidate || !none || !hiddenBias || !hiddenOut) return 0;
  const scores = probabilities(measured, ranker);
  const noneScore = 1 - scores.reduce((sum, score) => sum + score, 0);
  const wanted = outside
    ? noneScore
    : scores.reduce((sum, score, place) => sum + (right[place] ? score : 0), 0);
  if (wanted < 1e-9) return 0;
  measured.candidates.forEach(({ values }, place) => {
    const score = scores[place] ?? 0;
    const target = !outside && right[place] ? score / wanted : 0;
    const error = (score - target) * weight;
    if (Math.abs(error) < 1e-7) return;
    add(candidate, values, error);
    ranker.hidden.forEach((weights, unit) => {
      let sum = ranker.hiddenBias[unit] ?? 0;
      for (let feature = 0; feature < values.length; feature++)
        sum += (weights[feature] ?? 0) * (values[feature] ?? 0);
      const active = Math.tanh(sum);
      hiddenOut[unit] = (hiddenOut[unit] ?? 0) + error * active;
      const inner = error * (ranker.hiddenOut[unit] ?? 0) * (1 - active * active);
      hiddenBias[unit] = (hiddenBias[unit] ?? 0) + inner;
      const slope = hidden[unit];
      if (slope) add(slope, values, inner);
    });
  });
  add(none, measured.none, (noneScore - Number(outside)) * weight);
  return weight;
}

function add(into: Float64Array, values: readonly number[], factor: number): void {
  for (let place = 0; place < values.length; place++)
    into[place] = (into[place] ?? 0) + factor * (values[place] ?? 0);
}

/**
 * The sharpness with which the first candidate's probability comes nearest to how often it is right (log loss over
 * `examples`). Averaging over easy and hard examples of many kinds leaves the ranker less sure than it may be on real ones.
 */
export function calibrate(ranker: Ranker, examples: readonly Example[]): number {
  const loss = (sharpness: number): number =>
    examples.reduce((sum, { measured, right, outside, weight }) => {
      const scores = probabilities(measured, { ...ranker, sharpness });
      let first = 0;
      scores.forEach((score, place) => {
        if (score > (scores[first] ?? 0)) first = place;
      });
      const held = Math.min(1 - 1e-6, Math.max(1e-6, scores[first] ?? 0));
      return sum - weight * Math.log(!outside && right[first] ? held : 1 - held);
    }, 0);
  const tried = Array.from({ length: 41 }, (_, step) => 0.6 + step * 0.05);
  return tried.reduce((best, sharpness) => (loss(sharpness) < loss(best) ? sharpness : best), 1);
}
