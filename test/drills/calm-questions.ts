import { loadArticles } from "../../src/knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { createTriage } from "../../src/safety/index.ts";
import { variedQuestions } from "../bench/questions.ts";

/** Questions that get exactly one reply each: nothing that triage would answer with a card as well. */
export async function calmQuestions(count: number, seed: number): Promise<string[]> {
  const triage = createTriage();
  const all = variedQuestions(await loadArticles(KNOWLEDGE_FOLDER), seed);
  return all.filter((text) => triage(text).level === "none").slice(0, count);
}

/** Prints one line of figures where vitest leaves it visible. */
export const print = (line: string): void => void process.stderr.write(`  ${line}\n`);
