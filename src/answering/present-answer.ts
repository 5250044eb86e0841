import type { Block } from "../core/content.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Article, Line, Review, Source, Stage } from "../knowledge/index.ts";
import { dangerLines } from "./source-lines.ts";

const REVIEW_KEYS = { "source-checked": "answer.review-source-checked" } as const;
const SOURCE_KEYS = {
  original: "answer.source",
  repost: "answer.source-repost",
  listed: "answer.source-listed",
} as const;

const EVIDENCE_KEYS = {
  standard: "answer.evidence-standard",
  law: "answer.evidence-law",
  guideline: "answer.evidence-guideline",
  consensus: "answer.evidence-consensus",
  practice: "answer.evidence-practice",
} as const;
const STAGE_KEYS = { pregnant: "answer.stage-pregnant", postpartum: "answer.stage-postpartum" } as const;

const reviewText = ({ level, on }: Review, locale: Locale) => say(locale, REVIEW_KEYS[level], { on });
const sourceText = ({ publisher, title, year, read }: Source, locale: Locale) =>
  say(locale, SOURCE_KEYS[read], { publisher, title, year });

const briefSource = ({ publisher, year }: Source, locale: Locale) =>
  say(locale, "answer.source-brief", { publisher, year });

/** Which of an article's short answers is given, and what has to stand beside it. */
export interface Shown {
  /** Place in the article's `stages`. */
  readonly stage?: number | undefined;
  /** Only a doctor can answer what was asked: that is said, and when to go stands with it. */
  readonly forDoctor?: boolean | undefined;
}

/** The article's own short answer, then one small line with its sources, who checked it and when. */
export function shortAnswerBlocks(
  article: Article,
  locale: Locale,
  { stage, forDoctor }: Shown = {},
): readonly Block[] {
  let blocks = shortAnswers[locale].get(article);
  if (!blocks) {
    blocks = makeShortAnswer(article, locale);
    shortAnswers[locale].set(article, blocks);
  }
  const words = (locale === "en" && article.english) || article;
  const staged = stage === undefined ? undefined : words.stages[stage];
  const [, ...footer] = blocks;
  const shown = staged ? [{ kind: "text", text: staged.short } as const, ...footer] : blocks;
  return forDoctor ? [...doctorBlocks(article, locale), ...shown] : shown;
}

function doctorBlocks(article: Article, locale: Locale): readonly Block[] {
  const dangers = dangerLines(article, locale);
  const first = { kind: "text", text: say(locale, "answer.for-doctor") } as const;
  if (dangers.length === 0) return [first];
  return [
    first,
    { kind: "text", text: say(locale, "answer.dangers") },
    { kind: "list", items: dangers },
    { kind: "text", text: say(locale, "answer.until-then") },
  ];
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
  const words = locale === "en" ? article.english : article;
  return [
    { kind: "text", text: (words ?? article).short },
    { kind: "small", text: words ? footer : `${footer}\n${say(locale, "answer.chinese-only")}` },
  ];
}

/**
 * A rewording that the trace check has passed, under the label that the law asks for, with the article's danger signs in
 * its own words and the same line of sources: none of these is left to a model.
 */
export function rewordedBlocks(
  article: Article,
  sentences: readonly string[],
  locale: Locale,
): readonly Block[] {
  const dangers = dangerLines(article, locale);
  return [
    { kind: "small", text: say(locale, "answer.ai-label") },
    { kind: "text", text: joinSentences(sentences, locale) },
    ...(dangers.length === 0
      ? []
      : ([
          { kind: "text", text: say(locale, "answer.dangers") },
          { kind: "list", items: dangers },
        ] as const)),
    ...shortAnswerBlocks(article, locale).filter(({ kind }) => kind === "small"),
  ];
}

/** Which question an answer is about, where that was not certain. */
export const understoodBlock = (article: Article, locale: Locale): Block => ({
  kind: "small",
  text: say(locale, "answer.understood", {
    title: (locale === "en" && article.english?.title) || article.title,
  }),
});

function joinSentences(sentences: readonly string[], locale: Locale): string {
  if (locale === "en") return sentences.join(" ");
  // A sentence without its full stop would run into the next one.
  return sentences.map((text) => (/[。！？；，：!?;,:]$/u.test(text) ? text : `${text}。`)).join("");
}

/** The whole article: when to see a doctor before everything else, then the other sections, all sources and the review. */
export function detailBlocks(article: Article, locale: Locale): readonly Block[] {
  const words = (locale === "en" && article.english) || article;
  const { doctor, todo, avoid, thrift } = words.sections;
  return [
    { kind: "heading", text: words.title },
    ...sectionBlocks(say(locale, "answer.doctor"), doctor),
    ...stageBlocks(article, locale),
    ...sectionBlocks(say(locale, "answer.todo"), todo),
    ...sectionBlocks(say(locale, "answer.avoid"), avoid),
    ...sectionBlocks(say(locale, "answer.thrift"), thrift),
    { kind: "heading", text: say(locale, "answer.sources") },
    { kind: "list", items: article.sources.map((source) => evidenceText(source, locale)) },
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

const evidenceText = (source: Source, locale: Locale) =>
  say(locale, "answer.evidence", {
    kind: say(locale, EVIDENCE_KEYS[source.kind]),
    source: sourceText(source, locale),
  });

function stageBlocks(article: Article, locale: Locale): readonly Block[] {
  const { stages } = (locale === "en" && article.english) || article;
  if (stages.length === 0) return [];
  return [
    { kind: "heading", text: say(locale, "answer.stages") },
    {
      kind: "list",
      items: stages.map((stage) =>
        say(locale, "answer.stage-line", { stage: stageLabel(stage, locale), short: stage.short }),
      ),
    },
  ];
}

/** For whom a stage's answer is, short enough for a button. */
export function stageLabel(stage: Stage, locale: Locale): string {
  let label = stageLabels[locale].get(stage);
  if (label === undefined) {
    label = makeStageLabel(stage, locale);
    stageLabels[locale].set(stage, label);
  }
  return label;
}

/** They stand on buttons under many answers and never change. */
const stageLabels: Record<Locale, WeakMap<Stage, string>> = { zh: new WeakMap(), en: new WeakMap() };

function makeStageLabel(stage: Stage, locale: Locale): string {
  if ("who" in stage) return say(locale, STAGE_KEYS[stage.who]);
  const { fromMonths, toMonths } = stage;
  if (fromMonths === 0 && toMonths === 0) return say(locale, "answer.stage-newborn");
  if (fromMonths === 0) return say(locale, "answer.stage-under", ageValues(toMonths + 1, locale));
  if (toMonths >= 83) return say(locale, "answer.stage-over", ageValues(fromMonths, locale));
  return say(locale, "answer.stage-range", {
    from: say(locale, "answer.age", ageValues(fromMonths, locale)),
    to: say(locale, "answer.age", ageValues(toMonths + 1, locale)),
  });
}

/** Whole years from two on, and one and a half as eighteen months: that is how parents count. */
function ageValues(months: number, locale: Locale): { age: string } {
  const whole = months >= 12 && months % 12 === 0;
  return {
    age: whole
      ? say(locale, months === 12 ? "answer.one-year" : "answer.years", { count: String(months / 12) })
      : say(locale, months === 1 ? "answer.one-month" : "answer.months", { count: String(months) }),
  };
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
