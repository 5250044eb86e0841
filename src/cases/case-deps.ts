import type { Clock } from "../core/clock.ts";
import type { Platform } from "../core/platform.ts";
import type { Random } from "../core/random.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import type { ThreadStore } from "../delivery/index.ts";
import type { PeopleStore } from "../people/index.ts";
import type { CaseStore } from "./case-store.ts";
import type { RosterStore } from "./roster-store.ts";

export interface CaseDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
  /** What each platform can do, to find a way to a fan. */
  readonly platforms: ReadonlyMap<string, Pick<Platform, "abilities" | "deepLink">>;
}

export interface CaseStores {
  readonly cases: CaseStore;
  readonly rosters: RosterStore;
  readonly people: PeopleStore;
  readonly threads: Pick<ThreadStore, "placeOf">;
}
