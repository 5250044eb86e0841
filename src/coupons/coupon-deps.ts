import type { Clock } from "../core/clock.ts";
import type { Draft } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import type { PlatformName } from "../core/message.ts";
import type { Random } from "../core/random.ts";
import type { PrivateWay } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import type { Transact } from "../core/transact.ts";
import type { Delivery, OutboxStore } from "../delivery/index.ts";
import type { PeopleStore } from "../people/index.ts";
import { type QuietStore, quietAmong, type Talk } from "../safety/index.ts";
import type { CouponStore } from "./coupon-store.ts";

export interface CouponStores {
  readonly coupons: CouponStore;
  readonly people: PeopleStore;
  readonly outbox: OutboxStore;
  readonly quiet: Pick<QuietStore, "quietSubjects">;
  /** Of the cases only this is known here. */
  readonly cases: { inDanger(personIds: readonly string[]): Promise<ReadonlySet<string>> };
  /** Of subscriptions, who has one. */
  readonly audience: {
    subscribedAmong(
      hostId: string,
      topics: readonly ("live" | "deals" | "reads")[],
      personIds: readonly string[],
    ): Promise<ReadonlySet<string>>;
  };
  /** Of help programmes, whom they help. */
  readonly aid: {
    helpedAmong(
      hostId: string,
      personIds: readonly string[],
      statuses: readonly string[],
    ): Promise<ReadonlySet<string>>;
  };
  /** And of goods, which of them are stopped. */
  readonly products: {
    stopped(hostId: string): Promise<readonly { readonly ref: string; readonly name: string }[]>;
  };
}

/** What other features know of people and goods. */
export interface Surroundings {
  /** Those to whom nothing may be promoted now: in danger lately, or just answered about feeding or illness. */
  readonly quiet: (stores: CouponStores, talks: readonly Talk[], now: number) => Promise<ReadonlySet<string>>;
  /** Those who subscribed to something of this host. */
  readonly subscribers: KnowsPersons;
  /** Families that a help programme of this host helps. */
  readonly families: KnowsPersons;
  /** Whether something in these words is stopped because it may be dangerous. */
  readonly isStopped: (stores: CouponStores, hostId: string, text: string) => Promise<boolean>;
}
type KnowsPersons = (
  stores: CouponStores,
  hostId: string,
  personIds: readonly string[],
) => Promise<ReadonlySet<string>>;

/** What the guard on outgoing words finds; `hard` may not be published at all. */
export interface GuardFinding {
  readonly level: "hard" | "soft";
  readonly words: string;
  /** Which rule, and better words, for the host to read. */
  readonly advice: string;
}

/** How a platform can answer somebody who pressed a button. */
export interface PressWay extends PrivateWay {
  /** A message in a group that one person alone sees. */
  readonly whisper: boolean;
  /**
   * Answers the press itself, in words or by opening a link; false when that was too late or is not possible. What is
   * lost here is not sent again.
   */
  answerPress(
    updateKey: string,
    answer: { readonly text: string; readonly url?: string | undefined },
  ): Promise<boolean>;
}

export interface Said {
  readonly origin: string;
  readonly draft: Draft;
}

export interface CouponDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
  readonly logger: Logger;
  readonly transact: Transact<CouponStores>;
  /** Writes messages into the outbox; the same origin, purpose and target again writes nothing. */
  readonly post: (
    stores: Pick<CouponStores, "outbox">,
    said: readonly Said[],
  ) => Promise<readonly Delivery[]>;
  readonly offer: (deliveries: readonly Delivery[]) => void;
  readonly wayOf: (platform: PlatformName) => PressWay | undefined;
  readonly guard: (text: string) => readonly GuardFinding[];
  readonly around: Surroundings;
  /** False while another process looks after what the clock brings. */
  readonly keepsTime?: (() => boolean) | undefined;
}

/** Whom safety has left in peace, and whoever has an open case that is urgent. */
export const quietInDanger: Surroundings["quiet"] = async ({ quiet, cases }, talks, now) => {
  const left = await quietAmong(quiet, talks, now);
  const inDanger = await cases.inDanger([...new Set(talks.map(({ personId }) => personId))]);
  return new Set([...left, ...inDanger]);
};
