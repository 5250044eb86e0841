import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Params } from "./checks.ts";
import { createPeople, type People } from "./control.ts";
import { handleControl } from "./control-http.ts";
import { type ApiCall, createFaults, type Fault } from "./faults.ts";
import { BadRequest } from "./html.ts";
import { readParams, refuse, respond } from "./http.ts";
import { ApiFailure, type CallbackState, execute, type MethodContext, type SentMessage } from "./methods.ts";
import { createPolling } from "./polling.ts";
import { createRateLimiter } from "./rate-limits.ts";
import { isMethodName, loadSchemas, type MethodName } from "./schemas.ts";
import { createUpdateQueue, type Update } from "./updates.ts";
import { createWatched, type Watched } from "./waits.ts";
import { type Deliverer, type Delivery, startDeliverer, type WebhookSettings } from "./webhook.ts";
import { createWorld, type World } from "./world.ts";

export interface StandInOptions {
  readonly port?: number;
  readonly token?: string;
  readonly username?: string;
  /** False is Telegram's default, privacy mode: groups show the bot commands, replies and mentions only. */
  readonly readsAll?: boolean;
  /** Switched off for benchmarks. */
  readonly validate?: boolean;
  readonly enforceLimits?: boolean;
  readonly callbackTtlMs?: number;
  readonly webhookRetryBaseMs?: number;
  readonly webhookTimeoutMs?: number;
  readonly now?: () => number;
}

export interface Violation {
  readonly method: string;
  readonly description: string;
  readonly params: Params;
}

export interface TelegramStandIn extends People {
  /** To be used as the API root. */
  readonly url: string;
  readonly token: string;
  readonly username: string;
  readonly botId: number;
  readonly world: World;
  readonly sent: Watched<SentMessage>;
  /** Every request, refused ones and polls included. */
  readonly calls: Watched<ApiCall>;
  readonly callbacks: Map<string, CallbackState>;
  readonly commands: Map<string, unknown>;
  /** Refused because a client must never send such a thing. */
  readonly violations: Violation[];
  /** When sends were refused with 429, by the stand-in's clock. */
  readonly tooMany: readonly number[];
  readonly deliveries: Watched<Delivery>;
  readonly pending: readonly Update[];
  readonly allowedUpdates: readonly string[] | undefined;
  readonly webhook: WebhookSettings | undefined;
  sentTo(chatId: number): SentMessage[];
  waitForSent(fits: (sent: SentMessage) => boolean, timeoutMs?: number): Promise<SentMessage>;
  waitForCall(method: string, fits?: (call: ApiCall) => boolean, timeoutMs?: number): Promise<ApiCall>;
  fail(fault: Fault): () => void;
  /** 429 with `retry_after` for sends to this chat, `times` times (0: always). */
  flood(chatId: number, retryAfterS: number, times?: number): () => void;
  clearFaults(): void;
  /** The next `count` webhook deliveries are made twice. */
  duplicateNext(count: number): void;
  /** A file that people can send by this id, and the bot fetch. */
  keepFile(id: string, content: string | Uint8Array): void;
  stop(): Promise<void>;
}

