import type { Clock } from "./clock.ts";
import { OperationalError, UnknownOutcomeError } from "./errors.ts";
import { readAtMost } from "./read-bytes.ts";

export interface Question {
  /** Of a host that the caller has chosen, never one that somebody typed. */
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** More than this is not read, and the answer counts as none. */
  readonly maxBytes: number;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Asks a public web host. Follows no redirection: an answer that points elsewhere is given as it is. Throws
 * `OperationalError` when the question surely did not leave, `UnknownOutcomeError` when it may have arrived; neither
 * carries the address, which may hold a key.
 */
export type AskOutside = (question: Question) => Promise<OutsideAnswer>;

/** What Node's fetch says when there was no connection that a question could have gone over. */
const NEVER_LEFT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * @param root where tests put their stand-ins: `https://HOST/PATH` is asked as `root/HOST/PATH` then. Without it only
 *   https goes out.
 */
export function createAskOutside({ clock, root }: { clock: Clock; root?: string | undefined }): AskOutside {
  return async ({ url, method, headers, body, timeoutMs, maxBytes }) => {
    if (url.protocol !== "https:") throw new OperationalError("only https is asked");
    const abort = new AbortController();
    const cancel = clock.after(timeoutMs, () => abort.abort());
    try {
      const address = root === undefined ? url : new URL(`${root}/${url.host}${url.pathname}${url.search}`);
      const response = await fetch(address, {
        method,
        redirect: "manual",
        signal: abort.signal,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      });
      const bytes = response.body ? await readAtMost(response.body, maxBytes) : new Uint8Array();
      return {
        status: response.status,
        headers: response.headers,
        body: new TextDecoder().decode(bytes),
      };
    } catch (error) {
      throw neverLeft(error)
        ? new OperationalError("no connection could be made")
        : new UnknownOutcomeError("no whole answer came");
    } finally {
      cancel();
    }
  };
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && NEVER_LEFT.has(code);
}
