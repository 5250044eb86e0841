import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Search } from "../../src/knowledge/index.ts";

const Row = z.object({
  text: z.string(),
  article: z.string().nullable(),
  also: z.array(z.string()).optional(),
  style: z.string(),
  kind: z.string().optional(),
});

export interface LabelledQuestion {
  readonly text: string;
  /** Articles that answer it; empty when none does. */
  readonly articles: readonly string[];
  readonly style: string;
}

const jsonLines = (text: string): unknown[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Our own development questions. */
export function ownQuestions(): readonly LabelledQuestion[] {
  const text = readFileSync(new URL("questions.jsonl", import.meta.url), "utf8");
  return jsonLines(text).map((row) => {
    const { text, article, also = [], style } = Row.parse(row);
    return { text, articles: article === null ? [] : [article, ...also], style };
  });
}

/** Real questions kept outside of the repository; only their ids and our labels for them are kept here. */
export function realQuestions(path: string): readonly LabelledQuestion[] {
  const labels = z
    .record(z.string(), z.array(z.string()))
    .parse(JSON.parse(readFileSync(new URL("labels-dev.json", import.meta.url), "utf8")));
  return jsonLines(readFileSync(path, "utf8")).flatMap((row) => {
    const { id, text } = z.object({ id: z.string(), text: z.string() }).parse(row);
    const articles = labels[id];
    return articles ? [{ text, articles, style: "real" }] : [];
  });
}

/** Questions written for the classifier to learn from; nothing is measured on them. */
export function trainingQuestions(): readonly { readonly text: string; readonly article: string | null }[] {
  const text = readFileSync(new URL("training.jsonl", import.meta.url), "utf8");
  return jsonLines(text).map((row) => Row.pick({ text: true, article: true }).parse(row));
}

/** Two questions in five are held out: never fitted on, whatever else changes. */
export const isHeldOut = (text: string): boolean =>
  createHash("sha256").update(text).digest().readUInt32BE(0) % 5 < 2;

export interface Figures {
  readonly questions: number;
  readonly inScope: number;
  /** Of the questions that have an article: it is first; it is among the first three; it is sent as the answer. */
  readonly rightAt1: number;
  readonly rightIn3: number;
  readonly answeredRight: number;
  /** Of all answers given, the share that is wrong (out of scope included). */
  readonly wrongOfAnswered: number;
  /** Of the questions without an article, the share that was answered. */
  readonly outAnswered: number;
  /** Mean squared distance of the first score from whether it was right. */
  readonly brier: number;
}

/** Measures `search` on labelled questions with the floor that decides whether the first one is sent. */
export function measureSearch(
  search: Search,
  questions: readonly LabelledQuestion[],
  floor: number,
  onMiss?: (line: string) => void,
): Figures {
  let inScope = 0;
  let at1 = 0;
  let in3 = 0;
  let answeredRight = 0;
  let answeredWrong = 0;
  let outAnswered = 0;
  let squares = 0;
  for (const { text, articles, style } of questions) {
    const found = search.find(text, { limit: 3 });
    const [first] = found;
    const right = first !== undefined && articles.includes(first.article.id);
    const answered = first !== undefined && first.score >= floor;
    squares += ((first?.score ?? 0) - Number(right)) ** 2;
    if (articles.length > 0) {
      inScope++;
      at1 += Number(right);
      in3 += Number(found.some(({ article }) => articles.includes(article.id)));
      answeredRight += Number(right && answered);
    } else outAnswered += Number(answered);
    answeredWrong += Number(answered && !right);
    if (answered ? !right : articles.length > 0) {
      const list = found.map(({ article, score }) => `${article.id} ${score.toFixed(2)}`).join(", ");
      onMiss?.(
        `${answered ? "WRONG" : "silent"} [${style}] ${text.slice(0, 60)} → ${list} (${articles.join("|") || "none"})`,
      );
    }
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    questions: questions.length,
    inScope,
    rightAt1: share(at1, inScope),
    rightIn3: share(in3, inScope),
    answeredRight: share(answeredRight, inScope),
    wrongOfAnswered: share(answeredWrong, answeredWrong + answeredRight),
    outAnswered: share(outAnswered, questions.length - inScope),
    brier: share(squares, questions.length),
  };
}
