import type { PersonData } from "../core/person-data.ts";
import type { LinkStore, PeopleDeps, PeopleStore } from "../people/index.ts";
import type { ForgetStore } from "./privacy-store.ts";

export interface PrivacyDeps<Stores> extends PeopleDeps {
  /** What each feature holds about persons; people come last, because the others are found by them. */
  readonly data: readonly PersonData<Stores>[];
}

export interface PrivacyStores {
  readonly people: PeopleStore;
  readonly links: LinkStore;
  readonly forgets: ForgetStore;
  readonly cases: {
    allOf(personId: string, limit: number): Promise<readonly { readonly caseId: number }[]>;
  };
}
