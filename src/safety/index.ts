export { ACTS, type Act, type RaisedText, type SafetyEvent, type SafetyEventStore } from "./event-store.ts";
export { createGuard, type Guard, type GuardFinding, type GuardVerdict } from "./guard.ts";
export { type Hotline, type Hotlines, loadHotlines } from "./hotlines.ts";
export { judgeForChild } from "./judge-for-child.ts";
export { judgeTogether, mayBePiece, TOGETHER_MS } from "./judge-together.ts";
export {
  mayPromote,
  type QuietStore,
  quietAfterAnswer,
  quietAfterDanger,
  quietAmong,
  type Talk,
} from "./quiet-times.ts";
export { ALONE, firstAlert, raiseAlarm, staffAlert } from "./raise-alarm.ts";
export { rememberTriage } from "./remember-triage.ts";
export { type KeptAlarm, safetyData } from "./safety-data.ts";
export { createTriage } from "./triage.ts";
export {
  DANGERS,
  isUrgent,
  type Level,
  levelRank,
  needsOf,
  PRIVATE_KINDS,
  raisedFor,
  type SafetyKind,
  type Triage,
  type TriageContext,
} from "./types.ts";
export { urgentCard } from "./urgent-card.ts";
