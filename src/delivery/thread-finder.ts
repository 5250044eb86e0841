import type { Clock } from "../core/clock.ts";
import type { InThread, Target } from "../core/content.ts";
import { OperationalError } from "../core/errors.ts";
import { describeError, type Logger } from "../core/logger.ts";
import type { Platform, ThreadPlace } from "../core/platform.ts";
import type { Transact } from "../core/transact.ts";
import type { ThreadRef, ThreadStore } from "./thread-store.ts";

/** Places of threads that are kept in memory; above this many the database is asked again. */
const MOST_KNOWN = 10_000;
/** How soon to look again while another process opens the same thread. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Opens each thread once, when the first message goes there. A crash between opening and writing it down leaves an
 * empty thread behind and opens another; two processes never do.
 */
export function createThreadFinder(deps: {
  readonly transact: Transact<{ threads: ThreadStore }>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs: number;
}) {
  const { transact, clock, logger } = deps;
  const known = new Map<string, ThreadPlace | undefined>();
  const refOf = ({ platform, chatId }: Target, { key }: InThread): ThreadRef => ({ platform, chatId, key });
  const nameOf = ({ platform, chatId, key }: ThreadRef) => `${platform}:${chatId}:${key}`;
  const at = (to: Target, place: ThreadPlace | undefined): Target =>
    place ? { ...to, ...place, replyToMessageId: undefined } : to;

  function remember(thread: ThreadRef, place: ThreadPlace | undefined): void {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(nameOf(thread), place);
  }

  async function open(
    thread: ThreadRef,
    title: string,
    platform: Platform,
  ): Promise<ThreadPlace | undefined> {
    try {
      return await platform.openThread?.(thread.chatId, title);
    } catch (error) {
      if (error instanceof OperationalError) {
        await transact(({ threads }) => threads.release(thread));
        throw error;
      }
      // Refused, or nobody knows: another try might leave one empty thread after the other behind.
      logger.warn({ error: describeError(error), platform: platform.name }, "a thread could not be opened");
      return undefined;
    }
  }

  async function find(to: Target, inThread: InThread, platform: Platform): Promise<Target> {
    const thread = refOf(to, inThread);
    const name = nameOf(thread);
    if (known.has(name)) return at(to, known.get(name));
    const now = clock.now();
    const claim = await transact(({ threads }) => threads.claim(thread, now, now + deps.leaseMs));
    if (claim.kind === "taken")
      throw new OperationalError("another process opens this thread", { retryAfterMs: LOOK_AGAIN_MS });
    let place = claim.kind === "open" ? claim.place : undefined;
    if (claim.kind === "mine") {
      place = await open(thread, inThread.title, platform);
      await transact(({ threads }) => threads.settle(thread, place, clock.now()));
    }
    remember(thread, place);
    return at(to, place);
  }

  /** A thread that stays away can still be written to by the bot. */
  const reopen = async ({ chatId, threadId }: Target, platform: Platform) =>
    await platform.reopenThread?.({ chatId, threadId }).catch((error: unknown) => {
      logger.debug({ error: describeError(error), platform: platform.name }, "a thread stays away");
    });

  return {
    /** Where the message really goes; opens the thread when this is the first. Throws `OperationalError` alone. */
    async place(to: Target, platform: Platform): Promise<Target> {
      const { inThread } = to;
      if (!inThread || !platform.abilities.threads) return to;
      try {
        const placed = await find(to, inThread, platform);
        if (inThread.reopens && placed !== to) await reopen(placed, platform);
        return placed;
      } catch (error) {
        if (error instanceof OperationalError) throw error;
        // The message has not left yet, so its fate is not unknown.
        throw new OperationalError("a thread could not be looked up", { cause: error });
      }
    },
    /** The thread is there no longer: from now on its messages go straight into the chat. */
    async lost(to: Target): Promise<void> {
      if (!to.inThread) return;
      const thread = refOf(to, to.inThread);
      await transact(({ threads }) => threads.settle(thread, undefined, clock.now()));
      remember(thread, undefined);
    },
    /** Puts the thread away after its last message. Nothing hangs on it, so a failure is only noted. */
    async close(to: Target, placed: Target, platform: Platform): Promise<void> {
      if (!to.inThread?.closes || placed === to) return;
      const { chatId, threadId } = placed;
      await platform.closeThread?.({ chatId, threadId }).catch((error: unknown) => {
        logger.debug({ error: describeError(error), platform: platform.name }, "a thread stays open");
      });
    },
  };
}
