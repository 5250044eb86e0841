import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Article } from "./article.ts";
import { KnowledgeError, type Problem } from "./knowledge-error.ts";
import { parseArticle } from "./parse-article.ts";

/**
 * Reads every `*.md` of `directory` (not of its sub-folders), ordered by id. Throws one `KnowledgeError` that lists
 * all problems of all files, so that an editor mends them in one go; an empty folder is a problem too.
 */
export async function loadArticles(directory: string): Promise<readonly Article[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith(".md")).sort();
  if (files.length === 0)
    throw new KnowledgeError([{ file: directory, line: 1, reason: "no articles (*.md)" }]);
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));

  const problems: Problem[] = [];
  const articles: Article[] = [];
  const owners = new Map<string, string>();
  files.forEach((file, at) => {
    const parsed = parseArticle(file, file.slice(0, -".md".length), texts[at] ?? "");
    if (!("article" in parsed)) {
      problems.push(...parsed);
      return;
    }
    articles.push(parsed.article);
    parsed.article.variants.forEach((variant, index) => {
      const key = variant
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[\s\p{P}]/gu, "");
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, file);
      else {
        const line = parsed.variantLines[index] ?? 1;
        problems.push({ file, line, reason: `variants.${index}: "${variant}" stands in ${owner} already` });
      }
    });
  });
  if (problems.length > 0) throw new KnowledgeError(problems);
  return articles;
}
