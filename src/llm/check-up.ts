import { z } from "zod";
import type { Finding } from "../core/finding.ts";
import { createChat, type ServerSettings } from "./chat.ts";
import { createEmbedder } from "./embedder.ts";
import { failureOf } from "./failures.ts";

export interface CheckedModels extends ServerSettings {
  readonly model: string | undefined;
  readonly embeddingModel: string | undefined;
  readonly transcriptionModel: string | undefined;
  readonly timeoutMs: number;
}

/** A cold local model needs longer for its first answer than anybody would wait in a chat. */
const PATIENCE_MS = 30_000;

/** Looks whether the configured models answer, and how; every one costs a few tokens. */
export async function checkModels(
  settings: CheckedModels,
  options: {
    readonly signal?: AbortSignal;
    /** Numbers in a vector of articles that were embedded before, where there are any. */
    readonly dimensions?: number | undefined;
    readonly now: () => number;
  },
): Promise<readonly Finding[]> {
  const signal = options.signal ?? AbortSignal.timeout(PATIENCE_MS);
  const findings: Finding[] = [];
  const { model, embeddingModel, transcriptionModel } = settings;
  if (model === undefined && embeddingModel === undefined && transcriptionModel === undefined) {
    findings.push({
      about: "Model",
      status: "warning",
      detail: "a key or an address is set, but no model is named, so none takes part",
      mend: "Set OPENAI_MODEL, OPENAI_EMBEDDING_MODEL or OPENAI_TRANSCRIPTION_MODEL.",
    });
  }
  if (model !== undefined) findings.push(await checkChat({ ...settings, model }, signal, options.now));
  if (embeddingModel !== undefined) {
    findings.push(await checkEmbeddings({ ...settings, embeddingModel }, signal, options.dimensions));
  }
  return findings;
}

async function checkChat(
  settings: CheckedModels & { readonly model: string },
  signal: AbortSignal,
  now: () => number,
): Promise<Finding> {
  const about = "Model";
  const startedAt = now();
  try {
    await createChat({ ...settings, timeoutMs: PATIENCE_MS }).ask(
      {
        name: "check",
        schema: z.object({ ok: z.boolean() }),
        system: 'Answer with one JSON object and nothing else: {"ok": true}',
        user: "Are you there?",
      },
      signal,
    );
    const took = now() - startedAt;
    if (took > settings.timeoutMs) {
      return {
        about,
        status: "warning",
        detail: `${settings.model} answers, but in ${took} ms, which is more than a question waits`,
        mend: "Set OPENAI_TIMEOUT_MS higher, or use a faster model; until then answers are the articles' own words.",
      };
    }
    return { about, status: "ok", detail: `${settings.model} answers in the form that is asked of it` };
  } catch (error) {
    return { about, status: "broken", ...describe(error, settings.model, "OPENAI_MODEL") };
  }
}

async function checkEmbeddings(
  settings: CheckedModels & { readonly embeddingModel: string },
  signal: AbortSignal,
  expected: number | undefined,
): Promise<Finding> {
  const about = "Embeddings";
  try {
    const embedder = createEmbedder({ ...settings, timeoutMs: PATIENCE_MS });
    const [first, second] = await embedder.embed(["新生儿要吃维生素D3吗", "vitamin D"], signal);
    const lengths = new Set([
      first?.length ?? 0,
      second?.length ?? 0,
      ...(expected === undefined ? [] : [expected]),
    ]);
    if (lengths.size > 1) {
      return {
        about,
        status: "broken",
        detail: `${settings.embeddingModel} gives vectors of different lengths (${[...lengths].join(", ")})`,
        mend: "Another model answers under this name, or the server cuts vectors. Name the model that made the stored ones, or a new one under a new name.",
      };
    }
    return {
      about,
      status: "ok",
      detail: `${settings.embeddingModel} gives ${first?.length} numbers for a text`,
    };
  } catch (error) {
    return { about, status: "broken", ...describe(error, settings.embeddingModel, "OPENAI_EMBEDDING_MODEL") };
  }
}

function describe(error: unknown, model: string, setting: string): { detail: string; mend: string } {
  const { reason } = failureOf(error);
  switch (reason) {
    case "rejected":
      return {
        detail: `the server refuses the request for ${model}`,
        mend: `Check OPENAI_API_KEY and the name in ${setting}.`,
      };
    case "bad-output":
      return {
        detail: `${model} answers, but not in the form that is asked of it`,
        mend: "Use a model that can answer in JSON.",
      };
    case "rate-limited":
    case "spent":
      return {
        detail: "the server says that there were too many requests",
        mend: "Check the plan and its limits.",
      };
    case "time-out":
    case "busy":
    case "circuit-open":
    case "unreachable":
      return {
        detail: `${model} does not answer`,
        mend: "Check OPENAI_BASE_URL and whether the server runs.",
      };
  }
}
