import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { InboundEvent } from "../core/message.ts";
import { type Random, randomId } from "../core/random.ts";
import type { Transact } from "../core/transact.ts";
import { createBatcher } from "./batcher.ts";
import type { InboxEntry, InboxStore } from "./inbox-store.ts";
import { createPauses } from "./pauses.ts";

export interface InboxDeps {
  readonly transact: Transact<{ inbox: InboxStore }>;
  /** Names this process where others work on the same database; undefined: it is alone. */
  readonly owner?: string | undefined;
  /** Handles one entry whole: decides, and commits its effects together with `inbox.finish`. */
  readonly handle: (entry: InboxEntry) => Promise<void>;
  /** Called for an entry that is given up, to tell people about it; again after a crash, so twice must be harmless. */
  readonly onGivenUp: (entry: InboxEntry, errorRef: string) => Promise<void>;
  /** Called for each entry that is new, once it is durably written and before it is handled. */
  readonly onWritten?: (event: InboundEvent) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface Inbox {
  /** Resolves when the events are durably written; handling goes on by itself, in order within each chat. */
  accept(events: readonly InboundEvent[]): Promise<void>;
  /** Takes up what an earlier process left unfinished. Call once, before the platforms start. */
  recover(): Promise<number>;
  /** Takes up what processes left that have died since, where there are several; gives how many. */
  adopt(): Promise<number>;
  /** Stops beginning new work and resolves when what runs has ended; the rest waits in the database. */
  stop(): Promise<void>;
  /** Resolves when nothing that was accepted is unhandled; for tests and the terminal. */
  idle(): Promise<void>;
  waiting(): number;
}

/** How soon to look again whether what another process does in the same chat is done. */
const LOOK_AGAIN_MS = 100;
/** A failed entry blocks only its own chat while it waits for the next attempt. */
const RETRY_PAUSES_MS = [1_000, 5_000, 30_000] as const;
const LONGEST_PAUSE_MS = 30_000;
/** Past this many entries in memory, new ones stay in the database until there is room. */
const MAX_IN_MEMORY = 5_000;
const RECOVERY_PAGE = 500;
const MAX_GROUPS_PER_WRITE = 64;

const chatKey = (event: InboundEvent): string => `${event.platform}:${event.chat.chatId}`;

export function createInbox(deps: InboxDeps): Inbox {
  const { transact, clock, logger } = deps;
  const { pause, wakeAll } = createPauses(clock);
  const chats = new Map<string, InboxEntry[]>();
  const running = new Set<Promise<void>>();
  const idleWaiters: (() => void)[] = [];
  let waiting = 0;
  let stopped = false;
  let highestSeen = 0;
  /** Set when entries were left in the database; everything later is read from there, so order is kept. */
  let overflowAfterId: number | undefined;
  /** The first entry that was left there since the last look; on a server commits can overtake each other. */
  let leftFromId = Number.POSITIVE_INFINITY;
  const inMemory = new Set<number>();

  function schedule(entry: InboxEntry): void {
    highestSeen = Math.max(highestSeen, entry.id);
    if (inMemory.has(entry.id)) return;
    inMemory.add(entry.id);
    waiting += 1;
    const key = chatKey(entry.event);
    const queue = chats.get(key);
    if (queue) {
      // What was adopted may be older than what is waiting.
      let place = queue.length;
      while (place > 0 && (queue[place - 1]?.id ?? 0) > entry.id) place -= 1;
      queue.splice(place, 0, entry);
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
      if (await mustWait(entry)) {
        await pause(LOOK_AGAIN_MS);
        continue; // an older one may have been adopted meanwhile
      }
      const finished = await attempt(entry);
      if (!finished) break; // stopping
      queue.splice(queue.indexOf(entry), 1);
      inMemory.delete(entry.id);
      waiting -= 1;
      if (overflowAfterId !== undefined && waiting < MAX_IN_MEMORY / 2) await readOverflow();
    }
    chats.delete(key);
  }

  const behind = createBatcher<number, boolean>(async (ids) => {
    const found = new Set(await transact(({ inbox }) => inbox.behind(ids)));
    return ids.map((id) => found.has(id));
  });

  /** Whether another process is still at something earlier in this chat; its end frees the chat, or its death does. */
  async function mustWait(entry: InboxEntry): Promise<boolean> {
    if (deps.owner === undefined) return false;
    try {
      return await behind(entry.id);
    } catch (error) {
      logger.warn({ error, inboxId: entry.id }, "looking for earlier updates of a chat failed");
      await pause(RETRY_PAUSES_MS[0]);
      return true;
    }
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
        const recorded = await recordFailure(entry, pauseMs === undefined ? errorRef : undefined);
        if (pauseMs === undefined && recorded) return true;
        // While the database is away nothing is given up: the entry waits, and its chat with it.
        await pause(pauseMs ?? LONGEST_PAUSE_MS);
        if (stopped) return false;
      }
    }
  }

  async function recordFailure(entry: InboxEntry, errorRef: string | undefined): Promise<boolean> {
    try {
      // Told before it is written down as over: a process that ends in between tells again, under the same key.
      if (errorRef !== undefined) await deps.onGivenUp(entry, errorRef);
      await transact(({ inbox }) => inbox.recordFailure(entry.id, errorRef, clock.now()));
      return true;
    } catch (error) {
      logger.error({ error, inboxId: entry.id }, "recording a failure failed");
      return false;
    }
  }

  async function adopt(): Promise<number> {
    const { owner } = deps;
    let count = 0;
    while (owner !== undefined && overflowAfterId === undefined && waiting < MAX_IN_MEMORY && !stopped) {
      const page = await transact(({ inbox }) => inbox.adopt(owner, RECOVERY_PAGE));
      for (const entry of page) schedule(entry);
      count += page.length;
      if (page.length < RECOVERY_PAGE) break;
    }
    return count;
  }

  let reading: Promise<void> | undefined;
  function readOverflow(): Promise<void> {
    reading ??= (async () => {
      try {
        while (overflowAfterId !== undefined && waiting < MAX_IN_MEMORY && !stopped) {
          const after = Math.min(overflowAfterId, leftFromId - 1);
          leftFromId = Number.POSITIVE_INFINITY;
          let page: readonly InboxEntry[];
          try {
            page = await transact(({ inbox }) => inbox.unfinished(after, RECOVERY_PAGE, deps.owner));
          } catch (error) {
            leftFromId = Math.min(leftFromId, after + 1);
            logger.error({ error }, "reading entries left in the database failed");
            await pause(RETRY_PAUSES_MS[0]);
            continue;
          }
          for (const entry of page) schedule(entry);
          const last = page.at(-1);
          // Only an empty page ends it, and only when nothing more was left behind while it was read.
          overflowAfterId = last?.id ?? (Number.isFinite(leftFromId) ? leftFromId - 1 : undefined);
        }
      } finally {
        reading = undefined;
      }
    })();
    return reading;
  }

  async function add(events: readonly InboundEvent[]): Promise<void> {
    const entries = await transact(({ inbox }) => inbox.add(events, clock.now(), deps.owner));
    for (const entry of entries) {
      deps.onWritten?.(entry.event);
      if (overflowAfterId === undefined && waiting >= MAX_IN_MEMORY) overflowAfterId = entry.id - 1;
      if (overflowAfterId === undefined) schedule(entry);
      else leftFromId = Math.min(leftFromId, entry.id);
    }
  }

  /** What is handed in at the same time becomes one statement; gives the error of a group that cannot be written. */
  const write = createBatcher<readonly InboundEvent[], { readonly error: unknown } | undefined>(
    async (groups) => {
      const alone = async (events: readonly InboundEvent[]) => {
        try {
          await add(events);
          return undefined;
        } catch (error) {
          return { error };
        }
      };
      const together = await alone(groups.flat());
      if (!together || groups.length === 1) return groups.map(() => together);
      return await Promise.all(groups.map(alone)); // one that cannot be written must not keep out its neighbours
    },
    MAX_GROUPS_PER_WRITE,
  );

  return {
    async accept(events) {
      if (stopped) throw new Error("the inbox has stopped");
      if (events.length === 0) return;
      const failed = await write(events);
      if (failed) throw failed.error;
    },

    adopt,

    async recover() {
      if (deps.owner !== undefined) return await adopt();
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
      wakeAll();
      await Promise.allSettled([...running]);
    },

    idle() {
      return waiting === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },
    waiting: () => waiting,
  };
}
