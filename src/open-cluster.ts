import type { Config } from "./config.ts";
import type { Clock } from "./core/clock.ts";
import type { Logger } from "./core/logger.ts";
import { type Random, randomId } from "./core/random.ts";
import type { Transact } from "./core/transact.ts";
import { alwaysOurTurn, type Turns, type TurnWork } from "./core/turns.ts";
import {
  type Cluster,
  type ClusterStore,
  createCluster,
  type Delivery,
  type SharedState,
  shareOf,
} from "./delivery/index.ts";
import { openRedis } from "./storage/index.ts";

/** How this process works together with others on the same database; alone it always has every turn. */
export interface Company {
  /** Names this process. */
  readonly owner: string;
  /** Undefined on the embedded database, which one process has. */
  readonly cluster: Cluster | undefined;
  readonly shared: SharedState | undefined;
  readonly turns: Turns;
  /** Whether what the clock brings is looked for here. */
  keepsTime(): boolean;
  /** Does this while the clock is held; the returned function gives it up. */
  keepTime(begin: () => TurnWork["end"]): () => Promise<void>;
  /** Of what is written for many and waits without a lease, what this process looks after. */
  own(deliveries: readonly Delivery[]): readonly Delivery[];
  /** Sentences for the operator. */
  notes(): readonly string[];
  stop(): Promise<void>;
}

export async function openCluster(options: {
  readonly config: Config;
  readonly transact: Transact<{ cluster: ClusterStore }>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The same for all processes on one database. */
  readonly space: string;
  /** Takes over what dead processes have left. */
  readonly adopt: () => Promise<unknown>;
}): Promise<Company> {
  const { config, clock, random, logger } = options;
  const owner = randomId(random, 12);
  const several = config.databaseUrl !== undefined;
  const shared =
    several && config.redisUrl !== undefined
      ? await openRedis({ url: config.redisUrl, space: options.space, clock, random, logger })
      : undefined;
  const cluster = several
    ? createCluster({
        transact: options.transact,
        owner,
        clock,
        logger,
        onLook: async () => void (await options.adopt()),
        onReleased: () => shared?.tell("cluster"),
      })
    : undefined;
  if (cluster) shared?.hear("cluster", cluster.wake);
  const turns = cluster ?? alwaysOurTurn;
  let keepsTime = false;

  return {
    owner,
    cluster,
    shared,
    turns,
    keepsTime: () => keepsTime,
    keepTime(begin) {
      let end: TurnWork["end"] = async () => {};
      return turns.take("clock", {
        begin() {
          keepsTime = true;
          end = begin();
        },
        async end() {
          keepsTime = false;
          await end();
        },
      });
    },
    own(deliveries) {
      const { index, count } = cluster?.share() ?? { index: 0, count: 1 };
      return count === 1 ? deliveries : deliveries.filter(({ to }) => shareOf(to, count) === index);
    },
    notes() {
      const count = cluster?.share().count ?? 1;
      if (shared && !shared.isUp())
        return [`Redis does not answer: each of ${count} processes sends at its part of the pace`];
      if (!several && config.redisUrl !== undefined)
        return ["REDIS_URL is set without DATABASE_URL: one process works alone and shares nothing"];
      if (!shared && count > 1)
        return [`${count} processes without REDIS_URL: each sends at its part of the pace`];
      return [];
    },
    async stop() {
      await cluster?.stop();
      await shared?.close();
    },
  };
}
