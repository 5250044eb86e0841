export type {
  AudienceStore,
  BroadcastStore,
  GroupFilter,
  GroupTarget,
  LiveStore,
  PersonTarget,
  QuietHours,
} from "./alert-store.ts";
export type { AlertDeps, AlertJobDeps, AlertStores, Wake } from "./alerts-deps.ts";
export { announceArticle } from "./announce-article.ts";
export {
  type Audience,
  type Broadcast,
  type BroadcastKind,
  type Message,
  type Place,
  TOPIC_NAMES,
  type Topic,
} from "./broadcast.ts";
export { composeAnnouncement, hearAnnouncement, isForAnnouncement } from "./compose-announcement.ts";
export { declareLive, declareOff, pressLive, pressOff } from "./declare-live.ts";
export { hostHere, isReply } from "./desk.ts";
export { alarmRobots, keepRobots, removeRobot, robotGoneDrafts } from "./keep-robots.ts";
export type { LiveSchedule, LiveSession } from "./live.ts";
export { setProbe } from "./probe-live.ts";
export type { LiveProbe, Look, Probe, ProbeStore } from "./probe-store.ts";
export { type HookAnswer, receiveHook, showHook } from "./receive-hook.ts";
export {
  approveAnnouncement,
  cancelAnnouncement,
  releaseAnnouncement,
  resendFailed,
  resendUnknown,
  stopAnnouncement,
  takeBackAnnouncement,
  tryAnnouncement,
  undoAnnouncement,
} from "./release-announcement.ts";
export type { Robot, RobotKeys, RobotStore } from "./robot-store.ts";
export { scheduleLive, unscheduleLive } from "./schedule-live.ts";
export { setAlertRules } from "./set-alert-rules.ts";
export { type AlertWorker, startAlerts } from "./start-alerts.ts";
export {
  agreeWith,
  choosePartner,
  endPartner,
  setGroupRules,
  setQuietHours,
  showTopics,
  switchTopic,
} from "./subscribe.ts";
export { type KeptSubscription, subscriptionsData } from "./subscriptions-data.ts";
