import { setTimeout as sleep } from "node:timers/promises";
import { type AnswerStore, answerQuestion, decideAnswer } from "../../src/answering/index.ts";
import { systemClock } from "../../src/core/clock.ts";
import type { Reply } from "../../src/core/reply.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import { type Article, createKnowledge, createSearch, loadArticles } from "../../src/knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { createTriage } from "../../src/safety/index.ts";
import { residentMb, startBot, temporaryFolder } from "../support/process.ts";
import { mean, median, percentile, round } from "./figures.ts";
import { variedQuestions, withFillers } from "./questions.ts";

const WARM_UP = 500;
const REST_MS = 5_000;
const MANY_ARTICLES = 250;

const ASKER = {
  platform: "telegram",
  chatId: "1",
  place: "private",
  personId: "p",
  hostId: undefined,
  locale: "zh",
  way: { deepLink: () => undefined },
} as const;

/** What the database would keep is not part of this figure; `webhook` measures it. */
const FORGETFUL: AnswerStore = {
  addAnswer: async () => {},
  answer: async () => undefined,
  addFeedback: async () => {},
  countGap: async () => false,
  gapsLike: async () => [],
  addGap: async () => {},
  addWording: async () => {},
  wording: async () => undefined,
  addRewordingFailure: async () => {},
};

interface Asking {
  readonly outcome: string;
  readonly reply: Reply | undefined;
}

/** The whole way of one question without a platform: triage, decision, content. Nothing is cached between questions. */
function createAsk(articles: readonly Article[]): (text: string) => Promise<Asking> {
  const deps = {
    search: createSearch(articles),
    knowledge: createKnowledge(articles, systemClock),
    clock: systemClock,
    signer: createButtonSigner(Buffer.alloc(32)),
  };
  const triage = createTriage();
  return async (text) => {
    triage(text);
    const decision = decideAnswer(deps, { text });
    const asked = { ...ASKER, text, answerId: "0123456789abcdef", heard: "addressed" } as const;
    return {
      outcome: decision.outcome,
      reply: await answerQuestion(deps, FORGETFUL, asked, decision),
    };
  };
}

/** What a bot without any search would do: look for a question that contains the text or is contained in it. */
function createScan(articles: readonly Article[]): (text: string) => Promise<Asking> {
  const questions = articles.flatMap((article) =>
    [article.title, ...article.variants].map((text) => ({ text, article })),
  );
  return async (text) => {
    const found = questions.find((one) => text.includes(one.text) || one.text.includes(text));
    return { outcome: found ? "answered" : "abstained", reply: undefined };
  };
}

const PASSES = 3;

/**
 * Each question is asked in several passes and its median counts: on a shared machine a single sample is as likely to
 * show another process as this one. `rawP99Ms` is over every sample, whatever interfered.
 */
async function measure(questions: readonly string[], ask: (text: string) => Promise<Asking>) {
  for (const text of questions.slice(0, WARM_UP)) await ask(text);
  const samples = questions.map((): number[] => []);
  let answered = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const [at, text] of questions.entries()) {
      const begunAt = performance.now();
      const { outcome } = await ask(text);
      samples[at]?.push(performance.now() - begunAt);
      if (pass === 0 && outcome === "answered") answered += 1;
    }
  }
  const medians = samples.map(median);
  return {
    questions: questions.length,
    answered,
    meanMs: round(mean(medians)),
    p50Ms: round(percentile(medians, 0.5)),
    p99Ms: round(percentile(medians, 0.99)),
    rawP99Ms: round(percentile(samples.flat(), 0.99)),
    maxMs: round(Math.max(...medians)),
  };
}

async function memoryAtRest() {
  const folder = await temporaryFolder();
  try {
    const bot = await startBot({ DATA_DIR: folder.path });
    await sleep(REST_MS); // not a wait for an event: "at rest" is what is left after a while
    const resident = residentMb(bot.pid);
    await bot.end();
    return resident && { all: round(resident.all, 0), ofFiles: round(resident.ofFiles, 0) };
  } finally {
    await folder.remove();
  }
}

export async function benchAsk() {
  const memory = await memoryAtRest();
  const articles = await loadArticles(KNOWLEDGE_FOLDER);
  const many = withFillers(articles, MANY_ARTICLES);
  const questions = variedQuestions(articles);
  const now = await measure(questions, createAsk(articles));
  const full = await measure(variedQuestions(many).slice(0, 4_000), createAsk(many));
  const baseline = await measure(questions, createScan(articles));
  return {
    bench: "ask",
    articles: articles.length,
    ...now,
    withManyArticles: { articles: many.length, ...full },
    memoryAtRestMb: memory?.all ?? null,
    memoryOfFilesMb: memory?.ofFiles ?? null,
    baseline: { what: "String.includes over all titles and variants", ...baseline },
    ratioOfMeans: round(now.meanMs / baseline.meanMs, 1),
    budgets: { p99Ms: 5, memoryAtRestMb: 200 },
    ok: full.p99Ms < 5 && (memory === undefined || memory.all < 200),
  };
}
