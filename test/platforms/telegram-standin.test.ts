import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";

const GROUP = -100_200;
const MEI = 501;

let now = 1_795_000_000_000;
let telegram: TelegramStandIn;
beforeEach(async () => {
  telegram = await startTelegramStandIn({ now: () => now });
  telegram.world.chat(GROUP);
  telegram.world.chat(MEI);
});
afterEach(() => telegram.stop());

interface Answer {
  ok: boolean;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
  /** Of whatever the called method answers with. */
  result: { text: string; entities: unknown; url: string; message_id: number };
}
const callAt = async (to: TelegramStandIn, method: string, params: object = {}): Promise<Answer> => {
  const response = await fetch(`${to.url}/bot${to.token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  return (await response.json()) as Answer;
};
const call = (method: string, params: object = {}) => callAt(telegram, method, params);
const html = (text: string) => call("sendMessage", { chat_id: MEI, text, parse_mode: "HTML" });
const button = (one: object) =>
  call("sendMessage", { chat_id: MEI, text: "x", reply_markup: { inline_keyboard: [[one]] } });

describe("the telegram stand-in refuses what Telegram refuses", () => {
  it.each([
    ["an unknown field", { chat_id: MEI, text: "x", extra: 1 }, "extra"],
    ["a wrong type", { chat_id: MEI, text: 5 }, "/text"],
    ["a missing field", { chat_id: MEI }, "text"],
    ["a broken number", { chat_id: MEI, text: "x", message_thread_id: 1.5 }, "message_thread_id"],
    ["an empty text", { chat_id: MEI, text: " \n\u200b" }, "message text is empty"],
    ["a text too long", { chat_id: MEI, text: "字".repeat(4_097) }, "message is too long"],
    ["half a character", { chat_id: MEI, text: "\ud83d" }, "UTF-8"],
    ["a chat it never saw", { chat_id: 999, text: "x" }, "chat not found"],
    [
      "a reply to nothing",
      { chat_id: MEI, text: "x", reply_parameters: { message_id: 9 } },
      "replied not found",
    ],
    ["a topic in no forum", { chat_id: GROUP, text: "x", message_thread_id: 3 }, "thread not found"],
  ])("%s", async (_, params, why) => {
    const answer = await call("sendMessage", params);
    expect(answer).toMatchObject({ ok: false, error_code: 400 });
    expect(answer.description).toContain(why);
    expect(telegram.violations).toHaveLength(1);
    expect(telegram.sent.items).toEqual([]);
  });

  it.each(["<b>x", "x</b>", "<b><i>x</b></i>", "<script>x</script>", "a < b", "<b", "&#0;"])(
    "markup %s",
    async (text) => {
      expect((await html(text)).description).toContain("can't parse entities");
    },
  );

  it.each([
    ["telegraf's extra key", { text: "x", callback_data: "d", hide: false }],
    ["no data", { text: "x", callback_data: "" }],
    ["65 bytes of data", { text: "x", callback_data: `${"字".repeat(21)}ab` }],
    ["no label", { text: " ", callback_data: "d" }],
    ["no action", { text: "x" }],
    ["a link without a host", { text: "x", url: "https://" }],
    ["a link to localhost", { text: "x", url: "http://localhost:8787" }],
    ["a script link", { text: "x", url: "javascript:alert(1)" }],
  ])("a button with %s", async (_, one) => {
    expect(await button(one)).toMatchObject({ ok: false, error_code: 400 });
  });

  it("bad commands, and a callback answer over 200 characters", async () => {
    for (const commands of [[{ command: "Ask", description: "x" }], [{ command: "ask", description: "" }]]) {
      expect((await call("setMyCommands", { commands })).error_code).toBe(400);
    }
    const { callbackId } = telegram.presses({ user: MEI, chat: MEI, messageId: 1, data: "d" });
    const long = { callback_query_id: callbackId, text: "字".repeat(201) };
    expect((await call("answerCallbackQuery", long)).error_code).toBe(400);
  });

  it("a foreign token and an unknown method", async () => {
    const foreign = await fetch(`${telegram.url}/bot1:x/getMe`);
    expect(foreign.status).toBe(401);
    expect((await call("sendEverything")).error_code).toBe(404);
  });
});

describe("the telegram stand-in behaves as Telegram", () => {
  it("takes 4096 characters and 64 bytes, and parses formatting", async () => {
    expect((await html(`<b>${"字".repeat(4_096)}</b>`)).ok).toBe(true);
    expect((await button({ text: "x", callback_data: `${"字".repeat(21)}a` })).ok).toBe(true);
    const { result } = await html("  1 &lt; 2 <b>粗<i>斜</i></b> &#x6c34;&nbsp;");
    expect(result.text).toBe("1 < 2 粗斜 水&nbsp;");
    expect(result.entities).toMatchObject([
      { type: "bold", offset: 6, length: 2 },
      { type: "italic", offset: 7, length: 1 },
    ]);
  });

  it("confirms by offset, gives the same again without, and forgets all but the last by a negative one", async () => {
    const ids = ["一", "二", "三"].map(
      (text) => telegram.userSays({ chat: GROUP, user: MEI, text }).update?.update_id ?? 0,
    );
    const read = async (params: object) =>
      ((await call("getUpdates", params)).result as unknown as { update_id: number }[]).map(
        ({ update_id }) => update_id,
      );
    expect(await read({})).toEqual(ids);
    expect(await read({ limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await read({ offset: ids[1] })).toEqual(ids.slice(1));
    expect(await read({})).toEqual(ids.slice(1));
    expect(await read({ offset: -1 })).toEqual(ids.slice(2));
    expect(await read({ offset: (ids[2] ?? 0) + 1 })).toEqual([]);
  });

  it("ends the first of two polls with 409, and polls beside a webhook", async () => {
    const first = call("getUpdates", { timeout: 20 });
    await telegram.waitForCall("getUpdates");
    const second = call("getUpdates", { timeout: 20 });
    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    await call("setWebhook", { url: "http://127.0.0.1:9/x" });
    expect(await second).toMatchObject({ error_code: 409 });
    expect(await call("getUpdates")).toMatchObject({ error_code: 409 });
    expect((await call("getWebhookInfo")).result.url).toBe("http://127.0.0.1:9/x");
    await call("deleteWebhook");
    expect((await call("getUpdates")).ok).toBe(true);
  });

  it("takes one answer to a press, and none after its time", async () => {
    const press = () => telegram.presses({ user: MEI, chat: GROUP, messageId: 1, data: "d" }).callbackId;
    const [quick, late] = [press(), press()];
    expect((await call("answerCallbackQuery", { callback_query_id: quick })).ok).toBe(true);
    expect((await call("answerCallbackQuery", { callback_query_id: quick })).description).toContain(
      "too old",
    );
    now += 60_000;
    expect((await call("answerCallbackQuery", { callback_query_id: late })).description).toContain("too old");
  });

  it("edits what it sent, and says when nothing changed", async () => {
    const { result } = await call("sendMessage", { chat_id: GROUP, text: "一" });
    const edit = (text: string) =>
      call("editMessageText", { chat_id: GROUP, message_id: result.message_id, text });
    expect((await edit("二")).ok).toBe(true);
    expect((await edit("二")).description).toContain("message is not modified");
    expect(telegram.sentTo(GROUP)).toMatchObject([{ text: "二", edits: 1 }]);
  });

  it("refuses where the bot was blocked, kicked, or the group moved", async () => {
    telegram.botBecomes(MEI, "kicked");
    expect(await call("sendMessage", { chat_id: MEI, text: "x" })).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    telegram.migrates(GROUP, -1_001_000_000_200);
    expect(await call("sendMessage", { chat_id: GROUP, text: "x" })).toMatchObject({
      error_code: 400,
      parameters: { migrate_to_chat_id: -1_001_000_000_200 },
    });
  });

  it("shows a bot in privacy mode commands, replies and mentions only", async () => {
    const shy = await startTelegramStandIn({ readsAll: false });
    const say = (text: string) => shy.userSays({ chat: GROUP, user: MEI, text }).update;
    expect(say("大家好")).toBeUndefined();
    expect(say("/ask x")).toBeDefined();
    expect(say("@beluga_test_bot x")).toBeDefined();
    shy.botBecomes(GROUP, "administrator");
    expect(say("大家好")).toBeDefined();
    await shy.stop();
  });

  it("limits a group to 20 a minute and a chat to bursts, when it is told to", async () => {
    const strict = await startTelegramStandIn({ enforceLimits: true, now: () => now });
    strict.world.chat(GROUP);
    let taken = 0;
    for (let second = 0; second < 25; second += 1) {
      const answer = await callAt(strict, "sendMessage", { chat_id: GROUP, text: "x" });
      if (answer.ok) taken += 1;
      else expect(answer.parameters?.retry_after).toBeGreaterThan(0);
      now += 1_100;
    }
    expect(taken).toBe(20);
    await strict.stop();
  });

  it("runs as its own process with the same control over HTTP", async () => {
    const main = new URL("../standins/telegram/main.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [main, '{"validate":false}'], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const own = JSON.parse(line) as { url: string; token: string };
    const control = async (method: string, path: string, body?: object) =>
      (
        await fetch(`${own.url}/_control/${path}`, {
          method,
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
      ).json();
    expect(await control("POST", "says", { chat: GROUP, user: MEI, text: "在吗" })).toMatchObject({
      messageId: 1,
    });
    await control("POST", "faults", { method: "sendMessage", status: 403, description: "Forbidden" });
    const send = async () =>
      (await fetch(`${own.url}/bot${own.token}/sendMessage?chat_id=${GROUP}&text=hi`)).status;
    expect([await send(), await send()]).toEqual([403, 200]);
    expect(await control("GET", "wait-sent?count=1")).toEqual({ reached: true, count: 1 });
    expect(await control("GET", "sent")).toMatchObject({ sent: [{ chatId: GROUP, text: "hi" }], next: 1 });
    expect(await control("GET", "state")).toMatchObject({ pending: 1, sent: 1 });
    child.kill("SIGTERM");
    await once(child, "exit");
  });
});
