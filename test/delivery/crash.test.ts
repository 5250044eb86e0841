import { describe, expect, it } from "vitest";
import { type Content, textContent } from "../../src/core/content.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { InboundEvent } from "../../src/core/message.ts";
import { createDispatcher, createInbox, type InboxEntry, toDeliveries } from "../../src/delivery/index.ts";
import { createFakeClock, type FakeClock, settle } from "../support/fake-clock.ts";
import { createFakePlatform, type FakePlatform } from "../support/fake-platform.ts";
import { message } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { openMemory } from "./harness.ts";

type Storage = Awaited<ReturnType<typeof openMemory>>;

/** Where a process ends: after so many works of the database, and whether the last of them was still committed. */
interface Death {
  readonly atWork: number;
  readonly committed: boolean;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});
/** The event that the handler cannot handle: people must be told about it, also over a crash. */
const BROKEN = "坏";

/** One life of the bot: inbox, a small feature and dispatcher over what is on the disk, until it dies. */
async function live(storage: Storage, platform: FakePlatform, clock: FakeClock, life: number, death?: Death) {
  let works = 0;
  let dead = false;
  const transact: Storage["transact"] = async (work) => {
    if (dead) return await never();
    works += 1;
    const last = death !== undefined && works === death.atWork;
    if (last && !death.committed) {
      dead = true;
      return await never();
    }
    if (last) dead = true; // written, but nobody in this process learns of it
    const value = await storage.transact(work);
    return last || dead ? await never() : value;
  };
  const random = createSeededRandom(100 + life);
  // A dead process sends nothing; what it had sent was sent, but it does not learn of it.
  const send: FakePlatform["send"] = async (outgoing) => {
    if (dead) return await never();
    const result = await platform.send(outgoing);
    return dead ? await never() : result;
  };
  const dispatcher = createDispatcher({
    transact,
    platforms: [{ ...platform, send }],
    clock,
    random,
    logger: silentLogger,
    owner: `life ${life}`,
    alone: true,
    leaseMs: 30_000,
    onTargetGone: async () => {},
    onTargetMoved: async () => {},
  });
  const rowsFor = (event: InboundEvent, lane: "answer" | "announcement", purpose: string, content: Content) =>
    toDeliveries(
      { lane, purpose, content, to: { platform: "telegram", chatId: event.chat.chatId } },
      `${event.chat.chatId}:${event.updateKey}`,
      platform.abilities,
      random,
    );
  const textOf = ({ event }: InboxEntry) => (event.kind === "message" ? event.text : "");
  const inbox = createInbox({
    transact,
    async handle(entry) {
      if (textOf(entry) === BROKEN) throw new Error("a bug");
      const rows = await transact(async (stores) => {
        const said = await stores.outbox.enqueue(
          [
            ...rowsFor(entry.event, "answer", "a", textContent(`答 ${textOf(entry)}`)),
            ...rowsFor(entry.event, "announcement", "b", textContent(`告 ${textOf(entry)}`)),
          ],
          clock.now(),
        );
        if (!(await stores.inbox.finish(entry.id, clock.now()))) throw new Error("done already");
        return said;
      });
      dispatcher.offer(rows);
    },
    async onGivenUp({ event }, ref) {
      const content = textContent(`没办成 ${ref}`);
      dispatcher.offer(
        await transact(({ outbox }) =>
          outbox.enqueue(rowsFor(event, "answer", "failed", content), clock.now()),
        ),
      );
    },
    clock,
    random,
    logger: silentLogger,
  });
  return { inbox, dispatcher, isDead: () => dead, works: () => works };
}

