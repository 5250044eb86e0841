import type { Block } from "../core/content.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Article, Line, Review, Source } from "../knowledge/index.ts";

const REVIEW_KEYS = { "source-checked": "answer.review-source-checked" } as const;
const SOURCE_KEYS = {
  original: "answer.source",
  repost: "answer.source-repost",
  listed: "answer.source-listed",
} as const;

const reviewText = ({ level, on }: Review, locale: Locale) => say(locale, REVIEW_KEYS[level], { on });
const sourceText = ({ publisher, title, year, read }: Source, locale: Locale) =>
  say(locale, SOURCE_KEYS[read], { publisher, title, year });

const briefSource = ({ publisher, year }: Source, locale: Locale) =>
  say(locale, "answer.source-brief", { publisher, year });

/** The article's own short answer, then one small line with its sources, who checked it and when. */
export function shortAnswerBlocks(article: Article, locale: Locale): readonly Block[] {
  const known = shortAnswers[locale].get(article);
  if (known) return known;
  const blocks = makeShortAnswer(article, locale);
  shortAnswers[locale].set(article, blocks);
  return blocks;
}

/** An article never changes under one revision, so its blocks are made once. */
const shortAnswers: Record<Locale, WeakMap<Article, readonly Block[]>> = {
  zh: new WeakMap(),
  en: new WeakMap(),
};

function makeShortAnswer(article: Article, locale: Locale): readonly Block[] {
  // What was really read comes first; a small line has room for two names.
  const read = article.sources.filter((source) => source.read !== "listed");
  const sources = [...new Set(read.map((source) => briefSource(source, locale)))].slice(0, 2);
  const footer = say(locale, "answer.footer", {
    sources: sources.join(say(locale, "answer.source-separator")),
    review: reviewText(article.review, locale),
  });
  return [
    { kind: "text", text: article.short },
    { kind: "small", text: locale === "zh" ? footer : `${footer}\n${say(locale, "answer.chinese-only")}` },
  ];
}

/** The whole article: when to see a doctor before everything else, then the other sections, all sources and the review. */
export function detailBlocks(article: Article, locale: Locale): readonly Block[] {
  const { doctor, todo, avoid, thrift } = article.sections;
  return [
    { kind: "heading", text: article.title },
    ...sectionBlocks(say(locale, "answer.doctor"), doctor),
    ...sectionBlocks(say(locale, "answer.todo"), todo),
    ...sectionBlocks(say(locale, "answer.avoid"), avoid),
    ...sectionBlocks(say(locale, "answer.thrift"), thrift),
    { kind: "heading", text: say(locale, "answer.sources") },
    { kind: "list", items: article.sources.map((source) => sourceText(source, locale)) },
    {
      kind: "small",
      text: say(locale, "answer.review-line", {
        review: reviewText(article.review, locale),
        reviewer: article.review.reviewer,
        by: article.review.by,
      }),
    },
  ];
}

/** Neighbouring list items become one list; paragraphs stay between them. */
function sectionBlocks(heading: string, lines: readonly Line[]): readonly Block[] {
  const blocks: Block[] = [{ kind: "heading", text: heading }];
  let items: string[] | undefined;
  for (const { kind, text } of lines) {
    if (kind === "paragraph") {
      items = undefined;
      blocks.push({ kind: "text", text });
    } else if (items) {
      items.push(text);
    } else {
      items = [text];
      blocks.push({ kind: "list", items });
    }
  }
  return blocks;
}

/** No reviewed answer yet, and nothing near; the question goes to the gaps. */
export function abstainBlocks(locale: Locale): readonly Block[] {
  return [
    { kind: "text", text: say(locale, "answer.none") },
    { kind: "small", text: say(locale, "answer.none-danger") },
  ];
}

/** No reviewed answer yet, but near questions, whose titles go on buttons under this. */
export function suggestBlocks(locale: Locale): readonly Block[] {
  return [
    { kind: "text", text: say(locale, "answer.near") },
    { kind: "small", text: say(locale, "answer.none-danger") },
  ];
}

/** The search itself failed: never to be confused with "no answer". */
export function failedBlocks(locale: Locale): readonly Block[] {
  return [{ kind: "text", text: say(locale, "answer.failed") }];
}

/** Blocks as lines for a terminal. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join("\n").trim();
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
    case "heading":
      return `\n${block.text}`;
    case "text":
    case "small":
      return block.text;
  }
}
