import { existsSync } from "node:fs";
import { z } from "zod";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** A variable that is there but empty counts as not set: that is how `.env` files switch things off. */
const set = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === "string" && value.trim() === "" ? undefined : value),
    schema.optional(),
  );
const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(?:${protocols.join("|")})$`),
    error: `must be an address that begins with ${protocols.join("://, ")}://`,
  });
const flag = z.enum(["1", "0", "true", "false", "yes", "no"], {
  error: "must be 1 or 0",
});

const Env = z.object({
  PORT: set(z.coerce.number({ error: "must be a number" }).int().min(0).max(65_535)),
  HOST: set(z.string()),
  DATA_DIR: set(z.string()),
  DATABASE_URL: set(url("postgres", "postgresql")),
  REDIS_URL: set(url("redis", "rediss")),
  PUBLIC_URL: set(url("https", "http")),
  SETUP_CODE: set(z.string().min(8, "needs at least 8 characters").max(64)),
  TELEGRAM_BOT_TOKEN: set(
    z.string().regex(/^\d+:[A-Za-z0-9_-]{20,}$/, "does not look like a token of @BotFather"),
  ),
  TELEGRAM_API_ROOT: set(url("https", "http")),
  TELEGRAM_WEBHOOK: set(flag),
  DISCORD_BOT_TOKEN: set(
    z.string().min(20, "does not look like a bot token").regex(/^\S+$/, "contains white space"),
  ),
  DISCORD_API_ROOT: set(url("https", "http")),
  OPENAI_API_KEY: set(z.string()),
  OPENAI_BASE_URL: set(url("https", "http")),
  OPENAI_MODEL: set(z.string()),
  OPENAI_EMBEDDING_MODEL: set(z.string()),
  OPENAI_TRANSCRIPTION_MODEL: set(z.string()),
  OPENAI_TIMEOUT_MS: set(z.coerce.number({ error: "must be a number" }).int().min(500).max(30_000)),
  OPENAI_DAILY_TOKENS: set(z.coerce.number({ error: "must be a number" }).int().min(0)),
  CASE_ENCRYPTION_KEY: set(
    z
      .string()
      .regex(
        /^\s*(?:[0-9a-f]{64}|[A-Za-z0-9+/]{43}=)(?:\s*,\s*(?:[0-9a-f]{64}|[A-Za-z0-9+/]{43}=))*\s*$/i,
        "must be 32 bytes as hexadecimal or base64, or several of these with commas between them",
      ),
  ),
  LOG_LEVEL: set(z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` })),
});

/** The names of all settings, in the order of the documentation. */
export const SETTINGS = Object.keys(Env.shape);

/** A setting that cannot be used: the message names the variable and the reason, never the value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Config = ReturnType<typeof loadConfig>;

const TRACING = [
  "LANGSMITH_TRACING",
  "LANGSMITH_TRACING_V2",
  "LANGCHAIN_TRACING",
  "LANGCHAIN_TRACING_V2",
] as const;

/** The environment, with what a `.env` file in the current folder adds; a variable that is set already wins. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync(".env")) process.loadEnvFile(".env");
  // With one of these langchain would send every text to a tracing service, past everything that masks and limits.
  for (const name of TRACING) delete process.env[name];
  return process.env;
}

/** Reads the environment once; each part is whole or absent. Throws `ConfigError` with one line per bad variable. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>) {
  const parsed = Env.safeParse(env);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const values = parsed.data;
  if (values) problems.push(...contradictions(values));
  if (!values || problems.length > 0) throw new ConfigError(`Bad settings:\n${problems.join("\n")}`);
  return {
    http: { port: values.PORT ?? 8787, host: values.HOST ?? "127.0.0.1" },
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ""),
    dataDir: values.DATA_DIR ?? "./data",
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    setupCode: values.SETUP_CODE,
    telegram:
      values.TELEGRAM_BOT_TOKEN === undefined
        ? undefined
        : {
            token: values.TELEGRAM_BOT_TOKEN,
            apiRoot: values.TELEGRAM_API_ROOT,
            webhook: isOn(values.TELEGRAM_WEBHOOK),
          },
    discord:
      values.DISCORD_BOT_TOKEN === undefined
        ? undefined
        : { token: values.DISCORD_BOT_TOKEN, apiRoot: values.DISCORD_API_ROOT },
    model:
      values.OPENAI_API_KEY === undefined && values.OPENAI_BASE_URL === undefined
        ? undefined
        : {
            apiKey: values.OPENAI_API_KEY,
            baseUrl: values.OPENAI_BASE_URL,
            model: values.OPENAI_MODEL,
            embeddingModel: values.OPENAI_EMBEDDING_MODEL,
            transcriptionModel: values.OPENAI_TRANSCRIPTION_MODEL,
            timeoutMs: values.OPENAI_TIMEOUT_MS ?? 4_000,
            dailyTokens: values.OPENAI_DAILY_TOKENS ?? 1_000_000,
          },
    caseEncryptionKeys: readKeys(values.CASE_ENCRYPTION_KEY),
    logLevel: values.LOG_LEVEL ?? "info",
  };
}

/** The first one seals, all of them open. */
const readKeys = (keys: string | undefined): readonly Uint8Array[] =>
  (keys?.split(",") ?? []).map((key) =>
    Buffer.from(key.trim(), /^[0-9a-f]{64}$/i.test(key.trim()) ? "hex" : "base64"),
  );

const isOn = (value: z.infer<typeof flag> | undefined): boolean =>
  value === "1" || value === "true" || value === "yes";

/** Settings that are fine alone and not together. */
function contradictions(values: z.infer<typeof Env>): string[] {
  const problems: string[] = [];
  if (values.HOST !== undefined && !LOOPBACK.has(values.HOST) && values.PUBLIC_URL === undefined) {
    problems.push(
      "HOST: listening beyond this machine needs PUBLIC_URL, the address under which people reach it",
    );
  }
  if (isOn(values.TELEGRAM_WEBHOOK) && values.PUBLIC_URL === undefined) {
    problems.push("TELEGRAM_WEBHOOK: needs PUBLIC_URL, the address that Telegram is to call");
  }
  return problems;
}
