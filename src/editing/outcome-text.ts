import { type Locale, say } from "../core/texts/index.ts";
import { type EditRefusal, type GateFailure, problemText } from "../knowledge/index.ts";
import type { Published } from "./publisher.ts";

/** Lines of a list that a phone shows; what is cut off is still there on the command line. */
const MOST_LINES = 12;

/** Why something was not done, in words that say what to do instead. */
export function refusalText(locale: Locale, refusal: EditRefusal | { readonly code: "not-editor" }): string {
  switch (refusal.code) {
    case "wrong-state":
      return say(locale, "editing.refused.wrong-state", {
        state: say(locale, `editing.state.${refusal.state}`),
      });
    case "too-long":
      return say(locale, "editing.refused.too-long", { limit: refusal.limit });
    case "bad-yaml":
      return say(locale, "editing.refused.bad-yaml", { line: refusal.line, reason: refusal.reason });
    case "same-text":
      return say(locale, "editing.refused.same-text", { number: refusal.number ?? "?" });
    case "id-taken":
      return say(locale, "editing.refused.id-taken", { id: refusal.id });
    case "not-complete":
      return say(locale, "editing.refused.not-complete", {
        problems: firstLines(problemText(refusal.problems)),
      });
    case "over-before":
      return say(locale, "editing.refused.over-before", { by: refusal.by });
    case "unknown":
    case "own-text":
    case "never-published":
    case "no-front-matter":
    case "already-checking":
    case "nothing-live":
    case "nothing-before":
    case "not-editor":
      return say(locale, `editing.refused.${refusal.code}`);
  }
}

/** What became of a wish to publish. */
export function outcomeText(locale: Locale, number: number, outcome: Published): string {
  switch (outcome.kind) {
    case "published":
      return say(locale, "editing.published", {
        number,
        article: outcome.articleId,
        asked: outcome.report.asked,
      });
    case "blocked":
      return say(locale, "editing.blocked", {
        number,
        asked: outcome.report.asked,
        failed: outcome.report.failures.length,
        list: firstLines(outcome.report.failures.map((failure) => failureText(locale, failure)).join("\n")),
      });
    case "refused":
      return refusalText(locale, outcome.refusal);
    case "failed":
      return say(locale, "editing.publish-failed", { number });
    case "done-elsewhere":
      return say(locale, "editing.refused.already-checking");
  }
}

export function failureText(locale: Locale, failure: GateFailure): string {
  const none = say(locale, "editing.gate.none");
  const now = failure.now ?? none;
  const article = "article" in failure ? (failure.article ?? none) : none;
  return say(locale, `editing.gate.${failure.kind}`, { text: failure.text, article, now });
}

export function firstLines(text: string): string {
  const lines = text.split("\n");
  return lines.length <= MOST_LINES ? text : [...lines.slice(0, MOST_LINES), "…"].join("\n");
}
