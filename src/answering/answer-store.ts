import type { PlatformName } from "../core/message.ts";
import type { Locale } from "../core/texts/index.ts";
import type { GapGroup } from "./gap-store.ts";

/** An answer as it was given; pinned to the article's revision. */
export interface GivenAnswer {
  readonly answerId: string;
  readonly hostId: string | undefined;
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly personId: string;
  readonly outcome: "answered" | "suggested" | "abstained";
  readonly articleId: string | undefined;
  readonly revision: string | undefined;
  readonly score: number;
  /** Ids of the near questions that were offered as buttons. */
  readonly near: readonly string[];
  readonly locale: Locale;
  /** Place in the article's `stages` of the answer that was given, where it was not the one for everybody. */
  readonly stage: number | undefined;
}

/** A question that nobody has answered yet; the same words of a host are counted, not repeated. */
export interface Gap {
  readonly hostId: string | undefined;
  readonly fingerprint: string;
  /** With phone numbers, ID numbers and addresses masked. */
  readonly question: string;
  readonly near: readonly string[];
  /** The group of like questions that it joins; its own when absent or closed. */
  readonly groupId?: string | undefined;
  /** Numbers under which like questions find it, see `gapBands`. */
  readonly bands?: readonly number[] | undefined;
}

/** Reviewed text as a model put it and the trace check passed it; holds no word of the asker. */
export interface GivenWording {
  readonly answerId: string;
  readonly articleId: string;
  readonly revision: string;
  readonly sentences: readonly string[];
  /** Which model with which prompts. */
  readonly by: string;
}

export interface RewordingFailure {
  readonly answerId: string;
  readonly articleId: string;
  readonly revision: string;
  /** One of the trace check's words, such as `number` or `lost-warning`. */
  readonly reason: string;
}

export interface AnswerStore {
  addAnswer(answer: GivenAnswer, now: number): Promise<void>;
  answer(answerId: string): Promise<GivenAnswer | undefined>;
  /** The last word of a person about an answer counts. */
  addFeedback(answerId: string, personId: string, helped: boolean, now: number): Promise<void>;
  /** One more of exactly these words, if they wait in an open group; says whether they did. */
  countGap(hostId: string | undefined, fingerprint: string, now: number): Promise<boolean>;
  /** Open groups of this host that share a band. */
  gapsLike(
    hostId: string | undefined,
    bands: readonly number[],
  ): Promise<readonly Pick<GapGroup, "groupId" | "question">[]>;
  /** A new row or one more for the same words; `gapId` names the row and, where it joins none, its group. */
  addGap(gap: Gap, gapId: string, now: number): Promise<void>;
  /** What was said instead of the article's own short answer, for whoever looks at it later. */
  addWording(wording: GivenWording, now: number): Promise<void>;
  wording(answerId: string): Promise<GivenWording | undefined>;
  /** A rewording that failed the trace check; its answer was the article's own words. */
  addRewordingFailure(failure: RewordingFailure, now: number): Promise<void>;
}
