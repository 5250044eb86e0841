import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { InboundEvent } from "../../core/message.ts";
import type { Intake, Platform } from "../../core/platform.ts";
import type { Random } from "../../core/random.ts";
import { TooLongError } from "../../core/read-bytes.ts";
import { alwaysOurTurn, type Turns } from "../../core/turns.ts";
import { createApi } from "./api.ts";
import { createBackoff, type Pauses } from "./backoff.ts";
import { ALLOWED_UPDATES, decodeUpdate } from "./decode.ts";
import { ApiFailure } from "./failures.ts";
import { TELEGRAM_ABILITIES, TELEGRAM_PACE, WEBHOOK_CONNECTIONS } from "./limits.ts";
import { registerCommands } from "./menu.ts";
import { createModeration } from "./moderate.ts";
import { pollUpdates } from "./polling.ts";
import { createSender, isId } from "./send.ts";
import { createHealth } from "./status.ts";
import { createThreads } from "./threads.ts";
import { BotSelf, ChatMemberStatus, FetchedFile } from "./update.ts";
import { createWebhookHandler } from "./webhook.ts";

export interface TelegramOptions {
  readonly token: string;
  /** Without a path; default https://api.telegram.org. */
  readonly apiRoot?: string | undefined;
  /** Present: Telegram posts to `publicUrl` + `path`. Absent: the bot polls. */
  readonly webhook?:
    | { readonly publicUrl: string; readonly secretToken: string; readonly path: string }
    | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  /** After this a send counts as "outcome unknown"; default 15 s. */
  readonly sendTimeoutMs?: number | undefined;
  /** How long one poll may stay open, in seconds; default 50. */
  readonly pollTimeoutS?: number | undefined;
  /** Where several processes have one token: Telegram lets one of them poll. */
  readonly turns?: Turns | undefined;
  /** Pauses after failures of receiving; default from 1 s up to 30 s. */
  readonly pauses?: Pauses | undefined;
}

