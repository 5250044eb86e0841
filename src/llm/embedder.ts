import type { Embedder } from "../knowledge/index.ts";
import { KEYLESS, type ServerSettings } from "./chat.ts";
import { BadOutputError } from "./failures.ts";

export interface EmbedderSettings extends ServerSettings {
  readonly embeddingModel: string;
  readonly timeoutMs: number;
}

/**
 * Vectors through langchain. Floats are asked for by name: the library would else ask for base64, which compatible servers
 * often ignore, and then reads numbers out of what is none.
 */
export function createEmbedder(settings: EmbedderSettings): Embedder {
  const load = async () => {
    const { OpenAIEmbeddings } = await import("@langchain/openai");
    return new OpenAIEmbeddings({
      model: settings.embeddingModel,
      apiKey: settings.apiKey ?? KEYLESS,
      configuration: { baseURL: settings.baseUrl },
      encodingFormat: "float",
      maxRetries: 0,
      timeout: settings.timeoutMs,
      batchSize: 64,
      stripNewLines: true,
    });
  };
  let loading: ReturnType<typeof load> | undefined;
  return {
    model: settings.embeddingModel,
    async embed(texts, signal) {
      signal.throwIfAborted();
      loading ??= load();
      const embeddings = await loading.catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      const vectors = await embeddings.embedDocuments([...texts]);
      const numbers = vectors.every(
        (vector) => Array.isArray(vector) && vector.every((value) => Number.isFinite(value)),
      );
      if (vectors.length !== texts.length || !numbers) {
        throw new BadOutputError(
          "the embedding model gave something else than a vector of numbers for each text",
        );
      }
      return vectors.map((vector) => Float32Array.from(vector));
    },
  };
}
