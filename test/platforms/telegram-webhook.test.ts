import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectTelegram } from "../standins/telegram/connect.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";

const GROUP = -100_200;
const MEI = { id: 501, firstName: "Mei" };
const SECRET = "a-secret-of-the-webhook_0123456789";
const PATH = "/telegram/hidden-path";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A plain server in front of the handler, as the app's own is. */
async function listen(handle: () => Handle | undefined) {
  const server: Server = createServer((incoming, outgoing) => {
    if (incoming.url === PATH) void handle()?.(incoming, outgoing);
    else outgoing.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let telegram: TelegramStandIn;
let front: Awaited<ReturnType<typeof listen>>;
let bot: ReturnType<typeof connectTelegram>;
beforeEach(async () => {
  telegram = await startTelegramStandIn({ webhookRetryBaseMs: 5, webhookTimeoutMs: 300 });
  front = await listen(() => bot.platform.webhook?.handle);
  bot = connectTelegram(telegram, {
    webhook: { publicUrl: `${front.url}/`, secretToken: SECRET, path: PATH },
  });
});
afterEach(async () => {
  await bot.platform.stop();
  await front.stop();
  await telegram.stop();
});

interface Answer {
  readonly status: number;
  readonly allow: string | undefined;
}

/** Posts with the secret; a list of parts is sent without saying how long it is. Undefined: no answer came. */
const post = (
  body: string | Iterable<string>,
  headers: Record<string, string> = {},
  method = "POST",
): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const asked = request(`${front.url}${PATH}`, {
      method,
      agent: false,
      headers: { "X-Telegram-Bot-Api-Secret-Token": SECRET, ...headers },
    });
    asked.on("response", (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, allow: response.headers.allow });
    });
    // Also after an answer that came before everything was sent.
    asked.on("error", () => resolve(undefined));
    asked.on("close", () => resolve(undefined));
    if (typeof body === "string") asked.end(body);
    else Readable.from(body).pipe(asked);
  });

