import type { PlatformName } from "../core/message.ts";

/** Unanswered questions that are alike; `count` is how often they were asked. */
export interface GapGroup {
  readonly groupId: string;
  readonly hostId: string | undefined;
  /** The first of them, personal data masked. */
  readonly question: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly status: "open" | "closed";
  /** The article that closed it. */
  readonly articleId: string | undefined;
}

/** An answer that somebody said did not help. */
export interface NotHelped {
  readonly answerId: string;
  readonly articleId: string;
  readonly revision: string;
  readonly people: number;
  readonly lastAt: number;
}

/** A reworded answer that the check threw away. */
export interface FailedRewording {
  readonly answerId: string;
  readonly articleId: string;
  readonly revision: string;
  readonly reason: string;
  readonly at: number;
}

/** Whose questions: those of these hosts, or of everybody (for the operator, also where no host is known). */
export type Whose = readonly string[] | "everybody";

/** What editors work from; questions come in through `AnswerStore.addGap`. Every list is bounded. */
export interface GapStore {
  /** Open groups, the most asked first. */
  gapGroups(whose: Whose, limit: number): Promise<readonly GapGroup[]>;
  gapGroup(groupId: string): Promise<GapGroup | undefined>;
  /** Different wordings in a group, the most asked first. */
  gapQuestions(groupId: string, limit: number): Promise<readonly string[]>;
  /** Answered by an article from now on; says whether it was open. The act is recorded. */
  closeGapGroup(groupId: string, articleId: string, personId: string, now: number): Promise<boolean>;
  /** Newest first, since `from`. */
  notHelped(whose: Whose, from: number, limit: number): Promise<readonly NotHelped[]>;
  /** Newest first, since `from`. */
  failedRewordings(whose: Whose, from: number, limit: number): Promise<readonly FailedRewording[]>;
  /** When and for whom an answer was given, for staff. */
  shownAnswer(answerId: string): Promise<ShownAnswer | undefined>;
}

export interface ShownAnswer {
  readonly answerId: string;
  readonly hostId: string | undefined;
  readonly platform: PlatformName;
  readonly outcome: string;
  readonly articleId: string | undefined;
  readonly revision: string | undefined;
  /** Counted from 1 among the article's answers by stage; undefined when the one for everybody was given. */
  readonly stage: number | undefined;
  readonly at: number;
}