/** The whole story: a life that ends at `death`, then one that lives on; the platform redelivers what it must. */
async function story(death: Death | undefined, exactlyOnce: boolean) {
  const storage = await openMemory();
  const world = createFakeClock();
  const platform = createFakePlatform({ clock: world, abilities: { exactlyOnce } });
  const events = ["1", "2", "3"].flatMap((chatId) =>
    ["甲", "乙"].map((text) => message({ chatId, text: `${chatId}${text}` })),
  );
  events.splice(2, 0, message({ chatId: "1", text: BROKEN }));
  const unconfirmed = new Set<InboundEvent>(events);

  let works = 0;
  for (const [life, end] of [death, undefined].entries()) {
    const clock = createFakeClock(world.now());
    const bot = await live(storage, platform, clock, life, end);
    const run = (async () => {
      await bot.inbox.recover();
      await bot.dispatcher.start();
      // Two at a time, as a polling platform hands them in; confirmed only when `accept` resolved.
      for (let start = 0; start < events.length; start += 2) {
        const batch = events.slice(start, start + 2).filter((event) => unconfirmed.has(event));
        await bot.inbox.accept(batch);
        for (const event of batch) unconfirmed.delete(event);
        await settle(4);
      }
    })();
    void run;
    await clock.advance(50_000);
    if (life === 0) works = bot.works();
    await world.advance(50_000);
    if (end === undefined || !bot.isDead()) await bot.inbox.stop();
    if (end !== undefined && !bot.isDead()) {
      await bot.dispatcher.stop();
      break;
    }
  }

  const read = await storage.transact(async ({ db }) => ({
    inbox: await db.selectFrom("inbox").select(["status", "update_key"]).execute(),
    deliveries: await db.selectFrom("deliveries").select(["id", "status", "lane", "payload"]).execute(),
    unknown: await db.selectFrom("receipts").select("delivery_id").where("outcome", "=", "unknown").execute(),
  }));
  await storage.close();
  return { ...read, platform, events, works, unconfirmed };
}

type Told = Awaited<ReturnType<typeof story>>;

function check(
  { inbox, deliveries, unknown, platform, events, unconfirmed }: Told,
  exactlyOnce: boolean,
): void {
  expect(unconfirmed.size).toBe(0);
  // Nothing is missing: each update is settled, once.
  expect(inbox.map(({ update_key }) => update_key).sort()).toEqual(events.map((one) => one.updateKey).sort());
  expect(inbox.filter(({ status }) => status === "failed")).toHaveLength(1);
  expect(inbox.filter(({ status }) => status === "new")).toEqual([]);
  const count = (text: string) => platform.delivered.filter((one) => one.text === text).length;
  const lost = new Set(unknown.map(({ delivery_id }) => delivery_id));
  const lostTexts = deliveries.filter(({ id }) => lost.has(id)).map(({ payload }) => payload);
  for (const event of events) {
    if (event.kind !== "message" || event.text === BROKEN) continue;
    // Each answer arrives; twice only where a receipt says unknown and the platform removes no repeats.
    const repeats = count(`答 ${event.text}`) - 1;
    const mayRepeat = !exactlyOnce && lostTexts.some((payload) => payload.includes(`答 ${event.text}`));
    expect([event.text, repeats]).toEqual([event.text, mayRepeat ? repeats : 0]);
    expect(repeats === 0 || repeats === 1).toBe(true);
    // Each announcement arrives at most once; where nobody knows, it waits for a person.
    const news = count(`告 ${event.text}`);
    const row = deliveries.find(({ payload }) => payload.includes(`告 ${event.text}`));
    expect(news === 1 || (news === 0 && row?.status === "unknown")).toBe(true);
  }
  expect(deliveries.filter(({ status }) => status === "pending" || status === "leased")).toEqual([]);
  // People are told about what could not be handled.
  const told = platform.delivered.filter(({ text }) => text.startsWith("没办成"));
  expect(new Set(told.map(({ text }) => text)).size).toBe(1);
  expect(told.length <= (exactlyOnce ? 1 : 2)).toBe(true);
}

describe.each([
  ["a platform that removes repeats", true],
  ["a platform that does not", false],
])("a process that dies, on %s", (_name, exactlyOnce) => {
  it("loses nothing and repeats nothing that it need not, wherever it dies", async () => {
    const whole = await story(undefined, exactlyOnce);
    check(whole, exactlyOnce);
    expect(whole.unknown).toEqual([]);
    let deaths = 0;
    // Every day at each third place, in the drills at each.
    const stride = process.env.DRILL ? 1 : 3;
    for (let atWork = 1; ; atWork += stride) {
      const [before, after] = await Promise.all([
        story({ atWork, committed: false }, exactlyOnce),
        story({ atWork, committed: true }, exactlyOnce),
      ]);
      for (const told of [before, after]) {
        try {
          check(told, exactlyOnce);
        } catch (error) {
          throw new Error(`died at work ${atWork}`, { cause: error });
        }
      }
      deaths += 2;
      if (before.works < atWork) break; // it lived to the end
    }
    expect(deaths).toBeGreaterThan(100 / stride);
  }, 60_000);
});
