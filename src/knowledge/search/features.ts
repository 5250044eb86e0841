import { createScratch, findBestClauses, gather, type Scratch, shortlist, type Weights } from "./gather.ts";
import { type ArticleIndex, PAIR_SHARE } from "./index-articles.ts";
import { type LearnedData, type Opinion, openLearned, shippedLearned } from "./learned.ts";
import { raiseTo } from "./lists.ts";
import type { Query } from "./query.ts";

/** What is measured about a question and one article; all between 0 and about 1. */
export const CANDIDATE_FEATURES = [
  /** BM25F over words, as a share of what the question could reach at most. */
  "words",
  /** The same, absolute: a long match is worth more than a short one. */
  "wordsTotal",
  /** Pairs of characters found in the article's questions and keywords, by weight. */
  "pairs",
  /** Square of the weighted Dice coefficient with the nearest question of the article. */
  "nearestSquared",
  /** Mean of the two nearest questions after that. */
  "nextNearest",
  /** Share of the asked words' weight that the article has anywhere. */
  "covered",
  /** How rare the rarest keyword is that the question names: the subject, however long the story around it. */
  "subject",
  /** Share of the title's words that the question has. */
  "title",
  /** How much of what the article's questions have in common the question has, and whether the chief word is missing. */
  "core",
  "coreMiss",
  /** The best clause by itself. */
  "clause",
  /** What the classifier holds of it: the probability, its logarithm between 0 and 1, and whether it cannot say. */
  "learned",
  "learnedLog",
  /** The same logarithm for the clause that speaks most for it. */
  "learnedClause",
  /** How near it lies to questions of the article that the classifier was trained on; and the square of that. */
  "learnedNear",
  "learnedNearSquared",
  "unlearned",
  /** What it holds of "none" when it cannot say: a new article's questions may look like none to it. */
  "unlearnedNone",
  /** The age fits, by how narrow the article's stage is. */
  "ageFits",
  /** The child is a few weeks old and the article is for such children only: general advice may be wrong for them. */
  "newbornFits",
  /** How far the child's age lies outside of the article's stage, as a ratio: a month matters more at one than at thirty. */
  "ageMiss",
  /** No age was given and the article is for the first weeks only. */
  "ageUnasked",
  /** A nursing mother asks for herself, and the article is not about mothers. */
  "motherMiss",
  /** The question has a word of another subject that this article does not speak of. */
  "foreign",
] as const;

/** What is measured about the question alone; speaks for "none of the articles". */
export const NONE_FEATURES = [
  "bias",
  "unknown",
  "short",
  "long",
  "foreignAnywhere",
  "grownUp",
  /** What the classifier holds of "none": the probability, and its logarithm between 0 and 1. */
  "learnedNone",
  "learnedNoneLog",
  /** How near it lies to questions that no article answers. */
  "learnedNearNone",
] as const;

export interface Candidate {
  /** Index of the article. */
  readonly at: number;
  /** In the order of CANDIDATE_FEATURES. */
  readonly values: readonly number[];
}

export interface Measured {
  readonly candidates: readonly Candidate[];
  /** In the order of NONE_FEATURES. */
  readonly none: readonly number[];
}

/** A grown-up is ill or needs something; grown-ups who only advise ("奶奶说…") are in many questions. */
const GROWN_UP =
  /(?:老人|老年人|爷爷|奶奶|外婆|外公|姥姥|姥爷|公公|婆婆|岳母|岳父|我妈妈?|我爸爸?|老公|丈夫|老头|老太太)(?:他|她|们)?(?:最近|这几天|今年|昨天|今天|又|也|都|老是?|总是?|一直)?(?:补|缺|吃(?:什么|啥|点)|发烧|发热|感冒|咳|便秘|拉肚子|腹泻|呕吐|摔|跌|打呼|打鼾|血压|血糖|头晕|头疼|胃|腰|腿|膝|牙|眼|睡不着|失眠|住院|[\d五六七八九]十?[\d一二三四五六七八九]?(?:多岁|岁|了|多了))/u;
/** The mother herself is ill or takes something. */
const MOTHER =
  /哺乳期|喂奶期|坐月子|月子里(?!的(?:宝|孩|娃|婴))|产后|刚生完|我(?:自己|本人)?(?:也)?(?:生病|感冒|发烧|发热|咳|拉肚子|牙疼|头疼|吃了?[^,]{0,4}药)|(?:妈妈|母亲|当妈的)(?:得了|感冒|发烧|生病|吃|能吃)|要喂奶|还在喂奶/u;
const MOTHER_TOPICS: ReadonlySet<string> = new Set(["milk", "mother-body", "mother-mood"]);

/** e^-8 and less counts as nothing. */
const LOG_RANGE = 8;
const logShare = (held: number | undefined): number =>
  held === undefined ? 0 : Math.max(0, 1 + Math.log(Math.max(held, 1e-9)) / LOG_RANGE);

export type Measure = (query: Query, ageMonths: number | undefined) => Measured;

