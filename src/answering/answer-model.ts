import type { Locale } from "../core/texts/index.ts";

/** Why a model gave nothing that can be used; each is counted, none is ever shown to a fan. */
export type ModelFailure =
  | "time-out"
  | "busy"
  | "circuit-open"
  | "spent"
  | "rate-limited"
  | "unreachable"
  | "rejected"
  | "bad-output";

export type Told<T> =
  | { readonly kind: "told"; readonly value: T }
  | { readonly kind: "failed"; readonly reason: ModelFailure };

/** One line of reviewed text, as the model sees it; the number is how a sentence names where it comes from. */
export interface SourceLine {
  /** Counted from 1 within its article. */
  readonly number: number;
  readonly section: "short" | "todo" | "avoid" | "thrift" | "doctor";
  readonly text: string;
}

export interface SourceText {
  readonly articleId: string;
  readonly revision: string;
  readonly title: string;
  readonly lines: readonly SourceLine[];
}

export interface TracedSentence {
  readonly text: string;
  readonly articleId: string;
  readonly revision: string;
  readonly lines: readonly number[];
}

export interface Rewording {
  readonly sentences: readonly TracedSentence[];
}

/**
 * A language model as answering uses it. It is given reviewed text and masked questions and nothing else; all of it may
 * be slow, wrong or hostile, so nothing that it says is used before a check of ours has passed it. None of these throws.
 */
export interface AnswerModel {
  /** Which model with which prompts: what it said is only used again under the same name. */
  readonly name: string;
  /** The question as it would be asked without the one before it. */
  restate(
    input: { readonly locale: Locale; readonly earlier: string; readonly question: string },
    deadline: Deadline,
  ): Promise<Told<string>>;
  /** Which of `kinds` a message tells of, undefined for none: heard only where our own triage is unsure, and only upwards. */
  danger(
    input: { readonly text: string; readonly kinds: readonly string[] },
    deadline: Deadline,
  ): Promise<Told<string | undefined>>;
  /** The place of the candidate that the question means, counted from 0; undefined for none of them. */
  choose(
    input: {
      readonly locale: Locale;
      readonly question: string;
      readonly candidates: readonly { readonly title: string; readonly short: string }[];
    },
    deadline: Deadline,
  ): Promise<Told<number | undefined>>;
  reword(
    input: { readonly locale: Locale; readonly question: string; readonly source: SourceText },
    deadline: Deadline,
  ): Promise<Told<Rewording>>;
}

/** When waiting for helpers of one question ends, whatever they are doing then. */
export interface Deadline {
  readonly signal: AbortSignal;
  leftMs(): number;
}

/** Whatever else helps with one question, without ever being needed: a list of articles that resemble it by meaning. */
export interface NearByMeaning {
  /** Ids of articles, the nearest first, with a likeness from -1 to 1; empty when it failed. Never throws. */
  near(question: string, limit: number, deadline: Deadline): Promise<readonly Likeness[]>;
}

export interface Likeness {
  readonly articleId: string;
  readonly likeness: number;
}
