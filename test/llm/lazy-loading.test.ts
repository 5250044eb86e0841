import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runNode } from "../support/run-node.ts";

const FOLDER = fileURLToPath(new URL("../../src/llm", import.meta.url));
const LARGE = /from "(?:openai|langchain|@langchain\/[^"]*)"/;

it("names the large libraries in types and in imports that run when a model is first asked", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  const lines = files.flatMap((file) => readFileSync(`${FOLDER}/${file}`, "utf8").split("\n"));
  expect(lines.filter((line) => LARGE.test(line) && !/^import type\b/.test(line))).toEqual([]);
  const loaded = lines.flatMap((line) => /await import\("([^"]+)"\)/.exec(line)?.[1] ?? []);
  expect(new Set(loaded)).toEqual(
    new Set(["langchain/chat_models/universal", "@langchain/openai", "openai"]),
  );
});

it("is not loaded by asking without --llm", async () => {
  const run = runNode("cli.ts", ["ask", "--json", "新生儿要吃维生素D3吗"], {
    env: { OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_MODEL: "m" },
  });
  expect(await run.ended).toBe(0);
  expect(run.stdout).toContain("newborn-vitamin-d3");
});
