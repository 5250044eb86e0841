import type { AnswerStore, GapStore } from "../answering/index.ts";
import type { Draft } from "../core/content.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import type { Transact } from "../core/transact.ts";
import type { Delivery, OutboxStore } from "../delivery/index.ts";
import type { ArticleStore, EditDeps, LibraryKeeper } from "../knowledge/index.ts";
import type { PeopleStore } from "../people/index.ts";

export interface EditingStores {
  readonly articles: ArticleStore;
  readonly answers: AnswerStore;
  readonly gaps: GapStore;
  readonly people: PeopleStore;
  readonly outbox: OutboxStore;
}

export interface EditingDeps extends EditDeps {
  readonly signer: ButtonSigner;
  readonly keeper: LibraryKeeper;
  readonly transact: Transact<EditingStores>;
  /** Writes messages into the outbox; `origin` is what caused them, so that doing it again sends nothing twice. */
  readonly post: (
    stores: Pick<EditingStores, "outbox">,
    origin: string,
    drafts: readonly Draft[],
  ) => Promise<readonly Delivery[]>;
  /** What was committed and may be sent now. */
  readonly offer: (deliveries: readonly Delivery[]) => void;
}
