import type { Locale } from "../core/texts/index.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { cacheKey, meaningOf } from "./answer-cache.ts";
import type { AnswerModel, Deadline, NearByMeaning, SourceText } from "./answer-model.ts";
import { type Asked, considerQuestion } from "./answer-question.ts";
import { isRestatement } from "./check-restatement.ts";
import {
  type DecideAnswerDeps,
  type Decision,
  decideAnswer,
  inStage,
  type Question,
} from "./decide-answer.ts";
import { isForDoctor } from "./doctor-question.ts";
import { LIKE_A_FOLLOW_UP } from "./follow-question.ts";
import { joinByMeaning } from "./join-by-meaning.ts";
import { questionForModel } from "./question-for-model.ts";
import type { AskedIn, RecentQuestions } from "./recent-questions.ts";
import { sourceText } from "./source-lines.ts";
import { checkTrace, type TraceFailure } from "./trace-check.ts";

/** What may help with a question where it is configured; each part may be missing and may fail. */
export interface Helpers {
  readonly model: AnswerModel | undefined;
  readonly meaning: NearByMeaning | undefined;
  readonly cache: AnswerCache;
  readonly recent: RecentQuestions;
  /** Begins the time that one question may take. */
  readonly startDeadline: () => Deadline & { end(): void };
  readonly onHelped?: (task: HelpTask, outcome: string) => void;
}

export type HelpTask = "restate" | "choose" | "reword" | "meaning" | "index" | "danger";

/** Words that a model put together and that the trace check has passed. */
export interface Worded {
  readonly sentences: readonly string[];
  readonly articleId: string;
  readonly revision: string;
  /** Which model with which prompts. */
  readonly by: string;
}

export interface Help {
  readonly worded?: Worded | undefined;
  /** The article was chosen by a model below the floor: the fan is told which question it answers. */
  readonly chosen?: boolean | undefined;
  /** A rewording that failed the check, for the editors. */
  readonly refused?:
    | { readonly articleId: string; readonly revision: string; readonly reason: TraceFailure }
    | undefined;
}

export interface Considered {
  readonly decision: Decision;
  readonly help: Help;
}

/** A model may choose a candidate that the search holds for at least this likely: beneath, a wrong choice costs too much. */
const CHOOSE_FLOOR = 0.3;

/**
 * As `considerQuestion`, with whatever help is configured. It may wait for a model, at most until its deadline, so it runs
 * outside of any transaction; what fails leaves the decision as the search alone makes it. Never throws for a helper.
 */
export async function considerWithHelp(
  deps: DecideAnswerDeps,
  helpers: Helpers,
  asked: Pick<Asked, "text" | "heard"> & Pick<Question, "ageMonths"> & { readonly locale: Locale },
  chat: AskedIn | undefined,
): Promise<Considered | undefined> {
  const masked = questionForModel(asked.text);
  const first = considerQuestion(deps, asked);
  const earlier = chat && helpers.recent.last(chat);
  if (!first) return undefined;
  const deadline = helpers.startDeadline();
  try {
    const restated = await restate(deps, helpers, deadline, { asked, masked, earlier, first });
    const question = restated?.question ?? masked;
    // A follow-up that nobody made whole goes on with the same subject and replaces nothing.
    const isWhole = restated !== undefined || !LIKE_A_FOLLOW_UP.test(asked.text);
    if (chat && isWhole && asked.heard === "addressed") helpers.recent.remember(chat, question);
    const near = helpers.meaning ? await helpers.meaning.near(question, 8, deadline) : [];
    const now = deps.clock.now();
    const joined = joinByMeaning(restated?.decision ?? first, near, (id) => deps.knowledge.byId(id, now));
    const chosen = await choose(helpers, deadline, asked.locale, question, joined);
    const decision = chosen ? inStage(chosen, { ...asked, text: question }) : joined;
    // What only a doctor can say has words of its own around it.
    const worded = isForDoctor(asked.text)
      ? {}
      : await reword(helpers, deadline, asked.locale, question, decision);
    return { decision, help: { chosen: chosen !== undefined, ...worded } };
  } finally {
    deadline.end();
  }
}