/** Prepares measuring over one index; the returned function reuses its memory and must not be entered twice. */
export function createMeasure(index: ArticleIndex, learned: LearnedData = shippedLearned()): Measure {
  const scratch = createScratch(index);
  const opinionOn = openLearned(
    learned,
    index.articles.map(({ id }) => id),
  );
  return (query, ageMonths) => measure(index, scratch, query, ageMonths, opinionOn(query));
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

function measure(
  index: ArticleIndex,
  scratch: Scratch,
  query: Query,
  ageMonths: number | undefined,
  opinion: Opinion,
): Measured {
  const weights = gather(index, scratch, query);
  findBestClauses(index, scratch, query);
  scratch.subject.fill(0);
  for (const keyword of index.keywords.findIn(query.text)) {
    raiseTo(scratch.subject, index.keywords.articles, keyword, index.keywords.idf[keyword] ?? 0);
  }
  const foreign = index.foreign.findIn(query.normalised);
  const asking: Asking = {
    weights,
    foreign,
    ageMonths: ageMonths ?? query.ageMonths,
    isMother: MOTHER.test(query.normalised),
    opinion,
  };
  const { length } = query.text;
  const listed = new Set([...shortlist(scratch), ...opinion.top]);
  return {
    candidates: [...listed].map((at) => ({ at, values: valuesOf(index, scratch, asking, at) })),
    none: [
      1,
      share(weights.unknown, weights.words + PAIR_SHARE * weights.pairs),
      Math.max(0, 1 - length / 8),
      Math.max(0, Math.log(Math.max(1, length) / 15)),
      Number(foreign.length > 0),
      Number(GROWN_UP.test(query.normalised)),
      opinion.none ?? 0,
      logShare(opinion.none),
      opinion.nearNone,
    ],
  };
}

/** What `valuesOf` has to know about the question besides the scratch. */
interface Asking {
  readonly weights: Weights;
  /** Numbers of the words of other subjects that the query has. */
  readonly foreign: readonly number[];
  readonly ageMonths: number | undefined;
  readonly isMother: boolean;
  readonly opinion: Opinion;
}

function valuesOf(index: ArticleIndex, scratch: Scratch, asking: Asking, at: number): readonly number[] {
  const { weights } = asking;
  let first = 0;
  let second = 0;
  let third = 0;
  const whole = weights.words + PAIR_SHARE * weights.pairs;
  const questionsEnd = index.questionsFrom[at + 1] ?? 0;
  for (let question = index.questionsFrom[at] ?? 0; question < questionsEnd; question++) {
    const common = scratch.questions[question] ?? 0;
    const dice = share(2 * common, whole + (index.questionWeight[question] ?? 0));
    if (dice > first) {
      third = second;
      second = first;
      first = dice;
    } else if (dice > second) {
      third = second;
      second = dice;
    } else if (dice > third) third = dice;
  }
  let title = 0;
  const titleEnd = index.titleWords.from[at + 1] ?? 0;
  for (let entry = index.titleWords.from[at] ?? 0; entry < titleEnd; entry++) {
    const word = index.titleWords.values[entry] ?? 0;
    if (scratch.asked[word] === 1) title += index.words.idf[word] ?? 0;
  }
  let core = 0;
  let coreMiss = 0;
  const coreFrom = index.core.from[at] ?? 0;
  const coreEnd = index.core.from[at + 1] ?? 0;
  for (let entry = coreFrom; entry < coreEnd; entry++) {
    const weight = index.coreWeights[entry] ?? 0;
    if (scratch.asked[index.core.values[entry] ?? 0] === 1) core += weight;
    else if (entry === coreFrom) coreMiss = weight;
  }
  const article = index.articles[at];
  const age = asking.ageMonths;
  const held = asking.opinion.of(at);
  const near = asking.opinion.near(at) ?? 0;
  const from = article?.stage.fromMonths ?? 0;
  const to = article?.stage.toMonths ?? 84;
  const miss =
    age === undefined ? 0 : Math.max(Math.log((from + 1) / (age + 1)), Math.log((age + 1) / (to + 2)), 0);
  return [
    share(scratch.words[at] ?? 0, weights.words),
    Math.log1p(scratch.words[at] ?? 0) / 3,
    share(scratch.pairs[at] ?? 0, weights.pairs),
    first * first,
    (second + third) / 2,
    share(scratch.covered[at] ?? 0, weights.words),
    Math.min(1, (scratch.subject[at] ?? 0) / 4),
    share(title, index.titleWeight[at] ?? 0),
    Math.min(1, core),
    coreMiss,
    scratch.bestClause[at] ?? 0,
    held ?? 0,
    logShare(held),
    logShare(asking.opinion.inClause(at)),
    near,
    near * near,
    Number(held === undefined),
    held === undefined ? logShare(asking.opinion.none) : 0,
    age !== undefined && miss === 0 ? Math.max(0, 1 - to / 24) : 0,
    Number(age !== undefined && age < 2 && miss === 0 && to <= 3),
    Math.min(1, miss),
    Number(age === undefined && to <= 3),
    Number(asking.isMother && !MOTHER_TOPICS.has(article?.topic ?? "")),
    Number(asking.foreign.some((word) => !index.foreign.spokenOfBy[word]?.has(at))),
  ];
}
