import { checkRules, isOver, KnowledgeError, loadArticles, problemText } from "./knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";

type Io = Pick<NodeJS.Process, "stdout" | "stderr">;

/**
 * `knowledge -- check [DIR]`: every problem of the articles of a folder, one a line; 1 when there is one. Beside the
 * format, which also stops a start, it looks at how the words read, at links, and at reviews whose time has passed.
 */
export async function runKnowledgeCheck(
  [folder = KNOWLEDGE_FOLDER]: readonly string[],
  io: Io,
  now: number = Date.now(),
): Promise<number> {
  try {
    const articles = await loadArticles(folder);
    const problems = articles.flatMap((article) => [
      ...(isOver(article, now)
        ? [{ file: `${article.id}.md`, line: 1, reason: `review.by: ${article.review.by} has passed` }]
        : []),
      ...checkRules(article, articles),
    ]);
    if (problems.length > 0) throw new KnowledgeError(problems);
    const english = articles.filter((article) => article.english).length;
    io.stdout.write(`${articles.length} articles keep all rules, ${english} of them in English too\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    io.stderr.write(`${problemText(error.problems)}\n`);
    return 1;
  }
}
