import { afterEach, describe, expect, it } from "vitest";
import { textContent } from "../../src/core/content.ts";
import { InboundEvent } from "../../src/core/message.ts";
import { createClient as client, JSON_TYPE, type Posted } from "../support/web-client.ts";
import {
  createFakeIntake,
  type ErrorAnswer,
  jsonOf,
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

const codeOf = async (response: Response) => (await jsonOf<ErrorAnswer>(response)).error.code;

describe("posting", () => {
  it("answers 202 once the message is in the room and in the inbox", async () => {
    const { url, intake } = await start();
    const response = await client(url).say("新生儿要吃维生素D3吗");
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      id: 1,
      room: "lobby",
      at: expect.any(Number),
    });
    expect(intake.events).toHaveLength(1);
    const [event] = intake.events;
    expect(InboundEvent.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      kind: "message",
      platform: "web",
      chat: { chatId: "lobby", kind: "group", title: "王老师的妈妈群" },
      messageId: "1",
      text: "新生儿要吃维生素D3吗",
      addressed: "none",
      media: [],
    });
  });

  it("does not answer 202 when the inbox could not be written, and a repeat then has its one effect", async () => {
    const intake = createFakeIntake();
    const { url } = await start({ intake });
    const mei = client(url);
    await mei.list();
    intake.failing = true;
    const refused = await mei.say("宝宝发烧怎么办", { clientId: "try-1" });
    expect(refused.status).toBe(503);
    expect((await jsonOf<ErrorAnswer>(refused)).error).toMatchObject({
      code: "unavailable",
      reason: expect.stringContaining("120"),
    });
    intake.failing = false;
    expect((await mei.say("宝宝发烧怎么办", { clientId: "try-1" })).status).toBe(202);
    expect(intake.events).toHaveLength(1);
    expect(await mei.list()).toHaveLength(1);
  });

  it("gives a repeated Idempotency-Key one effect, with and without a cookie", async () => {
    const { url, intake } = await start();
    const mei = client(url);
    await mei.list();
    const header = { "idempotency-key": "k1" };
    const first = await jsonOf<Posted>(await mei.post("/api/rooms/lobby/messages", { text: "你好" }, header));
    const second = await jsonOf<Posted>(
      await mei.post("/api/rooms/lobby/messages", { text: "你好" }, header),
    );
    expect(second).toEqual(first);

    const stranger = () => client(url).post("/api/rooms/lobby/messages", { text: "在吗" }, header);
    const [one, two] = [await jsonOf<Posted>(await stranger()), await jsonOf<Posted>(await stranger())];
    expect(two).toEqual(one);
    expect(one.id).not.toBe(first.id);
    expect(intake.events).toHaveLength(2);
  });

  it("does not swallow a second text under a used key", async () => {
    const { url } = await start();
    const mei = client(url);
    await mei.list();
    await mei.say("第一条", { clientId: "same" });
    const second = await mei.say("第二条", { clientId: "same" });
    expect(second.status).toBe(422);
    expect(await codeOf(second)).toBe("idempotency-key-reused");
  });

  it.each([
    ["@小白鲸 几个月加辅食", "mention", "几个月加辅食"],
    ["＠小白鲸，几个月加辅食", "mention", "几个月加辅食"],
    ["@Beluga when do solids start", "mention", "when do solids start"],
    ["小白鲸：几个月加辅食", "mention", "几个月加辅食"],
    ["小白鲸的衣服掉色吗", "none", "小白鲸的衣服掉色吗"],
    ["@belugafan 你好", "none", "@belugafan 你好"],
    ["/ask 几个月加辅食", "command", "/ask 几个月加辅食"],
    ["@小白鲸 问 几个月加辅食", "command", "问 几个月加辅食"],
  ])("reads how the bot was spoken to in %j", async (typed, addressed, text) => {
    const { url, intake } = await start();
    await client(url).say(typed);
    expect(intake.events[0]).toMatchObject({ addressed, text });
  });

  it("marks an answer to one of the bot's messages as a reply", async () => {
    const { url, intake, platform } = await start();
    const { messageId } = await platform.send({
      key: "o1",
      to: { platform: "web", chatId: "lobby" },
      content: textContent("几个月大了？"),
    });
    const mei = client(url);
    await mei.say("三个月", { replyTo: Number(messageId) });
    expect(intake.events[0]).toMatchObject({
      addressed: "reply",
      replyToMessageId: messageId,
    });
    expect(await codeOf(await mei.say("三个月", { replyTo: 99 }))).toBe("reply-not-found");
  });

  it("keeps commands out of the others' sight, because they may carry a set-up code", async () => {
    const { url, platform } = await start();
    const mei = client(url);
    const lan = client(url);
    await mei.say("/claim SECRET-1");
    await mei.say("/clam SECRET-1");
    await mei.say("/ask 几个月加辅食");
    await platform.send({
      key: "o1",
      to: { platform: "web", chatId: "lobby", replyToMessageId: "1" },
      content: textContent("你现在是管理员"),
    });
    const texts = async (who: typeof mei) => (await who.list()).map(({ text }) => text);
    expect(await texts(lan)).toEqual(["/ask 几个月加辅食"]);
    expect(await texts(mei)).toEqual([
      "/claim SECRET-1",
      "/clam SECRET-1",
      "/ask 几个月加辅食",
      "你现在是管理员",
    ]);
  });

  it("keeps odd Unicode safe: no NUL, no lone surrogate, marks of direction kept", async () => {
    const { url, intake } = await start();
    const mei = client(url);
    const body = '{"text":"a\\u0000b\\ud800c \\u202Eمرحبا\\u202C \\ud83d\\udc33\\u001b[31m"}';
    expect((await mei.post("/api/rooms/lobby/messages", body)).status).toBe(202);
    const [event] = intake.events;
    expect(event?.kind === "message" && event.text).toBe("ab\ufffdc \u202Eمرحبا\u202C 🐳[31m");
    expect((await mei.list())[0]?.text).toBe("ab\ufffdc \u202Eمرحبا\u202C 🐳[31m");
    expect(await codeOf(await mei.say("\u0000 \u0007"))).toBe("empty-text");
  });
});

