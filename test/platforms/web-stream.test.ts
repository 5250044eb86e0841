import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/core/clock.ts";
import { textContent } from "../../src/core/content.ts";
import { DEFAULT_WEB_LIMITS } from "../../src/platforms/web/index.ts";
import type { PublicMessage } from "../../src/platforms/web/schemas.ts";
import { createMemoryRoomStore } from "../support/memory-room-store.ts";
import {
  createFakeIntake,
  type ErrorAnswer,
  jsonOf,
  openEvents,
  type RunningRoom,
  startRoom,
} from "../support/web-room.ts";

const running: RunningRoom[] = [];
async function start(options: Parameters<typeof startRoom>[0] = {}) {
  const room = await startRoom(options);
  running.push(room);
  return room;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((room) => room.stop()));
});

const say = ({ platform }: RunningRoom, text: string, chatId = "lobby") =>
  platform.send({
    key: `k-${text}`,
    to: { platform: "web", chatId },
    content: textContent(text),
  });

const post = (url: string, text: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/rooms/lobby/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ text }),
  });

async function cookieFrom(url: string): Promise<string> {
  const response = await fetch(`${url}/api/rooms/lobby/messages`);
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** A clock that is set by hand and runs what has become due. */
function manualClock(): Clock & { advance(ms: number): void } {
  let now = Date.parse("2026-03-01T12:00:00Z");
  let timers: { at: number; work: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, work) {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { work } of due) work();
    },
  };
}

describe("the event stream", () => {
  it("replays the newest 50, then goes on with what is said", async () => {
    const room = await start();
    for (let i = 1; i <= 60; i++) await say(room, `旧${i}`);
    const events = await openEvents(`${room.url}/api/rooms/lobby/events`);
    expect(events.response.headers.get("content-type")).toContain("text/event-stream");
    const texts: string[] = [];
    for (let i = 0; i < 50; i++) texts.push(JSON.parse((await events.next())?.data ?? "").text);
    expect(texts[0]).toBe("旧11");
    expect(texts.at(-1)).toBe("旧60");
    await say(room, "别的群", "other");
    await post(room.url, "新的");
    expect(await events.next()).toMatchObject({ id: "62", event: "message" });
    await events.close();
  });

  it("goes on after Last-Event-ID without a gap or a duplicate, over a restart and under load", async () => {
    const store = createMemoryRoomStore();
    let room = await start({ store });
    const port = Number(new URL(room.url).port);
    const seen: number[] = [];
    const writers = async (tag: string) => {
      for (let i = 0; i < 150; i++) await say(room, `${tag}${i}`);
    };
    const readSome = async (count: number) => {
      const last = seen.at(-1);
      const events = await openEvents(
        `${room.url}/api/rooms/lobby/events?after=0`,
        last === undefined ? {} : { "last-event-id": String(last) },
      );
      for (let i = 0; i < count; i++) {
        const event = await events.next();
        if (!event) break;
        seen.push(Number(event.id));
      }
      await events.close();
    };
    const first = Promise.all([writers("a"), writers("b")]);
    await readSome(40);
    await readSome(73);
    await first;
    await room.stop();
    running.length = 0;
    room = await start({ store, port });
    const second = Promise.all([writers("c"), writers("d")]);
    await readSome(120);
    await readSome(367);
    await second;
    expect(seen).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
  });

  it("ends when the platform stops, so that a stop does not wait for open pages", async () => {
    const room = await start();
    const events = await openEvents(`${room.url}/api/rooms/lobby/events`);
    const end = events.next();
    await room.platform.stop();
    expect(await end).toBeUndefined();
  });

  it("sends a comment when nothing was said for 15 s, and then finds what another process wrote", async () => {
    const clock = manualClock();
    const store = createMemoryRoomStore();
    const room = await start({ clock, store });
    const events = await openEvents(`${room.url}/api/rooms/lobby/events`);
    expect(await events.read()).toEqual({ comment: ": welcome" });
    await say(room, "一");
    expect((await events.next())?.id).toBe("1");
    clock.advance(14_999);
    clock.advance(1);
    expect(await events.read()).toEqual({ comment: ": still here" });
    await store.append({
      room: "lobby",
      key: "elsewhere",
      author: "bot",
      authorId: "bot",
      authorName: "",
      visibleTo: null,
      replyToId: null,
      content: { kind: "content", content: textContent("别处写的") },
      at: clock.now(),
    });
    clock.advance(15_000);
    expect((await events.next())?.id).toBe("2");
    await events.close();
  });

  it("shows what is said now to a page whose last id is from another database", async () => {
    const room = await start();
    await say(room, "一");
    const events = await openEvents(`${room.url}/api/rooms/lobby/events`, {
      "last-event-id": "900",
    });
    expect((await events.next())?.id).toBe("1");
    await events.close();
  });

  it("refuses a ninth stream of one visitor with a reason, and counts closed ones off", async () => {
    const room = await start();
    const cookie = await cookieFrom(room.url);
    const url = `${room.url}/api/rooms/lobby/events`;
    const open = await Promise.all(Array.from({ length: 8 }, () => openEvents(url, { cookie })));
    const ninth = await fetch(url, { headers: { cookie } });
    expect(ninth.status).toBe(503);
    expect(ninth.headers.get("retry-after")).toBe("10");
    expect((await jsonOf<ErrorAnswer>(ninth)).error.code).toBe("too-many-streams");
    await open[0]?.close();
    await expect
      .poll(async () => {
        const again = await openEvents(url, { cookie });
        await again.close();
        return again.response.status;
      })
      .toBe(200);
    await Promise.all(open.map((events) => events.close()));
  });

  it("bounds the streams of all visitors together", async () => {
    const room = await start({
      limits: { ...DEFAULT_WEB_LIMITS, streamsOverall: 2 },
    });
    const url = `${room.url}/api/rooms/lobby/events`;
    const open = [await openEvents(url), await openEvents(url)];
    expect((await fetch(url)).status).toBe(503);
    await Promise.all(open.map((events) => events.close()));
  });
});

