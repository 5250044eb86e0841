import { describe, expect, it } from "vitest";
import { textContent } from "../../src/core/content.ts";
import { OperationalError, PermanentError } from "../../src/core/errors.ts";
import type { ThreadPlace } from "../../src/core/platform.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { ABILITIES } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { startDispatcher } from "./harness.ts";

type Opening = () => Promise<ThreadPlace | undefined>;

/** A platform whose threads are chats of their own, opened as the test says. */
async function start(open: Opening, options: Parameters<typeof startDispatcher>[0] = {}) {
  const opened: string[] = [];
  const closed: string[] = [];
  const run = await startDispatcher(options);
  Object.assign(run.platform, {
    openThread: async (chatId: string, title: string) => {
      opened.push(`${chatId} ${title}`);
      return await open();
    },
    closeThread: async ({ chatId }: ThreadPlace) => void closed.push(chatId),
  });
  const say = async (text: string, more: object = {}) => {
    const row = delivery({ lane: "case", chatId: "room", text, ...more });
    const inThread = { key: "case:1", title: "个案 1", ...more };
    await run.say({ ...row, to: { ...row.to, inThread } });
  };
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 500) await run.clock.advance(500);
  };
  return { ...run, opened, closed, say, pass };
}
const inside: Opening = async () => ({ chatId: "thread" });

describe("threads", () => {
  it("opens one for the first message and sends the others there", async () => {
    const run = await start(inside);
    await run.say("一");
    await run.say("二");
    expect(run.opened).toEqual(["room 个案 1"]);
    expect(run.platform.textsIn("thread")).toEqual(["一", "二"]);
    await run.end();
  });

  it("finds it again in another process", async () => {
    const run = await start(inside);
    await run.say("一");
    const other = await start(inside, { storage: run.storage, clock: run.clock, owner: "two" });
    await other.say("二");
    expect([run.opened.length, other.opened.length]).toEqual([1, 0]);
    expect(other.platform.textsIn("thread")).toEqual(["二"]);
    await other.dispatcher.stop();
    await run.end();
  });

  it("changes a message where it is", async () => {
    const run = await start(inside);
    await run.say("等待", { handle: "card" });
    await run.say("在看", { handle: "card", edit: "or-send" });
    expect(run.platform.textsIn("thread")).toEqual(["在看"]);
    await run.end();
  });

  it.each<[string, Opening]>([
    ["has none", async () => undefined],
    [
      "refuses one",
      async () => {
        throw new PermanentError("rejected", "no");
      },
    ],
    [
      "never says whether it opened one",
      async () => {
        throw new Error("lost");
      },
    ],
  ])("goes straight into the room when the chat %s, and does not ask again", async (_, open) => {
    const run = await start(open);
    await run.say("一");
    await run.say("二");
    expect(run.opened).toHaveLength(1);
    expect(run.platform.textsIn("room")).toEqual(["一", "二"]);
    await run.end();
  });

  it("tries again when opening fails in passing", async () => {
    let tries = 0;
    const run = await start(async () => {
      tries += 1;
      if (tries < 3) throw new OperationalError("429", { retryAfterMs: 2_000, flood: true });
      return { chatId: "thread" };
    });
    await run.say("一");
    await run.pass(10_000);
    expect(run.platform.textsIn("thread")).toEqual(["一"]);
    expect(run.platform.textsIn("room")).toEqual([]);
    await run.end();
  });

  it("goes on in the room when the thread was deleted, and does not take the room for gone", async () => {
    const run = await start(inside);
    await run.say("一");
    run.platform.script("thread", new PermanentError("target-gone", "no such channel"));
    await run.say("二");
    await run.pass(1_000);
    await run.say("三");
    expect(run.platform.textsIn("room")).toEqual(["二", "三"]);
    expect(run.gone).toEqual([]);
    await run.end();
  });

  it("puts it away after the last message, and a failure of that costs nothing", async () => {
    const run = await start(inside);
    await run.say("一");
    expect(run.closed).toEqual([]);
    await run.say("结案", { closes: true });
    expect(run.closed).toEqual(["thread"]);
    Object.assign(run.platform, { closeThread: () => Promise.reject(new Error("no")) });
    await run.say("又结案", { closes: true });
    expect(run.platform.textsIn("thread")).toEqual(["一", "结案", "又结案"]);
    await run.end();
  });

  const beside = { content: textContent("个案 1 有话题了"), open: "打开" };

  it("says a word in the room beside, once a message and only where there is a thread", async () => {
    const run = await start(inside);
    await run.say("卡片", { beside, dedupeKey: "one" });
    await run.say("卡片", { beside, dedupeKey: "one" });
    await run.say("改了", { beside, handle: "card" });
    await run.say("又改了", { beside, handle: "card", edit: "or-send" });
    await run.pass(1_000);
    expect(run.platform.textsIn("thread")).toEqual(["卡片", "又改了"]);
    expect(run.platform.textsIn("room")).toEqual(["个案 1 有话题了", "个案 1 有话题了"]);
    await run.end();
    const plain = await start(async () => undefined);
    await plain.say("卡片", { beside });
    await plain.pass(1_000);
    expect(plain.platform.textsIn("room")).toEqual(["卡片"]);
    await plain.end();
  });

  it.each<[string, Opening]>([
    ["is refused for a while", () => Promise.reject(new OperationalError("429", { retryAfterMs: 60_000 }))],
    ["is never answered", () => new Promise(() => {})],
  ])("does not hold back danger when opening %s", async (_, open) => {
    const run = await start(open);
    const saying = run.say("急", { lane: "distress", beside });
    await run.pass(1_500);
    await saying;
    expect(run.platform.textsIn("room")).toEqual(["急"]);
    await run.dispatcher.stop();
  });

  it("takes out again what was put away, and a failure of that costs nothing", async () => {
    const run = await start(inside);
    const reopened: string[] = [];
    Object.assign(run.platform, {
      reopenThread: async ({ chatId }: ThreadPlace) => {
        reopened.push(chatId);
        throw new Error("no");
      },
    });
    await run.say("一");
    await run.say("又打开了", { reopens: true });
    expect(reopened).toEqual(["thread"]);
    expect(run.platform.textsIn("thread")).toEqual(["一", "又打开了"]);
    await run.end();
  });

  it("puts it away after the last part of a long message only", () => {
    const inThread = { key: "k", title: "t", closes: true };
    const to = { platform: "telegram", chatId: "1", inThread } as const;
    const content = textContent("很长的一句话。".repeat(2_000));
    const rows = toDeliveries(
      { lane: "case", purpose: "p", to, content },
      "o",
      ABILITIES,
      createSeededRandom(1),
    );
    const closing = rows.map((row) => row.to.inThread?.closes === true);
    expect(closing.indexOf(true)).toBe(rows.length - 1);
    expect(rows.length).toBeGreaterThan(1);
  });
});
