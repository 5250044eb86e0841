import { maskPersonalData } from "../core/mask.ts";
import { askedForIn } from "../knowledge/index.ts";
import type { Asked } from "./answer-question.ts";
import { type DecideAnswerDeps, type Decision, decideAnswer } from "./decide-answer.ts";
import type { AskedIn, RecentQuestions } from "./recent-questions.ts";

/** How a question begins or ends that goes on with the one before it ("那早产的呢？"). */
export const LIKE_A_FOLLOW_UP =
  /^\s*(?:那|还有|要是|如果|假如|换成|改成|万一|but\b|and\b|what about|how about|what if|or if)|^.{1,14}呢\s*[?？]?\s*$/iu;

/** A follow-up says little by itself; what says more is a question of its own. */
const LONGEST_FOLLOW_UP = 24;
const LONGEST_REMEMBERED = 200;

/**
 * A follow-up read together with the same person's question before it, without any model. Undefined when there was none,
 * or when the two together have no sure answer: then the question is read by itself.
 */
export function decideFollowUp(
  deps: DecideAnswerDeps,
  recent: RecentQuestions,
  chat: AskedIn,
  { text, heard }: Pick<Asked, "text" | "heard">,
): Decision | undefined {
  if (heard !== "addressed" || !LIKE_A_FOLLOW_UP.test(text) || [...text].length > LONGEST_FOLLOW_UP)
    return undefined;
  const earlier = recent.last(chat);
  if (earlier === undefined) return undefined;
  // The child of whom the follow-up speaks, not the one before it.
  const { ageMonths } = askedForIn(text);
  const together = decideAnswer(deps, { text: `${earlier} ${text}`, ageMonths });
  return together.outcome === "answered" && !together.also ? together : undefined;
}

/** Keeps a question for the one that may follow it; a follow-up goes on with the same subject and replaces nothing. */
export function rememberQuestion(
  recent: RecentQuestions,
  chat: AskedIn,
  { text, heard }: Pick<Asked, "text" | "heard">,
): void {
  if (heard !== "addressed" || LIKE_A_FOLLOW_UP.test(text)) return;
  recent.remember(chat, maskPersonalData(text.normalize("NFKC")).slice(0, LONGEST_REMEMBERED));
}
