import { RESEND_UNKNOWN, type Target } from "../core/content.ts";
import {
  MigratedError,
  OperationalError,
  PermanentError,
  type PermanentReason,
  UnknownOutcomeError,
} from "../core/errors.ts";
import type { PlatformName } from "../core/message.ts";
import type { Platform } from "../core/platform.ts";
import { randomId } from "../core/random.ts";
import type { DispatcherDeps } from "./dispatcher.ts";
import { createDoer } from "./do-deed.ts";
import { createMediaFetcher, type Prepared } from "./fetch-media.ts";
import type { Delivery, NewDelivery, Settlement, Turn } from "./outbox-store.ts";
import type { Pacer } from "./pacer.ts";
import { createThreadFinder } from "./thread-finder.ts";

export const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** A message that could not be delivered for this long is given up, with a receipt. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** How long an urgent message waits until its thread is found or opened. */
const THREAD_WAIT_MS = 1_000;

/** What is sent in this attempt: the row's own content, or what `takeTurn` decided. */
export type ToSay = Extract<Turn, { kind: "send" | "edit" }>;

export interface Attempted {
  readonly outcome: Settlement;
  /** Until when the chat has to rest. */
  readonly restUntil?: number;
  /** The platform has nobody there to send to: it did not count this message. */
  readonly isDead?: boolean;
}

export interface Line {
  readonly platform: Platform;
  readonly pacer: Pacer;
}

/**
 * One send and what its end means: the receipt, and until when the chat has to rest if it does.
 * @param forgetTarget leaves what waits in memory for `platform:chat` to the database
 */
