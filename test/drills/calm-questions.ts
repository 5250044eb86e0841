import { loadArticles } from "../../src/knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { createTriage, judgeTogether } from "../../src/safety/index.ts";
import { variedQuestions } from "../bench/questions.ts";

/**
 * Questions that get exactly one reply each, for `chats` chats that ask in turn: nothing that triage would answer with a
 * card as well, alone or together with what the same chat asked just before.
 */
export async function calmQuestions(count: number, seed: number, chats: number): Promise<string[]> {
  const triage = createTriage();
  const left = variedQuestions(await loadArticles(KNOWLEDGE_FOLDER), seed).filter(
    (text) => triage(text).level === "none",
  );
  const chosen: string[] = [];
  while (chosen.length < count) {
    const before = Array.from({ length: EARLIER }, (_, turn) => chosen[chosen.length - (turn + 1) * chats]);
    const earlier = before.flatMap((text) => (text === undefined ? [] : [text]));
    // Some of them may be older than the others when they are read.
    const isCalm = (text: string) =>
      [earlier, earlier.toReversed(), ...earlier.map((one) => [one])].every(
        (pieces) => judgeTogether(triage, pieces, text, triage(text)).level === "none",
      );
    const at = left.findIndex(isCalm);
    const [next] = at === -1 ? [] : left.splice(at, 1);
    if (next === undefined) throw new Error("there are not enough calm questions");
    chosen.push(next);
  }
  return chosen;
}

/** So many messages of one person are judged together with the next one, and some more. */
const EARLIER = 6;

/** Prints one line of figures where vitest leaves it visible. */
export const print = (line: string): void => void process.stderr.write(`  ${line}\n`);
