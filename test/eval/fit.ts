import { existsSync, writeFileSync } from "node:fs";
import { type Article, loadArticles } from "../../src/knowledge/index.ts";
import {
  CANDIDATE_FEATURES,
  createMeasure,
  type Measured,
  NONE_FEATURES,
} from "../../src/knowledge/search/features.ts";
import { indexArticles } from "../../src/knowledge/search/index-articles.ts";
import { readQuery } from "../../src/knowledge/search/query.ts";
import { probabilities } from "../../src/knowledge/search/search.ts";
import { isHeldOut, ownQuestions, realQuestions } from "./questions.ts";

/** What people write around their question. */
const STORIES: readonly ((question: string) => string)[] = [
  (question) => `我是新手妈妈，第一次带孩子没什么经验，家里就我一个人，想问一下${question}，谢谢大家`,
  (question) => `你好，${question}？在线等，挺急的，心里没底`,
  (question) => `医生您好，昨天晚上开始的，我和孩子爸爸都在外地打工，${question}，家里老人也说不清楚`,
  (question) => `我们村里离县城远，去一趟医院不方便，${question}，请有经验的宝妈说一说`,
];

/** What we hold to be so before looking at examples: too few of them have animals, elders or odd ages. */
const EXPECTED: Readonly<Record<string, number>> = {
  foreign: -6,
  foreignAnywhere: 1,
  grownUp: 4,
  ageMiss: -3,
  motherMiss: -4,
  ageFits: 2,
  newbornFits: 2,
  nearestSquared: 3,
  bias: 5,
};
/** A closer match never speaks against an article, a miss never for it. */
const isMiss = (name: string) => /Miss$|^foreign$|^ageUnasked$/.test(name);

/**
 * Fits the weights of the search and writes them to `src/knowledge/search/model.json`:
 *
 *     node test/eval/fit.ts [path/to/questions-dev.jsonl]
 *
 * Learned from: our development questions (without the held-out ones), the real ones if the file is given, each
 * article's variants against an index that lacks them, and variants of articles that the index lacks as a whole (the
 * right answer is then "none"). Plain gradient descent on the log loss with a small pull towards zero.
 */
interface Example {
  readonly measured: Measured;
  /** Which candidates are right; none of them means "none" is. */
  readonly right: readonly boolean[];
  readonly weight: number;
}

const FOLDS = 5;
const WEIGHTS = { own: 1, real: 1.5, exact: 0.03, variant: 0.15, story: 0.15, missing: 0.06 };
const ROUNDS = 700;
const RATE = 0.5;
const PULL = 0.003;

function measureAll(
  articles: readonly Article[],
  questions: readonly {
    readonly text: string;
    readonly articles: readonly string[];
    readonly weight: number;
  }[],
): Example[] {
  const index = indexArticles(articles);
  const measure = createMeasure(index);
  return questions.map((question) => {
    const measured = measure(readQuery(question.text, index.segmenter, index.vocabulary), undefined);
    const right = measured.candidates.map(({ at }) => question.articles.includes(articles[at]?.id ?? ""));
    return { measured, right, weight: question.weight };
  });
}

