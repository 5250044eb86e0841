import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { GoldenQuestion } from "../knowledge/index.ts";

const Row = z.object({ text: z.string().min(1), article: z.string().nullish() });

/** The golden questions of an evaluation file; none where it is absent. Throws on a line that is no question. */
export async function readEvaluation(path: string): Promise<readonly GoldenQuestion[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const { text: question, article } = Row.parse(JSON.parse(line));
      return { text: question, article: article ?? undefined };
    });
}