/** A follow-up ("那早产的呢？") asked as a whole question; undefined when there is none or it helps nothing. */
async function restate(
  deps: DecideAnswerDeps,
  { model, onHelped }: Helpers,
  deadline: Deadline,
  {
    asked,
    masked,
    earlier,
    first,
  }: {
    asked: Pick<Asked, "text" | "heard"> & Pick<Question, "ageMonths"> & { readonly locale: Locale };
    masked: string;
    earlier: string | undefined;
    first: Decision;
  },
): Promise<{ question: string; decision: Decision } | undefined> {
  if (!model || earlier === undefined || asked.heard !== "addressed") return undefined;
  if (first.outcome === "answered" && !LIKE_A_FOLLOW_UP.test(asked.text)) return undefined;
  if ([...masked].length > 40) return undefined;
  const told = await model.restate({ locale: asked.locale, earlier, question: masked }, deadline);
  if (told.kind === "failed") {
    onHelped?.("restate", told.reason);
    return undefined;
  }
  if (!isRestatement(told.value, earlier, masked, asked.locale)) {
    onHelped?.("restate", "not-covered");
    return undefined;
  }
  const decision = decideAnswer(deps, { text: told.value, ageMonths: asked.ageMonths });
  const better =
    decision.outcome === "answered" || (decision.outcome === "suggested" && first.outcome === "abstained");
  onHelped?.("restate", better ? "used" : "no-better");
  return better ? { question: told.value, decision } : undefined;
}

/** One of the near questions as the answer, where a model is sure and the search does not speak against it. */
async function choose(
  { model, cache, onHelped }: Helpers,
  deadline: Deadline,
  locale: Locale,
  question: string,
  decision: Decision,
): Promise<Decision | undefined> {
  if (!model || decision.outcome !== "suggested") return undefined;
  const candidates = decision.candidates.filter(({ score }) => score >= CHOOSE_FLOOR);
  if (candidates.length === 0) return undefined;
  const shown = candidates.map(({ article }) => `${article.id}@${article.revision}`);
  const key = cacheKey("choose", model.name, locale, meaningOf(question), ...shown);
  const known = cache.get(key);
  let articleId = known?.kind === "chosen" ? known.articleId : undefined;
  if (known?.kind !== "chosen") {
    const words = candidates.map(({ article }) => (locale === "en" && article.english) || article);
    const told = await model.choose({ locale, question, candidates: words }, deadline);
    if (told.kind === "failed") {
      onHelped?.("choose", told.reason);
      return undefined;
    }
    articleId = told.value === undefined ? undefined : candidates[told.value]?.article.id;
    cache.set(key, { kind: "chosen", articleId });
  }
  const found = candidates.find(({ article }) => article.id === articleId);
  onHelped?.("choose", found ? "used" : "none");
  return found && { ...decision, outcome: "answered", candidates: [found] };
}

async function reword(
  { model, cache, onHelped }: Helpers,
  deadline: Deadline,
  locale: Locale,
  question: string,
  decision: Decision,
): Promise<Help> {
  const source = model && sourceOf(decision, locale);
  if (!source) return {};
  const { articleId, revision } = source;
  const short = source.lines[0]?.text ?? "";
  // The stage is in the key by the short answer that was chosen for it.
  const key = cacheKey("reword", model.name, locale, meaningOf(question), articleId, revision, short);
  const known = cache.get(key);
  if (known?.kind === "worded") {
    onHelped?.("reword", "cached");
    return { worded: { sentences: known.sentences, articleId, revision, by: model.name } };
  }
  if (known?.kind === "not-worded") {
    onHelped?.("reword", "cached-refusal");
    return {};
  }
  const told = await model.reword({ locale, question, source }, deadline);
  if (told.kind === "failed") {
    onHelped?.("reword", told.reason);
    return {};
  }
  const traced = checkTrace(told.value, source, locale);
  if (!traced.ok) {
    onHelped?.("reword", traced.refusal);
    cache.set(key, { kind: "not-worded" });
    return { refused: { articleId, revision, reason: traced.refusal } };
  }
  onHelped?.("reword", "used");
  cache.set(key, { kind: "worded", sentences: traced.value });
  return { worded: { sentences: traced.value, articleId, revision, by: model.name } };
}

/** What may be reworded: one answer in the words for its stage; two answers in one message are long enough as they are. */
function sourceOf(
  { outcome, candidates: [first], stage, also }: Decision,
  locale: Locale,
): SourceText | undefined {
  if (outcome !== "answered" || !first || also) return undefined;
  const { article } = first;
  const stages = locale === "zh" ? article.stages : article.english?.stages;
  return sourceText(article, locale, stage === undefined ? undefined : stages?.[stage]?.short);
}
