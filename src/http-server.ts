import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "./core/logger.ts";
import type { Platform } from "./core/platform.ts";
import type { Metrics } from "./metrics.ts";

export interface HttpDeps {
  readonly room: Hono;
  /** A tool's signed word that a host is live or off. */
  readonly liveHook: (call: {
    readonly hostId: string;
    readonly timestamp: string;
    readonly signature: string;
    readonly body: string;
  }) => Promise<HookAnswer>;
  readonly platforms: readonly Platform[];
  /** Rejects when the database does not answer. */
  readonly checkDatabase: () => Promise<void>;
  readonly refreshMetrics: () => Promise<void>;
  readonly metrics: Metrics;
  readonly isStopping: () => boolean;
  readonly notes: readonly string[];
  /** What the operator should mend, although everything works. */
  readonly warnings: readonly string[];
  readonly logger: Logger;
}

type HookAnswer = "accepted" | "unsigned" | "too-old" | "replayed" | "too-many" | "malformed";
const HOOK_STATUS = {
  accepted: 202,
  unsigned: 401,
  "too-old": 401,
  replayed: 409,
  "too-many": 429,
  malformed: 400,
} as const satisfies Record<HookAnswer, number>;
const HOOK_BYTES = 4_096;

const DATABASE_CHECK_MS = 3_000;

/** What takes a platform's updates, on Node's own request: they are many, and need nothing that pages need. */
export interface Webhook {
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Health, metrics and the web room. */
export function createHttpApp(deps: HttpDeps): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    deps.logger.error({ error, method: context.req.method }, "a request failed");
    return context.json(
      {
        error: {
          code: "internal",
          reason: "Something failed here. Please try again.",
        },
      },
      500,
    );
  });
  app.get("/healthz", (context) => context.json({ status: "alive" }));
  app.get("/readyz", async (context) => {
    const problems: string[] = [];
    if (deps.isStopping()) problems.push("stopping");
    else if (!(await inTime(deps.checkDatabase()))) problems.push("the database does not answer");
    const degraded = [
      ...deps.platforms.flatMap((platform) => {
        const { connected, degraded } = platform.status();
        return [
          ...(connected ? [] : [`${platform.name}: not connected`]),
          ...degraded.map((line) => `${platform.name}: ${line}`),
        ];
      }),
      ...deps.notes,
    ];
    const ready = problems.length === 0;
    return context.json(
      {
        status: ready ? (degraded.length > 0 ? "degraded" : "ready") : "unavailable",
        problems,
        degraded,
        warnings: deps.warnings,
      },
      ready ? 200 : 503,
    );
  });
  app.get("/metrics", async (context) => {
    await deps.refreshMetrics();
    return context.body(await deps.metrics.registry.metrics(), 200, {
      "content-type": deps.metrics.registry.contentType,
    });
  });
  const shortBody = bodyLimit({
    maxSize: HOOK_BYTES,
    onError: (context) => context.json({ status: "too-long" }, 413),
  });
  app.post("/hooks/live/:host", shortBody, async (context) => {
    const answer = await deps.liveHook({
      hostId: context.req.param("host").slice(0, 64),
      timestamp: context.req.header("x-beluga-timestamp") ?? "",
      signature: context.req.header("x-beluga-signature") ?? "",
      body: await context.req.text(),
    });
    return context.json({ status: answer }, HOOK_STATUS[answer]);
  });
  app.get("/", (context) => context.redirect("/room"));
  app.route("/", deps.room);
  return app;
}

async function inTime(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_CHECK_MS);
  });
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** The address cannot be listened on; the message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Pages and a platform's updates on one port; resolves when it is open, with the port that was really taken. */
export function listen(
  app: Hono,
  webhook: Webhook | undefined,
  host: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  const pages = getRequestListener(app.fetch, { hostname: host });
  const server = createServer((request, response) => {
    void (webhook && request.url === webhook.path
      ? webhook.handle(request, response)
      : pages(request, response));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === "EADDRINUSE"
          ? `port ${port} is taken by another program; set PORT to a free one`
          : `cannot listen on ${host}:${port} (${cause.code ?? "unknown error"}); check HOST and PORT`;
      reject(new ListenError(reason, { cause }));
    });
    server.listen(port, host, () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

/** Takes no new requests, lets running ones end, then cuts what is left. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
