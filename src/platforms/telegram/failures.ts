import { z } from "zod";
import { MigratedError, OperationalError, PermanentError, UnknownOutcomeError } from "../../core/errors.ts";
import { redact } from "../../core/logger.ts";

/**
 * How a call failed. `refused`: Telegram answered with `ok: false`. `not-sent`: the request never left. `lost`: it
 * left (or may have) and no readable answer came. `stopped`: we ended it ourselves.
 */
export type FailureKind = "refused" | "not-sent" | "lost" | "stopped";

export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly kind: FailureKind;
  /** Telegram's `error_code`; undefined unless `refused`. */
  readonly code: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly migratedTo: string | undefined;
  constructor(
    kind: FailureKind,
    message: string,
    options: { code?: number; retryAfterMs?: number | undefined; migratedTo?: string | undefined } = {},
  ) {
    super(message);
    this.kind = kind;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
    this.migratedTo = options.migratedTo;
  }
}

const Refusal = z.object({
  response: z.object({
    error_code: z.number(),
    description: z.string().catch(""),
    parameters: z
      .object({
        retry_after: z.number().nonnegative().optional().catch(undefined),
        migrate_to_chat_id: z.number().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

/** Failures of name look-up, connecting and TLS: nothing of the request was written yet. */
const NOT_SENT_CODE =
  /^(ECONNREFUSED|ECONNECTTIMEOUT|ENOTFOUND|EAI_|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
/** node-fetch hands on the code without the system call, which only the message still names. */
const NOT_SENT_MESSAGE = /connect ETIMEDOUT|before secure TLS connection was established/;

/**
 * Reads what `post-json.ts`, telegraf or node-fetch threw. A new error is made of it: theirs carry the token in their URLs and the
 * text of the message in their properties.
 */
export function readFailure(
  error: unknown,
  context: { readonly token: string; readonly reason?: "timeout" | "stopped" | undefined },
): ApiFailure {
  if (context.reason === "stopped") return new ApiFailure("stopped", "the call was ended by the bot");
  if (context.reason === "timeout") return new ApiFailure("lost", "Telegram did not answer in time");
  const refusal = Refusal.safeParse(error);
  if (refusal.success) {
    const { error_code: code, description, parameters } = refusal.data.response;
    const { retry_after: retryAfter, migrate_to_chat_id: migratedTo } = parameters ?? {};
    // A gateway that waited in vain has passed the request on: whether it was carried out is not known.
    const kind = code === 504 ? "lost" : "refused";
    return new ApiFailure(kind, withoutSecrets(`${code} ${description}`, context.token), {
      code,
      retryAfterMs: retryAfter === undefined ? undefined : retryAfter * 1_000,
      migratedTo: migratedTo === undefined ? undefined : String(migratedTo),
    });
  }
  const { message, code } = readError(error);
  const kind = NOT_SENT_CODE.test(code) || NOT_SENT_MESSAGE.test(message) ? "not-sent" : "lost";
  return new ApiFailure(kind, withoutSecrets(message, context.token));
}

function readError(error: unknown): { message: string; code: string } {
  if (!(error instanceof Error)) return { message: "an unknown failure", code: "" };
  const { code } = error as { code?: unknown };
  return { message: error.message, code: typeof code === "string" ? code : "" };
}

const withoutSecrets = (text: string, token: string): string =>
  redact(text.replaceAll(token, "[redacted]").replaceAll(encodeURIComponent(token), "[redacted]"));

/** Descriptions of 400 and 403 that mean the chat itself is no more, whatever is sent. */
const GONE =
  /chat not found|user not found|peer_id_invalid|chat_id_invalid|user is deactivated|deactivated|was kicked|not a member|chat was deleted|channel_private|group is deactivated/i;
/** The chat is there and does not take messages from the bot. */
const BLOCKED =
  /not enough rights|have no rights|chat_write_forbidden|need administrator rights|chat_restricted|user_is_blocked/i;

/** Nothing can be sent with a refused token; the operator has to act, so there is no hurry. */
const UNAUTHORISED_RETRY_MS = 60_000;

/** What a failed `sendMessage` means for its delivery, as the errors of the platform port. */
export function toSendError(failure: ApiFailure): Error {
  const { kind, code, message, retryAfterMs, migratedTo } = failure;
  const options = { cause: failure };
  if (kind === "not-sent") return new OperationalError("Telegram could not be reached", options);
  if (kind !== "refused" || code === undefined)
    return new UnknownOutcomeError("Telegram's answer was lost", options);
  if (migratedTo !== undefined) return new MigratedError(migratedTo);
  if (code === 429)
    return new OperationalError("Telegram asks for a pause", { ...options, retryAfterMs, flood: true });
  if (isUnauthorised(failure)) {
    return new OperationalError("Telegram refuses the bot token", {
      ...options,
      scope: "platform",
      retryAfterMs: UNAUTHORISED_RETRY_MS,
    });
  }
  if (code >= 500)
    return new OperationalError("Telegram had an internal failure", { ...options, retryAfterMs });
  if (GONE.test(message)) return new PermanentError("target-gone", "the chat is gone for the bot", options);
  if (code === 403 || BLOCKED.test(message)) {
    return new PermanentError("blocked", "the chat takes no messages from the bot", options);
  }
  return new PermanentError("rejected", "Telegram refuses this message", options);
}

/** 401 for a revoked token, 404 for one that never was: `sendMessage` itself always exists. */
export const isUnauthorised = ({ kind, code }: ApiFailure): boolean =>
  kind === "refused" && (code === 401 || code === 404);

/** The forum topic was deleted while the answer was being written. */
export const isMissingThread = ({ kind, code, message }: ApiFailure): boolean =>
  kind === "refused" && code === 400 && /message thread not found|topic_deleted|topic_closed/i.test(message);

const refusedAs = ({ kind, code, message }: ApiFailure, words: RegExp): boolean =>
  kind === "refused" && code === 400 && words.test(message);

/** An edit that would change nothing is done. */
export const isNotModified = (failure: ApiFailure): boolean => refusedAs(failure, /message is not modified/i);

/** Deleted, somebody else's, or too old to be touched. */
export const isMessageGone = (failure: ApiFailure): boolean =>
  refusedAs(failure, /message to (edit|delete) not found|message can't be edited|message_id_invalid/i);

/** A message with a file has a caption and no text. */
export const hasNoText = (failure: ApiFailure): boolean =>
  refusedAs(failure, /there is no text in the message to edit/i);

/** Not taken as this kind of picture, recording or file, or not known by this id any more. */
export const isMediaRefused = (failure: ApiFailure): boolean =>
  refusedAs(
    failure,
    /wrong file|can't use file|image_process_failed|photo_|voice_messages_forbidden|wrong type|wrong remote file|failed to get|file must be non-empty|video_|audio_|sticker_/i,
  ) ||
  (failure.kind === "refused" && failure.code === 413);

export const isPersonGone = (failure: ApiFailure): boolean =>
  refusedAs(failure, /user not found|participant_id_invalid|user_not_participant|member not found/i);

/** The bot's rights, the kind of chat, or whom it would concern do not allow it. */
export const isNotAllowed = (failure: ApiFailure): boolean =>
  refusedAs(
    failure,
    /not enough rights|have no rights|need administrator rights|chat_admin_required|not a forum|can't be deleted|available only for|is an administrator|can't remove chat owner|can't restrict self|user_admin_invalid|topics_too_many/i,
  );
