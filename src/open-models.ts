import {
  createAnswerCache,
  type Helpers,
  type HelpTask,
  type RecentQuestions,
  type SpendingStore,
  startDeadline,
  type Transcriber,
  WARM_PHRASES,
} from "./answering/index.ts";
import type { Clock } from "./core/clock.ts";
import type { Logger } from "./core/logger.ts";
import type { Random } from "./core/random.ts";
import type { Transact } from "./core/transact.ts";
import { createMeaningSearch, type Knowledge, type VectorStore } from "./knowledge/index.ts";
import { createModels, type GuardedCall, type ModelSettings } from "./llm/index.ts";

export interface OpenModelsOptions {
  readonly settings: ModelSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly transact: Transact<{ readonly spending: SpendingStore; readonly vectors: VectorStore }>;
  readonly knowledge: Knowledge;
  /** What each person asked last; the same memory that is used where no model helps. */
  readonly recent: RecentQuestions;
  /** One word of ours about each use of a model, for counting. */
  readonly onHelped: (task: HelpTask, outcome: string) => void;
}

export interface OpenedModels {
  readonly helpers: Helpers;
  readonly transcriber: Transcriber | undefined;
  /** Resolves when every article can be found by meaning, or that failed; resolves at once without an embedding model. */
  ready(): Promise<void>;
  /** What works less than it should, one sentence each. */
  degraded(): readonly string[];
}

/** Embedding a whole knowledge base may take minutes on a small server; nobody waits for it. */
const INDEXING_MS = 10 * 60_000;
const INDEX_AGAIN_MS = 5 * 60_000;

/** Everything that a configured model may help with; loads and connects to nothing before the first question. */
export function openModels(options: OpenModelsOptions): OpenedModels {
  const { settings, clock, random, logger, transact, onHelped } = options;
  const { answers, embedder, transcriber, guarded, prepare } = createModels(settings, {
    clock,
    random,
    logger,
    phrases: WARM_PHRASES,
    spending: {
      spent: (day) => transact(({ spending }) => spending.spent(day)),
      spend: (day, tokens) => transact(({ spending }) => spending.spend(day, tokens)),
    },
  });
  const meaning =
    embedder &&
    createMeaning(
      createMeaningSearch(embedder, {
        vectors: (model) => transact(({ vectors }) => vectors.vectors(model)),
        addVectors: (model, made) => transact(({ vectors }) => vectors.addVectors(model, made)),
        forgetVectors: (model, hashes) => transact(({ vectors }) => vectors.forgetVectors(model, hashes)),
      }),
      guarded,
      options,
    );
  return {
    transcriber,
    helpers: {
      model: answers,
      meaning,
      cache: createAnswerCache(clock),
      recent: options.recent,
      startDeadline: () => startDeadline(clock, settings.timeoutMs),
      onHelped,
    },
    async ready() {
      await prepare().catch((error: unknown) =>
        logger.warn({ error }, "a model library could not be loaded"),
      );
      await meaning?.index();
    },
    degraded: () => meaning?.degraded() ?? [],
  };
}

/** Search by meaning that indexes by itself when articles have changed, and finds nothing while it cannot. */
function createMeaning(
  search: ReturnType<typeof createMeaningSearch>,
  guarded: GuardedCall,
  { clock, knowledge, onHelped }: OpenModelsOptions,
): NonNullable<Helpers["meaning"]> & { index(): Promise<void>; degraded(): readonly string[] } {
  let indexed = "";
  let tryAgainAt = 0;
  let indexing: Promise<void> | undefined;
  const now = () => knowledge.published().map(({ id, revision }) => `${id}@${revision}`);

  async function makeIndex(key: string): Promise<void> {
    const articles = knowledge.published();
    const deadline = startDeadline(clock, INDEXING_MS);
    try {
      const told = await guarded({ estimate: 0, deadline }, async (signal) => {
        const { embedded } = await search.index(articles, signal);
        // A question or a short answer has about twenty characters.
        return { value: undefined, tokens: embedded * 20 };
      });
      onHelped("index", told.kind === "told" ? "used" : told.reason);
      if (told.kind === "told") indexed = key;
      else tryAgainAt = clock.now() + INDEX_AGAIN_MS;
    } finally {
      deadline.end();
    }
  }

  function index(): Promise<void> {
    const key = now().join();
    if (key === indexed || clock.now() < tryAgainAt) return Promise.resolve();
    indexing ??= makeIndex(key).finally(() => {
      indexing = undefined;
    });
    return indexing;
  }

  return {
    index,
    degraded: () =>
      indexed === ""
        ? ["articles cannot be found by meaning: they are not embedded yet, or the embedding model fails"]
        : [],
    async near(question, limit, deadline) {
      void index();
      if (indexed === "") return [];
      const told = await guarded({ estimate: question.length, deadline }, async (signal) => ({
        value: await search.near(question, limit, signal),
        tokens: undefined,
      }));
      onHelped("meaning", told.kind === "told" ? "used" : told.reason);
      return told.kind === "told" ? told.value : [];
    },
  };
}
