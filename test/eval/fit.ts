import { existsSync, writeFileSync } from "node:fs";
import { type Article, loadArticles } from "../../src/knowledge/index.ts";
import { CANDIDATE_FEATURES, createMeasure, NONE_FEATURES } from "../../src/knowledge/search/features.ts";
import { indexArticles } from "../../src/knowledge/search/index-articles.ts";
import { encodeLearned, LEARNED_FILE, type LearnedData } from "../../src/knowledge/search/learned.ts";
import { readQuery } from "../../src/knowledge/search/query.ts";
import { isHeldOut, ownQuestions, realQuestions, trainingQuestions } from "./questions.ts";
import { type TrainingQuestion, trainLearned } from "./train-learned.ts";
import { calibrate, type Example, trainRanker } from "./train-ranker.ts";

/**
 * Fits the search and writes `learned.bin` and `model.json` of `src/knowledge/search/`; takes some minutes:
 *
 *     node test/eval/fit.ts [path/to/questions-dev.jsonl]
 *
 * The classifier learns from the articles and from `training.jsonl`. The ranker learns from our development questions
 * (without the held-out ones), the real ones if the file is given, and from a share of each article's variants and of
 * the training questions against an index and a classifier that lack them; against ones that lack the whole article
 * (right is then "none"); against an index that has articles which the classifier does not know, as after an editor
 * wrote new ones; and the development questions again without any classifier.
 */
const FOLDS = 5;
/** Each fold trains three classifiers. */
const FOLDS_USED = 2;
const WEIGHTS = {
  own: 1,
  real: 1.5,
  exact: 0.01,
  variant: 0.015,
  training: 0.02,
  story: 0.01,
  missing: 0.015,
  unlearned: 0.015,
  withoutLearned: 0.3,
};

/** What people write around their question. */
const STORIES: readonly ((question: string) => string)[] = [
  (question) => `我是新手妈妈，第一次带孩子没什么经验，家里就我一个人，想问一下${question}，谢谢大家`,
  (question) => `你好，${question}？在线等，挺急的，心里没底`,
  (question) => `医生您好，昨天晚上开始的，我和孩子爸爸都在外地打工，${question}，家里老人也说不清楚`,
  (question) => `我们村里离县城远，去一趟医院不方便，${question}，请有经验的宝妈说一说`,
];

interface Asked {
  readonly text: string;
  readonly articles: readonly string[];
  readonly weight: number;
}

function measureAll(
  articles: readonly Article[],
  learned: LearnedData,
  questions: readonly Asked[],
): Example[] {
  const index = indexArticles(articles);
  const measure = createMeasure(index, learned);
  return questions.map(({ text, articles: right, weight }) => {
    const measured = measure(readQuery(text, index.segmenter, index.vocabulary), undefined);
    return {
      measured,
      right: measured.candidates.map(({ at }) => right.includes(articles[at]?.id ?? "")),
      outside: right.length === 0,
      weight,
    };
  });
}

/** What the classifier is for an index of articles that it has never seen. */
const NOTHING_LEARNED: LearnedData = {
  dims: 1,
  parts: 1,
  ids: [],
  words: [],
  pairs: [],
  characters: [],
  rows: new Int8Array(),
  scales: new Float32Array(),
  articles: new Float32Array(),
  biases: new Float32Array(),
  centreCounts: [],
  centres: new Int8Array(),
};
const training = trainingQuestions();
const learn = (articles: readonly Article[], questions: readonly TrainingQuestion[] = training) =>
  trainLearned(articles, indexArticles(articles), questions);

const path = process.argv[2];
const articles = await loadArticles(new URL("../../knowledge", import.meta.url).pathname);
const chinese = <Q extends { readonly style: string; readonly text: string }>(questions: readonly Q[]) =>
  questions.filter(({ style, text }) => style !== "english" && !isHeldOut(text));
const own = chinese(ownQuestions());
const real = path && existsSync(path) ? chinese(realQuestions(path)) : [];

const learned = learn(articles);
writeFileSync(LEARNED_FILE, encodeLearned(learned));
const asked = measureAll(
  articles,
  learned,
  own.map((question) => ({ ...question, weight: WEIGHTS.own })),
);
const examples = [...asked];
examples.push(
  ...measureAll(articles, learned, [
    ...real.map((question) => ({ ...question, weight: WEIGHTS.real })),
    ...articles.flatMap(({ id, variants }) =>
      variants.slice(0, 12).map((text) => ({ text, articles: [id], weight: WEIGHTS.exact })),
    ),
  ]),
);
examples.push(
  ...measureAll(
    articles,
    NOTHING_LEARNED,
    own.map((question) => ({ ...question, weight: WEIGHTS.withoutLearned })),
  ),
);
for (let fold = 0; fold < FOLDS_USED; fold++) {
  const inFold = (_: unknown, at: number) => at % FOLDS === fold;
  const poorer = articles.map((article) => ({
    ...article,
    variants: article.variants.filter((_, at) => !inFold(_, at)),
  }));
  const left = articles.flatMap(({ id, variants }) =>
    variants.filter(inFold).map((text) => ({ text, articles: [id] })),
  );
  const fewer = articles.filter((_, at) => !inFold(_, at));
  const gone = articles.filter(inFold);
  const learnedFewer = learn(fewer);
  const kept = training.filter((_, at) => !inFold(_, at));
  const keptBack = training.filter(inFold);
  examples.push(
    ...measureAll(poorer, learn(poorer, kept), [
      ...left.map((one) => ({ ...one, weight: WEIGHTS.variant })),
      ...keptBack.map(({ text, article }) => ({
        text,
        articles: article === null ? [] : [article],
        weight: WEIGHTS.training,
      })),
      ...left.map((one, at) => ({
        ...one,
        text: STORIES[(at + fold) % STORIES.length]?.(one.text) ?? one.text,
        weight: WEIGHTS.story,
      })),
    ]),
    ...measureAll(
      fewer,
      learnedFewer,
      gone.flatMap(({ variants }) =>
        variants.slice(0, 12).map((text) => ({ text, articles: [], weight: WEIGHTS.missing })),
      ),
    ),
    // Both kinds of articles are right in turn: being new must speak neither for nor against one.
    ...measureAll(
      poorer,
      learn(
        poorer.filter((_, at) => !inFold(_, at)),
        kept,
      ),
      left.map((one) => ({ ...one, weight: WEIGHTS.unlearned })),
    ),
  );
}

const ranker = trainRanker(examples);
const sharpness = calibrate(ranker, asked);
const named = (names: readonly string[], weights: Float64Array) =>
  Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] ?? 0) * 1000) / 1000]));
const model = {
  sharpness: Math.round(sharpness * 100) / 100,
  candidate: named(CANDIDATE_FEATURES, ranker.candidate),
  none: named(NONE_FEATURES, ranker.none),
  hidden: ranker.hidden.map((weights, unit) => ({
    weights: named(CANDIDATE_FEATURES, weights),
    bias: Math.round((ranker.hiddenBias[unit] ?? 0) * 1000) / 1000,
    out: Math.round((ranker.hiddenOut[unit] ?? 0) * 1000) / 1000,
  })),
};
writeFileSync(
  new URL("../../src/knowledge/search/model.json", import.meta.url),
  `${JSON.stringify(model, null, 2)}\n`,
);
console.log(
  `${examples.length} examples`,
  JSON.stringify({ sharpness: model.sharpness, candidate: model.candidate, none: model.none }),
);
