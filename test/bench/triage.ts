import { createTriage, isUrgent } from "../../src/safety/index.ts";
import { reviewedRules } from "../../src/safety/rules.ts";
import { ownQuestions } from "../eval/questions.ts";
import { triageRows } from "../eval/triage-rows.ts";
import { percentile, round } from "./figures.ts";

const ROUNDS = 5;
const P99_MS = 0.3;

/**
 * Triage of the project's own messages and parenting questions, beside the simplest thing that could be done: looking
 * for each word of each rule with `includes`.
 */
export async function benchTriage() {
  const texts = [...triageRows(), ...ownQuestions()].map(({ text }) => text);
  const { rules, signs } = reviewedRules();
  const words = [
    ...new Set([
      ...rules.flatMap(({ all }) => all.flat()),
      ...signs.flatMap((rule) => rule.signs.flatMap((sign) => sign.words)),
    ]),
  ];
  const triage = createTriage();
  const ours = timed(texts, (text) => isUrgent(triage(text)));
  const plain = timed(texts, (text) => words.some((word) => text.includes(word)));
  return {
    bench: "triage",
    messages: texts.length,
    words: words.length,
    ours,
    baseline: { name: "each word with includes", ...plain },
    ratioP99: round(ours.p99Ms / plain.p99Ms),
    budgets: { p99Ms: P99_MS, p99KeptMs: P99_MS },
    ok: ours.p99Ms < P99_MS && ours.p99KeptMs < P99_MS,
  };
}

/**
 * One round to warm up, then the time of each call in milliseconds. `p99Ms` is over each message's best round, because on a
 * shared machine one call of a hundred waits for another program; `p99AnyMs` is over all calls as they were, and
 * `p99KeptMs` over all calls, whatever collecting garbage cost them, but those whose processor the system gave to another
 * program meanwhile: `interrupted` is their share.
 */
function timed(texts: readonly string[], judge: (text: string) => boolean) {
  const all: number[] = [];
  const undisturbed: number[] = [];
  const best = new Float64Array(texts.length).fill(Number.POSITIVE_INFINITY);
  let raised = 0;
  for (let turn = 0; turn <= ROUNDS; turn++) {
    texts.forEach((text, at) => {
      const before = process.resourceUsage().involuntaryContextSwitches;
      const started = performance.now();
      const is = judge(text);
      const ms = performance.now() - started;
      const kept = process.resourceUsage().involuntaryContextSwitches === before;
      if (turn === 0) raised += Number(is);
      else {
        all.push(ms);
        if (kept) undisturbed.push(ms);
        best[at] = Math.min(best[at] ?? ms, ms);
      }
    });
  }
  const times = [...best];
  return {
    p50Ms: round(percentile(times, 0.5), 4),
    p99Ms: round(percentile(times, 0.99), 4),
    p99AnyMs: round(percentile(all, 0.99), 4),
    p99KeptMs: round(percentile(undisturbed, 0.99), 4),
    interrupted: round(1 - undisturbed.length / all.length, 4),
    raised,
  };
}
