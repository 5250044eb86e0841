import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { chatKeyOf, type Update, type UpdateQueue } from "./updates.ts";

export interface WebhookSettings {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly maxConnections: number;
}

export interface Delivery {
  readonly updateId: number;
  /** 0 when no whole answer came. */
  readonly status: number;
  readonly attempt: number;
  readonly duplicate: boolean;
}

export interface Deliverer {
  stop(): Promise<void>;
  readonly lastError: string | undefined;
}

export interface DelivererOptions {
  readonly queue: UpdateQueue;
  readonly settings: WebhookSettings;
  /** Pause before the second repeat; doubled for each further one. The first repeat follows at once. */
  readonly retryBaseMs: number;
  /** A handler slower than this is called a second time with the same update. */
  readonly answerTimeoutMs: number;
  readonly takeDuplicate: () => boolean;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** Posts queued updates to the webhook: side by side for different chats, in order within one, until a whole 2xx. */
export function startDeliverer(options: DelivererOptions): Deliverer {
  const { queue, settings } = options;
  const secure = settings.url.startsWith("https:");
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  /** What waits of each chat behind the update that is under way. */
  const lanes = new Map<string, Update[]>();
  const ready: string[] = [];
  let active = 0;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let lastError: string | undefined;

  const post = (update: Update): Promise<number> =>
    new Promise((resolve) => {
      const body = JSON.stringify(update);
      const request = send(
        settings.url,
        {
          method: "POST",
          agent,
          signal: stopping.signal,
          timeout: options.answerTimeoutMs,
          headers: {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
            ...(settings.secretToken ? { "X-Telegram-Bot-Api-Secret-Token": settings.secretToken } : {}),
          },
        },
        (response) => {
          response.resume();
          // Only a whole answer counts: one cut off half way ends in "close" without "end".
          response.on("end", () => resolve(response.statusCode ?? 0));
          response.on("close", () => resolve(0));
          response.on("error", () => resolve(0));
        },
      );
      request.on("timeout", () => request.destroy(new Error("Read timeout expired")));
      request.on("error", (error) => {
        lastError = error.message;
        resolve(0);
      });
      request.end(body);
    });

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (ms <= 0 || stopping.signal.aborted) return resolve();
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });

  const deliver = async (update: Update): Promise<void> => {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      const status = await post(update);
      if (stopping.signal.aborted) return;
      options.onDelivery({ updateId: update.update_id, status, attempt, duplicate: false });
      if (status >= 200 && status < 300) {
        if (options.takeDuplicate()) {
          const again = await post(update);
          options.onDelivery({ updateId: update.update_id, status: again, attempt, duplicate: true });
        }
        queue.remove(update.update_id);
        return;
      }
      if (status > 0) lastError = `Wrong response from the webhook: ${status}`;
      await pause(attempt === 1 ? 0 : options.retryBaseMs * 2 ** (attempt - 2));
    }
  };

  const pump = (): void => {
    while (active < settings.maxConnections && !stopping.signal.aborted) {
      const key = ready.shift();
      const lane = key === undefined ? undefined : lanes.get(key);
      const update = lane?.shift();
      if (key === undefined || !lane || !update) return;
      active += 1;
      const work = deliver(update).finally(() => {
        active -= 1;
        running.delete(work);
        if (lane.length > 0) ready.push(key);
        else lanes.delete(key);
        pump();
      });
      running.add(work);
    }
  };
  const take = (update: Update): void => {
    const key = chatKeyOf(update);
    const lane = lanes.get(key);
    if (lane) {
      lane.push(update);
    } else {
      lanes.set(key, [update]);
      ready.push(key);
    }
    pump();
  };

  const unsubscribe = queue.onPush(take);
  for (const update of [...queue.pending]) take(update);
  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      await Promise.all(running);
      agent.destroy();
    },
    get lastError() {
      return lastError;
    },
  };
}
