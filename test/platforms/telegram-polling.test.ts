import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectTelegram } from "../standins/telegram/connect.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";
import { createManualTurns } from "../support/manual-turns.ts";

const GROUP = -100_200;
const MEI = { id: 501, firstName: "Mei" };

let telegram: TelegramStandIn;
let bot: ReturnType<typeof connectTelegram>;
beforeEach(async () => {
  telegram = await startTelegramStandIn();
  bot = connectTelegram(telegram);
});
afterEach(async () => {
  await bot.platform.stop();
  await telegram.stop();
});

const polls = () => telegram.calls.items.filter(({ method }) => method === "getUpdates");

describe("telegram polling", () => {
  it("hands in what is said and confirms it", async () => {
    await bot.platform.start(bot.intake);
    const { update } = telegram.userSays({ chat: GROUP, user: MEI, text: "新生儿要吃维生素D3吗" });
    const event = await bot.intake.accepted.waitFor(() => true);
    expect(event).toMatchObject({ kind: "message", text: "新生儿要吃维生素D3吗", updateKey: "m:1" });
    await telegram.waitForCall("getUpdates", ({ params }) => params.offset === (update?.update_id ?? 0) + 1);
    expect(telegram.pending).toEqual([]);
    expect(bot.platform.status()).toEqual({ connected: true, degraded: [] });
  });

  it("asks for the kinds of updates it can read, by name", async () => {
    await bot.platform.start(bot.intake);
    await telegram.waitForCall("getUpdates");
    expect(telegram.allowedUpdates).toEqual([
      "message",
      "edited_message",
      "callback_query",
      "my_chat_member",
    ]);
  });

  it("confirms nothing while the inbox is still writing", async () => {
    const writing = Promise.withResolvers<void>();
    const handedIn = Promise.withResolvers<void>();
    bot.intake.onAccept = () => {
      handedIn.resolve();
      return writing.promise;
    };
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await handedIn.promise;
    const before = polls().length;
    expect(telegram.pending).toHaveLength(1);
    expect(polls().every(({ params }) => params.offset === undefined)).toBe(true);
    expect(polls()).toHaveLength(before);
    writing.resolve();
    await telegram.waitForCall("getUpdates", ({ params }) => params.offset !== undefined);
    expect(telegram.pending).toEqual([]);
  });

  it("gets the same update again when the inbox could not write it", async () => {
    const keys: string[] = [];
    bot.intake.onAccept = (events) => {
      keys.push(...events.map(({ updateKey }) => updateKey));
      if (keys.length < 3) throw new Error("disk full");
    };
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "二" });
    await bot.intake.accepted.waitFor(() => true);
    expect(keys).toEqual(["m:1", "m:1", "m:1"]);
  });

  it("gets an unconfirmed update again after the process ended", async () => {
    telegram.userSays({ chat: GROUP, user: MEI, text: "三" });
    const failed = Promise.withResolvers<void>();
    bot.intake.onAccept = () => {
      failed.resolve();
      throw new Error("killed");
    };
    await bot.platform.start(bot.intake);
    await failed.promise;
    await bot.platform.stop();
    const next = connectTelegram(telegram);
    await next.platform.start(next.intake);
    const event = await next.intake.accepted.waitFor(() => true);
    expect(event).toMatchObject({ text: "三", updateKey: "m:1" });
    await next.platform.stop();
  });

  it("says good-bye with its offset, so that a restart reads nothing twice", async () => {
    await bot.platform.start(bot.intake);
    bot.intake.onAccept = () => void bot.platform.stop();
    telegram.userSays({ chat: GROUP, user: MEI, text: "四" });
    await bot.intake.accepted.waitFor(() => true);
    await bot.platform.stop();
    expect(telegram.pending).toEqual([]);
  });

  it("skips an update that it cannot read, warns without its text, and reads the next", async () => {
    telegram.pushUpdate({ message: { message_id: "not a number", chat: { id: GROUP }, text: "她的秘密" } });
    telegram.userSays({ chat: GROUP, user: MEI, text: "下一条" });
    await bot.platform.start(bot.intake);
    const event = await bot.intake.accepted.waitFor(() => true);
    expect(event).toMatchObject({ text: "下一条" });
    const warnings = bot.logs.filter((line) => line.includes("could not be read"));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"kind":"message"');
    expect(bot.logs.join()).not.toContain("她的秘密");
  });

  it.each([
    ["a dropped connection", { drop: "before" as const }],
    ["an internal failure", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["another poller", { status: 409, description: "Conflict: terminated by other getUpdates request" }],
    ["a flood limit", { status: 429, description: "Too Many Requests", parameters: { retry_after: 0 } }],
    ["an answer that is no JSON", { status: 200, body: "<html>login page</html>" }],
  ])("recovers from %s", async (_, fault) => {
    telegram.fail({ method: "getUpdates", times: 3, ...fault });
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "还在吗" });
    const event = await bot.intake.accepted.waitFor(() => true);
    expect(event).toMatchObject({ text: "还在吗" });
    expect(bot.platform.status().connected).toBe(true);
  });

  it("names a second poller with the same token in its status, and goes on when that one stops", async () => {
    await bot.platform.start(bot.intake);
    telegram.fail({
      method: "getUpdates",
      times: 0,
      status: 409,
      description: "Conflict: terminated by other",
    });
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await expect.poll(() => bot.platform.status().degraded.join()).toContain("another process");
    expect(bot.platform.status().connected).toBe(false);
    telegram.clearFaults();
    telegram.userSays({ chat: GROUP, user: MEI, text: "二" });
    await bot.intake.accepted.waitFor((event) => event.kind === "message" && event.text === "二");
    expect(bot.platform.status()).toEqual({ connected: true, degraded: [] });
  });

  it("takes a leftover webhook away without losing what waits", async () => {
    telegram.userSays({ chat: GROUP, user: MEI, text: "等着" });
    await fetch(`${telegram.url}/bot${telegram.token}/setWebhook`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ url: "http://127.0.0.1:9/nobody" }),
    });
    await bot.platform.start(bot.intake);
    const event = await bot.intake.accepted.waitFor(() => true);
    expect(event).toMatchObject({ text: "等着" });
    expect(telegram.webhook).toBeUndefined();
  });

  it("starts without Telegram and connects once it is there", async () => {
    telegram.fail({ method: "getMe", times: 2, drop: "before" });
    await bot.platform.start(bot.intake);
    expect(bot.platform.status().degraded.join()).toContain("cannot be reached");
    telegram.userSays({ chat: GROUP, user: MEI, text: "在" });
    await bot.intake.accepted.waitFor(() => true);
    expect(bot.platform.status().degraded).toEqual([]);
  });

  it("names a refused token, and never shows it", async () => {
    const wrong = "700000009:AAWrongTokenWrongTokenWrongToken0001";
    const refused = connectTelegram(telegram, { token: wrong });
    await refused.platform.start(refused.intake);
    expect(refused.platform.status().degraded.join()).toContain("refuses the bot token");
    await refused.platform.stop();
    expect(refused.logs.join()).not.toContain(wrong);
  });

  it("names privacy mode", async () => {
    const shy = await startTelegramStandIn({ readsAll: false });
    const { platform, intake } = connectTelegram(shy);
    await platform.start(intake);
    expect(platform.status()).toMatchObject({ connected: true });
    expect(platform.status().degraded.join()).toContain("privacy mode is on");
    await platform.stop();
    await shy.stop();
  });

  it("answers a button press only after the press is written", async () => {
    await bot.platform.start(bot.intake);
    let answeredBefore: boolean | undefined;
    const isAnswered = () => telegram.calls.items.some(({ method }) => method === "answerCallbackQuery");
    bot.intake.onAccept = async () => {
      // Writing takes longer than an answer sent too early would need to arrive.
      for (let trip = 0; trip < 5; trip += 1) await bot.platform.isChatAdmin(String(GROUP), String(MEI.id));
      answeredBefore = isAnswered();
    };
    telegram.world.chat(GROUP);
    const { callbackId } = telegram.presses({
      user: MEI,
      chat: GROUP,
      messageId: 3,
      data: "forged\u0000data",
    });
    await telegram.waitForCall("answerCallbackQuery");
    expect(answeredBefore).toBe(false);
    expect(bot.intake.accepted.items).toMatchObject([
      { kind: "button", updateKey: `b:${callbackId}`, data: "forgeddata", messageId: "3" },
    ]);
    await expect
      .poll(() => telegram.callbacks.get(callbackId)?.answer)
      .toEqual({ callback_query_id: callbackId });
  });

  it("answers no press that could not be written", async () => {
    await bot.platform.start(bot.intake);
    let failures = 0;
    const failedTwice = Promise.withResolvers<void>();
    bot.intake.onAccept = () => {
      failures += 1;
      if (failures === 2) failedTwice.resolve();
      throw new Error("disk full");
    };
    telegram.world.chat(GROUP);
    telegram.presses({ user: MEI, chat: GROUP, messageId: 3, data: "x" });
    await failedTwice.promise;
    await bot.platform.stop();
    expect(telegram.calls.items.some(({ method }) => method === "answerCallbackQuery")).toBe(false);
  });

  it("goes on when a press can no longer be answered", async () => {
    await bot.platform.start(bot.intake);
    telegram.fail({
      method: "answerCallbackQuery",
      status: 400,
      description: "Bad Request: query is too old",
    });
    telegram.presses({ user: MEI, chat: GROUP, messageId: 3, data: "x" });
    await telegram.waitForCall("answerCallbackQuery");
    telegram.userSays({ chat: GROUP, user: MEI, text: "后来" });
    await bot.intake.accepted.waitFor((event) => event.kind === "message" && event.text === "后来");
  });

  it("registers its commands in Chinese and English, staff commands for administrators only", async () => {
    await bot.platform.start(bot.intake);
    await expect.poll(() => telegram.commands.size).toBe(6);
    const menu = (type: string, language: string) =>
      telegram.commands.get(JSON.stringify([{ type }, language])) as {
        command: string;
        description: string;
      }[];
    expect(menu("all_private_chats", "")).toContainEqual({ command: "ask", description: "问一个问题" });
    expect(menu("all_group_chats", "en")).toContainEqual({ command: "ask", description: "Ask a question" });
    expect(menu("all_group_chats", "").map(({ command }) => command)).not.toContain("bind");
    expect(menu("all_chat_administrators", "").map(({ command }) => command)).toContain("bind");
    expect(telegram.violations).toEqual([]);
  });

  it("works without its command menu", async () => {
    telegram.fail({
      method: "setMyCommands",
      times: 0,
      status: 400,
      description: "Bad Request: BOT_COMMAND_INVALID",
    });
    await bot.platform.start(bot.intake);
    telegram.userSays({ chat: GROUP, user: MEI, text: "好" });
    await bot.intake.accepted.waitFor(() => true);
    await expect.poll(() => bot.logs.join()).toContain("command menu could not be registered");
  });
});

describe("telegram polling among several processes", () => {
  it("is done in this process's turn alone, and what it has handed in is confirmed at its end", async () => {
    const { turns, give, end } = createManualTurns();
    bot = connectTelegram(telegram, { turns });
    await bot.platform.start(bot.intake);
    expect(bot.platform.status()).toEqual({ connected: true, degraded: [] });
    expect(bot.platform.deepLink("x")).toContain("start=x");
    telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(polls()).toEqual([]);

    give("telegram");
    await bot.intake.accepted.waitFor((event) => event.kind === "message" && event.text === "一");
    await end("telegram");
    expect(telegram.pending).toEqual([]);
    const before = polls().length;
    telegram.userSays({ chat: GROUP, user: MEI, text: "二" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(polls()).toHaveLength(before);
    expect(bot.platform.status().connected).toBe(true);
    give("telegram");
    await bot.intake.accepted.waitFor((event) => event.kind === "message" && event.text === "二");
  });
});
