import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPrompts, PromptError, parsePrompt } from "../../src/llm/index.ts";
import { D3 } from "../answering/sample-source.ts";
import { type ModelStandIn, quoting, startModelStandIn } from "../support/model-standin.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { openAsking } from "./harness.ts";

const file = (variables: string, body: string) =>
  `---\nid: task\nversion: 3\nvariables: ${variables}\n---\n## system\nSay {{word}}.\n\n## user\n${body}\n`;
const random = createSeededRandom(7);

describe("a prompt file", () => {
  it("is filled in once, so that a value is never read as a variable", () => {
    const prompt = parsePrompt("task.md", file("word, question", "{{question}}"));
    expect(prompt).toMatchObject({ id: "task", version: 3, variables: ["word", "question"] });
    const { system, user } = prompt.fill({ word: "{{question}}", question: { fenced: "{{word}}" } }, random);
    expect(system).toBe("Say {{question}}.");
    expect(user).toMatch(/^<<<question ([0-9a-z]{10})\n\{\{word\}\}\nquestion \1>>>$/);
  });

  it("fences each call with another word", () => {
    const prompt = parsePrompt("task.md", file("word, question", "{{question}}"));
    const fill = () => prompt.fill({ word: "", question: { fenced: "x" } }, random).user;
    expect(fill()).not.toBe(fill());
  });

  it.each([
    ["an unknown variable", file("word", "{{question}}"), /unknown variable question/],
    ["an unused variable", file("word, question", "text"), /unused variable question/],
    ["no front matter", "## system\nx\n\n## user\ny", /must be id, version, variables/],
    ["another id", file("word", "x").replace("id: task", "id: other"), /id is "other"/],
  ])("is refused with %s", (_, text, reason) => {
    expect(() => parsePrompt("task.md", text)).toThrow(PromptError);
    expect(() => parsePrompt("task.md", text)).toThrow(reason);
  });

  it("is refused when it is filled with too little or too much", () => {
    const prompt = parsePrompt("task.md", file("word, question", "{{question}}"));
    expect(() => prompt.fill({ word: "x" }, random)).toThrow(/question is not filled/);
    expect(() => prompt.fill({ word: "x", question: "y", other: "z" }, random)).toThrow(
      /unknown variable other/,
    );
  });
});

describe("the prompts", () => {
  let model: ModelStandIn;
  beforeAll(async () => {
    model = await startModelStandIn();
  });
  afterAll(() => model.stop());

  it("are each used, with every variable filled", async () => {
    const prompts = loadPrompts();
    let certain = true;
    const asking = openAsking({
      url: model.url,
      articles: [D3],
      find: () => [{ article: D3, score: certain ? 0.95 : 0.5 }],
    });
    model.answers("reword", quoting(1));
    model.answers("choose", { choice: 1 });
    model.answers("restate", { question: "早产的宝宝要吃D3吗" });
    await asking.ask({ text: "D3要吃吗" });
    certain = false;
    await asking.ask({ text: "那早产的宝宝要吃D3吗" });
    const { model: danger, startDeadline } = asking.models.helpers;
    model.answers("danger", { danger: "none" });
    await danger?.danger({ text: "等把这批货发完就没牵挂了", kinds: ["self-harm"] }, startDeadline());
    const sent = model.asked.map(({ task }) => task);
    expect(new Set(sent)).toEqual(new Set(Object.keys(prompts)));
    for (const { system, user } of model.asked)
      expect(`${system}\n${user}`).not.toMatch(/\{\{|undefined|\[object/);
  });

  it("stop a start when one is missing or nobody knows one", () => {
    const folder = mkdtempSync(join(tmpdir(), "beluga-prompts-"));
    try {
      expect(() => loadPrompts(folder)).toThrow(/restate\.md: is missing/);
      writeFileSync(join(folder, "sing.md"), "");
      expect(() => loadPrompts(folder)).toThrow(/sing\.md: no task uses this prompt/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
