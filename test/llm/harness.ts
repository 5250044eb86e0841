import {
  type Considered,
  considerWithHelp,
  createRecentQuestions,
  type SpendingStore,
} from "../../src/answering/index.ts";
import type { Clock } from "../../src/core/clock.ts";
import { systemClock } from "../../src/core/clock.ts";
import { createLogger } from "../../src/core/logger.ts";
import type { Locale } from "../../src/core/texts/index.ts";
import {
  type Article,
  createKnowledge,
  createSearch,
  type Found,
  type VectorStore,
} from "../../src/knowledge/index.ts";
import type { ModelSettings } from "../../src/llm/index.ts";
import { openModels } from "../../src/open-models.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Keeps what a day has cost and no more; the contract of the real ones is tested with the stores. */
export function memorySpending(): SpendingStore & { readonly days: ReadonlyMap<string, number> } {
  const days = new Map<string, number>();
  return {
    days,
    spent: async (day) => days.get(day) ?? 0,
    async spend(day, tokens) {
      days.set(day, (days.get(day) ?? 0) + tokens);
    },
  };
}

export function memoryVectors(): VectorStore & { readonly kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>();
  return {
    kept,
    vectors: async (model) =>
      [...kept].flatMap(([key, vector]) =>
        key.startsWith(`${model} `) ? [{ hash: key.slice(model.length + 1), vector }] : [],
      ),
    async addVectors(model, vectors) {
      for (const { hash, vector } of vectors) kept.set(`${model} ${hash}`, vector);
    },
    async forgetVectors(model, hashes) {
      for (const hash of hashes) kept.delete(`${model} ${hash}`);
    },
  };
}

export interface Asking {
  readonly text: string;
  readonly who?: string;
  readonly chatId?: string;
  readonly locale?: Locale;
}

/** The answering side with a model behind a real address; everything but the platform and the database is the bot's own. */
export function openAsking(options: {
  readonly url: string;
  readonly articles: readonly Article[];
  readonly settings?: Partial<ModelSettings>;
  readonly clock?: Clock;
  readonly spending?: SpendingStore;
  readonly vectors?: VectorStore;
  /** What the word search finds, where a test needs a certain score. */
  readonly find?: (text: string) => readonly Found[];
}) {
  const clock = options.clock ?? systemClock;
  const log: string[] = [];
  const helped: string[] = [];
  const knowledge = createKnowledge(options.articles, clock);
  const { find } = options;
  const search = find ? { find: (text: string) => find(text) } : createSearch(options.articles);
  const deps = { knowledge, clock, search };
  const stores = {
    spending: options.spending ?? memorySpending(),
    vectors: options.vectors ?? memoryVectors(),
  };
  const models = openModels({
    settings: {
      apiKey: undefined,
      baseUrl: options.url,
      model: "stand-in",
      embeddingModel: undefined,
      transcriptionModel: undefined,
      timeoutMs: 4_000,
      dailyTokens: 1_000_000,
      ...options.settings,
    },
    clock,
    random: createSeededRandom(1),
    logger: createLogger("debug", { write: (line) => void log.push(line) }),
    transact: (work) => work(stores),
    knowledge,
    recent: createRecentQuestions(clock),
    onHelped: (task, outcome) => void helped.push(`${task} ${outcome}`),
  });
  return {
    models,
    helped,
    log,
    deps,
    ask({ text, who = "mei", chatId = "1", locale = "zh" }: Asking): Promise<Considered | undefined> {
      return considerWithHelp(
        deps,
        models.helpers,
        { text, heard: "addressed", locale },
        { platform: "web", chatId, who },
      );
    },
  };
}
