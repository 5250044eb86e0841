export type { Article, English, Line, Review, Source, Stage, StageAnswer, Topic } from "./article.ts";
export { checkRules } from "./article-rules.ts";
export { closesAtMs } from "./article-schema.ts";
export type {
  ArticleEvent,
  ArticleStore,
  BaseText,
  Head,
  Live,
  NewRevision,
  Overrides,
  PublishRequest,
  Revision,
} from "./article-store.ts";
export { type LiveChange, publishText, retireArticle, rollBack } from "./change-live.ts";
export { checkText, type FurtherRules, problemText } from "./check-text.ts";
export { LONGEST_DRAFT } from "./draft-text.ts";
export {
  type EditDeps,
  type Edited,
  type EditRefusal,
  editText,
  findText,
  mayPublish,
  moveText,
  startDraft,
} from "./edit-articles.ts";
export { gapBands, gapFeatures, mostAlike } from "./gap-likeness.ts";
export {
  type Decide,
  type GateFailure,
  type GateReport,
  type GoldenQuestion,
  runGoldenGate,
} from "./golden-gate.ts";
export { keepLibrary, type LibraryKeeper } from "./keep-library.ts";
export { createKnowledge, type Knowledge } from "./knowledge.ts";
export { KnowledgeError, type Problem } from "./knowledge-error.ts";
export { createLibrary, isOver, type Library, type Shelf } from "./library.ts";
export { loadArticles, loadShipped } from "./load-articles.ts";
export {
  createMeaningSearch,
  type Embedder,
  type MeaningSearch,
  type VectorStore,
  WrongDimensionsError,
} from "./meaning-search.ts";
export type { Shipped } from "./read-article-texts.ts";
export { REVISION_STATES, type RevisionState } from "./revision-states.ts";
export { createSearch, type Found, type Search } from "./search/search.ts";
export { prepareSegmenter } from "./search/segment.ts";
export { type AskedFor, askedForIn, stageAnswerFor } from "./stage.ts";
