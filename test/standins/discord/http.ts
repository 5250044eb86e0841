import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Call, Faults, Uploaded } from "./faults.ts";
import type { Json } from "./world.ts";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const refuse = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, errors: {} },
});

export interface HttpOptions {
  readonly token: string;
  readonly faults: Faults;
  /** What people attached, by path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly handle: (call: Call) => Reply;
  readonly control?: ((name: string, args: Json) => Promise<unknown>) | undefined;
  readonly onCall: (call: Call, status: number) => void;
}

/** The HTTP side: reads JSON, applies faults, checks the token, and answers as Discord's edge does. */
export function createHttp(options: HttpOptions): Server {
  return createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      if (!response.headersSent) write(response, { status: 500, body: { message: String(error), code: 0 } });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://standin");
  const raw = await readAll(request);
  const type = request.headers["content-type"] ?? "";
  const form = type.startsWith("multipart/form-data") ? await readForm(raw, type) : undefined;
  const body = form?.body ?? parse(raw.toString("utf8"));
  if (body === undefined)
    return write(response, refuse(400, 50109, "The request body contains invalid JSON."));
  if (url.pathname.startsWith("/_control/") && options.control) {
    const result = await options.control(url.pathname.slice("/_control/".length), body as Json);
    return write(response, { status: 200, body: result ?? null });
  }
  const file = options.files.get(url.pathname);
  if (file !== undefined) return void response.writeHead(200).end(file);
  const match = /^\/api\/v10(\/.*)$/.exec(url.pathname);
  if (!match?.[1]) return write(response, refuse(404, 0, "404: Not Found"));
  const call: Call = {
    method: request.method ?? "GET",
    path: match[1],
    query: url.searchParams,
    body: body as Json,
    files: form?.files ?? [],
  };
  const fault = options.faults.take(call);
  if (fault?.drop === "before") {
    options.onCall(call, 0);
    request.socket.destroy();
    return;
  }
  if (fault?.delayMs !== undefined) await pause(fault.delayMs);
  const needsToken = !/^\/(interactions|webhooks)\//.test(call.path);
  const isKnown = request.headers.authorization === `Bot ${options.token}`;
  const reply: Reply =
    fault?.status !== undefined
      ? {
          status: fault.status,
          body: fault.body ?? { code: 0, message: "fault" },
          headers: fault.headers ?? {},
        }
      : needsToken && !isKnown
        ? refuse(401, 0, "401: Unauthorized")
        : options.handle(call);
  options.onCall(call, reply.status);
  if (fault?.drop === "after") {
    request.socket.destroy();
    return;
  }
  write(response, reply);
}

function write(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, {
    ...(status === 204 ? {} : { "content-type": "application/json" }),
    ...headers,
  });
  response.end(status === 204 ? undefined : JSON.stringify(body ?? null));
}

/** `payload_json` beside `files[0]` and so on. */
async function readForm(
  raw: Buffer<ArrayBuffer>,
  type: string,
): Promise<{ body: unknown; files: Uploaded[] }> {
  const form = await new Response(raw, { headers: { "content-type": type } }).formData();
  const files: Uploaded[] = [];
  let body: unknown = {};
  for (const [name, value] of form) {
    if (typeof value === "string") body = parse(value);
    else files.push({ field: name, name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { body, files };
}

async function readAll(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
