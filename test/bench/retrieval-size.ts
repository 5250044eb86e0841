import { FLOOR } from "../../src/answering/index.ts";
import { loadArticles } from "../../src/knowledge/index.ts";
import { openIndex } from "../../src/knowledge/search/index-articles.ts";
import { buildSearchData, openSearch } from "../../src/knowledge/search/search.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { isHeldOut, type LabelledQuestion, ownQuestions } from "../eval/questions.ts";
import { percentile, round } from "./figures.ts";
import { withFillers } from "./questions.ts";
import {
  buildLangchain,
  buildMiniSearch,
  buildOrama,
  createQueryReader,
  createTokenizer,
  type Engine,
  fieldsOf,
  type Hit,
} from "./retrieval-engines.ts";

/** One size of `bench retrieval` in a process of its own: the number of articles in, one line of JSON out. */
const size = Number(process.argv[2]);
/** Generated articles have as many questions as the real ones had at first; with 40 each the others run out of memory. */
const FILLER_QUESTIONS = 12;
/** Milliseconds that one engine may ask; a slow one is asked a spread of the questions. */
const LONGEST_MS = 60_000;
const FEWEST = 24;

export interface Asked {
  readonly question: LabelledQuestion;
  readonly hits: readonly Hit[];
  readonly ms: number;
}

const seconds = (begunAt: number) => round((performance.now() - begunAt) / 1_000, 2);

/** Asks in an order that mixes subjects, until all are asked or the time is over. */
async function askAll(engine: Engine, questions: readonly LabelledQuestion[]): Promise<readonly Asked[]> {
  for (const { text } of questions.slice(0, 3)) await engine.ask(text);
  const asked: Asked[] = [];
  const begunAt = performance.now();
  for (const question of questions) {
    if (asked.length >= FEWEST && performance.now() - begunAt > LONGEST_MS) break;
    const from = performance.now();
    const hits = await engine.ask(question.text);
    asked.push({ question, hits, ms: performance.now() - from });
  }
  return asked;
}

const isRight = ({ question, hits }: Asked): boolean => {
  const first = hits[0];
  return first !== undefined && question.articles.includes(first.id);
};

const share = (part: number, whole: number) => (whole === 0 ? 0 : round(part / whole, 4));

function rightAt1(asked: readonly Asked[]): number {
  const inScope = asked.filter(({ question }) => question.articles.length > 0);
  return share(inScope.filter(isRight).length, inScope.length);
}

/** How sure an engine is; the one that serves it best counts. */
const CERTAINTIES: readonly ((asked: Asked) => number)[] = [
  ({ hits }) => hits[0]?.score ?? 0,
  ({ hits, question }) => (hits[0]?.score ?? 0) / Math.sqrt(Math.max(1, question.text.length)),
  ({ hits }) => (hits[0] ? 1 - (hits[1]?.score ?? 0) / hits[0].score : 0),
  ({ hits }) => (hits[0] ? hits[0].score - 0.8 * (hits[1]?.score ?? 0) : 0),
];

/** Of the `count` answers that the engine is surest of, the share that is wrong. */
function wrongAmong(asked: readonly Asked[], count: number, certainty: (asked: Asked) => number): number {
  const given = asked.filter(({ hits }) => hits.length > 0).sort((a, b) => certainty(b) - certainty(a));
  const answers = given.slice(0, count);
  return share(answers.filter((one) => !isRight(one)).length, answers.length);
}

const real = await loadArticles(KNOWLEDGE_FOLDER);
// Nobody asks in English for what is generated.
const articles = withFillers(real, size).map((article, at) =>
  at < real.length
    ? article
    : { ...article, english: undefined, variants: article.variants.slice(0, FILLER_QUESTIONS) },
);
const order = (text: string) => [...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 65_521, 7);
const questions = ownQuestions()
  .filter(({ text }) => isHeldOut(text))
  .sort((a, b) => order(a.text) - order(b.text));

const begunAt = performance.now();
const data = buildSearchData(articles);
const search = openSearch(articles, data);
const ourBuild = seconds(begunAt);
const ours: Engine = {
  name: "ours",
  ask: (text) => search.find(text, { limit: 2 }).map(({ article, score }) => ({ id: article.id, score })),
};
const ourAsked = await askAll(ours, questions);
const answeredBy = (asked: readonly Asked[]) =>
  asked.filter(({ hits }) => (hits[0]?.score ?? 0) >= FLOOR).length;
const figuresOf = (asked: readonly Asked[], buildSeconds: number) => ({
  questions: asked.length,
  rightAt1: rightAt1(asked),
  p50Ms: round(
    percentile(
      asked.map(({ ms }) => ms),
      0.5,
    ),
    2,
  ),
  p99Ms: round(
    percentile(
      asked.map(({ ms }) => ms),
      0.99,
    ),
    2,
  ),
  buildSeconds,
});
const figures: Record<string, object> = {
  ours: {
    ...figuresOf(ourAsked, ourBuild),
    answered: share(answeredBy(ourAsked), ourAsked.length),
    wrongOfAnswered: wrongAmong(ourAsked, answeredBy(ourAsked), ({ hits }) => hits[0]?.score ?? 0),
    residentMb: round(process.memoryUsage().rss / 1e6, 0),
  },
};
process.stderr.write(`${size}: ours ${JSON.stringify(figures.ours)}\n`);

const { segmenter, vocabulary } = openIndex(data.chinese, articles);
const read = createQueryReader(segmenter, vocabulary);
const tokens = createTokenizer(segmenter);
const segmentedAt = performance.now();
const documents = articles.map((article) => fieldsOf(article, tokens));
const segmenting = seconds(segmentedAt);
let best = true;
for (const build of [buildMiniSearch, buildOrama, buildLangchain]) {
  const from = performance.now();
  const engine = build(documents, read);
  const buildSeconds = round(segmenting + seconds(from), 2);
  const asked = await askAll(engine, questions);
  const same = ourAsked.slice(0, asked.length);
  const count = answeredBy(same);
  const wrong = Math.min(...CERTAINTIES.map((certainty) => wrongAmong(asked, count, certainty)));
  const oursWrong = wrongAmong(same, count, ({ hits }) => hits[0]?.score ?? 0);
  best &&= rightAt1(same) > rightAt1(asked) && oursWrong <= wrong;
  figures[engine.name] = {
    ...figuresOf(asked, buildSeconds),
    wrongOfAnswered: wrong,
    oursOnTheSame: { rightAt1: rightAt1(same), wrongOfAnswered: oursWrong },
  };
  process.stderr.write(`${size}: ${engine.name} ${JSON.stringify(figures[engine.name])}\n`);
  globalThis.gc?.();
}
process.stdout.write(`${JSON.stringify({ articles: articles.length, ...figures, oursIsBest: best })}\n`);
