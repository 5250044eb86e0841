import { createHash } from "node:crypto";
import { createClient } from "redis";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import { type Random, randomId } from "../core/random.ts";
import type { Reserved, SharedState, Topic } from "../delivery/index.ts";
import { RESERVE } from "./redis-script.ts";

/** A Redis that takes longer is away: a message must not wait for it. */
const ANSWER_WITHIN_MS = 300;
const LOOK_EVERY_MS = 1_000;
const LONGEST_RECONNECT_MS = 1_000;
/** How far ahead a message gets its place in line; what is more urgent waits no longer than this behind it. */
const HORIZON_MS = 400;

const SHA = createHash("sha1").update(RESERVE).digest("hex");

export interface RedisOptions {
  readonly url: string;
  /** The same for every process on one database, and for no other: what is shared lies under it. */
  readonly space: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

interface Told {
  readonly from: string;
  readonly topic: Topic;
  readonly what: string;
}

/** Shared state in Redis, commands of 7.0 only. Resolves at once; connecting goes on by itself, for ever. */
export function openRedis({ url, space, clock, random, logger }: RedisOptions): SharedState {
  const self = randomId(random, 12);
  const channel = `beluga:${space}`;
  const ears = new Map<Topic, Set<(what: string) => void>>();
  const leavers: (() => void)[] = [];
  let up = false;
  let upSince = Number.NEGATIVE_INFINITY;
  let wasUp = false;
  let closed = false;
  let cancel = () => {};
  let count = 0;

  const client = createClient({
    url,
    // What cannot be asked now is not asked later: by then it has been done without.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (retries) => (closed ? false : Math.min(50 * 2 ** retries, LONGEST_RECONNECT_MS)),
    },
  });
  const listener = client.duplicate({ disableOfflineQueue: false });
  for (const one of [client, listener]) {
    one.on("error", (error: unknown) => {
      if (one === client) change(false, error);
    });
    one.connect().catch(() => {}); // tried again by itself, and heard of by the listener above
  }
  client.on("ready", () => void look());

  function change(isUp: boolean, error?: unknown): void {
    if (up === isUp || closed) return;
    up = isUp;
    // At the start nobody is left behind; after an absence the others may be a moment late.
    if (wasUp) upSince = clock.now();
    wasUp = true;
    if (isUp) logger.info({}, "Redis answers");
    else {
      logger.warn({ error }, "Redis is away: each process keeps to its part of the pace");
      for (const work of leavers) work();
    }
  }

  async function inTime<T>(work: Promise<T>): Promise<T> {
    let cancelTimer = () => {};
    const late = new Promise<never>((_, reject) => {
      cancelTimer = clock.after(ANSWER_WITHIN_MS, () => reject(new Error("Redis did not answer in time")));
    });
    work.catch(() => {}); // it may fail after its time
    return await Promise.race([work, late]).finally(cancelTimer);
  }

  async function look(): Promise<void> {
    cancel();
    if (closed) return;
    try {
      if (client.isReady) {
        await inTime(client.ping());
        change(true);
      } else change(false);
    } catch (error) {
      change(false, error);
    }
    cancel();
    cancel = clock.after(LOOK_EVERY_MS, () => void look());
  }
  cancel = clock.after(LOOK_EVERY_MS, () => void look());

  listener
    .subscribe(channel, (text) => {
      const told = readTold(text);
      if (!told || told.from === self) return;
      for (const work of ears.get(told.topic) ?? []) {
        try {
          work(told.what);
        } catch (error) {
          logger.warn({ error, topic: told.topic }, "what another process told could not be used");
        }
      }
    })
    .catch((error: unknown) => logger.warn({ error }, "nothing is heard from other processes through Redis"));

  async function run(keys: string[], args: string[]): Promise<unknown> {
    const options = { keys, arguments: args };
    try {
      return await client.evalSha(SHA, options);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await client.eval(RESERVE, options);
    }
  }

  return {
    async reserve({ platform, chatId, perSecond, limits, urgent }): Promise<Reserved | undefined> {
      if (!up) return undefined;
      count += 1;
      try {
        const answer = await inTime(
          run(
            [`${channel}:pace:${platform}`, `${channel}:chat:${platform}:${chatId}`],
            [
              String(1_000 / perSecond),
              String(HORIZON_MS),
              urgent ? "1" : "0",
              `${self}:${count}`,
              ...limits.flatMap(({ messages, perMs }) => [String(messages), String(perMs)]),
            ],
          ),
        );
        const [what, ms] = answer as [number, number];
        return what === 1 ? { afterMs: ms } : { againMs: ms, of: what === 2 ? "chat" : "all" };
      } catch (error) {
        change(false, error);
        return undefined;
      }
    },
    isUp: () => up,
    upForMs: () => (up ? Math.max(0, clock.now() - upSince) : 0),
    onAway: (work) => void leavers.push(work),
    tell(topic, what = "") {
      if (!up) return;
      const told: Told = { from: self, topic, what };
      client
        .publish(channel, JSON.stringify(told))
        .catch((error: unknown) => logger.debug({ error }, "other processes could not be told"));
    },
    hear(topic, work) {
      const works = ears.get(topic) ?? new Set();
      works.add(work);
      ears.set(topic, works);
    },
    async close() {
      closed = true;
      up = false;
      cancel();
      for (const one of [client, listener]) one.destroy();
    },
  };
}

function readTold(text: string): Told | undefined {
  try {
    return JSON.parse(text) as Told;
  } catch {
    return undefined;
  }
}
