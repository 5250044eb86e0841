export {
  type AfterCommit,
  changeLive,
  draftFrom,
  draftFromGap,
  editByText,
  move,
  publish,
  tellRooms,
} from "./change-text.ts";
export type { EditingDeps, EditingStores } from "./editing-deps.ts";
export { listGaps } from "./list-gaps.ts";
export { startReviewNotices } from "./notice-reviews.ts";
export { failureText, outcomeText, refusalText } from "./outcome-text.ts";
export { createPublisher, type Published, type Publisher } from "./publisher.ts";
export { readEvaluation } from "./read-evaluation.ts";
export { listDrafts, showAnswer, showText } from "./show-text.ts";
