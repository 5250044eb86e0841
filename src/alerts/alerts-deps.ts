import type { Clock } from "../core/clock.ts";
import type { Draft } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import type { PlatformName, RobotName } from "../core/message.ts";
import type { Abilities } from "../core/platform.ts";
import type { Random } from "../core/random.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import type { Transact } from "../core/transact.ts";
import type { Delivery, OutboxStore } from "../delivery/index.ts";
import type { PeopleStore } from "../people/index.ts";
import type { Guard, QuietStore } from "../safety/index.ts";
import type { AudienceStore, BroadcastStore, LiveStore } from "./alert-store.ts";
import type { LiveProbe, ProbeStore } from "./probe-store.ts";
import type { RobotStore } from "./robot-store.ts";

export interface AlertStores {
  readonly live: LiveStore;
  readonly broadcasts: BroadcastStore;
  readonly audience: AudienceStore;
  readonly robots: RobotStore;
  readonly probes: ProbeStore;
  readonly people: PeopleStore;
  readonly outbox: OutboxStore;
  /** Where danger and answers keep promotion away. */
  readonly quiet: QuietStore;
  /** Of goods only this is known here: which of them are stopped because they may be dangerous. */
  readonly products: {
    stopped(hostId: string): Promise<readonly { readonly ref: string; readonly name: string }[]>;
  };
  /** And of coupons: those that wait for a live start begin with it. */
  readonly coupons: { startWithLive(hostId: string, now: number): Promise<number> };
}

export interface AlertDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
  readonly guard: Guard;
  /** A reviewed article that is given out now. */
  readonly article: (id: string) => { readonly title: string; readonly short: string } | undefined;
  readonly probe: LiveProbe;
  /** Which group robot an address opens; only addresses of the makers' own hosts do. */
  readonly readRobotAddress: (
    text: string,
  ) => { readonly name: RobotName; readonly token: string } | undefined;
  /** What a platform can show; undefined while it is not configured. */
  readonly abilitiesOf: (platform: PlatformName) => Abilities | undefined;
  /** Whether these words name goods of this host that are stopped. */
  readonly isStopped: (
    stores: Pick<AlertStores, "products">,
    hostId: string,
    text: string,
  ) => Promise<boolean>;
}

/** For what runs by itself. */
export interface AlertJobDeps extends AlertDeps {
  readonly transact: Transact<AlertStores>;
  /** Writes messages that somebody waits for; `origin` is what caused them, so that doing it again sends nothing twice. */
  readonly post: Enqueue;
  /** The same for many at once, which wait for their turn without a lease. */
  readonly queue: Enqueue;
  /** What was committed and may be sent now. */
  readonly offer: (deliveries: readonly Delivery[]) => void;
  readonly logger: Logger;
}

type Enqueue = (
  stores: Pick<AlertStores, "outbox">,
  origin: string,
  drafts: readonly Draft[],
) => Promise<readonly Delivery[]>;

/** What runs after the commit: the worker looks at once. */
export type Wake = () => void;
