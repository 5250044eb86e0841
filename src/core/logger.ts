import { type LevelWithSilent, pino } from "pino";

/** A constant message with its data beside it; never a text, name, token or number that a person wrote. */
export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(data: object): Logger;
}

const SECRET_KEYS = ["token", "secret", "authorization", "password", "text", "displayName", "code", "cookie"];

/**
 * Things that look like a bot token, a bearer token, a mainland mobile or ID number, or an e-mail address.
 * Errors of libraries quote URLs, and Telegram's token is part of its URLs.
 */
const SECRET_SHAPES =
  /(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}|\b[MN][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,}|Bearer\s+[^\s"\\]+|\bsk-[\w-]{8,}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|\/\/[^/\s:@"]+:[^/\s@"]+@/g;

export const redact = (text: string): string => text.replace(SECRET_SHAPES, "[redacted]");

export function createLogger(level: LevelWithSilent, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: "[redacted]",
    },
    serializers: {
      error: (error: unknown) => describeError(error),
    },
    hooks: {
      // Last line of defence: whatever was passed, no secret shape leaves in a written line.
      streamWrite: redact,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Name, redacted message and code of an error and of its causes; the stack without messages. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: redact(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { errorCode: code } : {}), // `code` alone is censored
    // Only the lines of places: a message of several lines stands in the stack as well.
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 5)
      .join("\n"),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
