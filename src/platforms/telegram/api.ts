import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { Telegram } from "telegraf";
import type { Clock } from "../../core/clock.ts";
import { OperationalError } from "../../core/errors.ts";
import { readAtMost } from "../../core/read-bytes.ts";
import { type ApiFailure, readFailure } from "./failures.ts";

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
  const telegram = new Telegram(options.token, { apiRoot });
  // Set afterwards, because telegraf drops the agent of a plain http root and with it keep-alive.
  telegram.options.agent = createAgent(apiRoot.startsWith("https:"));
  const callApi = telegram.callApi.bind(telegram) as unknown as CallApi;

  return {
    async call(method, params, { timeoutMs, signal }) {
      const abort = new AbortController();
      let reason: "timeout" | "stopped" | undefined;
      const cancelTimer = options.clock.after(timeoutMs, () => {
        reason ??= "timeout";
        abort.abort();
      });
      const onStop = () => {
        reason ??= "stopped";
        abort.abort();
      };
      signal?.addEventListener("abort", onStop, { once: true });
      if (signal?.aborted) onStop();
      try {
        return await callApi(method, params, { signal: abort.signal });
      } catch (error) {
        throw readFailure(error, { token: options.token, reason }) satisfies ApiFailure;
      } finally {
        cancelTimer();
        signal?.removeEventListener("abort", onStop);
      }
    },

    async download(path, maxBytes, { timeoutMs }) {
      const abort = new AbortController();
      const cancelTimer = options.clock.after(timeoutMs, () => abort.abort());
      try {
        const address = `${apiRoot.replace(/\/+$/, "")}/file/bot${options.token}/${path}`;
        const response = await fetch(address, { signal: abort.signal, redirect: "error" });
        if (!response.ok || !response.body) throw new Error(`Telegram answered ${response.status}`);
        return await readAtMost(response.body, maxBytes);
      } catch {
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
  const settings = { keepAlive: true, timeout: IDLE_SOCKET_MS };
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
