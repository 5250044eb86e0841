import type { CaseDeps, CaseStores } from "../cases/index.ts";
import type { AidStore } from "./aid-store.ts";
import type { ProductStore } from "./product-store.ts";

export interface AidDeps extends CaseDeps {
  /** A digest under a secret of this server, so that numbers cannot be tried out against the records. */
  readonly digest: (text: string) => string;
}

export interface AidStores extends CaseStores {
  readonly aid: AidStore;
  readonly products: ProductStore;
}
