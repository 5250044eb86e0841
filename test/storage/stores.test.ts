import { describe } from "vitest";
import { createRoomStore } from "../../src/storage/index.ts";
import { aidStoreContract } from "../contracts/aid-store.ts";
import { alertStoresContract } from "../contracts/alert-stores.ts";
import { answerStoreContract } from "../contracts/answer-store.ts";
import { articleStoreContract } from "../contracts/article-store.ts";
import { caseStoreContract } from "../contracts/case-store.ts";
import { clusterStoreContract } from "../contracts/cluster-store.ts";
import { couponStoreContract } from "../contracts/coupon-store.ts";
import { inboxStoreContract } from "../contracts/inbox-store.ts";
import { messageVersionsContract } from "../contracts/message-versions.ts";
import { modelStoreContract } from "../contracts/model-store.ts";
import { outboxStoreContract } from "../contracts/outbox-store.ts";
import { peopleStoreContract } from "../contracts/people-store.ts";
import { privacyStoresContract } from "../contracts/privacy-stores.ts";
import { productStoreContract } from "../contracts/product-store.ts";
import { robotStoresContract } from "../contracts/robot-stores.ts";
import { roomStoreContract } from "../contracts/room-store.ts";
import { rosterStoreContract } from "../contracts/roster-store.ts";
import { safetyStoresContract } from "../contracts/safety-stores.ts";
import { threadStoreContract } from "../contracts/thread-store.ts";
import { describeEachEngine } from "../support/each-engine.ts";
import { createMemoryRoomStore } from "../support/memory-room-store.ts";
import { transactionContract } from "./transaction-contract.ts";

describeEachEngine("stores", (engine) => {
  inboxStoreContract(engine);
  outboxStoreContract(engine);
  clusterStoreContract(engine);
  messageVersionsContract(engine);
  threadStoreContract(engine);
  peopleStoreContract(engine);
  answerStoreContract(engine);
  alertStoresContract(engine);
  articleStoreContract(engine);
  caseStoreContract(engine);
  aidStoreContract(engine);
  couponStoreContract(engine);
  privacyStoresContract(engine);
  productStoreContract(engine);
  modelStoreContract(engine);
  robotStoresContract(engine);
  rosterStoreContract(engine);
  safetyStoresContract(engine);
  transactionContract(engine);
  roomStoreContract(async () => {
    await engine.database().clear();
    return createRoomStore(engine.database().transact, engine.dialect);
  });
});

describe("the room store that other tests keep in memory", () => {
  roomStoreContract(createMemoryRoomStore);
});
