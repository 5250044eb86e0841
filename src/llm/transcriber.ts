import { z } from "zod";
import type { Transcriber } from "../answering/index.ts";
import type { GuardedCall } from "./call-guard.ts";
import { KEYLESS, type ServerSettings } from "./chat.ts";
import { BadOutputError } from "./failures.ts";

export interface TranscriberSettings extends ServerSettings {
  readonly transcriptionModel: string;
}

const Written = z.object({ text: z.string() });
/** Servers tell the format by the file's name. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/mpeg|mp3/, "mp3"],
  [/mp4|m4a|aac/, "m4a"],
  [/wav/, "wav"],
  [/webm/, "webm"],
  [/flac/, "flac"],
];
/** What a second of speech counts in the day's cap; transcription has prices of its own. */
const TOKENS_A_SECOND = 20;

/** Transcription through `openai`, loaded with the first recording; for this langchain has only a wrapper around it. */
export function createTranscriber(settings: TranscriberSettings, guarded: GuardedCall): Transcriber {
  const load = async () => {
    const { OpenAI, toFile } = await import("openai");
    const client = new OpenAI({
      apiKey: settings.apiKey ?? KEYLESS,
      ...(settings.baseUrl === undefined ? {} : { baseURL: settings.baseUrl }),
      maxRetries: 0,
    });
    return { client, toFile };
  };
  let loading: ReturnType<typeof load> | undefined;
  return {
    async transcribe({ bytes, type, seconds }, deadline) {
      const estimate = Math.ceil((seconds ?? 60) * TOKENS_A_SECOND);
      return await guarded({ estimate, deadline }, async (signal) => {
        loading ??= load();
        const { client, toFile } = await loading.catch((error: unknown) => {
          loading = undefined;
          throw error;
        });
        const ending = ENDINGS.find(([shape]) => shape.test(type))?.[1] ?? "ogg";
        const written = await client.audio.transcriptions.create(
          {
            file: await toFile(bytes, `voice.${ending}`, { type }),
            model: settings.transcriptionModel,
            response_format: "json",
          },
          { signal },
        );
        const parsed = Written.safeParse(written);
        if (!parsed.success) throw new BadOutputError("the transcription has no text");
        return { value: parsed.data.text, tokens: estimate };
      });
    },
  };
}