interface TelegramWebhook {
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const DEFAULT_SEND_TIMEOUT_MS = 15_000;
const DEFAULT_POLL_TIMEOUT_S = 50;
const DEFAULT_PAUSES: Pauses = { firstMs: 1_000, longestMs: 30_000 };
const ASK_TIMEOUT_MS = 10_000;
/** How long a press shows its waiting sign for words of its own; Telegram itself gives up after about 15 s. */
const ANSWER_WITHIN_MS = 8_000;
/** In UTF-16 code units. @see https://core.telegram.org/bots/api#answercallbackquery */
const LONGEST_PRESS_ANSWER = 200;
const shortened = (text: string): string =>
  text.length <= LONGEST_PRESS_ANSWER
    ? text
    : `${text.slice(0, LONGEST_PRESS_ANSWER - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
const DEEP_LINK_PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

interface Bot {
  readonly id: number;
  readonly username: string;
  readonly readsAll: boolean;
}

/**
 * Telegram behind the platform port: polling by default, a webhook when its settings are given (the caller routes
 * POSTs at `webhook.path` to `webhook.handle`). An update is confirmed to Telegram only after `intake.accept`.
 */
export function createTelegramPlatform(
  options: TelegramOptions,
): Platform & { readonly webhook?: TelegramWebhook } {
  const { clock, logger, random } = options;
  const api = createApi(options);
  const timeoutMs = options.sendTimeoutMs ?? DEFAULT_SEND_TIMEOUT_MS;
  const health = createHealth();
  const stopping = new AbortController();
  const open = new Set<Promise<unknown>>();
  let intake: Intake | undefined;
  let bot: Bot | undefined;
  let running: Promise<void> | undefined;

  const track = <T>(work: Promise<T>): Promise<T> => {
    const entry = work.finally(() => open.delete(entry));
    entry.catch(() => undefined);
    open.add(entry);
    return entry;
  };
  const ask = (method: string, params: object) =>
    api.call(method, params, { timeoutMs: ASK_TIMEOUT_MS, signal: stopping.signal });

  const decodeAll = (to: Intake, self: Bot, updates: readonly unknown[]) => {
    const context = { bot: self, commands: to.commands, receivedAt: clock.now() };
    return updates.map((update) => decodeUpdate(update, context));
  };

  const noticeUpdates = (to: Intake, self: Bot, updates: readonly unknown[]): void => {
    to.notice?.(decodeAll(to, self, updates).flatMap(({ event }): InboundEvent[] => (event ? [event] : [])));
  };

  const acceptUpdates = async (to: Intake, self: Bot, updates: readonly unknown[]): Promise<void> => {
    const decoded = decodeAll(to, self, updates);
    for (const { malformed, updateId, kind } of decoded) {
      if (malformed) logger.warn({ updateId, kind }, "telegram: an update could not be read and is skipped");
    }
    const events = decoded.flatMap(({ event }): InboundEvent[] => (event ? [event] : []));
    if (events.length > 0) await to.accept(events);
    // Only now: the presser's waiting sign may end because the press can no longer be lost.
    for (const { callbackId, event } of decoded) {
      if (!callbackId) continue;
      const isLater = event?.kind === "button" && to.answersPress?.(event.data) === true;
      if (isLater) answerLater(callbackId);
      else void track(answerCallback(callbackId));
    }
  };

  /** Presses that somebody has words for; the sign ends by itself when these do not come. */
  const awaited = new Map<string, () => void>();
  const answerLater = (callbackId: string): void => {
    const cancel = clock.after(ANSWER_WITHIN_MS, () => {
      awaited.delete(callbackId);
      void track(answerCallback(callbackId));
    });
    awaited.set(callbackId, cancel);
  };

  const answerCallback = async (callbackId: string): Promise<void> => {
    try {
      await ask("answerCallbackQuery", { callback_query_id: callbackId });
    } catch (error) {
      logger.debug({ error }, "telegram: a button press could not be answered in time");
    }
  };

  /** Learns who the bot is and tells Telegram how updates are to come. */
  const prepare = async (): Promise<Bot> => {
    const self = BotSelf.safeParse(await ask("getMe", {}));
    if (!self.success) throw new ApiFailure("lost", "getMe answered with something else");
    const { id, username, can_read_all_group_messages: readsAll } = self.data;
    if (options.webhook) {
      await ask("setWebhook", {
        url: options.webhook.publicUrl.replace(/\/+$/, "") + options.webhook.path,
        secret_token: options.webhook.secretToken,
        max_connections: WEBHOOK_CONNECTIONS,
        allowed_updates: ALLOWED_UPDATES,
      });
    } else {
      // What waits at Telegram stays: `drop_pending_updates` is not set.
      await ask("deleteWebhook", {});
    }
    return { id, username, readsAll };
  };

  const receive = async (to: Intake, onFirstAttempt: () => void): Promise<void> => {
    const backoff = createBackoff(clock, random, options.pauses ?? DEFAULT_PAUSES);
    const { signal } = stopping;
    while (!bot && !signal.aborted) {
      try {
        bot = await prepare();
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        if (signal.aborted) break;
        health.failed(error);
        logger.warn({ kind: error.kind, code: error.code }, "telegram: connecting failed, trying again");
        onFirstAttempt();
        await backoff.pause(signal, error.retryAfterMs);
      }
    }
    const self = bot;
    if (!self || signal.aborted) return onFirstAttempt();
    backoff.reset();
    health.knows(self);
    health.succeeded();
    onFirstAttempt();
    void track(registerCommands({ api, logger, signal }, to.commands));
    if (options.webhook) return;
    let polling: Promise<void> | undefined;
    let over = new AbortController();
    const giveUpTurn = (options.turns ?? alwaysOurTurn).take("telegram", {
      begin() {
        over = new AbortController();
        polling = pollUpdates({
          api,
          backoff,
          logger,
          signal: AbortSignal.any([signal, over.signal]),
          timeoutS: options.pollTimeoutS ?? DEFAULT_POLL_TIMEOUT_S,
          accept: (updates) => acceptUpdates(to, self, updates),
          notice: (updates) => noticeUpdates(to, self, updates),
          clock,
          onOutcome: (failure) => (failure ? health.failed(failure) : health.succeeded()),
        }).catch((error: unknown) => logger.error({ error }, "telegram: receiving ended unexpectedly"));
      },
      async end() {
        over.abort();
        await polling;
        if (!signal.aborted) health.succeeded(); // what is wrong with receiving is another process's to say now
      },
    });
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await giveUpTurn();
  };

  const link = (parameter: "start" | "startgroup", payload: string): string | undefined =>
    bot && DEEP_LINK_PAYLOAD.test(payload)
      ? `https://t.me/${bot.username}?${parameter}=${payload}`
      : undefined;

