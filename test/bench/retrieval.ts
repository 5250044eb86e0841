import { startChild } from "../support/process.ts";

const SIZES = [250, 10_000, 100_000];
const LONGEST_MS = 3_600_000;
const MOST_MB = 14_000;
const P99_MS = 20;

interface SizeFigures {
  readonly articles: number;
  readonly ours: { readonly p99Ms: number };
  readonly oursIsBest: boolean;
}

/**
 * Our search beside MiniSearch, Orama and LangChain's BM25 retriever, on the development questions that nothing was
 * fitted on. All get the same articles in the same words; the others have to answer as many questions as ours does, and
 * the measure of certainty that serves them best. Takes about 10 minutes and, at the largest size, some 10 GB.
 */
export async function benchRetrieval() {
  const sizes: SizeFigures[] = [];
  for (const size of SIZES) {
    const child = startChild(new URL("./retrieval-size.ts", import.meta.url), {
      args: [String(size)],
      flags: [`--max-old-space-size=${MOST_MB}`, "--expose-gc"],
    });
    sizes.push(JSON.parse(await child.waitForLine((line) => line.startsWith("{"), LONGEST_MS)));
    await child.exited;
  }
  return {
    bench: "retrieval",
    what: "held-out development questions; fewer where an engine needs more than a minute for them (questions)",
    sizes: Object.fromEntries(sizes.map(({ articles, ...figures }) => [articles, figures])),
    budgets: { p99MsAt100000: P99_MS },
    ok: sizes.every(({ oursIsBest }) => oursIsBest) && (sizes.at(-1)?.ours.p99Ms ?? P99_MS) < P99_MS,
  };
}
