import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runEval } from "../../src/eval-command.ts";

async function evaluate(lines: readonly string[], ...flags: string[]) {
  const file = join(await mkdtemp(join(tmpdir(), "beluga-eval-")), "questions.jsonl");
  await writeFile(file, lines.join("\n"));
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const io = { stdout: into("stdout"), stderr: into("stderr") };
  const code = await runEval([file, "--json", ...flags], io as unknown as Parameters<typeof runEval>[1]);
  return {
    code,
    report: written.stdout === "" ? undefined : JSON.parse(written.stdout),
    stderr: written.stderr,
  };
}
const row = (value: object) => JSON.stringify(value);

describe("eval", () => {
  it("counts answers, offers and silences against the articles named", async () => {
    const { code, report } = await evaluate([
      row({ text: "新生儿要吃维生素D3吗", article: "newborn-vitamin-d3", stage: 0 }),
      row({ text: "新生儿要吃维生素D3吗？", article: "safe-sleep-back", also: ["newborn-vitamin-d3"] }),
      row({ text: "新生儿要吃维生素D3吗！", article: "safe-sleep-back", kind: "odd" }),
      row({ text: "明天股票会涨吗", article: null }),
      row({ text: "宝宝脐带怎么护理" }),
    ]);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      questions: 5,
      answered: 4,
      suggested: 0,
      abstained: 1,
      withArticle: 3,
      rightAt1: 0.6667,
      wrongAnswers: 1,
      wrongOfAnswered: 0.3333,
      abstainedAlthoughArticle: 0,
      withoutArticle: 1,
      withoutArticleAnswered: 0,
    });
    expect(Object.keys(report.byKind)).toEqual(["general", "odd", "out-of-scope"]);
    expect(report.ms.p99).toBeGreaterThan(0);
  });

  it("names the line and field of what cannot be read, and counts the rest", async () => {
    const { code, report, stderr } = await evaluate([
      "{",
      row({ article: "x" }),
      row({ text: "脐带怎么护理" }),
    ]);
    expect(code).toBe(1);
    expect(report.questions).toBe(1);
    expect(stderr).toMatch(/questions\.jsonl:1: line: /);
    expect(stderr).toMatch(/questions\.jsonl:2: text: /);
  });

  it("lists what went wrong when asked to", async () => {
    const { stderr } = await evaluate(
      [row({ text: "新生儿要吃维生素D3吗", article: "safe-sleep-back" })],
      "--misses",
    );
    expect(stderr).toMatch(/^WRONG +新生儿要吃维生素D3吗 → newborn-vitamin-d3 .* \(safe-sleep-back\)/m);
  });

  it("says how it is used when no file is given", async () => {
    let said = "";
    const io = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text) } };
    expect(await runEval([], io as unknown as Parameters<typeof runEval>[1])).toBe(2);
    expect(said).toContain("eval -- FILE");
  });
});
