import type { Article } from "./article.ts";
import { KnowledgeError, type Problem } from "./knowledge-error.ts";
import { parseArticle } from "./parse-article.ts";
import { type ArticleText, baseTexts, readArticleTexts, type Shipped } from "./read-article-texts.ts";

/**
 * Reads every article of `directory`, ordered by id. Throws one `KnowledgeError` that lists all problems of all files,
 * so that an editor mends them in one go; an empty folder is a problem too.
 */
export async function loadArticles(directory: string): Promise<readonly Article[]> {
  return parseArticles(readArticleTexts(directory));
}

/** The articles of a folder with their texts as they are kept, in this thread; throws a `KnowledgeError`. */
export async function loadShipped(directory: string): Promise<Shipped> {
  const files = readArticleTexts(directory);
  const articles = parseArticles(files);
  return { articles, texts: baseTexts(articles, files) };
}

/** The articles of these texts; throws one `KnowledgeError` with all problems, also those between articles. */
export function parseArticles(texts: readonly ArticleText[]): readonly Article[] {
  const problems: Problem[] = [];
  const articles: Article[] = [];
  const owners = new Map<string, string>();
  for (const { id, file, text, english } of texts) {
    const parsed = parseArticle(file, id, text, english);
    if (!("article" in parsed)) {
      problems.push(...parsed);
      continue;
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
        const line = parsed.variantLine(index);
        problems.push({ file, line, reason: `variants.${index}: "${variant}" stands in ${owner} already` });
      }
    });
  }
  if (problems.length > 0) throw new KnowledgeError(problems);
  return articles;
}
