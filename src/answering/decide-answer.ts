import type { Clock } from "../core/clock.ts";
import {
  type Article,
  askedForIn,
  type Found,
  type Knowledge,
  type Search,
  stageAnswerFor,
} from "../knowledge/index.ts";
import { questionsIn } from "./two-questions.ts";

/**
 * How many abstentions a wrong answer costs. An abstention still offers the near questions on buttons, so it costs a
 * tap; a wrong answer about an infant costs the trust that the bot lives on.
 */
const WRONG_ANSWER_COSTS = 4;

/**
 * Confidence from which an article is sent as the answer. With a right answer at price 0, an abstention at 1 and a wrong
 * answer at N, answering is cheaper exactly when (1 - p) * N < 1.
 */
export const FLOOR = 1 - 1 / WRONG_ANSWER_COSTS;

/**
 * Near questions are offered when the nearest is at least this likely to be what was meant, and then others beside it
 * from a lower bound on: looking at a button costs little, but buttons that have nothing to do with it look silly.
 */
export const SUGGEST_FLOOR = 0.08;
const BESIDE_FLOOR = 0.03;
export const MAX_SUGGESTIONS = 3;

export interface Question {
  readonly text: string;
  /** Where the parent has told it; it outweighs an age in the text. */
  readonly ageMonths?: number | undefined;
}

export interface Decision {
  readonly outcome: "answered" | "suggested" | "abstained";
  /**
   * Best first, at most three, all of them published now. With `answered` the first one is the answer; with `suggested` they are
   * near questions to offer; with `abstained` there are none.
   */
  readonly candidates: readonly Found[];
  /** Place in the first candidate's `stages` of the answer for whom is asked; undefined when its `short` holds. */
  readonly stage?: number | undefined;
  /** The stage was not asked for, it is that of the asker's child. */
  readonly assumed?: boolean | undefined;
  /** The answer to a second question of the same message. */
  readonly also?: Found | undefined;
}

export interface DecideAnswerDeps {
  readonly search: Search;
  readonly knowledge: Knowledge;
  readonly clock: Pick<Clock, "now">;
}

/** Chooses between one reviewed article, near questions and an honest "not yet"; immediate, local and deterministic. */
export function decideAnswer(deps: DecideAnswerDeps, question: Question): Decision {
  return inStage(decideParts(deps, question) ?? decideOne(deps, question), question);
}

/** The same decision with the answer for the stage that the question is about. */
export function inStage(decision: Decision, question: Question): Decision {
  const [first] = decision.candidates;
  if (decision.outcome !== "answered" || !first || first.article.stages.length === 0) return decision;
  const told = askedForIn(question.text);
  const stage = stageAnswerFor(first.article.stages, {
    ...told,
    ageMonths: question.ageMonths ?? told.ageMonths,
  });
  return stage === undefined ? decision : { ...decision, stage };
}

/** The same decision for the age of the asker's child, where the question itself names nobody's. */
export function inUsualStage(decision: Decision, text: string, ageMonths: number | undefined): Decision {
  if (ageMonths === undefined || decision.stage !== undefined) return decision;
  const told = askedForIn(text);
  if (told.who !== undefined || told.ageMonths !== undefined) return decision;
  const staged = inStage(decision, { text, ageMonths });
  return staged.stage === undefined ? decision : { ...staged, assumed: true };
}

function decideOne({ search, knowledge, clock }: DecideAnswerDeps, question: Question): Decision {
  const now = clock.now();
  const found = search.find(question.text, {
    ageMonths: question.ageMonths,
    limit: MAX_SUGGESTIONS,
    only: (article) => knowledge.isPublished(article, now),
  });
  const [first] = found;
  if (!first || first.score < SUGGEST_FLOOR) return { outcome: "abstained", candidates: [] };
  return {
    outcome: first.score >= FLOOR ? "answered" : "suggested",
    candidates: found.filter(({ score }) => score >= BESIDE_FLOOR),
  };
}

/** Two questions in one message, when each by itself has its own sure answer; otherwise the message is read as a whole. */
function decideParts(deps: DecideAnswerDeps, question: Question): Decision | undefined {
  const sure = new Map<string, Decision>();
  for (const text of questionsIn(question.text)) {
    const decision = decideOne(deps, { ...question, text });
    const id = decision.candidates[0]?.article.id;
    if (decision.outcome === "answered" && id !== undefined && !sure.has(id)) sure.set(id, decision);
  }
  const [first, second] = [...sure.values()];
  return first && second && { ...first, also: second.candidates[0] };
}

/** Published articles whose question begins with, contains or resembles `text`, for autocompletion. */
export function suggestQuestions(
  { search, knowledge, clock }: DecideAnswerDeps,
  text: string,
  limit: number,
): readonly Article[] {
  const now = clock.now();
  const published = knowledge.published(now);
  const wanted = text.trim();
  const starting = published.filter(({ title }) => title.startsWith(wanted));
  const holding = wanted === "" ? [] : published.filter(({ title }) => title.includes(wanted));
  const found = search
    .find(text, { limit, only: (article) => knowledge.isPublished(article, now) })
    .map(({ article }) => article);
  return [...new Set([...starting, ...holding, ...found])].slice(0, limit);
}
