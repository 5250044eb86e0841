import type { IncomingMessage, ServerResponse } from "node:http";
import type { Params } from "./checks.ts";
import { BadRequest } from "./html.ts";
import type { Raw } from "./world.ts";

/** Fields of a form that are no text. */
const JSON_FIELDS = /^(?:chat_id|message_thread_id|reply_markup|reply_parameters|disable_\w+)$/;

/** Where a form's file is kept: the parameter itself says that one is attached, as the Bot API writes it. */
export const ATTACHED = Symbol("attached");
export interface Attached {
  readonly name: string;
  readonly text: string;
  readonly bytes: Uint8Array;
}

async function readForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<Params> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const params: Record<string | symbol, unknown> = {};
  for (const [name, value] of form) {
    if (name === "method") continue; // telegraf adds it; Telegram does not look at what it does not know
    if (typeof value === "string") params[name] = JSON_FIELDS.test(name) ? JSON.parse(value) : value;
    else {
      params[name] = `attach://${name}`;
      const bytes = new Uint8Array(await value.arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      params[ATTACHED] = { name: value.name, text, bytes } satisfies Attached;
    }
  }
  return params;
}

const LONGEST_BODY_BYTES = 50 * 1_024 * 1_024;

export async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_BODY_BYTES) throw new Error("Request Entity Too Large");
    chunks.push(chunk);
  }
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return await readForm(Buffer.concat(chunks), type);
  const body = Buffer.concat(chunks).toString("utf8");
  if (body === "") return Object.fromEntries(new URL(request.url ?? "", "http://x").searchParams);
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    return JSON.parse(body) as Params;
  } catch {
    throw new BadRequest("can't parse request JSON object");
  }
}

export function respond(response: ServerResponse, status: number, body: unknown, headers: Raw = {}): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
      ...(headers as Record<string, string>),
    })
    .end(text);
}

export function refuse(
  response: ServerResponse,
  status: number,
  description: string,
  parameters?: Raw,
  headers?: Readonly<Record<string, string>>,
): void {
  if (response.headersSent) return;
  respond(
    response,
    status,
    { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) },
    headers,
  );
}
