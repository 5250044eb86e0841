export type { SafetyEvent, SafetyEventStore } from "./event-store.ts";
export { type Hotline, type Hotlines, loadHotlines } from "./hotlines.ts";
export { ALONE, raiseAlarm, staffAlert } from "./raise-alarm.ts";
export { createTriage } from "./triage.ts";
export {
  isUrgent,
  type Level,
  levelRank,
  PRIVATE_KINDS,
  type SafetyKind,
  type Triage,
  type TriageContext,
} from "./types.ts";
export { urgentCard } from "./urgent-card.ts";
