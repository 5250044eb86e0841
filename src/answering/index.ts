export { type AnswerCache, type CachedAnswer, createAnswerCache } from "./answer-cache.ts";
export type {
  AnswerModel,
  Deadline,
  Likeness,
  ModelFailure,
  NearByMeaning,
  Rewording,
  SourceLine,
  SourceText,
  Told,
  TracedSentence,
} from "./answer-model.ts";
export {
  type AnsweringDeps,
  type Asked,
  type Asker,
  answerQuestion,
  considerQuestion,
} from "./answer-question.ts";
export type {
  AnswerStore,
  Gap,
  GivenAnswer,
  GivenWording,
  RewordingFailure,
} from "./answer-store.ts";
export { answersData, type KeptAnswer } from "./answers-data.ts";
export {
  type Considered,
  considerWithHelp,
  type Help,
  type Helpers,
  type HelpTask,
  type Worded,
} from "./consider-with-help.ts";
export { startDeadline } from "./deadline.ts";
export {
  type DecideAnswerDeps,
  type Decision,
  decideAnswer,
  FLOOR,
  inUsualStage,
  type Question,
  SUGGEST_FLOOR,
  suggestQuestions,
} from "./decide-answer.ts";
export { isForDoctor } from "./doctor-question.ts";
export { decideFollowUp, rememberQuestion } from "./follow-question.ts";
export { answerAskedAbout, rateAnswer, showDetails, showNear, showStage } from "./follow-up.ts";
export type {
  FailedRewording,
  GapGroup,
  GapStore,
  NotHelped,
  ShownAnswer,
  Whose,
} from "./gap-store.ts";
export {
  abstainBlocks,
  detailBlocks,
  failedBlocks,
  plainText,
  rewordedBlocks,
  shortAnswerBlocks,
  suggestBlocks,
  understoodBlock,
} from "./present-answer.ts";
export { questionForModel } from "./question-for-model.ts";
export { createRecentQuestions, type RecentQuestions } from "./recent-questions.ts";
export { recordGap } from "./record-gap.ts";
export { sourceText } from "./source-lines.ts";
export type { SpendingStore } from "./spending-store.ts";
export { WARM_PHRASES } from "./trace/place-clauses.ts";
export { checkTrace, type TraceFailure } from "./trace-check.ts";
export type { Recording, Transcriber } from "./transcriber.ts";
