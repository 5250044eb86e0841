import { hash } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Target } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import type { Turns, TurnWork } from "../core/turns.ts";
import type { ClusterStore, Holding } from "./cluster-store.ts";

const BEAT_MS = 1_500;
/** A beat that stood still for so long means that its process is dead; with the beat above a lease moves within 8 s. */
const DEAD_AFTER_MS = 6_000;
const WORKER = "worker:";

/** Which of how many processes this one is, counted from 0; work that anybody may do is shared by it. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/** Which part of all chats one belongs to, of so many; the outbox's store counts in the same way. */
export const shareOf = ({ platform, chatId }: Pick<Target, "platform" | "chatId">, count: number): number =>
  Number.parseInt(hash("md5", `${platform}:${chatId}`).slice(0, 7), 16) % count;

export interface Cluster extends Turns {
  share(): Share;
  /** Shows that this process lives, takes what is free. Call before anything is received or sent. */
  start(): Promise<void>;
  /** Looks at once whether something has become free. */
  wake(): void;
  /** Gives back what is still held and says goodbye. */
  stop(): Promise<void>;
}

export interface ClusterDeps {
  readonly transact: Transact<{ cluster: ClusterStore }>;
  /** Names this process. */
  readonly owner: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each look: what dead processes have left may be taken over. */
  readonly onLook: () => Promise<void>;
  /** Called when something was given back, so that others need not wait for their next look. */
  readonly onReleased?: () => void;
}

interface Wish {
  readonly work: TurnWork;
  /** The fencing token while it is ours. */
  token: number | undefined;
  /** While what was lost is still ending; nothing begins anew before that, and no beat waits for it. */
  ending: Promise<void> | undefined;
}

/** Membership and leases in the database that holds the records too: who can write there is who counts. */
export function createCluster(deps: ClusterDeps): Cluster {
  const { transact, owner, clock, logger } = deps;
  const wishes = new Map<string, Wish>();
  /** When each row was first seen as it is. */
  const sightings = new Map<string, { readonly row: Holding; readonly since: number }>();
  const self = WORKER + owner;
  let token: number | undefined;
  let share: Share = { index: 0, count: 1 };
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  let cancel = () => {};

  const isStill = (row: Holding): boolean => {
    const sighting = sightings.get(row.name);
    return sighting !== undefined && clock.now() - sighting.since >= DEAD_AFTER_MS;
  };

  function note(rows: readonly Holding[]): void {
    const now = clock.now();
    const names = new Set(rows.map(({ name }) => name));
    for (const name of sightings.keys()) if (!names.has(name)) sightings.delete(name);
    for (const row of rows) {
      const before = sightings.get(row.name)?.row;
      const isSame = before?.token === row.token && before.beat === row.beat && before.holder === row.holder;
      if (!isSame) sightings.set(row.name, { row, since: now });
    }
  }

  async function look(): Promise<void> {
    const held = [...wishes].filter(([, wish]) => wish.token !== undefined);
    const { lost, rows, mine } = await transact(async ({ cluster }) => {
      const isKnown = token !== undefined && (await cluster.beat(self, owner, token));
      const mine = isKnown ? token : await cluster.take(self, owner, undefined);
      const lost: string[] = [];
      for (const [name, wish] of held) {
        if (wish.token !== undefined && !(await cluster.beat(name, owner, wish.token))) lost.push(name);
      }
      return { lost, rows: await cluster.all(), mine };
    });
    token = mine;
    note(rows);
    for (const name of lost) end(name);
    await bury(rows);
    for (const row of rows) if (!row.name.startsWith(WORKER)) await takeOver(row.name, row);
    for (const name of wishes.keys()) if (!sightings.has(name)) await takeOver(name, undefined);
    await deps.onLook();
  }

  /** Removes workers that have not moved; of several that see it one succeeds, and for the others it is gone too. */
  async function bury(rows: readonly Holding[]): Promise<void> {
    const alive: string[] = [owner];
    for (const row of rows) {
      const holder = row.name.startsWith(WORKER) ? row.holder : undefined;
      if (holder === undefined || holder === owner) continue;
      if (!isStill(row)) alive.push(holder);
      else if (await transact(({ cluster }) => cluster.remove(row)))
        logger.warn({ worker: holder }, "another process has stopped without a word");
    }
    alive.sort();
    share = { index: alive.indexOf(owner), count: alive.length };
  }

  async function takeOver(name: string, row: Holding | undefined): Promise<void> {
    const wish = wishes.get(name);
    if (!wish || wish.token !== undefined || wish.ending || stopped) return;
    if (row?.holder !== undefined && !isStill(row)) return;
    const taken = await transact(({ cluster }) => cluster.take(name, owner, row));
    if (taken === undefined) return;
    if (wishes.get(name) !== wish) {
      await transact(({ cluster }) => cluster.release(name, owner, taken));
      return;
    }
    wish.token = taken;
    logger.info({ turn: name, token: taken }, "it is this process's turn");
    wish.work.begin();
  }

  function end(name: string): void {
    const wish = wishes.get(name);
    if (wish?.token === undefined) return;
    wish.token = undefined;
    logger.warn({ turn: name }, "another process has the turn now");
    wish.ending = wish.work
      .end()
      .catch((error: unknown) => logger.error({ error, turn: name }, "a turn could not be ended"))
      .finally(() => {
        wish.ending = undefined;
      });
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    if (running) return;
    cancel();
    running = (async () => {
      while (again && !stopped) {
        again = false;
        // While the database is away nobody can take anything either: what is held is kept until it is seen elsewhere.
        await look().catch((error: unknown) =>
          logger.warn({ error }, "looking after other processes failed"),
        );
      }
    })().finally(() => {
      running = undefined;
      if (!stopped) cancel = clock.after(BEAT_MS, wake);
    });
  }

  return {
    share: () => share,
    take(name, work) {
      const wish: Wish = { work, token: undefined, ending: undefined };
      wishes.set(name, wish);
      wake();
      return async () => {
        if (wishes.get(name) !== wish) return;
        wishes.delete(name);
        const held = wish.token;
        wish.token = undefined;
        if (held === undefined) return await wish.ending;
        await work.end();
        try {
          await transact(({ cluster }) => cluster.release(name, owner, held));
          deps.onReleased?.();
        } catch (error) {
          logger.warn({ error, turn: name }, "a turn could not be given back; it moves by itself");
        }
      };
    },
    async start() {
      stopped = false;
      await look();
      cancel = clock.after(BEAT_MS, wake);
    },
    wake,
    async stop() {
      stopped = true;
      cancel();
      await running;
      const held = token;
      if (held === undefined) return;
      await transact(async ({ cluster }) => {
        for (const row of await cluster.all()) if (row.name === self) await cluster.remove(row);
      }).catch((error: unknown) => logger.warn({ error }, "this process is missed a while after its end"));
    },
  };
}