describe("telegram webhook", () => {
  it("registers itself and receives", async () => {
    telegram.userSays({ chat: GROUP, user: MEI, text: "已经等着" });
    await bot.platform.start(bot.intake);
    expect(telegram.webhook).toEqual({ url: `${front.url}${PATH}`, secretToken: SECRET, maxConnections: 40 });
    telegram.userSays({ chat: GROUP, user: MEI, text: "新来的" });
    await bot.intake.accepted.waitForCount(2);
    expect(bot.intake.accepted.items).toMatchObject([{ text: "已经等着" }, { text: "新来的" }]);
    await expect.poll(() => telegram.pending).toEqual([]);
    expect(telegram.allowedUpdates).toContain("callback_query");
    expect(telegram.calls.items.some(({ method }) => method === "getUpdates")).toBe(false);
  });

  it("acknowledges only what is written: a failed write brings the update again", async () => {
    let attempts = 0;
    bot.intake.onAccept = () => {
      attempts += 1;
      if (attempts < 4) throw new Error("disk full");
    };
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await telegram.deliveries.waitFor(({ status }) => status === 200);
    expect(telegram.deliveries.items.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
    expect(bot.intake.accepted.items).toHaveLength(1);
  });

  it("gives the same key to an update that is delivered twice", async () => {
    await bot.platform.start(bot.intake);
    telegram.duplicateNext(1);
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await bot.intake.accepted.waitForCount(2);
    expect(bot.intake.accepted.items.map(({ updateKey }) => updateKey)).toEqual(["m:1", "m:1"]);
  });

  it("gives the same key when a slow write made Telegram send again", async () => {
    const writing = Promise.withResolvers<void>();
    const keys: string[] = [];
    bot.intake.onAccept = (events) => {
      keys.push(...events.map(({ updateKey }) => updateKey));
      return keys.length === 1 ? writing.promise : undefined;
    };
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "慢" });
    await telegram.deliveries.waitFor(({ status }) => status === 200);
    writing.resolve();
    await bot.intake.accepted.waitForCount(2);
    expect(keys).toEqual(["m:1", "m:1"]);
  });

  it("keeps the order within a chat and lets other chats pass", async () => {
    const first = Promise.withResolvers<void>();
    bot.intake.onAccept = (events) => (events[0]?.updateKey === "m:1" ? first.promise : undefined);
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    telegram.userSays({ chat: GROUP, user: MEI, text: "二" });
    telegram.world.chat(-100_300).lastMessageId = 70;
    telegram.userSays({ chat: -100_300, user: MEI, text: "别的群" });
    await bot.intake.accepted.waitFor((event) => event.kind === "message" && event.text === "别的群");
    expect(bot.intake.accepted.items).toHaveLength(1);
    first.resolve();
    await bot.intake.accepted.waitForCount(3);
    expect(bot.intake.accepted.items.slice(1)).toMatchObject([{ text: "一" }, { text: "二" }]);
  });

  it("refuses a caller without the secret, without looking at the update", async () => {
    await bot.platform.start(bot.intake);
    const body = JSON.stringify({ update_id: 1, message: {} });
    for (const secret of ["", "wrong", `${SECRET}x`]) {
      const response = await post(body, { "X-Telegram-Bot-Api-Secret-Token": secret });
      expect(response?.status).toBe(401);
    }
    expect(await post("", {}, "GET")).toEqual({ status: 405, allow: "POST" });
    expect(bot.intake.accepted.items).toEqual([]);
    expect(bot.logs.join()).not.toContain(SECRET);
  });

  it("refuses what is no JSON or too long, and takes what it does not know", async () => {
    await bot.platform.start(bot.intake);
    expect((await post("{"))?.status).toBe(400);
    expect((await post("x".repeat(1_100_000)))?.status).toBe(413);
    const endless = function* () {
      for (;;) yield "x".repeat(300_000);
    };
    expect((await post(endless()))?.status).toBe(413);
    expect((await post(["{", '"update_id": 4', "}"]))?.status).toBe(200);
    for (const odd of [
      null,
      1,
      "x",
      [],
      {},
      { update_id: 5, poll: {} },
      { update_id: 6, message: { a: 1 } },
    ]) {
      expect((await post(JSON.stringify(odd)))?.status).toBe(200);
    }
    expect(bot.intake.accepted.items).toEqual([]);
  });

  it("forgets an update whose sender goes away half way, and goes on", async () => {
    await bot.platform.start(bot.intake);
    const { port } = new URL(front.url);
    const socket = connect(Number(port), "127.0.0.1");
    const head = `POST ${PATH} HTTP/1.1\r\nHost: bot\r\nX-Telegram-Bot-Api-Secret-Token: ${SECRET}\r\n`;
    await new Promise<void>((resolve) => {
      socket.on("connect", () =>
        socket.write(`${head}Content-Length: 100\r\n\r\n{"update_id"`, () => resolve()),
      );
    });
    socket.destroy();
    telegram.userSays({ chat: GROUP, user: MEI, text: "下一个" });
    await bot.intake.accepted.waitForCount(1);
    expect(bot.intake.accepted.items).toMatchObject([{ text: "下一个" }]);
  });

  it("asks Telegram to come again while it is not ready and after it stopped", async () => {
    const body = JSON.stringify({ update_id: 1 });
    expect((await post(body))?.status).toBe(503);
    await bot.platform.start(bot.intake);
    expect((await post(body))?.status).toBe(200);
    await bot.platform.stop();
    expect((await post(body))?.status).toBe(503);
    expect(telegram.webhook).toBeDefined();
  });

  it("stops only when what was handed in is written", async () => {
    const writing = Promise.withResolvers<void>();
    const handedIn = Promise.withResolvers<void>();
    bot.intake.onAccept = () => {
      handedIn.resolve();
      return writing.promise;
    };
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await handedIn.promise;
    const stopped = bot.platform.stop().then(() => bot.intake.accepted.items.length);
    writing.resolve();
    expect(await stopped).toBe(1);
  });

  it("keeps trying to register, and says that it is refused", async () => {
    telegram.fail({ method: "setWebhook", times: 2, status: 400, description: "Bad Request: bad webhook" });
    await bot.platform.start(bot.intake);
    expect(bot.platform.status().degraded.join()).toContain("PUBLIC_URL");
    await expect.poll(() => bot.platform.status()).toEqual({ connected: true, degraded: [] });
  });
});
