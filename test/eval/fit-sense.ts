import { writeFileSync } from "node:fs";
import { createContextReader } from "../../src/safety/contexts.ts";
import { createTriage, isUrgent } from "../../src/safety/index.ts";
import { normalise } from "../../src/safety/normalise.ts";
import { readQuantities } from "../../src/safety/quantities.ts";
import { reviewedRules } from "../../src/safety/rules.ts";
import {
  BUCKETS,
  createSenseReader,
  encodeSense,
  type Features,
  SENSE_FILE,
  type SenseData,
  weigh,
} from "../../src/safety/sense.ts";
import { SAFETY_KINDS, type SafetyKind } from "../../src/safety/types.ts";
import { WordIndex } from "../../src/safety/word-index.ts";
import { seeded } from "../bench/figures.ts";
import { ownQuestions, trainingQuestions } from "./questions.ts";
import { type TriageRow, triageRows } from "./triage-rows.ts";

/**
 * Fits the weights of `src/safety/sense.ts` and writes `sense.bin`; takes half a minute:
 *
 *     node test/eval/fit-sense.ts [note of the rounds to leave out and measure]
 *
 * It learns from the rows of `triage.jsonl` that are not held out (a low mood is left aside: neither urgent nor
 * harmless) and from the parenting questions, of which nearly all are harmless. Leaving out the rounds that were measured
 * last, one after the other, chose the weights here and the bars in `triage.ts`.
 */
const EPOCHS = 20;
const RATE = 0.15;
const DECAY = 1e-3;
const QUESTION_WEIGHT = 0.1;
/** There are many of them, and they tell what people ask, not what they chat about. */
const TRAINING_WEIGHT = 0.03;
/** What has a card but is not urgent counts as harmless here, and less: the line is not sharp. */
const CARE_WEIGHT = 0.6;
/** Insults and appeals are about words, not danger; rules know them. */
const isWords = ({ kinds }: TriageRow) =>
  kinds?.some((kind) => kind === "hostility" || kind === "money-appeal");

interface Example {
  readonly features: Features;
  readonly present: readonly number[];
  readonly urgent: boolean;
  readonly weight: number;
  readonly kind: SafetyKind | undefined;
}

const index = new WordIndex((word) => normalise(word).text);
const readContexts = createContextReader(index, (word) => normalise(word).text);
const readSense = createSenseReader(index);
index.finish();

function stretchesOf(text: string, ageMonths: number | undefined) {
  const normalised = normalise(text);
  const hits = index.find(normalised);
  const quantities = readQuantities(normalised);
  return readSense(
    normalised,
    hits,
    readContexts(normalised, hits),
    quantities,
    quantities.ageMonths ?? ageMonths,
  );
}

const urgent = ({ level }: TriageRow) => level === "urgent" || level === "emergency";

function examplesOf(rows: readonly TriageRow[]): Example[] {
  const own = rows
    .filter((row) => !(urgent(row) && isWords(row)))
    .flatMap((row) => {
      const kind = SAFETY_KINDS.find((one) => row.kinds?.[0] === one);
      return stretchesOf(row.text, row.ageMonths)
        .slice(0, 1)
        .map((stretch) => ({
          ...stretch,
          urgent: urgent(row),
          weight: row.level === "care" ? CARE_WEIGHT : 1,
          kind,
        }));
    });
  const calm = (text: string, weight: number) =>
    stretchesOf(text, undefined).map((stretch) => ({ ...stretch, urgent: false, weight, kind: undefined }));
  const byRules = createTriage({ ready: reviewedRules() });
  return [
    ...own,
    ...ownQuestions().flatMap(({ text }) => calm(text, QUESTION_WEIGHT)),
    // Some of them ask about a danger that is there; of those that rules know nothing is learned.
    ...trainingQuestions()
      .filter(({ text }) => !isUrgent(byRules(text)))
      .flatMap(({ text }) => calm(text, TRAINING_WEIGHT)),
  ];
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
}

const at = (array: Float64Array, place: number): number => array[place] ?? 0;

/** Logistic regression by AdaGrad; the same rows give the same weights. */
function fitSense(examples: readonly Example[]): SenseData {
  const random = seeded(11);
  const weights = new Float64Array(BUCKETS);
  const seen = new Float64Array(BUCKETS).fill(1e-6);
  let bias = 0;
  const shuffled = [...examples];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(shuffled, random);
    for (const { features, urgent, weight } of shuffled) {
      let odds = bias;
      const { buckets, values } = features;
      for (let place = 0; place < buckets.length; place++) {
        odds += at(weights, buckets[place] ?? 0) * (values[place] ?? 0);
      }
      const error = (1 / (1 + Math.exp(-odds)) - Number(urgent)) * weight;
      bias -= 0.02 * error;
      for (let place = 0; place < buckets.length; place++) {
        const bucket = buckets[place] ?? 0;
        const value = values[place] ?? 0;
        const slope = error * value + DECAY * at(weights, bucket);
        seen[bucket] = at(seen, bucket) + slope * slope;
        weights[bucket] = at(weights, bucket) - (RATE * slope) / Math.sqrt(at(seen, bucket));
      }
    }
  }
  const largest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9);
  const scale = largest / 127;
  return {
    weights: Int8Array.from(weights, (one) => Math.round(one / scale)),
    scale,
    bias,
    ...fitKinds(examples, random),
  };
}

/** Which kind a danger is, from the things that it speaks of alone. */
function fitKinds(examples: readonly Example[], random: () => number) {
  const dangers = examples.filter(({ urgent, kind }) => urgent && kind !== undefined);
  const kinds = SAFETY_KINDS.filter((kind) => dangers.some((one) => one.kind === kind));
  const concepts = 1 + Math.max(...dangers.flatMap(({ present }) => present));
  const width = concepts + 1;
  const weights = new Float64Array(kinds.length * width);
  const shuffled = [...dangers];
  for (let epoch = 0; epoch < 30; epoch++) {
    shuffle(shuffled, random);
    for (const { present, kind } of shuffled) {
      const rows = [...present, concepts];
      const odds = kinds.map((_, k) =>
        rows.reduce((sum, concept) => sum + at(weights, k * width + concept), 0),
      );
      const highest = Math.max(...odds);
      const total = odds.reduce((sum, one) => sum + Math.exp(one - highest), 0);
      odds.forEach((one, k) => {
        const error = Math.exp(one - highest) / total - Number(kinds[k] === kind);
        for (const concept of rows) {
          const place = k * width + concept;
          weights[place] = at(weights, place) * 0.9998 - 0.08 * error;
        }
      });
    }
  }
  return { kinds, kindWeights: Float32Array.from(weights) };
}

const [leftOut] = process.argv.slice(2);
const rows = triageRows();
const learning = rows.filter(({ heldOut, note }) =>
  leftOut === undefined ? !heldOut : !note.includes(leftOut),
);
const data = fitSense(examplesOf(learning));
if (leftOut === undefined) writeFileSync(SENSE_FILE, encodeSense(data));
const measured = rows.filter((row) => !learning.includes(row));
for (const bar of [-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1]) {
  const share = (part: readonly TriageRow[]) =>
    part.filter((row) => weigh(stretchesOf(row.text, row.ageMonths), data).odds > bar).length / part.length;
  const dangers = measured.filter(urgent);
  const harmless = measured.filter(({ level }) => level === "none");
  console.info(
    `odds > ${bar}: finds ${share(dangers).toFixed(3)}, raises wrongly ${share(harmless).toFixed(3)}`,
  );
}
