import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { Content } from "../../src/core/content.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { InboundEvent } from "../../src/core/message.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createWebPlatform, DEFAULT_WEB_LIMITS } from "../../src/platforms/web/index.ts";
import { messageView } from "../../src/platforms/web/message-view.ts";
import { createRateLimiter } from "../../src/platforms/web/rate-limiter.ts";
import { createRoomHub } from "../../src/platforms/web/room-hub.ts";
import type { NewRoomMessage, RoomMessage } from "../../src/platforms/web/room-store.ts";
import { createMemoryRoomStore } from "../support/memory-room-store.ts";
import { COOKIE_KEY, createFakeIntake, ROOMS } from "../support/web-room.ts";

/** Text as it comes from strangers: whole Unicode, lone surrogates, markup, marks of direction. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "<",
        ">",
        '"',
        "'",
        "&",
        "`",
        "/",
        "=",
        "\0",
        "\ud800",
        "\u202e",
        "\u2066",
        "script",
        "onload",
        "&lt;",
        "]]>",
        "-->",
        "data: x\n\n",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join("")),
);

const contentOf = (text: string): Content => ({
  tone: "urgent",
  blocks: [
    { kind: "heading", text },
    { kind: "text", text },
    { kind: "list", items: [text, text] },
    { kind: "small", text },
  ],
  buttons: [
    [
      { label: text, data: text },
      { label: text, url: `https://example.org/?${encodeURIComponent(text.toWellFormed())}` },
    ],
  ],
});

const stored = (content: RoomMessage["content"], name: string): RoomMessage => ({
  id: 1,
  room: "lobby",
  key: "k",
  author: content.kind === "text" ? "visitor" : "bot",
  authorId: "someone",
  authorName: name,
  visibleTo: null,
  replyToId: null,
  content,
  at: 0,
});

describe("whatever strangers write", () => {
  it("adds no tag and leaves no attribute of the page", async () => {
    const render = async (text: string) => {
      const parent = stored({ kind: "text", text }, text);
      const views = [parent, stored({ kind: "content", content: contentOf(text) }, "")].map((message) =>
        messageView({ message, parent, visitorId: "me", locale: "zh", asset: (name) => `/${name}` }),
      );
      return (await Promise.all(views)).map(String).join("");
    };
    const shape = (html: string) => html.replace(/[^<>"]/g, "");
    const expected = shape(await render("x"));
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        // Digits would become the card's telephone links, which are tags of ours.
        expect(shape(await render(text.replace(/\d/g, "x")))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("is answered below 500, and what is accepted is a valid event that holds no NUL", async () => {
    const intake = createFakeIntake();
    const wide = { ...DEFAULT_WEB_LIMITS, perAddress: [], perNewcomerAddress: [], perVisitor: [] };
    const platform = createWebPlatform({
      store: createMemoryRoomStore(),
      cookieKey: COOKIE_KEY,
      defaultRoom: "lobby",
      rooms: async () => ROOMS,
      logger: silentLogger,
      clock: systemClock,
      random: systemRandom,
      limits: wide,
      secureCookies: false,
    });
    await platform.start(intake);
    const app = platform.routes();
    const paths = [
      "/api/rooms/lobby/messages",
      "/api/rooms/lobby/buttons",
      "/room/lobby/messages",
      "/room/lobby/buttons",
      "/api/rooms/%00/messages",
      "/room/%F0%9F%90%B3/messages",
    ];
    const types = [
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/plain",
      "application/json; charset=gbk",
    ];
    const fields = fc.record(
      {
        text: anyText,
        name: anyText,
        replyTo: fc.integer(),
        clientId: anyText,
        data: anyText,
        messageId: fc.nat(),
      },
      { requiredKeys: ["text"] },
    );
    const request = fc.oneof(
      fc.record({
        path: fc.constant("/api/rooms/lobby/messages"),
        type: fc.constant("application/json"),
        body: fc
          .record({ text: anyText, clientId: anyText }, { requiredKeys: ["text"] })
          .map((value) => JSON.stringify(value)),
      }),
      fc.record({
        path: fc.constant("/room/lobby/messages"),
        type: fc.constant("application/x-www-form-urlencoded"),
        body: anyText.map((text) => new URLSearchParams({ text }).toString()),
      }),
      fc.record({
        path: fc.constantFrom(...paths),
        type: fc.constantFrom(...types),
        body: fc.oneof(
          fields.map((value) => JSON.stringify(value)),
          fc.json(),
          anyText,
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(request, fc.boolean(), async ({ path, type, body }, htmx) => {
        const response = await app.request(path, {
          method: "POST",
          headers: { "content-type": type, ...(htmx ? { "hx-request": "true" } : {}) },
          body,
        });
        expect(response.status).toBeLessThan(500);
        await response.text();
      }),
      { numRuns: 2000 },
    );
    expect(intake.events.length).toBeGreaterThan(500);
    for (const event of intake.events) {
      expect(InboundEvent.safeParse(event).success).toBe(true);
      expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }
    await platform.stop();
  });
});

describe("the urgent card", () => {
  it.each([
    ["打 120。", ["120"]],
    ["打120或110，心里难受打12356", ["120", "110", "12356"]],
    ["一分钟 100～120 下", []],
    ["按 100-120 次", []],
    ["120 毫升水", []],
    ["电话 01201234、1101", []],
    ["现在就拨打12356（24 小时）", ["12356"]],
  ])("offers to call the numbers in %j", async (text, numbers) => {
    const content: Content = { tone: "urgent", blocks: [{ kind: "text", text }], buttons: [] };
    const message = stored({ kind: "content", content }, "");
    const view = messageView({
      message,
      parent: undefined,
      visitorId: "me",
      locale: "zh",
      asset: (name) => name,
    });
    const html = String(await view);
    expect([...html.matchAll(/class="dial" href="tel:(\d+)"/g)].map(([, number]) => number)).toEqual(numbers);
    expect([...html.matchAll(/class="call" href="tel:(\d+)"/g)].map(([, number]) => number)).toEqual(numbers);
  });
});

describe("what is kept in memory", () => {
  it("stays bounded for a reader that does not read, who still gets everything in order", async () => {
    const store = createMemoryRoomStore();
    const hub = createRoomHub(store, systemClock);
    const feed = hub.open("lobby", "me", 0);
    const message = (i: number): NewRoomMessage => ({
      ...stored({ kind: "text", text: String(i) }, "a"),
      key: `k${i}`,
    });
    await hub.append(message(0));
    await feed.next();
    await Promise.all(Array.from({ length: 300 }, (_, i) => hub.append(message(i + 1))));
    const texts: string[] = [];
    while (texts.length < 300) {
      const item = await feed.next();
      if (item.kind === "message" && item.message.content.kind === "text")
        texts.push(item.message.content.text);
    }
    expect(texts).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
    hub.close();
    expect(await feed.next()).toEqual({ kind: "end" });
  });

  it("forgets the key unused for longest, not the one that is still flooding", () => {
    const limiter = createRateLimiter({
      rates: [{ count: 1, perMs: 60_000 }],
      hardFactor: 1,
      clock: { now: () => 0, after: () => () => {} },
      maxKeys: 3,
    });
    for (const key of ["flood", "a", "flood", "b", "flood", "c", "flood", "d"]) limiter.take(key);
    expect(limiter.take("flood").kind).toBe("refused");
    expect(limiter.take("a").kind).toBe("free");
  });
});
