import type { FanWay } from "../cases/index.ts";

export type ApplicationStatus =
  | "sent"
  | "approved"
  /** Somebody has it in hand to bring it over, and sees the address. */
  | "handling"
  | "handed"
  | "delivered"
  | "refused"
  /** The refusal is to be looked at by somebody else. */
  | "appealed"
  | "withdrawn"
  /** Approved, and not handed over in time. */
  | "expired";

/** Takes of the stock. */
export const HOLDING: ReadonlySet<ApplicationStatus> = new Set<ApplicationStatus>([
  "approved",
  "handling",
  "handed",
  "delivered",
]);
/** What stands in the way of a second application of the same person. */
export const LIVE: readonly ApplicationStatus[] = [
  "sent",
  "approved",
  "handling",
  "handed",
  "delivered",
  "appealed",
];
export const TO_REVIEW: readonly ApplicationStatus[] = ["sent", "appealed"];
export const TO_HAND_OVER: readonly ApplicationStatus[] = ["approved", "handling", "handed"];
/** What its person may still take back. */
export const WITHDRAWABLE: ReadonlySet<ApplicationStatus> = new Set<ApplicationStatus>([
  "sent",
  "approved",
  "handling",
  "appealed",
]);

/** Plain reasons; `other` comes with words. */
export const REFUSAL_REASONS = ["none-left", "not-meant", "helped-already", "cannot-reach", "other"] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What a person told; each part may be missing, because each question may be skipped. */
export interface ApplicationAnswers {
  /** Birth months, `2023-05`. */
  readonly children: readonly string[];
  readonly needs: string | undefined;
  readonly delivery: "post" | "pickup" | undefined;
}

export interface Application {
  readonly applicationId: number;
  readonly programmeId: number;
  readonly hostId: string;
  readonly personId: string;
  readonly status: ApplicationStatus;
  /** Of its last event. */
  readonly seq: number;
  /** Where its person was last heard. */
  readonly from: FanWay;
  readonly sentAt: number;
  /** Since when it is what it is now. */
  readonly statusAt: number;
  readonly approvedBy: string | undefined;
  readonly handledBy: string | undefined;
  /** Who refused it first: somebody else decides the appeal. */
  readonly refusedBy: string | undefined;
  readonly reason: RefusalReason | undefined;
  /** There is one appeal. */
  readonly hasAppealed: boolean;
}

/** What happens to an application, kept for good; `text` is sealed. */
export interface ApplicationEvent {
  readonly type: ApplicationStatus | "given-back" | "stepped-back" | "read" | "address-read";
  /** Undefined: the applicant, or the bot itself. */
  readonly by?: string | undefined;
  readonly text?: string | undefined;
  readonly at: number;
}
