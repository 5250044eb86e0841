import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { InboundEvent } from "../core/message.ts";
import { type Random, randomId } from "../core/random.ts";
import type { Transact } from "../core/transact.ts";
import type { InboxEntry, InboxStore } from "./inbox-store.ts";

export interface InboxDeps {
  readonly transact: Transact<{ inbox: InboxStore }>;
  /** Handles one entry whole: decides, and commits its effects together with `inbox.finish`. */
  readonly handle: (entry: InboxEntry) => Promise<void>;
  /** Called once for an entry that was given up, to tell people about it. */
  readonly onGivenUp: (entry: InboxEntry, errorRef: string) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface Inbox {
  /** Resolves when the events are durably written; handling goes on by itself, in order within each chat. */
  accept(events: readonly InboundEvent[]): Promise<void>;
  /** Takes up what an earlier process left unfinished. Call once, before the platforms start. */
  recover(): Promise<number>;
  /** Stops beginning new work and resolves when what runs has ended; the rest waits in the database. */
  stop(): Promise<void>;
  /** Resolves when nothing that was accepted is unhandled; for tests and the terminal. */
  idle(): Promise<void>;
  waiting(): number;
}

/** A failed entry blocks only its own chat while it waits for the next attempt. */
const RETRY_PAUSES_MS = [1_000, 5_000, 30_000];
/** Past this many entries in memory, new ones stay in the database until there is room. */
const MAX_IN_MEMORY = 5_000;
const RECOVERY_PAGE = 500;

const chatKey = (event: InboundEvent): string => `${event.platform}:${event.chat.chatId}`;

export function createInbox(deps: InboxDeps): Inbox {
  const { transact, clock, logger } = deps;
  const chats = new Map<string, InboxEntry[]>();
  const running = new Set<Promise<void>>();
  const idleWaiters: (() => void)[] = [];
  let waiting = 0;
  let stopped = false;
  let highestSeen = 0;
  /** Set when entries were left in the database; everything later is read from there, so order is kept. */
  let overflowAfterId: number | undefined;

  function schedule(entry: InboxEntry): void {
    highestSeen = Math.max(highestSeen, entry.id);
    waiting += 1;
    const key = chatKey(entry.event);
    const queue = chats.get(key);
    if (queue) {
      queue.push(entry);
      return;
    }
    chats.set(key, [entry]);
    const run = runChat(key);
    running.add(run);
    void run.finally(() => {
      running.delete(run);
      if (waiting === 0) for (const wake of idleWaiters.splice(0)) wake();
    });
  }

  async function runChat(key: string): Promise<void> {
    const queue = chats.get(key) ?? [];
    while (queue.length > 0 && !stopped) {
      const [entry] = queue;
      if (!entry) break;
      const finished = await attempt(entry);
      if (!finished) break; // stopping
      queue.shift();
      waiting -= 1;
      if (overflowAfterId !== undefined && waiting < MAX_IN_MEMORY / 2) await readOverflow();
    }
    chats.delete(key);
  }

  /** True when the entry is settled one way or the other, false when a stop came in between. */
  async function attempt(entry: InboxEntry): Promise<boolean> {
    for (let failures = entry.attempts; ; failures += 1) {
      try {
        await deps.handle(entry);
        return true;
      } catch (error) {
        const pauseMs = RETRY_PAUSES_MS[failures];
        const errorRef = randomId(deps.random, 8);
        logger.error(
          { error, errorRef, inboxId: entry.id, attempt: failures + 1 },
          "handling an update failed",
        );
        const givenUp = pauseMs === undefined;
        await recordFailure(entry, givenUp ? errorRef : undefined);
        if (givenUp) return true;
        await pause(pauseMs);
        if (stopped) return false;
      }
    }
  }

  async function recordFailure(entry: InboxEntry, errorRef: string | undefined): Promise<void> {
    try {
      await transact(({ inbox }) => inbox.recordFailure(entry.id, errorRef, clock.now()));
      if (errorRef !== undefined) await deps.onGivenUp(entry, errorRef);
    } catch (error) {
      // The entry is still "new" in the database: the next start takes it up again.
      logger.error({ error, inboxId: entry.id }, "recording a failure failed");
    }
  }

  const wakers = new Set<() => void>();
  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        wakers.delete(wake);
        cancel();
        resolve();
      };
      const cancel = clock.after(delayMs, wake);
      wakers.add(wake);
    });
  }

  let reading: Promise<void> | undefined;
  function readOverflow(): Promise<void> {
    reading ??= (async () => {
      try {
        while (overflowAfterId !== undefined && waiting < MAX_IN_MEMORY && !stopped) {
          const after = overflowAfterId;
          const page = await transact(({ inbox }) => inbox.unfinished(after, RECOVERY_PAGE));
          const last = page.at(-1);
          // Entries can have been committed between the read and now, so only an empty page ends the overflow.
          overflowAfterId = last ? last.id : undefined;
          for (const entry of page) schedule(entry);
        }
      } finally {
        reading = undefined;
      }
    })();
    return reading;
  }

  return {
    async accept(events) {
      if (stopped) throw new Error("the inbox has stopped");
      if (events.length === 0) return;
      const entries = await transact(({ inbox }) => inbox.add(events, clock.now()));
      for (const entry of entries) {
        if (overflowAfterId === undefined && waiting >= MAX_IN_MEMORY) overflowAfterId = entry.id - 1;
        if (overflowAfterId === undefined) schedule(entry);
      }
    },

    async recover() {
      let count = 0;
      for (;;) {
        const after = highestSeen;
        const page = await transact(({ inbox }) => inbox.unfinished(after, RECOVERY_PAGE));
        for (const entry of page) schedule(entry);
        count += page.length;
        const last = page.at(-1);
        if (!last) return count;
        if (waiting >= MAX_IN_MEMORY) {
          overflowAfterId = last.id;
          return count;
        }
      }
    },

    async stop() {
      stopped = true;
      for (const wake of [...wakers]) wake();
      await Promise.allSettled([...running]);
    },

    idle() {
      return waiting === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },
    waiting: () => waiting,
  };
}
