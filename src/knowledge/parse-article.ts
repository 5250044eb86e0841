import { createHash } from "node:crypto";
import type { Article, English, StageAnswer } from "./article.ts";
import { EnglishFrontMatter, FrontMatter } from "./article-schema.ts";
import type { Problem } from "./knowledge-error.ts";
import type { ArticleFile } from "./read-article-texts.ts";
import { type Headings, type Markdown, readMarkdown } from "./read-markdown.ts";

const CHINESE: Headings = { todo: "怎么做", avoid: "不要做", thrift: "省钱办法", doctor: "什么时候看医生" };
const ENGLISH: Headings = {
  todo: "What to do",
  avoid: "What not to do",
  thrift: "The thrifty way",
  doctor: "When to see a doctor",
};

export interface ParsedArticle {
  readonly article: Article;
  /** The line of the file, from 1, where a variant stands; the loader names it when two articles share one. */
  readonly variantLine: (at: number) => number;
}

/**
 * Reads one article. `fileId` is the file's name without `.md`; `english` its translation where there is one. Gives the
 * article or every problem found in it; never throws for what a file contains.
 */
export function parseArticle(
  file: string,
  fileId: string,
  text: string,
  english?: ArticleFile,
): ParsedArticle | readonly Problem[] {
  const problems: Problem[] = [];
  const chinese = readMarkdown(file, text, FrontMatter, CHINESE, problems);
  if (chinese) checkWords(file, fileId, chinese, problems);
  const translated =
    english && readMarkdown(english.file, english.text, EnglishFrontMatter, ENGLISH, problems);
  if (english && translated) checkWords(english.file, fileId, translated, problems);
  if (chinese && english && translated) checkTranslation(english.file, chinese, text, translated, problems);
  if (problems.length > 0 || !chinese) return problems;

  const { stage, stages, ...front } = chinese.front;
  const article: Article = {
    ...front,
    revision: revisionOf(text, english?.text),
    stage: { fromMonths: stage.from, toMonths: stage.to },
    stages: stages.map(toStageAnswer),
    english: translated && toEnglish(translated),
    sections: chinese.sections,
  };
  return { article, variantLine: (at) => chinese.lineOf(["variants", at]) };
}

/** The revision that the two texts of an article make together. */
export function revisionOf(text: string, english: string | undefined): string {
  const hash = createHash("sha256").update(text);
  if (english !== undefined) hash.update("\0").update(english);
  return hash.digest("hex").slice(0, 8);
}

type StageFront = FrontMatter["stages"][number];

const toStageAnswer = (stage: StageFront): StageAnswer =>
  "who" in stage ? stage : { fromMonths: stage.from, toMonths: stage.to, short: stage.short };

const toEnglish = ({ front, sections }: Markdown<EnglishFrontMatter>): English => {
  const { title, variants, keywords, short, redFlags, stages } = front;
  return { title, variants, keywords, short, redFlags, stages: stages.map(toStageAnswer), sections };
};

const numbersIn = (text: string): ReadonlySet<string> =>
  new Set(text.replace(/(?<=\d),(?=\d{3})/g, "").match(/\d+(?:\.\d+)?/g) ?? []);

/** The id is the file's, and no number stands in a short answer alone. */
function checkWords(
  file: string,
  fileId: string,
  { front, body, lineOf }: Markdown<FrontMatter | EnglishFrontMatter>,
  problems: Problem[],
): void {
  const report = (line: number, reason: string) => void problems.push({ file, line, reason });
  if (front.id !== fileId) report(lineOf(["id"]), `id: is "${front.id}" but the file is named "${fileId}"`);
  const known = numbersIn(body);
  const check = (path: readonly PropertyKey[], text: string) => {
    for (const number of numbersIn(text)) {
      if (!known.has(number))
        report(lineOf(path), `${path.join(".")}: the number ${number} does not stand in the body`);
    }
  };
  check(["short"], front.short);
  front.stages.forEach(({ short }, at) => void check(["stages", at], short));
  front.redFlags.forEach((flag, at) => void check(["redFlags", at], flag));
}

/** A translation says the same for the same stages and dangers, and has no number of its own. */
function checkTranslation(
  file: string,
  { front }: Markdown<FrontMatter>,
  text: string,
  english: Markdown<EnglishFrontMatter>,
  problems: Problem[],
): void {
  const report = (path: readonly PropertyKey[], reason: string) =>
    void problems.push({ file, line: english.lineOf(path), reason });
  if (english.front.redFlags.length !== front.redFlags.length) {
    report(["redFlags"], `redFlags: needs ${front.redFlags.length} like the Chinese article`);
  }
  const stageKey = (stage: StageFront) => ("who" in stage ? stage.who : `${stage.from}-${stage.to}`);
  if (english.front.stages.map(stageKey).join() !== front.stages.map(stageKey).join()) {
    report(["stages"], "stages: must be those of the Chinese article, in its order");
  }
  const known = numbersIn(text);
  for (const number of numbersIn(english.body)) {
    if (!known.has(number)) report([], `the number ${number} does not stand in the Chinese article`);
  }
}
