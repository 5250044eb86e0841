import type { Found } from "../knowledge/index.ts";
import type { Likeness } from "./answer-model.ts";
import { type Decision, MAX_SUGGESTIONS } from "./decide-answer.ts";

/** Less alike than this is not worth a button. Likeness is a cosine; unlike texts of these models lie around 0.2 to 0.4. */
const WORTH_A_BUTTON = 0.6;
/** The usual constant of reciprocal rank fusion: how fast a lower rank counts less. */
const RANK_CONSTANT = 60;
const ABOUT_EQUAL = 0.05;

/**
 * Joins articles that are near by meaning into a decision. They may change the order of suggestions and add one; they
 * never make an answer and never take one away, nor does any candidate of the word search fall out. The probability behind
 * an answer is calibrated on the word search alone: a cosine says that two texts speak of the same subject, which a question
 * about 400 and one about 4,000 units do, and it changes with every embedding model, so it may show a mother more to
 * choose from and must not choose for her.
 */
export function joinByMeaning(
  decision: Decision,
  near: readonly Likeness[],
  published: (articleId: string) => Found["article"] | undefined,
): Decision {
  if (decision.outcome === "answered" || near.length === 0) return decision;
  const known = decision.candidates.map(({ article }) => article.id);
  const added = near.find(
    ({ articleId, likeness }) => likeness >= WORTH_A_BUTTON && !known.includes(articleId),
  );
  const article = added && published(added.articleId);
  const ranks = near.map(({ articleId }) => articleId);
  const fused = ({ article: { id }, score }: Found): number => {
    // What the word search holds for about equally likely shares a place: there the meaning decides.
    const place = decision.candidates.filter((other) => other.score > score + ABOUT_EQUAL).length;
    const rank = ranks.indexOf(id);
    return 1 / (RANK_CONSTANT + place) + (rank < 0 ? 0 : 1 / (RANK_CONSTANT + rank));
  };
  const candidates = [...decision.candidates].sort((a, b) => fused(b) - fused(a));
  // Its score is none: it was found by nothing that was calibrated. One of three would otherwise fall out for it.
  if (article && candidates.length < MAX_SUGGESTIONS) candidates.push({ article, score: 0 });
  if (candidates.length === 0) return decision;
  return { ...decision, outcome: "suggested", candidates };
}
