import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Article } from "./article.ts";
import type { BaseText } from "./article-store.ts";
import { KnowledgeError } from "./knowledge-error.ts";
import type { SearchData } from "./search/search.ts";

const ENGLISH = "en";

/** One file of an article: its name as it is shown in problems, and its text. */
export interface ArticleFile {
  readonly file: string;
  readonly text: string;
}

/** An article as it lies in its files. */
export interface ArticleText {
  readonly id: string;
  readonly file: string;
  readonly text: string;
  readonly english?: ArticleFile;
}

/** The articles of a folder, their texts as they are kept, and what the search worked out about them ahead. */
export interface Shipped {
  readonly articles: readonly Article[];
  readonly texts: readonly BaseText[];
  readonly search?: SearchData | undefined;
}

/** `files` are those that the articles were read from, in the same order. */
export const baseTexts = (articles: readonly Article[], files: readonly ArticleText[]): readonly BaseText[] =>
  articles.flatMap(({ id, revision }, at): BaseText[] => {
    const file = files[at];
    return file ? [{ articleId: id, revision, text: file.text, english: file.english?.text }] : [];
  });

/**
 * Reads every `*.md` of `directory`, ordered by id, and beside each its translation in the sub-folder `en`. At once and
 * not bit by bit: hundreds of small files take 10 ms like this and 40 otherwise, and nothing can begin before.
 */
export function readArticleTexts(directory: string): readonly ArticleText[] {
  const ids = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .map((name) => name.slice(0, -".md".length))
      .sort();
  const own = ids(directory);
  if (own.length === 0)
    throw new KnowledgeError([{ file: directory, line: 1, reason: "no articles (*.md)" }]);
  const folder = join(directory, ENGLISH);
  const translated = new Set(hasFolder(directory) ? ids(folder) : []);
  const orphans = [...translated].filter((id) => !own.includes(id));
  if (orphans.length > 0) {
    throw new KnowledgeError(
      orphans.map((id) => ({
        file: join(ENGLISH, `${id}.md`),
        line: 1,
        reason: "no Chinese article has this id",
      })),
    );
  }
  return own.map((id) => {
    const file = `${id}.md`;
    const text = readFileSync(join(directory, file), "utf8");
    if (!translated.has(id)) return { id, file, text };
    return {
      id,
      file,
      text,
      english: { file: join(ENGLISH, file), text: readFileSync(join(folder, file), "utf8") },
    };
  });
}

const hasFolder = (directory: string): boolean =>
  readdirSync(directory, { withFileTypes: true }).some((one) => one.isDirectory() && one.name === ENGLISH);
