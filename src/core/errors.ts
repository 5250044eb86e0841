/**
 * A failure that passes by itself: try again after `retryAfterMs`. `scope` says what has to wait: only the one
 * chat (`target`) or everything sent by this account (`platform`).
 */
export class OperationalError extends Error {
  override readonly name = "OperationalError";
  readonly retryAfterMs: number | undefined;
  readonly scope: "target" | "platform";
  /** True when the platform said "too many": pacing learns from it. */
  readonly flood: boolean;
  constructor(
    message: string,
    options: {
      retryAfterMs?: number | undefined;
      scope?: "target" | "platform";
      flood?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.scope = options.scope ?? "target";
    this.flood = options.flood ?? false;
  }
}

/** The request left, its answer never came: the message may or may not have been delivered. */
export class UnknownOutcomeError extends Error {
  override readonly name = "UnknownOutcomeError";
}

/**
 * What a platform refused for good. `target-gone` and `blocked` concern the chat, `rejected` only this message;
 * `message-gone`: what was to be changed is not there, or not the bot's to change any more.
 */
export type PermanentReason = "target-gone" | "blocked" | "rejected" | "message-gone";

export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly reason: PermanentReason;
  constructor(reason: PermanentReason, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.reason = reason;
  }
}

/** The chat lives on under another id (a Telegram group that became a supergroup). */
export class MigratedError extends Error {
  override readonly name = "MigratedError";
  readonly toChatId: string;
  constructor(toChatId: string) {
    super("the chat has moved to another id");
    this.toChatId = toChatId;
  }
}
