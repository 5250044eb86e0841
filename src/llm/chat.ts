import type { z } from "zod";
import type { Answered } from "./call-guard.ts";
import { BadOutputError, statusOf } from "./failures.ts";

export interface ServerSettings {
  readonly apiKey: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Local servers ask for no key, and the library insists on one. */
export const KEYLESS = "none";

export interface ChatSettings extends ServerSettings {
  readonly model: string;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Chat {
  /** Loads the libraries, so that the first question does not wait for them. */
  prepare(): Promise<void>;
  /** One answer in the form of `schema`. Throws what `failureOf` reads. */
  ask<T>(
    task: {
      readonly name: string;
      readonly schema: z.ZodType<T>;
      readonly system: string;
      readonly user: string;
    },
    signal: AbortSignal,
  ): Promise<Answered<T>>;
}

/** Enough for the longest rewording with its trace, and for a model that thinks a little first. */
const MOST_TOKENS = 2_000;

/**
 * A chat model behind langchain, which is loaded with the first call: without one it costs a start nothing. Answers come
 * whole, not as a stream: nothing of them is used before all of it was checked, and for streams langchain counts tokens
 * with tables that it fetches from the network.
 */
export function createChat(settings: ChatSettings): Chat {
  const load = async () => {
    const { initChatModel } = await import("langchain/chat_models/universal");
    return await initChatModel(settings.model, {
      modelProvider: "openai",
      apiKey: settings.apiKey ?? KEYLESS,
      configuration: { baseURL: settings.baseUrl },
      // Chat completions are what compatible servers have; the newer interface is one company's.
      useResponsesApi: false,
      maxRetries: 0,
      maxTokens: MOST_TOKENS,
      timeout: settings.timeoutMs,
    });
  };
  let loading: ReturnType<typeof load> | undefined;
  // Servers without json_schema say 400; they are asked for plain JSON from then on, and zod looks at it here.
  let method: "jsonSchema" | "jsonMode" = "jsonSchema";

  return {
    async prepare() {
      loading ??= load();
      await loading;
    },

    async ask({ name, schema, system, user }, signal) {
      loading ??= load();
      const model = await loading.catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      const once = async () => {
        const answering = model.withStructuredOutput<Record<string, unknown>>(schema as never, {
          name,
          method,
          includeRaw: true,
        });
        return await answering.invoke(
          [
            { role: "system", content: system },
            { role: "user", content: user },
          ],
          { signal },
        );
      };
      const answer = await once().catch(async (error: unknown) => {
        if (method === "jsonMode" || ![400, 422].includes(statusOf(error) ?? 0)) throw error;
        method = "jsonMode";
        return await once();
      });
      const parsed = schema.safeParse(answer.parsed);
      if (!parsed.success) throw new BadOutputError(`the answer to ${name} has another form`);
      return { value: parsed.data, tokens: tokensOf(answer.raw) };
    },
  };
}

function tokensOf(raw: unknown): number | undefined {
  const { usage_metadata: usage } = raw as { usage_metadata?: { total_tokens?: number } };
  return usage?.total_tokens !== undefined && usage.total_tokens > 0 ? usage.total_tokens : undefined;
}
