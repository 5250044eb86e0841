import type { Article } from "./article.ts";
import { KnowledgeError, type Problem } from "./knowledge-error.ts";
import { isOver } from "./library.ts";
import { parseArticle } from "./parse-article.ts";

const keyOf = (variant: string): string =>
  variant
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, "");

/** Rules beyond the format, such as those of the check on the command line. */
export type FurtherRules = (article: Article, others: readonly Article[]) => readonly Problem[];

/** Everything that keeps a text from being published among `others`; empty when nothing does. */
export function checkText(
  articleId: string,
  text: string,
  others: readonly Article[],
  now: number,
  rules: FurtherRules = () => [],
): readonly Problem[] {
  const file = `${articleId}.md`;
  const parsed = parseArticle(file, articleId, text);
  if (!("article" in parsed)) return parsed;
  const { article, variantLine } = parsed;
  const problems: Problem[] = [];
  if (isOver(article, now))
    problems.push({ file, line: 1, reason: `review.by: ${article.review.by} has passed` });
  const rest = others.filter(({ id }) => id !== articleId);
  const ids = new Set(rest.map(({ id }) => id));
  for (const id of article.related) {
    if (!ids.has(id)) problems.push({ file, line: 1, reason: `related: no article "${id}"` });
  }
  const owners = new Map(
    rest.flatMap(({ id, variants }) => variants.map((one) => [keyOf(one), id] as const)),
  );
  article.variants.forEach((variant, at) => {
    const owner = owners.get(keyOf(variant));
    if (owner === undefined) return;
    const line = variantLine(at);
    problems.push({ file, line, reason: `variants.${at}: "${variant}" stands in ${owner}.md already` });
  });
  return [...problems, ...rules(article, rest)];
}

export const problemText = (problems: readonly Problem[]): string => new KnowledgeError(problems).message;
