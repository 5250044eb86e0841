import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type DecideAnswerDeps, type Decision, decideAnswer } from "./answering/index.ts";
import { systemClock } from "./core/clock.ts";
import { createKnowledge, createSearch, loadArticles } from "./knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { createTriage, isUrgent } from "./safety/index.ts";

type Io = Pick<NodeJS.Process, "stdout" | "stderr">;

const ids = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** One question of an evaluation file; other fields are left alone. */
const Row = z.object({
  text: z.string().min(1),
  /** The article that answers it, or several that do; null when none does; missing when nobody has said. */
  article: ids.nullish(),
  /** Other articles that are right too. */
  also: ids.optional(),
  /** Months of the child's age, or any other word, which is only counted. */
  stage: z.union([z.number(), z.string()]).nullish(),
  kind: z.string().nullish(),
});

interface Case {
  readonly text: string;
  /** Ids of the right articles, none of them when no article is right; undefined when it is not known. */
  readonly right: readonly string[] | undefined;
  readonly ageMonths: number | undefined;
  readonly kind: string;
}

/** Shares are of what their name says, between 0 and 1, null where there is nothing to take a share of. */
interface Figures {
  readonly questions: number;
  readonly answered: number;
  readonly suggested: number;
  readonly abstained: number;
  /** Of these, how many got the urgent card of the triage instead of what is counted here. */
  readonly urgent: number;
  /** Questions that an article answers: how often it comes first, is among the first three, is sent as the answer. */
  readonly withArticle: number;
  readonly rightAt1: number | null;
  readonly rightIn3: number | null;
  readonly answeredRight: number | null;
  /** Answered right, or the right article is among the questions offered. */
  readonly answeredOrOffered: number | null;
  readonly wrongAnswers: number;
  /** Wrong answers of all answers whose right article is known. */
  readonly wrongOfAnswered: number | null;
  readonly abstainedAlthoughArticle: number;
  /** Questions that no article answers. */
  readonly withoutArticle: number;
  readonly withoutArticleAnswered: number | null;
}

const USAGE = "Usage: npm run --silent eval -- FILE [--json] [--misses]\n";

/**
 * `eval FILE`: puts each question of a file of JSON lines through triage and search, without a model, and counts.
 * `--misses` lists what went wrong on standard error.
 */
export async function runEval(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, misses: { type: "boolean" } },
  });
  const [file] = positionals;
  if (file === undefined) {
    io.stderr.write(USAGE);
    return 2;
  }
  const { cases, problems } = readCases(await readFile(file, "utf8"));
  for (const problem of problems) io.stderr.write(`${file}:${problem}\n`);
  if (cases.length === 0) return 1;
  const articles = await loadArticles(KNOWLEDGE_FOLDER);
  const deps = {
    search: createSearch(articles),
    knowledge: createKnowledge(articles, systemClock),
    clock: systemClock,
  };
  const { results, time } = decideAll(deps, cases);
  if (values.misses) for (const result of results) if (isMiss(result)) io.stderr.write(missLine(result));
  const kinds = Map.groupBy(results, ({ kind }) => kind);
  const report = {
    file,
    articles: articles.length,
    ...count(results),
    ms: time,
    byKind: Object.fromEntries(Array.from(kinds, ([kind, own]) => [kind, count(own)])),
  };
  io.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`);
  return problems.length === 0 ? 0 : 1;
}

export function readCases(text: string): {
  readonly cases: readonly Case[];
  readonly problems: readonly string[];
} {
  const cases: Case[] = [];
  const problems: string[] = [];
  text.split("\n").forEach((line, at) => {
    if (line.trim() === "") return;
    const parsed = Row.safeParse(readJson(line));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      problems.push(
        `${at + 1}: ${issue?.path.join(".") || "line"}: ${issue?.message ?? "is no JSON object"}`,
      );
      return;
    }
    const { text, article, also = [], stage, kind } = parsed.data;
    cases.push({
      text,
      right: article === undefined ? undefined : [...(article ?? []), ...also],
      ageMonths: typeof stage === "number" ? stage : undefined,
      kind: kind ?? (article === null ? "out-of-scope" : "general"),
    });
  });
  return { cases, problems };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the schema then says that an object was expected
  }
}

interface Decided extends Case {
  readonly decision: Decision;
  readonly urgent: boolean;
}

/** The child's age stands in the text where the parent wrote it, so a row's `stage` is not told to the search. */
function decideAll(deps: DecideAnswerDeps, cases: readonly Case[]) {
  const triage = createTriage();
  const times: number[] = [];
  const results = cases.map((one): Decided => {
    const startedAt = performance.now();
    const urgent = isUrgent(triage(one.text));
    const decision = decideAnswer(deps, { text: one.text });
    times.push(performance.now() - startedAt);
    return { ...one, decision, urgent };
  });
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0);
  return {
    results,
    time: { mean: round(times.reduce((a, b) => a + b, 0) / times.length), p50: at(0.5), p99: at(0.99) },
  };
}

const idsOf = ({ decision }: Decided): readonly string[] =>
  decision.candidates.map(({ article }) => article.id);
const isRight = (result: Decided): boolean => result.right?.includes(idsOf(result)[0] ?? "") ?? false;
const isAnswered = ({ decision }: Decided): boolean => decision.outcome === "answered";
const isMiss = (result: Decided): boolean =>
  result.right !== undefined && (isAnswered(result) ? !isRight(result) : result.right.length > 0);

const missLine = ({ text, right, decision }: Decided): string =>
  `${decision.outcome === "answered" ? "WRONG " : decision.outcome} ${text.slice(0, 60).replace(/\s+/g, " ")} → ${
    decision.candidates.map(({ article, score }) => `${article.id} ${score.toFixed(2)}`).join(", ") || "–"
  } (${right?.join(" | ") || "none"})\n`;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : round(part / whole));

function count(results: readonly Decided[]): Figures {
  const number = (test: (result: Decided) => boolean) => results.filter(test).length;
  const inScope = results.filter(({ right }) => right !== undefined && right.length > 0);
  const outside = results.filter(({ right }) => right?.length === 0);
  const known = results.filter((result) => isAnswered(result) && result.right !== undefined);
  const wrong = known.filter((result) => !isRight(result)).length;
  const in3 = (result: Decided) => idsOf(result).some((id) => result.right?.includes(id));
  const ofInScope = (test: (result: Decided) => boolean) =>
    share(inScope.filter(test).length, inScope.length);
  return {
    questions: results.length,
    answered: number(isAnswered),
    suggested: number(({ decision }) => decision.outcome === "suggested"),
    abstained: number(({ decision }) => decision.outcome === "abstained"),
    urgent: number(({ urgent }) => urgent),
    withArticle: inScope.length,
    rightAt1: ofInScope(isRight),
    rightIn3: ofInScope(in3),
    answeredRight: ofInScope((result) => isAnswered(result) && isRight(result)),
    answeredOrOffered: ofInScope((result) => (isAnswered(result) ? isRight(result) : in3(result))),
    wrongAnswers: wrong,
    wrongOfAnswered: share(wrong, known.length),
    abstainedAlthoughArticle: inScope.filter(({ decision }) => decision.outcome === "abstained").length,
    withoutArticle: outside.length,
    withoutArticleAnswered: share(outside.filter(isAnswered).length, outside.length),
  };
}
