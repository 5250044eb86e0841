import { DiscordAPIError, type RawFile, REST, RESTEvents, type RouteLike } from "discord.js";
import type { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { OperationalError } from "../../core/errors.ts";
import { INVALID_REQUESTS } from "./limits.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

export interface DiscordRest {
  /** Asks Discord once. Rejects with discord.js's errors; a 429 is thrown, never waited out. */
  request(method: Method, path: RouteLike, options?: RequestOptions): Promise<unknown>;
  /** The same, with the answer checked by `schema`. */
  read<T>(schema: z.ZodType<T>, path: RouteLike, query?: Readonly<Record<string, string>>): Promise<T>;
  /** For the gateway, which asks for its address through discord.js. */
  readonly client: REST;
  /** Throws when so many requests were refused of late that Discord is about to shut us out. */
  assertBudget(): void;
  /** Refused requests of the last 10 minutes as a share of what Discord tolerates. */
  refusedShare(): number;
}

interface RequestOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly files?: readonly RawFile[];
  /** Interaction callbacks and webhooks carry their token in the path. */
  readonly withoutAuth?: boolean;
}

export interface RestOptions {
  readonly token: string;
  readonly apiRoot?: string | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const HOLD_MS = 30_000;
const SLOTS = 10;

export function createDiscordRest({ token, apiRoot, timeoutMs, clock }: RestOptions): DiscordRest {
  const client = new REST({
    version: "10",
    timeout: timeoutMs,
    // Retries and waiting are the delivery layer's: here they would hold up other messages to the same chat.
    retries: 0,
    rejectOnRateLimit: () => true,
    ...(apiRoot === undefined ? {} : { api: apiRoot.replace(/\/+$/, "") }),
  });
  client.setToken(token);

  const slotMs = INVALID_REQUESTS.windowMs / SLOTS;
  const refused = new Map<number, number>();
  const slotNow = () => Math.floor(clock.now() / slotMs);
  const refusedShare = () => {
    let sum = 0;
    for (const [slot, count] of refused) {
      if (slot <= slotNow() - SLOTS) refused.delete(slot);
      else sum += count;
    }
    return sum / INVALID_REQUESTS.most;
  };
  client.on(RESTEvents.Response, (_request, response) => {
    // A limit shared with other bots is not held against us.
    const isShared = response.headers.get("x-ratelimit-scope") === "shared";
    if (![401, 403, 429].includes(response.status) || isShared) return;
    refused.set(slotNow(), (refused.get(slotNow()) ?? 0) + 1);
  });

  async function request(method: Method, path: RouteLike, options: RequestOptions = {}): Promise<unknown> {
    // discord.js forgets the token after one 401; a token that works again must be tried again.
    client.setToken(token);
    return client[method](path, {
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.files === undefined ? {} : { files: [...options.files] }),
      ...(options.query === undefined ? {} : { query: new URLSearchParams(options.query) }),
      ...(options.withoutAuth ? { auth: false } : {}),
    });
  }

  return {
    client,
    request,
    read: async (schema, path, query) =>
      schema.parse(await request("get", path, query === undefined ? {} : { query })),
    refusedShare,
    assertBudget() {
      if (refusedShare() < 0.8) return;
      throw new OperationalError("discord: too many refused requests, holding back", {
        retryAfterMs: HOLD_MS,
        scope: "platform",
        flood: true,
      });
    },
  };
}

export const isUnauthorized = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.status === 401;
