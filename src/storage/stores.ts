import type { Kysely } from "kysely";
import type { AidStore, ProductStore } from "../aid/index.ts";
import type { AudienceStore, BroadcastStore, LiveStore, ProbeStore, RobotStore } from "../alerts/index.ts";
import type { AnswerStore, GapStore, SpendingStore } from "../answering/index.ts";
import type { CaseStore, RosterStore } from "../cases/index.ts";
import { systemRandom } from "../core/random.ts";
import { createTextSealer, type TextSealer } from "../core/text-sealer.ts";
import type { CouponStore } from "../coupons/index.ts";
import type { ClusterStore, InboxStore, OutboxStore, ThreadStore } from "../delivery/index.ts";
import type { ArticleStore, VectorStore } from "../knowledge/index.ts";
import type { LinkStore, PeopleStore } from "../people/index.ts";
import type { ForgetStore, RetentionStore, SealedStore } from "../privacy/index.ts";
import type { QuietStore, SafetyEventStore } from "../safety/index.ts";
import { createAidStore } from "./aid-store.ts";
import { createAnswerStore } from "./answer-store.ts";
import { createArticleStore } from "./article-store.ts";
import { createAudienceStore } from "./audience-store.ts";
import { createBroadcastStore } from "./broadcast-store.ts";
import { createCaseStore } from "./case-store.ts";
import { createClusterStore } from "./cluster-store.ts";
import { createCouponStore } from "./coupon-store.ts";
import type { Engine } from "./engine.ts";
import { createForgetStore } from "./forget-store.ts";
import { createGapStore } from "./gap-store.ts";
import { createInboxStore } from "./inbox-store.ts";
import { createLinkStore } from "./link-store.ts";
import { createLiveStore } from "./live-store.ts";
import { createSpendingStore, createVectorStore } from "./model-store.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createPeopleStore } from "./people-store.ts";
import { type AllPersonRows, createPersonRows } from "./person-rows.ts";
import { createProbeStore } from "./probe-store.ts";
import { createProductStore } from "./product-store.ts";
import { createQuietStore } from "./quiet-store.ts";
import { createRetentionStore } from "./retention-store.ts";
import { createRobotStore } from "./robot-store.ts";
import { createRosterStore } from "./roster-store.ts";
import { createSafetyEventStore } from "./safety-event-store.ts";
import type { Schema } from "./schema.ts";
import { createSealedStore } from "./sealed-store.ts";
import { createThreadStore } from "./thread-store.ts";

/** Everything that can be read and written within one transaction. */
export interface Stores {
  readonly inbox: InboxStore;
  readonly cluster: ClusterStore;
  readonly outbox: OutboxStore;
  readonly threads: ThreadStore;
  readonly people: PeopleStore;
  readonly answers: AnswerStore;
  readonly articles: ArticleStore;
  readonly gaps: GapStore;
  readonly spending: SpendingStore;
  readonly vectors: VectorStore;
  readonly safety: SafetyEventStore;
  readonly cases: CaseStore;
  readonly quiet: QuietStore;
  readonly rosters: RosterStore;
  readonly aid: AidStore;
  readonly coupons: CouponStore;
  readonly products: ProductStore;
  readonly retention: RetentionStore;
  readonly forgets: ForgetStore;
  readonly sealed: SealedStore;
  readonly live: LiveStore;
  readonly broadcasts: BroadcastStore;
  readonly audience: AudienceStore;
  readonly links: LinkStore;
  readonly personRows: AllPersonRows;
  readonly robots: RobotStore;
  readonly probes: ProbeStore;
  readonly db: Kysely<Schema>;
}

/** Without a key, texts of cases are kept as they are. */
const UNSEALED = createTextSealer([], systemRandom);

export const createStores = (db: Kysely<Schema>, engine: Engine, sealer: TextSealer = UNSEALED): Stores => ({
  inbox: createInboxStore(db, engine, sealer),
  cluster: createClusterStore(db),
  outbox: createOutboxStore(db, engine, sealer),
  threads: createThreadStore(db),
  people: createPeopleStore(db, engine),
  answers: createAnswerStore(db),
  articles: createArticleStore(db),
  gaps: createGapStore(db),
  spending: createSpendingStore(db),
  vectors: createVectorStore(db),
  safety: createSafetyEventStore(db),
  cases: createCaseStore(db, sealer, engine),
  quiet: createQuietStore(db),
  rosters: createRosterStore(db),
  aid: createAidStore(db, sealer, engine),
  coupons: createCouponStore(db),
  products: createProductStore(db),
  retention: createRetentionStore(db),
  forgets: createForgetStore(db),
  sealed: createSealedStore(db, sealer),
  live: createLiveStore(db),
  broadcasts: createBroadcastStore(db),
  audience: createAudienceStore(db),
  links: createLinkStore(db, engine),
  personRows: createPersonRows(db, sealer),
  robots: createRobotStore(db, sealer),
  probes: createProbeStore(db),
  db,
});
