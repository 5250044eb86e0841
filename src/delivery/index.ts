export { createDispatcher, type Dispatcher } from "./dispatcher.ts";
export { splitContent, toDeliveries } from "./enqueue.ts";
export { createInbox, type Inbox } from "./inbox.ts";
export type { InboxEntry, InboxStore } from "./inbox-store.ts";
export type { Delivery, NewDelivery, OutboxStore, Settlement } from "./outbox-store.ts";
export { startRetention } from "./retention.ts";