export function createAttempt(
  deps: Pick<
    DispatcherDeps,
    | "transact"
    | "platforms"
    | "leaseMs"
    | "clock"
    | "random"
    | "logger"
    | "onTargetGone"
    | "onTargetMoved"
    | "onPrivateRefused"
  > & {
    /** Sends soon what an attempt itself has written. */
    readonly offer: (deliveries: readonly Delivery[]) => void;
  },
  forgetTarget: (key: string) => Promise<void>,
): (delivery: Delivery, toSay: ToSay, line: Line) => Promise<Attempted> {
  const { transact, clock, random, logger } = deps;
  const withMedia = createMediaFetcher(deps);
  const threads = createThreadFinder(deps);
  const doDeed = createDoer(deps);

  async function attempt(delivery: Delivery, toSay: ToSay, { platform, pacer }: Line): Promise<Attempted> {
    const { id, to } = delivery;
    let placed = to;
    let words = toSay;
    if (delivery.action) {
      try {
        const done = await doDeed(delivery.action, delivery.attempts);
        if (done !== "done") words = { kind: "send", content: delivery.action.otherwise[done] };
      } catch (error) {
        // The chat in which its outcome is told has nothing to do with it and goes on.
        logger.warn({ error, deliveryId: id }, "a deed of staff is tried again");
        const nextTryAt = clock.now() + retryPauseMs(delivery.attempts);
        return { outcome: { id, outcome: "retry", nextTryAt, detail: "the deed is not done yet" } };
      }
    }
    try {
      placed = await place(delivery, platform);
      if (toSay.kind === "send" && placed !== to) await sayBeside(delivery, placed, platform);
      const messageId = await say({ ...delivery, to: placed }, words, platform);
      await threads.close(to, placed, platform);
      return { outcome: { id, outcome: "sent", messageId } };
    } catch (error) {
      const now = clock.now();
      const retryAt = now + retryPauseMs(delivery.attempts);
      if (error instanceof PermanentError && placed !== to && error.reason === "target-gone") {
        await threads.lost(to);
        return {
          outcome: { id, outcome: "retry", nextTryAt: now, detail: "the thread is gone" },
          restUntil: now,
        };
      }
      if (error instanceof MigratedError) {
        await moved(to.platform, to.chatId, error.toChatId);
        return { outcome: { id, outcome: "retry", nextTryAt: now, detail: "moved" }, restUntil: now };
      }
      if (error instanceof PermanentError && error.reason === "message-gone") {
        if (toSay.kind === "edit" && toSay.or === "or-skip")
          return { outcome: { id, outcome: "skipped", detail: error.reason } };
        return { outcome: { id, outcome: "retry", nextTryAt: now, detail: error.reason, anew: true } };
      }
      if (error instanceof PermanentError) {
        logger.warn({ error, deliveryId: id, platform: to.platform }, "a delivery was refused");
        const isPrivate = to.visibleTo !== undefined;
        // Words of the staff that nobody reads are not lost in silence either.
        if (isPrivate || delivery.lane === "case") await deps.onPrivateRefused?.(delivery);
        if (isPrivate) {
          // Somebody's closed private chat says nothing about the group it was asked in.
          return { outcome: { id, outcome: "failed", detail: error.reason } };
        }
        if (error.reason === "rejected") return { outcome: { id, outcome: "failed", detail: error.reason } };
        await gone(to.platform, to.chatId, error.reason);
        return { outcome: { id, outcome: "failed", detail: error.reason }, isDead: true };
      }
      const tooOld = now - delivery.createdAt > GIVE_UP_AFTER_MS;
      if (error instanceof OperationalError) {
        if (tooOld) {
          if (delivery.lane === "case") await deps.onPrivateRefused?.(delivery);
          return { outcome: { id, outcome: "failed", detail: "given up after a day" } };
        }
        if (error.flood) {
          const { retryAfterMs } = error;
          pacer.tooMany(to.chatId, { wholePlatform: error.scope === "platform", retryAfterMs });
        }
        const restUntil = error.retryAfterMs === undefined ? retryAt : now + error.retryAfterMs;
        const detail = error.flood ? "too many" : "passing failure";
        return { outcome: { id, outcome: "retry", nextTryAt: restUntil, detail }, restUntil };
      }
      const expected = error instanceof UnknownOutcomeError;
      if (expected)
        logger.warn({ error, deliveryId: id, platform: to.platform }, "the result of a delivery is unknown");
      // A bug in an adapter: it may have thrown after the message was out, so nobody knows either.
      else logger.error({ error, deliveryId: id, platform: to.platform }, "sending failed unexpectedly");
      const detail = expected ? "no answer from the platform" : "unexpected failure";
      const isHarmless = RESEND_UNKNOWN.has(delivery.lane) || toSay.kind === "edit";
      const nextTryAt = isHarmless && !tooOld ? retryAt : undefined;
      const outcome: Settlement = { id, outcome: "unknown", nextTryAt, detail };
      return nextTryAt === undefined ? { outcome } : { outcome, restUntil: nextTryAt };
    }
  }

  /** Danger does not wait long for a thread: it then goes straight into the chat, and what follows finds the thread. */
  async function place({ lane, to }: Delivery, platform: Platform): Promise<Target> {
    if (lane !== "distress" || !to.inThread) return await threads.place(to, platform);
    let cancel = () => {};
    const late = new Promise<Target>((resolve) => {
      cancel = clock.after(THREAD_WAIT_MS, () => resolve(to));
    });
    try {
      return await Promise.race([threads.place(to, platform).catch(() => to), late]);
    } finally {
      cancel();
    }
  }

  /** Written before the message itself is sent, under a key of its own: once, however often that is tried. */
  async function sayBeside(
    { dedupeKey, lane, to }: Delivery,
    placed: Target,
    platform: Platform,
  ): Promise<void> {
    const beside = to.inThread?.beside;
    if (!beside) return;
    const url = platform.threadLink?.({ chatId: placed.chatId, threadId: placed.threadId });
    const { content, open } = beside;
    const link = url === undefined ? [] : [[{ label: open, url }]];
    const row: NewDelivery = {
      dedupeKey: `${dedupeKey}:beside`,
      nonce: randomId(random, 20),
      lane,
      to: { platform: to.platform, chatId: to.chatId },
      content: { ...content, buttons: [...content.buttons, ...link] },
    };
    try {
      deps.offer(await transact(({ outbox }) => outbox.enqueue([row], clock.now())));
    } catch (error) {
      throw new OperationalError("what stands beside a thread could not be written", { cause: error });
    }
  }

  async function say(delivery: Delivery, toSay: ToSay, platform: Platform): Promise<string> {
    const { nonce: key, to, attempts } = delivery;
    const { content } = toSay;
    if (toSay.kind === "send") {
      const send = async (prepared: Prepared) => await platform.send({ key, to, ...prepared });
      return (await withMedia({ content, attempts }, platform, send)).messageId;
    }
    const { messageId } = toSay;
    if (!platform.edit) throw new PermanentError("message-gone", "this platform changes nothing");
    // Words and buttons change; a picture stays what it was.
    const { media: _, ...words } = content;
    await platform.edit({ key, to, content: words, messageId });
    return messageId;
  }

  function retryPauseMs(attempts: number): number {
    const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 16));
    return Math.round(grown * (0.75 + random.fraction() / 2)); // jitter: not all at the same moment
  }

  async function gone(platform: PlatformName, chatId: string, reason: PermanentReason): Promise<void> {
    await forgetTarget(`${platform}:${chatId}`);
    await transact(({ outbox }) => outbox.failTarget(platform, chatId, reason, clock.now()));
    await deps.onTargetGone(platform, chatId, reason);
  }

  async function moved(platform: PlatformName, fromChatId: string, toChatId: string): Promise<void> {
    await transact(({ outbox }) => outbox.retarget(platform, fromChatId, toChatId));
    await deps.onTargetMoved(platform, fromChatId, toChatId);
  }

  return attempt;
}
