import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../core/errors.ts";

/** Discord's error codes that decide what happens next. @see https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const CODE = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  notOurMessage: 50005,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  notOnThisChannel: 50024,
  invalidWebhookToken: 50027,
  invalidRecipient: 50033,
  archivedThread: 50083,
  tooManyThreads: 160006,
} as const;

const GONE: ReadonlySet<unknown> = new Set([
  CODE.unknownChannel,
  CODE.unknownGuild,
  CODE.missingAccess,
  CODE.unknownUser,
  CODE.invalidRecipient,
]);
const TOKEN_GONE: ReadonlySet<unknown> = new Set([
  CODE.unknownWebhook,
  CODE.invalidWebhookToken,
  CODE.unknownMessage,
  CODE.unknownInteraction,
]);

/** Failures that prove that no request left this machine. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

const TOKEN_REFUSED_RETRY_MS = 5 * 60_000;

export const isApiError = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.some((code) => error.code === code);

/** The interaction's token no longer works: the answer has to find another way. */
export const isTokenGone = (error: unknown): boolean =>
  error instanceof DiscordAPIError && TOKEN_GONE.has(error.code);

/** The channel is not there for us any more, or never was. */
export const isChannelGone = (error: unknown): boolean =>
  error instanceof DiscordAPIError && (GONE.has(error.code) || error.status === 403 || error.status === 404);

/** This channel takes no thread of ours: its kind, the bot's rights, or too many are open. */
export const isThreadRefused = (error: unknown): boolean =>
  isApiError(error, CODE.missingAccess, CODE.missingPermissions, CODE.notOnThisChannel, CODE.tooManyThreads);

/** How long Discord asked us to wait, when the error is a rate limit. */
export function rateLimitMs(error: unknown): number | undefined {
  if (!(error instanceof RateLimitError)) return undefined;
  return Math.max(error.retryAfter, error.sublimitTimeout, 0) || Math.max(error.timeToReset, 1_000);
}

/** Status, code and kind of a failure, for the log. Messages and addresses are left out: they quote texts and tokens. */
export function describeFailure(error: unknown): object {
  if (error instanceof DiscordAPIError) return { status: error.status, apiCode: error.code };
  if (error instanceof HTTPError) return { status: error.status };
  if (error instanceof RateLimitError) return { retryAfterMs: rateLimitMs(error), isGlobal: error.global };
  if (error instanceof Error) return { name: error.name, networkCode: networkCode(error) };
  return { name: typeof error };
}

/**
 * An error of a send in the words of `core/errors.ts`. The original is not kept as its cause, because discord.js puts
 * the request's address (with interaction tokens) and body into it.
 */
export function toSendError(error: unknown): Error {
  if (
    error instanceof OperationalError ||
    error instanceof PermanentError ||
    error instanceof UnknownOutcomeError
  ) {
    return error;
  }
  const retryAfterMs = rateLimitMs(error);
  if (retryAfterMs !== undefined) {
    const scope = (error as RateLimitError).global ? "platform" : "target";
    return new OperationalError("discord: too many requests", { retryAfterMs, scope, flood: true });
  }
  if (error instanceof HTTPError) return new OperationalError(`discord: status ${error.status}`);
  if (error instanceof DiscordAPIError) return fromApi(error);
  const code = error instanceof Error ? networkCode(error) : undefined;
  if (code !== undefined && NEVER_SENT.has(code)) {
    return new OperationalError(`discord: not reachable (${code})`, { scope: "platform" });
  }
  if (error instanceof Error)
    return new UnknownOutcomeError(`discord: no answer came (${code ?? error.name})`);
  return new UnknownOutcomeError("discord: no answer came");
}

function fromApi({ code, status }: DiscordAPIError): Error {
  const what = `discord: status ${status}, code ${code}`;
  if (status === 401) {
    return new OperationalError(`${what}: the bot token is refused`, {
      scope: "platform",
      retryAfterMs: TOKEN_REFUSED_RETRY_MS,
    });
  }
  if (code === CODE.cannotMessageUser) return new PermanentError("blocked", what);
  if (GONE.has(code)) return new PermanentError("target-gone", what);
  return new PermanentError("rejected", what);
}

function networkCode(error: Error): string | undefined {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause instanceof Error ? networkCode(cause) : undefined;
}