  const platform: Platform = {
    name: "telegram",
    abilities: TELEGRAM_ABILITIES,
    pace: TELEGRAM_PACE,
    start(to) {
      intake = to;
      return new Promise((resolve) => {
        running = receive(to, resolve).catch((error: unknown) => {
          logger.error({ error }, "telegram: receiving ended unexpectedly");
          resolve();
        });
      });
    },
    async stop() {
      stopping.abort();
      await running;
      while (open.size > 0) await Promise.allSettled([...open]);
      health.stopped();
    },
    ...createSender({ api, logger, timeoutMs }),
    ...createThreads({ api, timeoutMs }),
    ...createModeration({ api, clock, timeoutMs }),
    async answerPress(updateKey, { text, url }) {
      if (!updateKey.startsWith("b:")) return false;
      const callbackId = updateKey.slice(2);
      awaited.get(callbackId)?.();
      awaited.delete(callbackId);
      const words = url === undefined ? { text: shortened(text), show_alert: true } : { url };
      try {
        await track(ask("answerCallbackQuery", { callback_query_id: callbackId, ...words }));
        return true;
      } catch (error) {
        logger.debug({ error }, "telegram: a button press could not be answered in time");
        return false;
      }
    },
    status: () => health.read(),
    deepLink: (payload) => link("start", payload),
    inviteLink: (payload) => link("startgroup", payload),
    async fetchFile(ref, maxBytes) {
      const timeoutMs = ASK_TIMEOUT_MS;
      const id = ref.replace(/^\w+\//, "");
      const file = await api.call("getFile", { file_id: id }, { timeoutMs }).catch((error: unknown) => {
        // Past 20 MB, whatever was asked for.
        if (error instanceof ApiFailure && /file is too big/i.test(error.message))
          throw new TooLongError("Telegram does not give out a file of this size");
        throw error;
      });
      const { file_path: path } = FetchedFile.parse(file);
      return await api.download(path, maxBytes, { timeoutMs });
    },
    async isChatAdmin(chatId, userId) {
      // Only administrators can speak as the group itself.
      if (chatId === userId) return true;
      if (!isId(chatId) || !isId(userId)) return undefined;
      try {
        const member = await api.call(
          "getChatMember",
          { chat_id: Number(chatId), user_id: Number(userId) },
          { timeoutMs: ASK_TIMEOUT_MS },
        );
        const { status } = ChatMemberStatus.parse(member);
        return status === "administrator" || status === "creator";
      } catch (error) {
        logger.debug({ error }, "telegram: a chat member could not be looked up");
        return undefined;
      }
    },
  };
  if (!options.webhook) return platform;
  const handle = createWebhookHandler({
    secretToken: options.webhook.secretToken,
    logger,
    accept() {
      const [to, self] = [intake, bot];
      if (!to || !self || stopping.signal.aborted) return undefined;
      return (updates) => track(acceptUpdates(to, self, updates));
    },
  });
  return { ...platform, webhook: { path: options.webhook.path, handle } };
}
