export { askToForget, forgetMe } from "./forget-person.ts";
export { createTimeKeeper, startTimeKeeping } from "./keep-times.ts";
export type { PrivacyDeps, PrivacyStores } from "./privacy-deps.ts";
export type {
  Erased,
  ForgetStore,
  RetentionStore,
  SealedPart,
  SealedStore,
  SweepTargets,
} from "./privacy-store.ts";
export { countMissingKeys, resealAll, startKeyRotation } from "./rotate-keys.ts";
export { showMyData } from "./show-data.ts";