describe("limits", () => {
  it("marks messages past the limit, refuses past three times the limit, and lets danger through", async () => {
    const clock = manualClock();
    const perVisitor = [
      { count: 10, perMs: 10_000 },
      { count: 60, perMs: 600_000 },
    ];
    const room = await start({ clock, limits: { ...DEFAULT_WEB_LIMITS, perVisitor } });
    const cookie = await cookieFrom(room.url);
    const limited = () =>
      room.intake.events.filter((event) => event.kind === "message" && event.limited === true).length;
    for (let i = 0; i < 10; i++) expect((await post(room.url, `第${i}条`, { cookie })).status).toBe(202);
    expect(limited()).toBe(0);
    expect((await post(room.url, "宝宝抽搐了", { cookie })).status).toBe(202);
    expect(limited()).toBe(0);
    for (let i = 0; i < 19; i++) expect((await post(room.url, `又第${i}条`, { cookie })).status).toBe(202);
    expect(limited()).toBe(19);
    const refused = await post(room.url, "还发", { cookie });
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    const { error } = await jsonOf<ErrorAnswer>(refused);
    expect(error.reason).toMatch(/120.*110/);
    expect((await post(room.url, "宝宝抽搐了！", { cookie })).status).toBe(202);
    expect((await post(room.url, "别人说话", { cookie: await cookieFrom(room.url) })).status).toBe(202);
    clock.advance(seconds * 1000);
    expect((await post(room.url, "等过了", { cookie })).status).toBe(202);
  });

  it("limits clients that drop their cookie by their address", async () => {
    const limits = {
      ...DEFAULT_WEB_LIMITS,
      perNewcomerAddress: [{ count: 2, perMs: 10_000 }],
    };
    const room = await start({ limits, clock: manualClock() });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await post(room.url, `第${i}条`)).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 429]);
  });
});

