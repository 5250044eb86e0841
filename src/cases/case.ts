import type { MediaRef } from "../core/content.ts";
import type { Medium, MessageEvent, PlatformName } from "../core/message.ts";
import type { Locale } from "../core/texts/index.ts";
import type { Level, SafetyKind } from "../safety/index.ts";

export const CASE_KINDS = [
  "distress",
  "health",
  "hardship",
  "after-sale",
  "product-safety",
  "other",
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

export const CASE_LEVELS = ["care", "urgent", "emergency"] as const satisfies readonly Level[];
export type CaseLevel = (typeof CASE_LEVELS)[number];

/** Where the fan was last heard, which is where an answer finds her. */
export interface FanWay {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly kind: "private" | "group";
  readonly userId: string;
  readonly locale: Locale;
}

/** Kinds alone: what was sent is relayed and not kept. */
export type CaseMedia = readonly Medium["kind"][];

/**
 * What happens in a case, as it is kept: nothing is ever changed or taken away. `by` is the person of the staff who did
 * it; without one it was the fan or the bot itself. `text` and `words` are what somebody wrote and are kept sealed; they
 * are absent when no key opens them. `ref` names a message of the fan, see `messageRef`.
 */
export type CaseEventBody =
  | {
      readonly type: "opened";
      readonly kind: CaseKind;
      readonly level: CaseLevel;
      /** The name by which the staff knows the fan in this case. */
      readonly alias: string;
      /** `moved`: a wish for a human from before there were cases. */
      readonly reason: "alarm" | "human" | "moved";
      readonly from: FanWay;
      /** What triage saw in it, and ids of the rules that matched. */
      readonly kinds?: readonly SafetyKind[] | undefined;
      readonly rules?: readonly string[] | undefined;
      /** The bot's answer under which a human was asked for. */
      readonly answerId?: string | undefined;
      /** Title of the group in which it began; it is the staff's own group. */
      readonly place?: string | undefined;
      readonly words?: readonly string[] | undefined;
      readonly text?: string | undefined;
      readonly media?: CaseMedia | undefined;
      readonly ref?: string | undefined;
    }
  | {
      readonly type: "fan-wrote";
      readonly text?: string | undefined;
      readonly media: CaseMedia;
      readonly from: FanWay;
      readonly ref?: string | undefined;
      /** What triage saw and matched in it, when it raised an alarm. */
      readonly kinds?: readonly SafetyKind[] | undefined;
      readonly rules?: readonly string[] | undefined;
      readonly words?: readonly string[] | undefined;
    }
  /** The fan asked for a human, or came over from the group: what is written in private now belongs here. */
  | { readonly type: "asked-human"; readonly from: FanWay; readonly answerId?: string | undefined }
  | {
      readonly type: "staff-wrote";
      readonly by: string;
      readonly text?: string | undefined;
      /** The name under which it was sent. */
      readonly as: string;
      readonly code: string;
      readonly media?: CaseMedia | undefined;
      /** Kept until there is a way to the fan, with what is to be shown. */
      readonly held?: boolean | undefined;
      readonly files?: readonly MediaRef[] | undefined;
      /** The staff's own message, by which a change of it is found. */
      readonly ref?: string | undefined;
    }
  /** Other words for what the event `of` has said. */
  | {
      readonly type: "staff-edited";
      readonly by: string;
      readonly of: number;
      readonly text?: string | undefined;
    }
  /** What the event `of` has said is taken back, because its writer has deleted it soon. */
  | { readonly type: "staff-withdrew"; readonly of: number }
  /** What was sent did not arrive: it is kept from the event `since` on. */
  | { readonly type: "undelivered"; readonly since: number }
  /** Everything that was kept has gone out. */
  | { readonly type: "delivered" }
  | { readonly type: "note"; readonly by: string; readonly text?: string | undefined }
  | { readonly type: "acknowledged"; readonly by: string }
  | { readonly type: "taken"; readonly by: string }
  | { readonly type: "transferred"; readonly by: string; readonly to: string }
  /** Without `by`: another alarm of the same person. */
  | { readonly type: "raised"; readonly by?: string | undefined; readonly level: CaseLevel }
  | { readonly type: "closed"; readonly by: string }
  | { readonly type: "reopened" }
  | { readonly type: "rated"; readonly stars: number }
  | { readonly type: "rated-words"; readonly text?: string | undefined }
  | { readonly type: "revealed"; readonly by: string; readonly text?: string | undefined }
  /** `file`: as a transcript; `whole`: with the numbers and addresses in it. */
  | { readonly type: "read"; readonly by: string; readonly file?: "masked" | "whole" | undefined }
  /** Another case of hers turned out to be of the same person, and goes on in this one: what it was until then. */
  | ({ readonly type: "joined"; readonly other: number } & JoinedState)
  /** It goes on in another case. */
  | { readonly type: "joined-to"; readonly into: number }
  /**
   * What the fan was told: somebody answers before this moment; undefined: it was said honestly that nobody may come
   * soon. `receipt`: also that what she writes arrives.
   */
  | {
      readonly type: "promised";
      readonly expectedBy?: number | undefined;
      readonly receipt: boolean;
      /** How many promises have not come true since the last answer, when this one replaces another such. */
      readonly slips?: number | undefined;
    }
  /** The ladder went on: `step` is the rung, see `RUNGS`; past the last one it counts the rounds. `told` names who heard. */
  | { readonly type: "ladder-step"; readonly step: number; readonly told: readonly string[] }
  | { readonly type: "edited"; readonly ref: string; readonly text?: string | undefined }
  | { readonly type: "deleted"; readonly ref: string }
  | { readonly type: "form-answered"; readonly field: string; readonly text?: string | undefined };

/** What of a case matters to the one in which it goes on. */
export type JoinedState = Pick<
  CaseView,
  | "level"
  | "levelSince"
  | "acknowledgedAt"
  | "assigneeId"
  | "firstAnswerAt"
  | "waitingSince"
  | "expectedBy"
  | "lastFanAt"
  | "lastStaffAt"
  | "askedHuman"
  | "ladderStep"
  | "ladderAt"
  | "from"
>;

export type NewCaseEvent = CaseEventBody & { readonly at: number };
export type CaseEvent = NewCaseEvent & { readonly seq: number };

/** What a case is now: derived from its events alone. Instants are milliseconds since 1970, UTC. */
export interface CaseView {
  /** Of the last event; what was decided on an older one must be looked at again. */
  readonly seq: number;
  readonly kind: CaseKind;
  readonly level: CaseLevel;
  readonly alias: string;
  readonly status: "open" | "closed";
  readonly from: FanWay;
  readonly openedAt: number;
  /** Since when the level's deadlines count: opened, raised or opened again. */
  readonly levelSince: number;
  readonly acknowledgedAt: number | undefined;
  readonly assigneeId: string | undefined;
  readonly firstAnswerAt: number | undefined;
  /** The oldest message of the fan that nobody has answered. */
  readonly waitingSince: number | undefined;
  /** What the fan was told and still waits for. */
  readonly expectedBy: number | undefined;
  /** Since the last answer the fan was told that what she writes arrives. */
  readonly receipted: boolean;
  readonly closedAt: number | undefined;
  readonly lastFanAt: number;
  /** The last event by which the fan spoke: a closing must have seen it. */
  readonly lastFanSeq: number;
  readonly lastStaffAt: number | undefined;
  readonly askedHuman: boolean;
  /** The rung that was told last, counted from 1; 0: none yet since the ladder began. */
  readonly ladderStep: number;
  readonly ladderAt: number | undefined;
  /** How many promises have slipped since the last answer. */
  readonly slips: number;
  readonly rating: number | undefined;
  /** Set while a sentence beside the rating may still come. */
  readonly ratedAt: number | undefined;
  /** The first event that was kept because there was no way to the fan. */
  readonly heldFrom: number | undefined;
  /** The case of the same person in which this one goes on. */
  readonly joinedInto: number | undefined;
}

const NOWHERE: FanWay = { platform: "web", chatId: "", kind: "group", userId: "", locale: "zh" };

/** Before its first event. */
export const UNOPENED: CaseView = {
  seq: 0,
  kind: "other",
  level: "care",
  alias: "",
  status: "open",
  from: NOWHERE,
  openedAt: 0,
  levelSince: 0,
  acknowledgedAt: undefined,
  assigneeId: undefined,
  firstAnswerAt: undefined,
  waitingSince: undefined,
  expectedBy: undefined,
  receipted: false,
  closedAt: undefined,
  lastFanAt: 0,
  lastFanSeq: 0,
  lastStaffAt: undefined,
  askedHuman: false,
  ladderStep: 0,
  ladderAt: undefined,
  slips: 0,
  rating: undefined,
  ratedAt: undefined,
  heldFrom: undefined,
  joinedInto: undefined,
};

const DAY_MS = 86_400_000;
/** Messages after a closing open the same case again for so long; later ones begin a new one. */
export const REOPENS_WITHIN_MS = 7 * DAY_MS;
const TALK_MS = DAY_MS;

/**
 * Whether a human is talking with the fan, or is owed to her: automatic answers then pause in private. In distress that
 * begins with the alarm, because nobody wants an article then.
 */
export function isTalking(view: CaseView, now: number): boolean {
  if (view.status !== "open") return false;
  if (view.askedHuman) return true;
  if (view.lastStaffAt !== undefined && now - view.lastStaffAt < TALK_MS) return true;
  return view.kind === "distress" && view.level !== "care" && now - view.lastFanAt < TALK_MS;
}

export const levelOver = (one: CaseLevel, other: CaseLevel): boolean =>
  CASE_LEVELS.indexOf(one) > CASE_LEVELS.indexOf(other);

/** One name for a message of the fan, by which an edit or a deletion finds it. */
export const messageRef = (event: Pick<MessageEvent, "platform" | "chat" | "messageId">): string =>
  `${event.platform}:${event.chat.chatId}:${event.messageId}`;
