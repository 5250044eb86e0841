import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { runAsk } from "../../src/ask-command.ts";
import { quoting, startModelStandIn } from "../support/model-standin.ts";
import { runNode } from "../support/run-node.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const KEYS = ["outcome", "triage", "articles", "text", "sources", "ms"];

/** The command within this process; a few stories below run the whole program. */
async function ask(args: readonly string[], input = "") {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const io = { stdin: Readable.from([input]), stdout: into("stdout"), stderr: into("stderr") };
  const code = await runAsk(args, io as unknown as Parameters<typeof runAsk>[1]);
  return { code, ...written };
}
async function program(args: readonly string[], input = "") {
  const run = runNode("cli.ts", args, { input });
  return { code: await run.ended, stdout: run.stdout, stderr: run.stderr };
}
const linesOf = (stdout: string) =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("ask", () => {
  it("prints the short answer and then the whole article", async () => {
    const { code, stdout, stderr } = await ask([QUESTION]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("400 IU");
    expect(stdout).toContain("资料核对（非医生审核）");
    expect(stdout).toContain("省钱办法");
  });

  it("prints one object with --json, its keys in the promised order", async () => {
    const { code, stdout } = await ask(["--json", QUESTION]);
    expect(code).toBe(0);
    const [answer, ...others] = linesOf(stdout);
    expect(others).toEqual([]);
    expect(Object.keys(answer)).toEqual(KEYS);
    expect(Object.keys(answer.triage)).toEqual(["level", "kinds", "rules"]);
    expect(Object.keys(answer.articles[0])).toEqual(["id", "revision", "title", "score"]);
    expect(answer).toMatchObject({
      outcome: "answered",
      triage: { level: "none", kinds: [], rules: [] },
      sources: expect.arrayContaining([expect.objectContaining({ year: expect.any(Number) })]),
      ms: expect.any(Number),
    });
    expect(answer.articles[0].id).toBe("newborn-vitamin-d3");
  });

  it("says what is missing without a question", async () => {
    const { code, stdout, stderr } = await ask([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Please add a question");
  });

  it("explains an option that it does not know in one line", async () => {
    const { code, stderr } = await program(["ask", "--loud", QUESTION]);
    expect(code).toBe(1);
    expect(stderr).toContain("--loud");
    expect(stderr).not.toContain("    at ");
  });

  it("says that no model is configured when one is asked for", async () => {
    const { code, stdout, stderr } = await ask(["--llm", "--json", QUESTION]);
    expect(code).toBe(0);
    expect(stderr).toContain("No model is configured");
    expect(linesOf(stdout)).toHaveLength(1);
  });
});

describe("ask --llm", () => {
  it("lets the configured model word an answer, and never without the flag", async () => {
    const model = await startModelStandIn();
    const env = { OPENAI_BASE_URL: model.url, OPENAI_MODEL: "stand-in" };
    const lines = [QUESTION, "宝宝抽搐了，叫不醒"]
      .map((text, at) => JSON.stringify({ id: String(at), text }))
      .join("\n");
    const run = async (args: readonly string[]) => {
      const done = runNode("cli.ts", ["ask", ...args], { env, input: `${lines}\n` });
      expect(await done.ended).toBe(0);
      return linesOf(done.stdout);
    };
    try {
      model.answers("reword", (asked) => {
        const { sentences } = quoting(1)(asked);
        return { sentences: sentences.map((one) => ({ ...one, text: `辛苦了。${one.text}` })) };
      });
      const [worded, urgent] = await run(["--batch", "--llm"]);
      expect(worded.text).toContain("辛苦了。");
      expect(worded.text).toContain("AI 改写");
      expect(Object.keys(worded)).toEqual(["id", ...KEYS]);
      expect(urgent.outcome).toBe("urgent");
      expect(model.asked).toHaveLength(1);
      const [alone] = await run(["--batch"]);
      expect(alone.text).not.toContain("AI 改写");
      expect(model.asked).toHaveLength(1);
    } finally {
      await model.stop();
    }
  });
});

describe("ask --batch", () => {
  it("gives a line for each line, in order, with the four outcomes and the id first", async () => {
    const lines = [
      { id: "1", text: QUESTION },
      { id: 2, text: "宝宝抽搐了，叫不醒" },
      { id: "3", text: "量子力学怎么学" },
      { id: "4", text: "娃身上痒" },
      { id: "5", text: "" },
      { id: "6", text: "发烧39度怎么办", ageMonths: 2 },
      { id: "7", text: "发烧39度怎么办", ageMonths: 30 },
      { id: "8", text: QUESTION, ageMonths: null },
    ];
    const { code, stdout } = await ask(
      ["--batch"],
      `${lines.map((line) => JSON.stringify(line)).join("\r\n")}\n\n`,
    );
    const answers = linesOf(stdout);
    expect(code).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    for (const answer of answers) expect(Object.keys(answer)).toEqual(["id", ...KEYS]);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      "answered",
      "urgent",
      "abstained",
      "suggested",
      "abstained",
      "urgent",
      expect.stringMatching(/answered|suggested/),
      "answered",
    ]);
    expect(answers[1].triage.level).toBe("emergency");
    expect(answers[1].sources).toEqual([]);
    expect(answers[5].triage.level, "a young baby with a fever").toBe("urgent");
    expect(answers[6].triage.level, "the same words about an older child").not.toBe("urgent");
  });

  it("puts an error in the place of a line that it cannot read, and goes on", async () => {
    const input = [
      '{"id":"a"}',
      "no json",
      '["list"]',
      '{"id":"b","text":5}',
      `{"id":"c","text":"${QUESTION}"}`,
    ];
    const { code, stdout } = await ask(["--batch"], input.join("\n"));
    const answers = linesOf(stdout);
    expect(code).toBe(1);
    expect(answers.map(({ id }) => id)).toEqual([null, null, null, null, "c"]);
    for (const { error } of answers.slice(0, 4)) {
      expect(error).toEqual({ code: "bad-line", field: expect.any(String), reason: expect.any(String) });
    }
    expect(answers[0].error.field).toBe("text");
    expect(answers[4].outcome).toBe("answered");
  });

  it("keeps the order of four thousand lines", async () => {
    const texts = [QUESTION, "宝宝抽搐了，叫不醒", "今天吃什么", "红屁股怎么护理"];
    const lines = Array.from({ length: 4_000 }, (_, at) => ({
      id: `n${at}`,
      text: texts[at % texts.length],
    }));
    const input = lines.map((line) => JSON.stringify(line)).join("\n");
    const { code, stdout } = await program(["ask", "--batch"], input);
    expect(code).toBe(0);
    const answers = linesOf(stdout);
    expect(answers.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    expect(new Set(answers.filter((_, at) => at % 4 === 1).map(({ outcome }) => outcome))).toEqual(
      new Set(["urgent"]),
    );
  });

  it("ends quietly when its reader leaves early", async () => {
    const lines = Array.from({ length: 2_000 }, (_, at) => JSON.stringify({ id: at, text: QUESTION })).join(
      "\n",
    );
    const run = runNode("cli.ts", ["ask", "--batch"], { input: lines });
    await run.prints("\n");
    run.child.stdout?.destroy();
    expect(await run.ended).toBe(0);
    expect(run.stderr).toBe("");
  });
});

describe("the command line", () => {
  it("shows how it is used when it is not understood", async () => {
    const { code, stderr } = await program(["dance"]);
    expect(code).toBe(2);
    expect(stderr).toContain("npm run --silent ask");
  });
});
