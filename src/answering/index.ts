export {
  type AnsweringDeps,
  type Asked,
  type Asker,
  answerQuestion,
  considerQuestion,
} from "./answer-question.ts";
export type { AnswerStore, Gap, GivenAnswer, HumanRequest } from "./answer-store.ts";
export {
  type DecideAnswerDeps,
  type Decision,
  decideAnswer,
  FLOOR,
  type Question,
  SUGGEST_FLOOR,
  suggestQuestions,
} from "./decide-answer.ts";
export { askForHuman, rateAnswer, showDetails, showNear } from "./follow-up.ts";
export {
  abstainBlocks,
  detailBlocks,
  failedBlocks,
  plainText,
  shortAnswerBlocks,
  suggestBlocks,
} from "./present-answer.ts";
