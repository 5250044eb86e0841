import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "../../core/logger.ts";
import { MAX_WEBHOOK_BODY_BYTES } from "./limits.ts";

const SECRET_HEADER = "x-telegram-bot-api-secret-token";

export interface WebhookDeps {
  readonly secretToken: string;
  readonly logger: Logger;
  /** Undefined while the bot cannot take updates: before it knows its own name, and after `stop`. */
  readonly accept: () => ((updates: readonly unknown[]) => Promise<void>) | undefined;
}

/**
 * Answers Telegram's POST: 200 only once the update is written, anything else brings it again. 401 without the
 * secret, 413 past 1 MB, 400 for what is no JSON, 503 while not ready, 500 when it could not be written. On Node's own
 * request and response, because every update comes this way.
 */
export function createWebhookHandler(
  deps: WebhookDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const expected = digest(deps.secretToken);
  const isSecret = (given: string | string[] | undefined): boolean =>
    // Digests have one length whatever was sent, so comparing them takes one time.
    timingSafeEqual(expected, digest(typeof given === "string" ? given : ""));

  /** The status to answer with; undefined when the caller went away half way. */
  async function take(request: IncomingMessage): Promise<number | undefined> {
    if (request.method !== "POST") return 405;
    if (!isSecret(request.headers[SECRET_HEADER])) return 401;
    const body = await readBody(request, MAX_WEBHOOK_BODY_BYTES);
    if (!body) return undefined;
    if (body === "too long") return 413;
    let update: unknown;
    try {
      update = JSON.parse(body.toString());
    } catch {
      return 400;
    }
    const accept = deps.accept();
    if (!accept) return 503;
    try {
      await accept([update]);
    } catch (error) {
      deps.logger.error({ error }, "telegram: an update could not be written, Telegram will send it again");
      return 500;
    }
    return 200;
  }

  return async (request, response) => {
    const status = await take(request);
    if (status === undefined) return;
    if (status === 405) response.setHeader("allow", "POST");
    // The rest of what is too long is not waited for.
    if (status === 413) response.setHeader("connection", "close");
    response.writeHead(status, { "content-length": 0 }).end();
  };
}

const digest = (value: string): Buffer => hash("sha256", value, "buffer");

/** The whole body, however much of it was announced; undefined when it ended half way. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | "too long" | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve("too long");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) resolve("too long");
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve(undefined));
    request.on("close", () => resolve(undefined));
  });
}
