import type { Kysely } from "kysely";
import type { AnswerStore } from "../answering/index.ts";
import type { InboxStore, OutboxStore, RecordStore } from "../delivery/index.ts";
import type { PeopleStore } from "../people/index.ts";
import type { SafetyEventStore } from "../safety/index.ts";
import { createAnswerStore } from "./answer-store.ts";
import { createInboxStore } from "./inbox-store.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createPeopleStore } from "./people-store.ts";
import { createRecordStore } from "./record-store.ts";
import { createSafetyEventStore } from "./safety-event-store.ts";
import type { Schema } from "./schema.ts";

/** Everything that can be read and written within one transaction. */
export interface Stores {
  readonly inbox: InboxStore;
  readonly outbox: OutboxStore;
  readonly people: PeopleStore;
  readonly answers: AnswerStore;
  readonly safety: SafetyEventStore;
  readonly records: RecordStore;
  readonly db: Kysely<Schema>;
}

export const createStores = (db: Kysely<Schema>): Stores => ({
  inbox: createInboxStore(db),
  outbox: createOutboxStore(db),
  people: createPeopleStore(db),
  answers: createAnswerStore(db),
  safety: createSafetyEventStore(db),
  records: createRecordStore(db),
  db,
});