describe("refusals", () => {
  it.each([
    ["no such room", "/api/rooms/nowhere/messages", '{"text":"hi"}', 404, "room-not-found", "room"],
    ["broken JSON", "/api/rooms/lobby/messages", "{", 400, "invalid-json", undefined],
    ["no text", "/api/rooms/lobby/messages", "{}", 400, "invalid", "text"],
    ["an empty text", "/api/rooms/lobby/messages", '{"text":""}', 400, "empty-text", "text"],
    ["a text that is no text", "/api/rooms/lobby/messages", '{"text":{"a":1}}', 400, "invalid", "text"],
    ["an array", "/api/rooms/lobby/messages", "[]", 400, "invalid", "body"],
    [
      "the bot's name",
      "/api/rooms/lobby/messages",
      '{"text":"hi","name":"小白鲸 "}',
      400,
      "name-not-allowed",
      "name",
    ],
    [
      "the host's name",
      "/api/rooms/lobby/messages",
      '{"text":"hi","name":"王 老师本人"}',
      400,
      "name-not-allowed",
      "name",
    ],
    [
      "a replyTo below 1",
      "/api/rooms/lobby/messages",
      '{"text":"hi","replyTo":-1}',
      400,
      "invalid",
      "replyTo",
    ],
    [
      "an unknown button",
      "/api/rooms/lobby/buttons",
      '{"data":"x","messageId":1}',
      404,
      "button-not-found",
      "data",
    ],
    ["an unknown address", "/api/rooms/lobby/nothing", "{}", 404, "not-found", undefined],
  ])("names what is wrong with %s", async (_what, path, body, status, code, field) => {
    const { url, intake } = await start();
    const response = await client(url).post(path, body);
    expect(response.status).toBe(status);
    const { error } = await jsonOf<ErrorAnswer>(response);
    expect(error).toMatchObject({
      code,
      reason: expect.stringMatching(/\p{L}/u),
    });
    expect(error.field).toBe(field);
    expect(intake.events).toEqual([]);
  });

  it("takes 4,000 characters, refuses 4,001 and bodies over 16 KB, sent in one piece or streamed", async () => {
    const { url } = await start();
    const mei = client(url);
    expect((await mei.say("好".repeat(4000))).status).toBe(202);
    expect((await mei.say("🐳".repeat(3500))).status).toBe(202);
    const long = await mei.say("好".repeat(4001));
    expect(long.status).toBe(400);
    expect(await codeOf(long)).toBe("text-too-long");
    const huge = JSON.stringify({ text: "x".repeat(20_000) });
    expect((await mei.post("/api/rooms/lobby/messages", huge)).status).toBe(413);
    const streamed = await fetch(`${url}/api/rooms/lobby/messages`, {
      method: "POST",
      headers: JSON_TYPE,
      body: new Blob([huge]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await codeOf(streamed)).toBe("body-too-large");
  });

  it("refuses what another site makes a browser send", async () => {
    const { url, intake } = await start();
    const mei = client(url);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ] as Record<string, string>[]) {
      expect((await mei.post("/api/rooms/lobby/messages", { text: "hi" }, headers)).status).toBe(403);
      expect(
        (
          await mei.request("/room/lobby/messages", {
            method: "POST",
            headers,
            body: new URLSearchParams({ text: "hi" }),
          })
        ).status,
      ).toBe(403);
    }
    const form = await mei.request("/api/rooms/lobby/messages", {
      method: "POST",
      body: new URLSearchParams({ text: "hi" }),
    });
    expect(form.status).toBe(415);
    expect(intake.events).toEqual([]);
    expect((await mei.post("/api/rooms/lobby/messages", { text: "hi" }, { origin: url })).status).toBe(202);
  });

  it("says so when it is not running yet or any more", async () => {
    const { url, platform } = await start();
    await platform.stop();
    const response = await client(url).say("在吗");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
  });
});
