import type { PlatformName } from "../core/message.ts";

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
}

/** A question that nobody has answered yet; the same words of a host are counted, not repeated. */
export interface Gap {
  readonly hostId: string | undefined;
  readonly fingerprint: string;
  /** With phone numbers, ID numbers and addresses masked. */
  readonly question: string;
  readonly near: readonly string[];
}

export interface HumanRequest {
  readonly hostId: string | undefined;
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly personId: string;
  readonly answerId: string | undefined;
}

export interface AnswerStore {
  addAnswer(answer: GivenAnswer, now: number): Promise<void>;
  answer(answerId: string): Promise<GivenAnswer | undefined>;
  /** The last word of a person about an answer counts. */
  addFeedback(answerId: string, personId: string, helped: boolean, now: number): Promise<void>;
  addGap(gap: Gap, gapId: string, now: number): Promise<void>;
  /** Returns the request's number; an open one of the same person and host is given again. */
  addHumanRequest(request: HumanRequest, now: number): Promise<{ number: number; isNew: boolean }>;
}
