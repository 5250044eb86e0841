/** More than this is handed in as several files. */
export const MOST_CODES = 20_000;
const LONGEST_CODE = 64;
const PROBLEMS_SHOWN = 10;

export type CodeProblem = "formula" | "too-long" | "control" | "double" | "spaces" | "columns";

export interface CodeRows {
  readonly codes: readonly string[];
  /** By row number as a spreadsheet counts; at most ten are named. */
  readonly problems: readonly { readonly row: number; readonly problem: CodeProblem }[];
  readonly problemCount: number;
}

const HEADING = /^(?:code|codes|券码|优惠码|兑换码|口令)$/i;
/** C0 and C1 characters, and marks that change what a reader sees. */
const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
const FORMULA = /^[=+\-@\t\uff1d\uff0b\uff0d\uff20]/;

/**
 * The codes of a CSV text: one column, with or without quotes, an empty row or a heading is left out. One wrong row and
 * nothing is taken: half a list is worse than none.
 */
export function readCodes(text: string): CodeRows {
  const problems: { row: number; problem: CodeProblem }[] = [];
  let problemCount = 0;
  const seen = new Set<string>();
  const rows = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (const [at, raw] of rows.entries()) {
    const problem = problemOf(raw, seen, at);
    if (!problem) continue;
    problemCount += 1;
    if (problems.length < PROBLEMS_SHOWN) problems.push({ row: at + 1, problem });
  }
  return { codes: [...seen], problems, problemCount };
}

function problemOf(raw: string, seen: Set<string>, at: number): CodeProblem | undefined {
  // A tab at the start opens a formula too, so it is looked at before anything is cut off.
  if (raw.trim() === "") return undefined;
  const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,\s*)*$/.exec(raw);
  const bare = quoted ? (quoted[1] ?? "").replaceAll('""', '"') : raw.replace(/(?:,\s*)+$/, "");
  if (FORMULA.test(bare) || FORMULA.test(bare.trimStart())) return "formula";
  if (CONTROL.test(bare)) return "control";
  const code = bare.trim();
  if (code === "") return undefined;
  if (at === 0 && HEADING.test(code)) return undefined;
  if (!quoted && /[,;]/.test(code)) return "columns";
  if (/\s/.test(code)) return "spaces";
  if ([...code].length > LONGEST_CODE) return "too-long";
  if (seen.has(code)) return "double";
  seen.add(code);
  return undefined;
}
