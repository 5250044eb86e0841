export { appendEvent, type Stale } from "./append-event.ts";
export {
  applyEvent,
  CASE_KINDS,
  type CaseEvent,
  type CaseEventBody,
  type CaseKind,
  type CaseLevel,
  type CaseView,
  type FanWay,
  foldCase,
  isTalking,
  type NewCaseEvent,
} from "./case.ts";
export type { CannedReply, Case, CaseNumbers, CaseStore, StaffCode, Whose } from "./case-store.ts";
export { expectedBy, nextClock } from "./deadlines.ts";
