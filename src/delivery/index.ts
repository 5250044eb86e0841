export { type Cluster, createCluster, type Share, shareOf } from "./cluster.ts";
export type { ClusterStore, Holding } from "./cluster-store.ts";
export { createDispatcher } from "./dispatcher.ts";
export { dedupeKeyOf, toDeliveries } from "./enqueue.ts";
export { createInbox } from "./inbox.ts";
export type { InboxEntry, InboxStore } from "./inbox-store.ts";
export { type KeptMessage, messagesData } from "./messages-data.ts";
export type {
  BatchCounts,
  Delivery,
  Lease,
  NewDelivery,
  OutboxStore,
  Settlement,
  Turn,
} from "./outbox-store.ts";
export type { Reservation, Reserved, SharedState, Topic } from "./shared-state.ts";
export type { ThreadClaim, ThreadRef, ThreadStore } from "./thread-store.ts";
