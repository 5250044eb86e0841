import { existsSync } from "node:fs";
import { FLOOR } from "../../src/answering/index.ts";
import { createSearch, loadArticles } from "../../src/knowledge/index.ts";
import { isHeldOut, measureSearch, ownQuestions, realQuestions } from "./questions.ts";

/** Prints the figures of the search: `node test/eval/report.ts [questions-dev.jsonl] [--misses]`. */
const path = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const onMiss = process.argv.includes("--misses") ? (line: string) => console.log(line) : undefined;
const search = createSearch(await loadArticles(new URL("../../knowledge", import.meta.url).pathname));
const sets = { own: ownQuestions(), real: path && existsSync(path) ? realQuestions(path) : [] };
for (const [name, questions] of Object.entries(sets)) {
  for (const heldOut of [false, true]) {
    const chosen = questions.filter(({ text }) => isHeldOut(text) === heldOut);
    if (chosen.length === 0) continue;
    // Held-out questions are counted, not read: what nobody sees nobody tunes to.
    const figures = measureSearch(search, chosen, FLOOR, heldOut ? undefined : onMiss);
    console.log(
      name,
      heldOut ? "held-out" : "development",
      JSON.stringify(figures, (_, value) =>
        typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
      ),
    );
  }
}
