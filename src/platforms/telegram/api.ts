import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { Clock } from "../../core/clock.ts";
import { OperationalError } from "../../core/errors.ts";
import { readAtMost, TooLongError } from "../../core/read-bytes.ts";
import { type ApiFailure, readFailure } from "./failures.ts";
import { createJsonPoster, type Posting } from "./post-json.ts";

const DEFAULT_API_ROOT = "https://api.telegram.org";
/** Long enough for a slow mobile uplink; past it the request is known not to have left. */
const CONNECT_TIMEOUT_MS = 8_000;
/** Idle sockets are closed by us before Telegram's side does it under a request that is just being written. */
const IDLE_SOCKET_MS = 20_000;

export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface TelegramApi {
  /**
   * Calls one method and gives its `result`, unchecked. Throws `ApiFailure` and nothing else; neither it nor its
   * cause carries the token or the parameters.
   */
  call(method: string, params: object, options: CallOptions): Promise<unknown>;
  /** The same for a method with a file in it: `{ source: Buffer, filename }` among the parameters. */
  upload(method: string, params: object, options: CallOptions): Promise<unknown>;
  /** The content of a file that `getFile` named. Throws without the address, which carries the token. */
  download(path: string, maxBytes: number, options: CallOptions): Promise<Uint8Array>;
}

/** Telegraf's types end at the Bot API of its release; parameters and results are checked by encode and decode. */
type CallApi = (method: string, params: object, options: { signal: AbortSignal }) => Promise<unknown>;

export function createApi(options: {
  readonly token: string;
  readonly apiRoot?: string | undefined;
  readonly clock: Clock;
}): TelegramApi {
  const apiRoot = options.apiRoot ?? DEFAULT_API_ROOT;
  const agent = createAgent(apiRoot.startsWith("https:"));
  const post = createJsonPoster({ token: options.token, apiRoot, agent });

  /** Telegraf knows how files are put into a request; it is loaded when the first one is sent. */
  function postFile(method: string, params: object): Posting {
    const abort = new AbortController();
    const result = import("telegraf").then(({ Telegram }) => {
      const telegram = new Telegram(options.token, { apiRoot });
      // Set afterwards, because telegraf drops the agent of a plain http root and with it keep-alive.
      telegram.options.agent = agent;
      const callApi = telegram.callApi.bind(telegram) as unknown as CallApi;
      return callApi(method, params, { signal: abort.signal });
    });
    return { result, cancel: () => abort.abort() };
  }

  async function finish(begin: () => Posting, { timeoutMs, signal }: CallOptions): Promise<unknown> {
    if (signal?.aborted) throw readFailure(undefined, { token: options.token, reason: "stopped" });
    let reason: "timeout" | "stopped" | undefined;
    const { result, cancel } = begin();
    const cancelTimer = options.clock.after(timeoutMs, () => {
      reason ??= "timeout";
      cancel();
    });
    const onStop = () => {
      reason ??= "stopped";
      cancel();
    };
    signal?.addEventListener("abort", onStop, { once: true });
    try {
      return await result;
    } catch (error) {
      throw readFailure(error, { token: options.token, reason }) satisfies ApiFailure;
    } finally {
      cancelTimer();
      signal?.removeEventListener("abort", onStop);
    }
  }

  return {
    call: (method, params, limits) => finish(() => post(method, params), limits),
    upload: (method, params, limits) => finish(() => postFile(method, params), limits),

    async download(path, maxBytes, { timeoutMs }) {
      const abort = new AbortController();
      const cancelTimer = options.clock.after(timeoutMs, () => abort.abort());
      try {
        const address = `${apiRoot.replace(/\/+$/, "")}/file/bot${options.token}/${path}`;
        const response = await fetch(address, { signal: abort.signal, redirect: "error" });
        if (!response.ok || !response.body) throw new Error(`Telegram answered ${response.status}`);
        return await readAtMost(response.body, maxBytes);
      } catch (error) {
        if (error instanceof TooLongError) throw error;
        // Its own error would carry the address and so the token.
        throw new OperationalError("telegram: a file could not be fetched");
      } finally {
        cancelTimer();
      }
    },
  };
}

/**
 * Keep-alive without a cap on sockets: a target that hangs holds its own socket only. A connection that cannot be
 * made ends with a code of its own, so that "never left" is told apart from "left, and no answer came".
 */
function createAgent(secure: boolean): HttpAgent {
  // A backlog opens many at once; closing and opening them again would cost more than keeping them for a while.
  const settings = { keepAlive: true, timeout: IDLE_SOCKET_MS, maxFreeSockets: 1_024 };
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    const socket = connect(...args) as Socket | undefined;
    if (!socket) return socket;
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error("connecting took too long"), { code: "ECONNECTTIMEOUT" }));
    }, CONNECT_TIMEOUT_MS);
    timer.unref();
    const settle = () => clearTimeout(timer);
    socket.once(secure ? "secureConnect" : "connect", settle);
    socket.once("close", settle);
    return socket;
  };
  return agent;
}
