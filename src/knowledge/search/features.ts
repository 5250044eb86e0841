import { type ArticleIndex, PAIR_SHARE } from "./index-articles.ts";
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
export const NONE_FEATURES = ["bias", "unknown", "short", "long", "foreignAnywhere", "grownUp"] as const;

export type CandidateVector = Float64Array;

export interface Measured {
  /** Index of the article and its features, in the order of CANDIDATE_FEATURES. */
  readonly candidates: readonly { readonly at: number; readonly values: CandidateVector }[];
  readonly none: Float64Array;
}

/** Most promising articles that are looked at closely. */
const SHORTLIST = 16;
/** A grown-up is ill or needs something; grown-ups who only advise ("奶奶说…") are in many questions. */
const GROWN_UP =
  /(?:老人|老年人|爷爷|奶奶|外婆|外公|姥姥|姥爷|公公|婆婆|岳母|岳父|我妈妈?|我爸爸?|老公|丈夫|老头|老太太)(?:他|她|们)?(?:最近|这几天|今年|昨天|今天|又|也|都|老是?|总是?|一直)?(?:补|缺|吃(?:什么|啥|点)|发烧|发热|感冒|咳|便秘|拉肚子|腹泻|呕吐|摔|跌|打呼|打鼾|血压|血糖|头晕|头疼|胃|腰|腿|膝|牙|眼|睡不着|失眠|住院|[\d五六七八九]十?[\d一二三四五六七八九]?(?:多岁|岁|了|多了))/u;
/** The mother herself is ill or takes something. */
const MOTHER =
  /哺乳期|喂奶期|坐月子|月子里(?!的(?:宝|孩|娃|婴))|产后|刚生完|我(?:自己|本人)?(?:也)?(?:生病|感冒|发烧|发热|咳|拉肚子|牙疼|头疼|吃了?[^,]{0,4}药)|(?:妈妈|母亲|当妈的)(?:得了|感冒|发烧|生病|吃|能吃)|要喂奶|还在喂奶/u;
const MOTHER_TOPICS: ReadonlySet<string> = new Set(["milk", "mother-body", "mother-mood"]);

interface Scratch {
  readonly words: Float64Array;
  readonly pairs: Float64Array;
  readonly covered: Float64Array;
  readonly questions: Float64Array;
}

export type Measure = (query: Query, ageMonths: number | undefined) => Measured;

/** Prepares measuring over one index; the returned function reuses its memory and must not be entered twice. */
export function createMeasure(index: ArticleIndex): Measure {
  const count = index.articles.length;
  const scratch: Scratch = {
    words: new Float64Array(count),
    pairs: new Float64Array(count),
    covered: new Float64Array(count),
    questions: new Float64Array(index.questionOwner.length),
  };
  const questionsOf: number[][] = index.articles.map(() => []);
  index.questionOwner.forEach((owner, question) => void questionsOf[owner]?.push(question));
  return (query, ageMonths) => measure(index, questionsOf, scratch, query, ageMonths);
}

function addTo(sums: Float64Array, places: Iterable<number>, amount: number): void {
  for (const place of places) sums[place] = (sums[place] ?? 0) + amount;
}