/** Starts a Bot API server on loopback that refuses what Telegram would refuse and obeys its control. */
export async function startTelegramStandIn(options: StandInOptions = {}): Promise<TelegramStandIn> {
  const token = options.token ?? "700000001:AAStandInTokenForTests_0123456789abcd";
  const botId = Number(token.split(":")[0]);
  const username = options.username ?? "beluga_test_bot";
  const readsAll = options.readsAll ?? true;
  const now = options.now ?? Date.now;
  const schemas = (options.validate ?? true) ? await loadSchemas() : undefined;
  const world = createWorld({ id: botId, username, readsAll });
  const queue = createUpdateQueue(810_000_001);
  const polling = createPolling(queue);
  const faults = createFaults();
  const sent = createWatched<SentMessage>("sent message");
  const calls = createWatched<ApiCall>("call");
  const deliveries = createWatched<Delivery>("webhook delivery");
  const sentById = new Map<string, SentMessage>();
  const callbacks = new Map<string, CallbackState>();
  const commands = new Map<string, unknown>();
  const violations: Violation[] = [];
  const tooMany: number[] = [];
  let webhook: WebhookSettings | undefined;
  let deliverer: Deliverer | undefined;
  let duplicates = 0;
  const files = new Map<string, Uint8Array>();

  const endWebhook = async () => {
    webhook = undefined;
    await deliverer?.stop();
    deliverer = undefined;
  };
  const context: MethodContext = {
    world,
    readsAll,
    callbackTtlMs: options.callbackTtlMs ?? 15_000,
    limiter: options.enforceLimits ? createRateLimiter() : undefined,
    now,
    callbacks,
    commands,
    files,
    onSent(message) {
      sentById.set(`${message.chatId}:${message.messageId}`, message);
      sent.add(message);
    },
    findSent: (chatId, messageId) => sentById.get(`${chatId}:${messageId}`),
    webhook: {
      async set(params) {
        await endWebhook();
        queue.allow(params.allowed_updates as string[] | undefined);
        if (params.drop_pending_updates) queue.clear();
        if (params.url === "") return;
        polling.conflict("terminated by setWebhook request");
        webhook = {
          url: String(params.url),
          secretToken: params.secret_token as string | undefined,
          maxConnections: Number(params.max_connections ?? 40),
        };
        deliverer = startDeliverer({
          queue,
          settings: webhook,
          retryBaseMs: options.webhookRetryBaseMs ?? 2_000,
          answerTimeoutMs: options.webhookTimeoutMs ?? 60_000,
          takeDuplicate: () => duplicates > 0 && duplicates-- > 0,
          onDelivery: (delivery) => deliveries.add(delivery),
        });
      },
      async remove(dropPending) {
        await endWebhook();
        if (dropPending) queue.clear();
      },
      info: () => ({
        url: webhook?.url ?? "",
        has_custom_certificate: false,
        pending_update_count: queue.pending.length,
        ...(deliverer?.lastError
          ? { last_error_message: deliverer.lastError, last_error_date: Math.floor(now() / 1_000) }
          : {}),
      }),
    },
  };

  const perform = async (method: MethodName, params: Params, gone: AbortSignal): Promise<unknown> => {
    const wrong = schemas?.request(method, params);
    if (wrong) throw new BadRequest(`parameters do not fit ${method}: ${wrong}`);
    if (method !== "getUpdates") return execute(context, method, params);
    if (webhook) {
      throw new ApiFailure(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    return polling.poll(params, gone);
  };

  const serveFile = (url: string, response: ServerResponse): void => {
    const [, , bot, folder, id = ""] = url.split("/");
    const content = bot === `bot${token}` && folder === "documents" ? files.get(id) : undefined;
    response.writeHead(content ? 200 : 404).end(content);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.startsWith("/file/")) return serveFile(request.url, response);
    const [, bot = "", name = ""] = (request.url ?? "").split("?")[0]?.split("/") ?? [];
    const params = await readParams(request);
    if (bot !== `bot${token}`) return refuse(response, 401, "Unauthorized");
    if (!isMethodName(name)) return refuse(response, 404, "Not Found: method not found");
    const call: ApiCall = { method: name, params, at: now() };
    calls.add(call);
    const fault = faults.take(call);
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault?.hang) return;
    if (fault?.drop === "before") return void request.socket.destroy();
    if (fault?.status !== undefined && fault.body === undefined) {
      return refuse(response, fault.status, fault.description ?? "Failure", fault.parameters, fault.headers);
    }
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const result = await perform(name, params, gone.signal);
      if (fault?.drop === "after") return void request.socket.destroy();
      if (fault?.body !== undefined) {
        response.writeHead(fault.status ?? 200, fault.headers).end(fault.body);
        return;
      }
      respond(response, 200, { ok: true, result });
    } catch (error) {
      if (error instanceof BadRequest) {
        violations.push({ method: name, description: error.message, params });
        return refuse(response, 400, `Bad Request: ${error.message}`);
      }
      if (error instanceof ApiFailure && error.status === 429) tooMany.push(now());
      if (error instanceof ApiFailure) return refuse(response, error.status, error.message, error.parameters);
      throw error;
    }
  };

  const people = createPeople({ world, queue, readsAll, now, callbacks, findSent: context.findSent });
  const server = createServer((request, response) => {
    const work = request.url?.startsWith("/_control/")
      ? handleControl(standIn, request, response)
      : serve(request, response);
    work.catch((error: unknown) => refuse(response, 500, `Internal Server Error: ${String(error)}`));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });

  const standIn: TelegramStandIn = {
    ...people,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    username,
    botId,
    world,
    sent,
    calls,
    callbacks,
    commands,
    violations,
    tooMany,
    deliveries,
    get pending() {
      return queue.pending;
    },
    get allowedUpdates() {
      return queue.allowed;
    },
    get webhook() {
      return webhook;
    },
    sentTo: (chatId) => sent.items.filter((one) => one.chatId === chatId),
    waitForSent: (fits, timeoutMs) => sent.waitFor(fits, timeoutMs),
    waitForCall: (method, fits = () => true, timeoutMs) =>
      calls.waitFor((call) => call.method === method && fits(call), timeoutMs),
    fail: (fault) => faults.add(fault),
    flood: (chatId, retryAfterS, times = 1) =>
      faults.add({
        method: "sendMessage",
        chatId,
        times,
        status: 429,
        description: `Too Many Requests: retry after ${retryAfterS}`,
        parameters: { retry_after: retryAfterS },
      }),
    clearFaults: () => faults.clear(),
    keepFile: (id, content) => void files.set(id, Buffer.from(content)),
    duplicateNext(count) {
      duplicates += count;
    },
    async stop() {
      await endWebhook();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return standIn;
}
