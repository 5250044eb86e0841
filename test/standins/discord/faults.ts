import type { Json } from "./world.ts";

export interface Call {
  readonly method: string;
  /** Without the API prefix and version: `/channels/1/messages`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly files: readonly Uploaded[];
}

/** A file of a form. */
export interface Uploaded {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What happens instead of, or around, the usual answer. */
export interface Fault {
  readonly status?: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Cuts the connection before the request has an effect, or after it had one. */
  readonly drop?: "before" | "after";
  /** How often; once when absent. */
  readonly times?: number;
}

export interface CallPattern {
  readonly method?: string;
  readonly path?: RegExp | string;
}

/** Faults waiting for their request, oldest first. */
export class Faults {
  readonly #waiting: { pattern: CallPattern; fault: Fault; left: number }[] = [];

  when(pattern: CallPattern, fault: Fault): void {
    this.#waiting.push({ pattern, fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  take(call: Call): Fault | undefined {
    const found = this.#waiting.find(
      ({ pattern, left }) =>
        left > 0 &&
        (pattern.method === undefined || pattern.method === call.method) &&
        (pattern.path === undefined || new RegExp(pattern.path).test(call.path)),
    );
    if (found) found.left -= 1;
    return found?.fault;
  }
}

/** A 429 as Discord writes it. */
export function tooMany(retryAfterS: number, isGlobal = false): Fault {
  return {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: retryAfterS, global: isGlobal },
    headers: {
      "retry-after": String(Math.ceil(retryAfterS)),
      "x-ratelimit-scope": isGlobal ? "global" : "user",
      ...(isGlobal ? { "x-ratelimit-global": "true" } : { "x-ratelimit-reset-after": String(retryAfterS) }),
    },
  };
}