const path = process.argv[2];
const articles = await loadArticles(new URL("../../knowledge", import.meta.url).pathname);
const own = ownQuestions().filter(({ text }) => !isHeldOut(text));
const real = path && existsSync(path) ? realQuestions(path).filter(({ text }) => !isHeldOut(text)) : [];
const examples = measureAll(articles, [
  ...own.map((question) => ({ ...question, weight: WEIGHTS.own })),
  ...real.map((question) => ({ ...question, weight: WEIGHTS.real })),
  ...articles.flatMap(({ id, variants }) =>
    variants.map((text) => ({ text, articles: [id], weight: WEIGHTS.exact })),
  ),
]);
for (let fold = 0; fold < FOLDS; fold++) {
  const inFold = (_: unknown, at: number) => at % FOLDS === fold;
  examples.push(
    ...measureAll(
      articles.map((article) => ({
        ...article,
        variants: article.variants.filter((_, at) => !inFold(_, at)),
      })),
      articles.flatMap(({ id, variants }) =>
        variants.filter(inFold).flatMap((text, at) => [
          { text, articles: [id], weight: WEIGHTS.variant },
          {
            text: STORIES[(at + fold) % STORIES.length]?.(text) ?? text,
            articles: [id],
            weight: WEIGHTS.story,
          },
        ]),
      ),
    ),
    ...measureAll(
      articles.filter((_, at) => !inFold(_, at)),
      articles
        .filter(inFold)
        .flatMap(({ variants }) =>
          variants.slice(0, 6).map((text) => ({ text, articles: [], weight: WEIGHTS.missing })),
        ),
    ),
  );
}

const expectedCandidate = Float64Array.from(CANDIDATE_FEATURES, (name) => EXPECTED[name] ?? 0);
const expectedNone = Float64Array.from(NONE_FEATURES, (name) => EXPECTED[name] ?? 0);
const candidate = expectedCandidate.slice();
const none = expectedNone.slice();
const total = examples.reduce((sum, { weight }) => sum + weight, 0);
let loss = 0;
// Adagrad-like steps: features live on different scales.
const seenCandidate = new Float64Array(candidate.length).fill(1e-8);
const seenNone = new Float64Array(none.length).fill(1e-8);
for (let round = 0; round < ROUNDS; round++) {
  const slopeCandidate = candidate.map((weight, at) => PULL * (weight - (expectedCandidate[at] ?? 0)));
  const slopeNone = none.map((weight, at) => PULL * (weight - (expectedNone[at] ?? 0)));
  loss = 0;
  for (const { measured, right, weight } of examples) {
    const scores = probabilities(measured, { candidate, none });
    const noneScore = 1 - scores.reduce((sum, score) => sum + score, 0);
    const wanted = right.some(Boolean)
      ? scores.reduce((sum, score, at) => sum + (right[at] ? score : 0), 0)
      : noneScore;
    loss -= (weight / total) * Math.log(Math.max(1e-12, wanted));
    const noneTarget = right.some(Boolean) ? 0 : 1;
    measured.candidates.forEach(({ values }, at) => {
      const score = scores[at] ?? 0;
      const target = right[at] ? score / Math.max(1e-12, wanted) : 0;
      const factor = ((score - target) * weight) / total;
      values.forEach((value, feature) => {
        slopeCandidate[feature] = (slopeCandidate[feature] ?? 0) + factor * value;
      });
    });
    measured.none.forEach((value, feature) => {
      slopeNone[feature] = (slopeNone[feature] ?? 0) + (((noneScore - noneTarget) * weight) / total) * value;
    });
  }
  for (const [weights, slope, seen] of [
    [candidate, slopeCandidate, seenCandidate],
    [none, slopeNone, seenNone],
  ] as const) {
    slope.forEach((value, at) => {
      seen[at] = (seen[at] ?? 0) + value * value;
      weights[at] = (weights[at] ?? 0) - (RATE * value) / Math.sqrt(seen[at] ?? 1);
    });
  }
  CANDIDATE_FEATURES.forEach((name, at) => {
    const weight = candidate[at] ?? 0;
    candidate[at] = isMiss(name) ? Math.min(0, weight) : Math.max(0, weight);
  });
}

const named = (names: readonly string[], weights: Float64Array) =>
  Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] ?? 0) * 1000) / 1000]));
const model = { candidate: named(CANDIDATE_FEATURES, candidate), none: named(NONE_FEATURES, none) };
writeFileSync(
  new URL("../../src/knowledge/search/model.json", import.meta.url),
  `${JSON.stringify(model, null, 2)}\n`,
);
console.log(`${examples.length} examples, log loss ${loss.toFixed(4)}`, JSON.stringify(model));
