import { hash, timingSafeEqual } from "node:crypto";
import type { Logger } from "../../core/logger.ts";
import { MAX_WEBHOOK_BODY_BYTES } from "./limits.ts";

const SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

export interface WebhookDeps {
  readonly secretToken: string;
  readonly logger: Logger;
  /** Undefined while the bot cannot take updates: before it knows its own name, and after `stop`. */
  readonly accept: () => ((updates: readonly unknown[]) => Promise<void>) | undefined;
}

/**
 * Answers Telegram's POST: 200 only once the update is written, anything else brings it again. 401 without the
 * secret, 413 past 1 MB, 400 for what is no JSON, 503 while not ready, 500 when it could not be written.
 */
export function createWebhookHandler(deps: WebhookDeps): (request: Request) => Promise<Response> {
  const expected = digest(deps.secretToken);
  return async (request) => {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    // Digests have one length whatever was sent, so comparing them takes one time.
    if (!timingSafeEqual(expected, digest(request.headers.get(SECRET_HEADER) ?? ""))) {
      return new Response(null, { status: 401 });
    }
    const body = await readBody(request, MAX_WEBHOOK_BODY_BYTES);
    if (body === undefined) return new Response(null, { status: 413 });
    let update: unknown;
    try {
      update = JSON.parse(body);
    } catch {
      return new Response(null, { status: 400 });
    }
    const accept = deps.accept();
    if (!accept) return new Response(null, { status: 503 });
    try {
      await accept([update]);
    } catch (error) {
      deps.logger.error({ error }, "telegram: an update could not be written, Telegram will send it again");
      return new Response(null, { status: 500 });
    }
    return new Response(null, { status: 200 });
  };
}

const digest = (value: string): Buffer => hash("sha256", value, "buffer");

/** The body as text; undefined once it is longer than `limit` bytes, whatever its header claimed. */
async function readBody(request: Request, limit: number): Promise<string | undefined> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > limit) return undefined;
  // Node ends a request whose body is longer than declared, and the quick way needs no stream.
  if (declared !== null) {
    const text = await request.text();
    return text.length > limit ? undefined : text;
  }
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
