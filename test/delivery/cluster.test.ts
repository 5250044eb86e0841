import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { createCluster, createInbox, type InboxEntry } from "../../src/delivery/index.ts";
import { createFakeClock, type FakeClock, settle } from "../support/fake-clock.ts";
import { delivery } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { openMemory, startDispatcher } from "./harness.ts";
import { said, texts } from "./inbox-harness.ts";

type Storage = Awaited<ReturnType<typeof openMemory>>;
let storage: Storage;
let clock: FakeClock;
beforeEach(async () => {
  storage = await openMemory();
  clock = createFakeClock();
});
afterEach(() => storage.close());

/** One process: its cluster, its inbox, and what it does in its turns. */
function startProcess(owner: string, handle: (entry: InboxEntry) => Promise<void> = async () => {}) {
  /** Set: this process does nothing any more, as after kill -9. */
  let dead = false;
  let away = false;
  const transact: Storage["transact"] = (work) =>
    dead ? new Promise(() => {}) : away ? Promise.reject(new Error("away")) : storage.transact(work);
  const handled: InboxEntry[] = [];
  const inbox = createInbox({
    transact,
    owner,
    async handle(entry) {
      await handle(entry);
      if (await transact((stores) => stores.inbox.finish(entry.id, clock.now()))) handled.push(entry);
    },
    onGivenUp: async () => {},
    clock,
    random: createSeededRandom(),
    logger: silentLogger,
  });
  const cluster = createCluster({
    transact,
    owner,
    clock,
    logger: silentLogger,
    onLook: async () => void (await inbox.adopt()),
  });
  const turns = new Set<string>();
  const take = (name: string) =>
    cluster.take(name, { begin: () => turns.add(name), end: async () => void turns.delete(name) });
  return {
    cluster,
    inbox,
    handled,
    turns,
    take,
    kill() {
      dead = true;
      turns.clear();
    },
    set databaseIsAway(value: boolean) {
      away = value;
    },
  };
}

const holders = (processes: readonly { turns: ReadonlySet<string> }[]) =>
  processes.filter(({ turns }) => turns.has("clock")).length;

describe("turns among several processes", () => {
  it("are one process's at a time and move within 10 s when it dies", async () => {
    const all = ["a", "b", "c"].map((owner) => startProcess(owner));
    for (const one of all) {
      await one.cluster.start();
      one.take("clock");
      await settle();
    }
    expect(holders(all)).toBe(1);
    for (let time = 0; time < 40; time += 1) {
      await clock.advance(500);
      expect(holders(all)).toBe(1);
    }
    for (const round of [1, 2]) {
      const holder = all.find(({ turns }) => turns.has("clock"));
      holder?.kill();
      const diedAt = clock.now();
      await clock.advanceUntil(() => holders(all) === 1, 10_000);
      expect(clock.now() - diedAt).toBeLessThan(10_000);
      expect([round, holders(all)]).toEqual([round, 1]);
    }
  });

  it("move at once when they are given back", async () => {
    const [one, two] = [startProcess("one"), startProcess("two")];
    await one.cluster.start();
    const giveBack = one.take("clock");
    await settle();
    await two.cluster.start();
    two.take("clock");
    await settle();
    await giveBack();
    two.cluster.wake();
    await settle();
    expect([holders([one]), holders([two])]).toEqual([0, 1]);
  });

  it("stay where they are while the database is away for everybody", async () => {
    const all = [startProcess("one"), startProcess("two")];
    for (const one of all) {
      await one.cluster.start();
      one.take("clock");
      await settle();
    }
    for (const one of all) one.databaseIsAway = true;
    await clock.advance(300_000);
    expect(holders(all)).toBe(1);
    for (const one of all) one.databaseIsAway = false;
    await clock.advance(20_000);
    expect(holders(all)).toBe(1);
  });

  it("end in a process that slept, once it sees that another has them", async () => {
    const [one, two] = [startProcess("one"), startProcess("two")];
    await one.cluster.start();
    one.take("clock");
    await two.cluster.start();
    two.take("clock");
    await settle();
    one.databaseIsAway = true;
    await clock.advance(10_000);
    expect(holders([two])).toBe(1);
    one.databaseIsAway = false;
    await clock.advance(2_000);
    expect([holders([one]), holders([two])]).toEqual([0, 1]);
  });

  it("tells each process its place among those that live", async () => {
    const all = ["c", "a", "b"].map((owner) => startProcess(owner));
    for (const one of all) await one.cluster.start();
    await clock.advance(2_000);
    expect(all.map(({ cluster }) => cluster.share())).toEqual([
      { index: 2, count: 3 },
      { index: 0, count: 3 },
      { index: 1, count: 3 },
    ]);
    all[1]?.kill();
    await all[2]?.cluster.stop();
    await clock.advance(10_000);
    expect(all[0]?.cluster.share()).toEqual({ index: 0, count: 1 });
  });
});

describe("the inbox of several processes", () => {
  it("keeps the order within a chat, whoever received what", async () => {
    const done: string[] = [];
    const slow = Promise.withResolvers<void>();
    const note = (wait?: Promise<void>) => async (entry: InboxEntry) => {
      if (texts([entry])[0] === "first") await wait;
      done.push(...texts([entry]));
    };
    const [one, two] = [startProcess("one", note(slow.promise)), startProcess("two", note())];
    for (const { cluster } of [one, two]) await cluster.start();
    await one.inbox.accept([said("a", "first")]);
    await two.inbox.accept([said("a", "second"), said("b", "other")]);
    await clock.advance(1_000);
    expect(done).toEqual(["other"]);
    slow.resolve();
    await clock.advance(1_000);
    expect(done).toEqual(["other", "first", "second"]);
  });

  it("takes over what a dead process had written, in order", async () => {
    const done: string[] = [];
    const one = startProcess("one", () => new Promise(() => {}));
    const two = startProcess("two", async (entry) => void done.push(...texts([entry])));
    for (const { cluster } of [one, two]) await cluster.start();
    await one.inbox.accept([said("a", "first"), said("a", "second")]);
    await two.inbox.accept([said("a", "third")]);
    await clock.advance(1_000);
    expect(done).toEqual([]);
    one.kill();
    await clock.advance(10_000);
    expect(done).toEqual(["first", "second", "third"]);
    expect(two.inbox.waiting()).toBe(0);
  });
});

describe("the outbox of several processes", () => {
  it("keeps the order within a chat, and sends nothing twice", async () => {
    const two = { storage, clock, alone: false };
    const [first, second] = [
      await startDispatcher({ ...two, owner: "one" }),
      await startDispatcher({ ...two, owner: "two" }),
    ];
    for (let round = 0; round < 10; round += 1) {
      for (const { dispatcher } of [first, second]) {
        const rows = await storage.transact(({ outbox }) =>
          outbox.enqueue([delivery({ chatId: "a" })], clock.now(), dispatcher.lease()),
        );
        dispatcher.offer(rows);
      }
    }
    await clock.advance(120_000);
    const rows = await first.rows();
    expect(rows.map(({ status }) => status)).toEqual(Array(20).fill("sent"));
    const sent = [...first.platform.attempts, ...second.platform.attempts];
    expect(sent).toHaveLength(20);
    const order = await storage.transact(({ db }) =>
      db.selectFrom("deliveries").select(["id", "settled_at"]).orderBy("settled_at").orderBy("id").execute(),
    );
    expect(order.map(({ id }) => id)).toEqual([...order.map(({ id }) => id)].sort((a, b) => a - b));
    for (const { dispatcher } of [first, second]) await dispatcher.stop();
  });
});
