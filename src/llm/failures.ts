import type { ModelFailure } from "../answering/index.ts";

/** What a failed call means, read from the shape of whatever the libraries threw; never from a text that may hold content. */
export interface Failure {
  readonly reason: ModelFailure;
  /** Worth one more try, after this many milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** A short pause where the server names none: a connection that broke is usually there again at once. */
const RETRY_PAUSE_MS = 200;

/** The model answered, and not in the form that it was asked for. */
export class BadOutputError extends Error {
  override readonly name = "BadOutputError";
}

export function failureOf(error: unknown): Failure {
  if (error instanceof BadOutputError) return { reason: "bad-output", retryAfterMs: undefined };
  const status = statusOf(error);
  if (status === 429) return { reason: "rate-limited", retryAfterMs: pauseOf(error) };
  if (status !== undefined && status >= 500) return { reason: "unreachable", retryAfterMs: pauseOf(error) };
  if (status !== undefined && status >= 400) return { reason: "rejected", retryAfterMs: undefined };
  const name = error instanceof Error ? error.name : "";
  if (/timeout|abort/i.test(name)) return { reason: "time-out", retryAfterMs: undefined };
  // Parsers of ours and of the libraries: something came, and it cannot be read.
  if (/dimensions|pars|zod|syntax|lengthfinish|contentfilter|outputparser/i.test(name)) {
    return { reason: "bad-output", retryAfterMs: undefined };
  }
  return { reason: "unreachable", retryAfterMs: RETRY_PAUSE_MS };
}

export const statusOf = (error: unknown): number | undefined => {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === "number" ? status : undefined;
};

function pauseOf(error: unknown): number {
  const { headers } = error as { headers?: unknown };
  const said = headers instanceof Headers ? Number(headers.get("retry-after")) : Number.NaN;
  return Number.isFinite(said) && said > 0 ? said * 1000 : RETRY_PAUSE_MS;
}