describe("a restart", () => {
  it("keeps messages and identities, and hands in what a crash kept from the inbox", async () => {
    const store = createMemoryRoomStore();
    const before = await start({ store });
    const cookie = await cookieFrom(before.url);
    await post(before.url, "收到了的", { cookie });
    before.intake.failing = true;
    expect((await post(before.url, "/ask 没收到的", { cookie })).status).toBe(503);
    await before.stop();
    running.length = 0;

    const intake = createFakeIntake();
    intake.events.push(...before.intake.events);
    const after = await start({ store, intake });
    expect(intake.events.map((event) => event.kind === "message" && event.text)).toEqual([
      "收到了的",
      "/ask 没收到的",
    ]);
    const list = await jsonOf<{ messages: PublicMessage[] }>(
      await fetch(`${after.url}/api/rooms/lobby/messages`, {
        headers: { cookie },
      }),
    );
    expect(list.messages.map(({ author }) => author.you)).toEqual([true, true]);
  });

  it("tries again and says so when the inbox cannot be written at start", async () => {
    const store = createMemoryRoomStore();
    const before = await start({ store });
    await post(before.url, "你好");
    const clock = manualClock();
    const intake = createFakeIntake();
    intake.failing = true;
    const room = await start({
      store: {
        ...store,
        writtenByVisitors: async (id, options) => store.writtenByVisitors(id, { ...options, since: 0 }),
      },
      clock,
      intake,
    });
    expect(room.platform.status().degraded).toHaveLength(1);
    intake.failing = false;
    clock.advance(5_000);
    await expect.poll(() => intake.events.length).toBe(1);
    await expect.poll(() => room.platform.status().degraded.length).toBe(0);
  });
});

describe("a message that is changed", () => {
  const change = ({ platform }: RunningRoom, messageId: string, text: string) =>
    platform.edit?.({
      key: `e-${text}`,
      to: { platform: "web", chatId: "lobby" },
      content: textContent(text),
      messageId,
    });
  const events = (room: RunningRoom, headers: Record<string, string> = {}) =>
    openEvents(`${room.url}/api/rooms/lobby/events`, headers);
  const shown = (event: { event: string; data: string } | undefined) =>
    event && [event.event, (JSON.parse(event.data) as PublicMessage).text];

  it("is shown with its new words to those who are there, and does not move where they go on from", async () => {
    const room = await start();
    const { messageId } = await say(room, "还在等");
    const stream = await events(room);
    expect(shown(await stream.next())).toEqual(["message", "还在等"]);
    await change(room, messageId, "在看了");
    const edited = await stream.next();
    expect(shown(edited)).toEqual(["edited", "在看了"]);
    expect(edited?.id).toBe("");
    await stream.close();
  });

  it("reaches somebody who was away meanwhile, and is not told to a newcomer twice", async () => {
    const room = await start();
    const { messageId } = await say(room, "还在等");
    await change(room, messageId, "在看了");
    const back = await events(room, { "last-event-id": messageId });
    expect(shown(await back.next())).toEqual(["edited", "在看了"]);
    await back.close();
    const newcomer = await events(room);
    expect(shown(await newcomer.next())).toEqual(["message", "在看了"]);
    await say(room, "后来");
    expect(shown(await newcomer.next())).toEqual(["message", "后来"]);
    await newcomer.close();
  });

  it("is shown changed by another process with the next heartbeat", async () => {
    const clock = manualClock();
    const store = createMemoryRoomStore();
    const [room, other] = [await start({ clock, store }), await start({ clock, store })];
    const { messageId } = await say(room, "还在等");
    const stream = await events(room);
    await stream.next();
    await change(other, messageId, "别处改的");
    clock.advance(15_000);
    expect(shown(await stream.next())).toEqual(["edited", "别处改的"]);
    await stream.close();
  });
});
