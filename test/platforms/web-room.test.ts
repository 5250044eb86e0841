import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, it } from "vitest";
import { textContent } from "../../src/core/content.ts";
import { PermanentError } from "../../src/core/errors.ts";
import { InboundEvent } from "../../src/core/message.ts";
import { createMemoryRoomStore } from "../support/memory-room-store.ts";
import { createClient as client, type Messages } from "../support/web-client.ts";
import { jsonOf, openEvents, type RunningRoom, startRoom } from "../support/web-room.ts";

const running: RunningRoom[] = [];
async function start(options: Parameters<typeof startRoom>[0] = {}) {
  const room = await startRoom(options);
  running.push(room);
  return room;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((room) => room.stop()));
});

describe("the page's files", () => {
  it("come as one script from here, kept by the browser, under a policy that allows no other", async () => {
    const { url } = await start();
    const page = await fetch(`${url}/room`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    const html = await page.text();
    // A second script file may arrive after htmx has started, and then the event stream would never open.
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts).toHaveLength(1);
    expect(html).not.toMatch(/\s(on\w+|style)=|https?:/);
    const files = [...html.matchAll(/(?:src|href)="(\/room-assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
    for (const path of new Set(files)) {
      const file = await fetch(`${url}${path}`);
      expect(file.status).toBe(200);
      expect(file.headers.get("cache-control")).toContain("immutable");
      expect((await file.text()).length).toBeGreaterThan(100);
    }
    const old = await fetch(`${url}/room-assets/old/room.css`);
    expect(old.headers.get("cache-control")).toBe("no-cache");
    expect((await fetch(`${url}/room-assets/old/secret.txt`)).status).toBe(404);
    expect((await fetch(`${url}/room/nowhere`)).status).toBe(404);
  });
});

describe("identity", () => {
  it("knows a visitor again by a cookie that scripts cannot read", async () => {
    const { url, intake } = await start({ secureCookies: true });
    const response = await fetch(`${url}/api/rooms/lobby/messages`);
    const [line = ""] = response.headers.getSetCookie();
    for (const part of ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=31536000"])
      expect(line).toContain(part);
    const mei = client(url);
    await mei.say("一");
    await mei.say("二");
    const [first, second] = intake.events;
    expect(first?.kind === "message" && first.sender).toEqual(second?.kind === "message" && second.sender);
    expect(first?.kind === "message" && first.sender.displayName).toMatch(/^访客·/);
    expect((await mei.list()).map(({ author }) => author.you)).toEqual([true, true]);
  });

  it("makes a new visitor of a forged, cut or foreign cookie", async () => {
    const { url } = await start();
    const mei = client(url);
    await mei.say("/claim SECRET-1");
    const [value = ""] = mei.cookie().split("=").slice(1);
    const [id = "", signature = ""] = value.split(".");
    const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    for (const forged of [
      id,
      `${id}.`,
      `${id}.${flipped}`,
      `${id}x.${signature}`,
      `0000000000000000.${signature}`,
      "%00",
      "…",
    ]) {
      const response = await fetch(`${url}/api/rooms/lobby/messages`, {
        headers: { cookie: `beluga_visitor=${encodeURIComponent(forged)}` },
      });
      expect((await jsonOf<Messages>(response)).messages).toEqual([]);
      expect(response.headers.getSetCookie()[0]).toMatch(/^beluga_visitor=[0-9a-z]{16}\./);
    }
    const other = await start({
      cookieKey: new Uint8Array(32).fill(8),
      store: createMemoryRoomStore(),
    });
    const foreign = await fetch(`${other.url}/api/rooms/lobby/messages`, {
      headers: { cookie: mei.cookie() },
    });
    expect(foreign.headers.getSetCookie()).toHaveLength(1);
  });
});

describe("sending", () => {
  it("has one effect for a repeated key and refuses a room that is not there", async () => {
    const { url, platform } = await start();
    const outgoing = {
      key: "o1",
      to: { platform: "web" as const, chatId: "lobby" },
      content: textContent("你好"),
    };
    const first = await platform.send(outgoing);
    expect(await platform.send(outgoing)).toEqual(first);
    expect(await client(url).list()).toHaveLength(1);
    const nowhere = platform.send({
      ...outgoing,
      to: { ...outgoing.to, chatId: "gone" },
    });
    await expect(nowhere).rejects.toThrow(PermanentError);
  });

  it("fails in a way that is tried again when the store fails", async () => {
    const store = createMemoryRoomStore();
    const { platform } = await start({
      store: {
        ...store,
        append: async () => Promise.reject(new Error("disk full")),
      },
    });
    const sent = platform.send({
      key: "o",
      to: { platform: "web", chatId: "lobby" },
      content: textContent("x"),
    });
    await expect(sent).rejects.toMatchObject({
      name: "OperationalError",
      scope: "platform",
    });
  });

  it("shows a whisper to its one visitor, in lists, streams and as a button", async () => {
    const { url, platform, intake } = await start();
    const mei = client(url);
    const lan = client(url);
    await mei.say("想单独问");
    await lan.list();
    const [event] = intake.events;
    const visitorId = event?.kind === "message" ? event.sender.userId : "";
    const lanStream = await openEvents(`${url}/api/rooms/lobby/events`, {
      cookie: lan.cookie(),
    });
    await platform.send({
      key: "w1",
      to: { platform: "web", chatId: "lobby", visibleTo: visitorId },
      content: {
        ...textContent("悄悄说"),
        buttons: [[{ label: "好", data: "signed.1" }]],
      },
    });
    await platform.send({
      key: "p1",
      to: { platform: "web", chatId: "lobby" },
      content: textContent("大家好"),
    });
    expect((await mei.list()).map(({ text }) => text)).toEqual(["想单独问", "悄悄说", "大家好"]);
    expect(JSON.parse((await lanStream.next())?.data ?? "").text).toBe("想单独问");
    expect(JSON.parse((await lanStream.next())?.data ?? "").text).toBe("大家好");
    await lanStream.close();
    const press = { data: "signed.1", messageId: 2 };
    expect((await lan.post("/api/rooms/lobby/buttons", press)).status).toBe(404);
    expect((await mei.post("/api/rooms/lobby/buttons", press)).status).toBe(202);
    expect((await mei.post("/api/rooms/lobby/buttons", { ...press, data: "forged" })).status).toBe(404);
    expect((await mei.post("/api/rooms/other/buttons", press)).status).toBe(404);
    expect(intake.events.slice(1)).toMatchObject([{ kind: "button", data: "signed.1", messageId: "2" }]);
    expect(InboundEvent.parse(intake.events[1])).toEqual(intake.events[1]);
  });

  it("links no address that would run as a script", async () => {
    const { url, platform } = await start();
    await platform.send({
      key: "o1",
      to: { platform: "web", chatId: "lobby" },
      content: {
        ...textContent("看"),
        buttons: [
          [
            { label: "坏", url: "javascript:alert(1)" },
            { label: "好", url: "https://example.org/" },
          ],
        ],
      },
    });
    const [message] = await client(url).list();
    expect(message?.buttons).toEqual([[{ label: "好", url: "https://example.org/" }]]);
    expect(await (await fetch(`${url}/room`)).text()).not.toContain("javascript:");
  });
});

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, { post: { requestBody: { required: boolean }; responses: object } }>;
}

describe("the OpenAPI document", () => {
  it("is valid and describes what is really answered", async () => {
    const { url, platform } = await start();
    const document = await jsonOf<Document>(await fetch(`${url}/api/openapi.json`));
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).sort()).toEqual([
      "/api/rooms/{room}/buttons",
      "/api/rooms/{room}/events",
      "/api/rooms/{room}/messages",
    ]);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(document, "doc");
    const check = (schema: string, value: unknown) => {
      const validate = ajv.getSchema(`doc#/components/schemas/${schema}`);
      if (!validate) throw new Error(`no schema ${schema}`);
      expect({ ok: validate(value), errors: validate.errors }).toEqual({
        ok: true,
        errors: null,
      });
    };
    const mei = client(url);
    const question = { text: "几个月加辅食", name: "梅", clientId: "c1" };
    check("PostMessage", question);
    const post = document.paths["/api/rooms/{room}/messages"]?.post;
    expect(post?.requestBody.required).toBe(true);
    const posted = await mei.post("/api/rooms/lobby/messages", question);
    expect(Object.keys(post?.responses ?? {})).toContain(String(posted.status));
    check("Posted", await posted.json());
    await platform.send({
      key: "o1",
      to: { platform: "web", chatId: "lobby", replyToMessageId: "1" },
      content: {
        tone: "answer",
        blocks: [
          { kind: "text", text: "满 6 个月。" },
          { kind: "list", items: ["米粉", "肉泥"] },
        ],
        buttons: [[{ label: "详细", data: "d.1" }]],
      },
    });
    const list = await jsonOf<Messages>(await mei.request("/api/rooms/lobby/messages?after=0&limit=10"));
    check("MessageList", list);
    expect(list.messages).toMatchObject([
      { author: { kind: "visitor", name: "梅", you: true }, replyTo: null },
      {
        author: { kind: "bot", name: "小白鲸", you: false },
        replyTo: 1,
        tone: "answer",
        text: "满 6 个月。\n\n• 米粉\n• 肉泥",
      },
    ]);
    check("Error", await (await mei.say("")).json());
    check("Error", await (await mei.request("/api/rooms/lobby/messages?after=x")).json());
    check("Error", await (await mei.request("/api/rooms/nowhere/events")).json());
  });
});
