import type { AnswerModel, SpendingStore, Transcriber } from "../answering/index.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Random } from "../core/random.ts";
import type { Locale } from "../core/texts/index.ts";
import type { Embedder } from "../knowledge/index.ts";
import { createAnswerModel } from "./answer-model.ts";
import { createCallGuard, type GuardedCall } from "./call-guard.ts";
import { createChat, type ServerSettings } from "./chat.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createEmbedder } from "./embedder.ts";
import { loadPrompts } from "./prompts.ts";
import { createSlots } from "./slots.ts";
import { createTranscriber } from "./transcriber.ts";

export { type Answered, createCallGuard, type GuardedCall } from "./call-guard.ts";
export { checkModels } from "./check-up.ts";
export { loadPrompts, PromptError, parsePrompt } from "./prompts.ts";

export interface ModelSettings extends ServerSettings {
  readonly model: string | undefined;
  readonly embeddingModel: string | undefined;
  readonly transcriptionModel: string | undefined;
  /** Longest that a question waits for all of it, in milliseconds. */
  readonly timeoutMs: number;
  readonly dailyTokens: number;
}

export interface ModelDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly spending: SpendingStore;
  readonly phrases: Readonly<Record<Locale, readonly string[]>>;
}

export interface Models {
  readonly answers: AnswerModel | undefined;
  readonly embedder: Embedder | undefined;
  readonly transcriber: Transcriber | undefined;
  /** For the calls that `answers` does not make. */
  readonly guarded: GuardedCall;
  /** Loads the libraries ahead of the first question. */
  prepare(): Promise<void>;
}

/** Calls side by side: more would only queue at the other end, and a slow server never takes more than these. */
const CALLS_AT_ONCE = 8;
/** Indexing embeds many texts at once and nobody waits for it. */
const EMBEDDING_TIMEOUT_MS = 30_000;

/** The models that are configured; reads the prompts and connects to nothing. Throws `PromptError`. */
export function createModels(settings: ModelSettings, deps: ModelDeps): Models {
  const guard = () =>
    createCallGuard({
      ...deps,
      breaker: createCircuitBreaker(deps.clock),
      slots: createSlots(CALLS_AT_ONCE),
      dailyTokens: settings.dailyTokens,
    });
  const { model, embeddingModel, transcriptionModel } = settings;
  const prompts = loadPrompts();
  const chat = model === undefined ? undefined : createChat({ ...settings, model });
  return {
    prepare: async () => await chat?.prepare(),
    answers:
      model === undefined || chat === undefined
        ? undefined
        : createAnswerModel({ ...deps, model, prompts, guarded: guard(), chat }),
    embedder:
      embeddingModel === undefined
        ? undefined
        : createEmbedder({ ...settings, embeddingModel, timeoutMs: EMBEDDING_TIMEOUT_MS }),
    transcriber:
      transcriptionModel === undefined
        ? undefined
        : createTranscriber({ ...settings, transcriptionModel }, guard()),
    guarded: guard(),
  };
}