function measure(
  index: ArticleIndex,
  questionsOf: readonly (readonly number[])[],
  scratch: Scratch,
  query: Query,
  ageMonths: number | undefined,
): Measured {
  for (const array of Object.values(scratch)) array.fill(0);
  let wordWeight = 0;
  let pairWeight = 0;
  let knownPairWeight = 0;
  let unknown = 0;
  for (const [word, share] of query.words) {
    const term = index.words.get(word);
    const weight = share * (term?.idf ?? index.unknownIdf);
    wordWeight += weight;
    if (!term) {
      unknown += weight;
      continue;
    }
    term.articles.forEach((at, entry) => {
      scratch.words[at] = (scratch.words[at] ?? 0) + weight * (term.weights[entry] ?? 0);
    });
    addTo(scratch.covered, term.articles, weight);
    addTo(scratch.questions, term.questions, share * term.idf);
  }
  for (const pair of query.pairs) {
    const term = index.pairs.get(pair);
    pairWeight += term?.idf ?? index.unknownIdf;
    if (!term) continue;
    knownPairWeight += term.idf;
    addTo(scratch.pairs, term.named, term.idf);
    addTo(scratch.questions, term.questions, PAIR_SHARE * term.idf);
  }
  const asked = wordWeight + PAIR_SHARE * pairWeight;

  const foreignWords = index.foreign.filter(({ word }) => query.normalised.includes(word));
  const order = [...scratch.words.keys()]
    .map((at) => ({ at, score: (scratch.words[at] ?? 0) + 0.4 * (scratch.pairs[at] ?? 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, SHORTLIST);

  const mother = MOTHER.test(query.normalised);
  const clauses = query.clauses.map((words) => {
    let weight = 0;
    for (const word of words) weight += index.words.get(word)?.idf ?? index.unknownIdf;
    return { words, weight };
  });
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  const candidates = order.map(({ at }) => {
    let first = 0;
    let second = 0;
    let third = 0;
    for (const question of questionsOf[at] ?? []) {
      const common = scratch.questions[question] ?? 0;
      const own = index.questionWeight[question] ?? 0;
      const dice = share(2 * common, asked + own);
      if (dice > first) [first, second, third] = [dice, first, second];
      else if (dice > second) [second, third] = [dice, second];
      else if (dice > third) third = dice;
    }
    const article = index.articles[at];
    let subject = 0;
    for (const { word, idf } of index.keywords[at] ?? []) {
      if (query.text.includes(word)) subject = Math.max(subject, idf);
    }
    let title = 0;
    let titleWeight = 0;
    for (const word of index.titleWords[at] ?? []) {
      const idf = index.words.get(word)?.idf ?? 0;
      titleWeight += idf;
      if (query.words.has(word)) title += idf;
    }
    let core = 0;
    const coreWords = index.core[at] ?? [];
    for (const { word, weight } of coreWords) if (query.words.has(word)) core += weight;
    const chief = coreWords[0];
    const coreMiss = chief && !query.words.has(chief.word) ? chief.weight : 0;
    let clause = 0;
    for (const { words, weight } of clauses) {
      let matched = 0;
      for (const word of words) {
        const term = index.words.get(word);
        if (term?.named.has(at)) matched += term.idf;
      }
      clause = Math.max(clause, matched / (weight + 2));
    }
    const age = ageMonths ?? query.ageMonths;
    const from = article?.stage.fromMonths ?? 0;
    const to = article?.stage.toMonths ?? 84;
    const miss =
      age === undefined ? 0 : Math.max(Math.log((from + 1) / (age + 1)), Math.log((age + 1) / (to + 2)), 0);
    const values = Float64Array.of(
      share(scratch.words[at] ?? 0, wordWeight),
      Math.log1p(scratch.words[at] ?? 0) / 3,
      share(scratch.pairs[at] ?? 0, pairWeight),
      first * first,
      (second + third) / 2,
      share(scratch.covered[at] ?? 0, wordWeight),
      Math.min(1, subject / 4),
      share(title, titleWeight),
      Math.min(1, core),
      coreMiss,
      clause,
      age !== undefined && miss === 0 ? Math.max(0, 1 - to / 24) : 0,
      Number(age !== undefined && age < 2 && miss === 0 && to <= 3),
      Math.min(1, miss),
      Number(age === undefined && to <= 3),
      Number(mother && !MOTHER_TOPICS.has(article?.topic ?? "")),
      Number(foreignWords.some(({ spokenOfBy }) => !spokenOfBy.has(at))),
    );
    return { at, values };
  });
  const length = query.text.length;
  const none = Float64Array.of(
    1,
    share(unknown + PAIR_SHARE * (pairWeight - knownPairWeight), asked),
    Math.max(0, 1 - length / 8),
    Math.max(0, Math.log(Math.max(1, length) / 15)),
    Number(foreignWords.length > 0),
    Number(GROWN_UP.test(query.normalised)),
  );
  return { candidates, none };
}
