import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTrace, type SourceText, sourceText } from "../../src/answering/index.ts";
import type { Article } from "../../src/knowledge/index.ts";
import { D3 } from "../answering/sample-source.ts";
import { escapeIn } from "./oracle.ts";

const SOURCE = sourceText(D3, "zh") as SourceText;

const clausesOf = ({ lines }: SourceText) =>
  lines.flatMap(({ number, text }) =>
    text
      .split(/(?<=[，。；：！？])/)
      .filter((part) => part.trim() !== "")
      .map((part) => ({ part: part.replace(/[，。；：！？]$/, ""), line: number })),
  );

/** Any clauses of an article in any order, cut into sentences anyhow, some with the whole short answer before them. */
const rewordings = (source: SourceText) =>
  fc.record({
    withShort: fc.boolean(),
    sentences: fc.array(
      fc.array(
        fc.record({
          clause: fc.constantFrom(...clausesOf(source)),
          end: fc.constantFrom("，", "。", "；", "：", "、", "", "？", " "),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  });

function holds(article: Article, source: SourceText, runs: number): void {
  const numbers = source.lines.map(({ number }) => number);
  const trace = { articleId: source.articleId, revision: source.revision, lines: numbers };
  const short = { ...trace, text: source.lines[0]?.text ?? "" };
  fc.assert(
    fc.property(rewordings(source), ({ withShort, sentences }) => {
      const built = sentences.map((parts) => ({
        ...trace,
        text: parts.map(({ clause, end }) => clause.part + end).join(""),
      }));
      const checked = checkTrace({ sentences: withShort ? [short, ...built] : built }, source, "zh");
      if (checked.ok)
        expect(escapeIn(checked.value.join("\n"), article), checked.value.join("\n")).toBeUndefined();
    }),
    { numRuns: runs },
  );
}

describe("true clauses put together anew", () => {
  it("pass only where every sentence is whole, in order and under its heading", () => {
    holds(D3, SOURCE, 20_000);
  });
});
