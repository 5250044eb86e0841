import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Block, type Content, type MediaRef, mediaOf } from "../../src/core/content.ts";
import {
  MigratedError,
  OperationalError,
  PermanentError,
  UnknownOutcomeError,
} from "../../src/core/errors.ts";
import { decodeUpdate } from "../../src/platforms/telegram/decode.ts";
import { encodeContent } from "../../src/platforms/telegram/encode.ts";
import { connectTelegram, outgoing } from "../standins/telegram/connect.ts";
import type { Fault } from "../standins/telegram/faults.ts";
import { parseHtml, readText } from "../standins/telegram/html.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";

const GROUP = -1_001_000_000_200;
const MEI = 501;

let telegram: TelegramStandIn;
let bot: ReturnType<typeof connectTelegram>;
beforeAll(async () => {
  telegram = await startTelegramStandIn();
  bot = connectTelegram(telegram);
  await bot.platform.start(bot.intake);
});
afterAll(async () => {
  await bot.platform.stop();
  await telegram.stop();
});
beforeEach(() => {
  telegram.world.chat({ id: GROUP, title: "王老师的群", isForum: true });
  telegram.world.chat(MEI);
});
afterEach(() => telegram.clearFaults());

const send = (...args: Parameters<typeof outgoing>) => bot.platform.send(outgoing(...args));
const failed = async (fault: Fault, text = "你好"): Promise<Error> => {
  telegram.fail({ method: "sendMessage", ...fault });
  return send(MEI, text).then(
    () => expect.unreachable("the send should have failed"),
    (error: Error) => error,
  );
};
/** A clock whose timers end when the test says so. */
const timeThatRunsOut = () => {
  const due = new Set<() => void>();
  const after = (_: number, work: () => void) => {
    due.add(work);
    return () => void due.delete(work);
  };
  const runOut = () => {
    for (const work of [...due]) work();
  };
  return { clock: { now: () => 1_795_000_000_000, after }, runOut };
};
const lastSent = () => telegram.sent.items.at(-1);

describe("telegram sending", () => {
  it("shows headings, lists and small print, and gives the message's id", async () => {
    const content: Content = {
      tone: "answer",
      blocks: [
        { kind: "heading", text: "要吃" },
        { kind: "text", text: "每天 400 单位。" },
        { kind: "list", items: ["出生几天后开始", "不用晒太阳代替"] },
        { kind: "small", text: "来源:国家卫健委" },
      ],
      buttons: [
        [{ label: "详细", data: "d:1" }],
        [{ label: "原文", url: "https://www.nhc.gov.cn/a?b=1&c=2" }],
      ],
    };
    const { messageId } = await send(GROUP, content);
    expect(lastSent()).toMatchObject({
      messageId: Number(messageId),
      text: "要吃\n每天 400 单位。\n• 出生几天后开始\n• 不用晒太阳代替\n\n来源:国家卫健委",
      entities: [{ type: "bold", offset: 0, length: 2 }, { type: "italic" }],
      buttons: [
        [{ label: "详细", data: "d:1" }],
        [{ label: "原文", url: "https://www.nhc.gov.cn/a?b=1&c=2" }],
      ],
      raw: { link_preview_options: { is_disabled: true } },
    });
    // telegraf's own buttons would carry a key `hide`
    expect(Object.keys(lastSent()?.raw.reply_markup as object)).toEqual(["inline_keyboard"]);
    expect(telegram.violations).toEqual([]);
  });

  it("shows markup that somebody typed as they typed it", async () => {
    const hostile = `<b>粗</b> <a href="tg://user?id=1">点</a> &amp; "q" *_~\`[x](http://evil.example) </i><script>`;
    await send(MEI, hostile);
    expect(lastSent()).toMatchObject({ text: hostile, entities: [] });
  });

  it("sends no half characters and no control or direction marks", async () => {
    await send(MEI, "a\ud83db\u0000c\u0007d\u202ee\u2066f\r\ng");
    expect(lastSent()?.text).toBe("a\ufffdbcdef\ng");
  });

  it("answers in the topic and to the message it was asked in", async () => {
    const { messageId } = telegram.userSays({ chat: GROUP, user: MEI, text: "问", threadId: 7 });
    await send(GROUP, "答", { threadId: "7", replyToMessageId: String(messageId) });
    expect(lastSent()).toMatchObject({ threadId: 7, replyToMessageId: messageId });
  });

  it("still answers when the question was deleted", async () => {
    await send(GROUP, "答", { replyToMessageId: "99999" });
    expect(lastSent()).toMatchObject({ text: "答", replyToMessageId: undefined });
  });

  it("answers in the general topic when the topic was deleted", async () => {
    telegram.fail({
      method: "sendMessage",
      status: 400,
      description: "Bad Request: message thread not found",
    });
    await send(GROUP, "话题没了", { threadId: "8" });
    expect(lastSent()).toMatchObject({ text: "话题没了", threadId: undefined });
  });

  it("cuts a text over 4096 at a sentence's end", async () => {
    await send(MEI, `${"宝宝发烧先量体温。".repeat(600)}`);
    expect(lastSent()?.text.length).toBeLessThanOrEqual(4_096);
    expect(lastSent()?.text.endsWith("体温。…")).toBe(true);
  });

  it("writes a link that Telegram takes for no button as text, and leaves out a button it would refuse", async () => {
    await send(MEI, {
      tone: "plain",
      blocks: [{ kind: "text", text: "看" }],
      buttons: [
        [
          { label: "本机", url: "http://localhost:8787/room" },
          { label: "太长", data: "x".repeat(65) },
        ],
      ],
    });
    expect(lastSent()).toMatchObject({ text: "看\n\n本机: http://localhost:8787/room", buttons: [] });
    expect(bot.logs.join()).toContain("left out");
  });

  it("sends nothing for a content that says nothing", async () => {
    const before = telegram.calls.items.length;
    await expect(send(MEI, " \u200b\n")).rejects.toMatchObject({
      name: "PermanentError",
      reason: "rejected",
    });
    expect(telegram.calls.items).toHaveLength(before);
  });

  it("keeps to Telegram's rules whatever it is given", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom("<b>", "</b>", "&lt;", "&#0;", "\ud800", "\u202e", "<a href='x'>", "。".repeat(5_000)),
      fc
        .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), fc.integer({ min: 80, max: 300 }))
        .map(([part, times]) => part.repeat(times)),
    );
    const block = fc.oneof(
      fc.record({ kind: fc.constantFrom("text" as const, "heading" as const, "small" as const), text }),
      fc.record({ kind: fc.constant("list" as const), items: fc.array(text, { maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), text, (blocks: Block[], label) => {
        const { html, keyboard } = encodeContent({
          tone: "plain",
          blocks,
          buttons: [[{ label, data: "d" }], [{ label, url: label }]],
        });
        for (const { text: shown } of keyboard.flat()) expect(shown.trim()).not.toBe("");
        if (html === "") return;
        expect(html.isWellFormed()).toBe(true);
        expect(readText({ text: html, parse_mode: "HTML" }).text.length).toBeLessThanOrEqual(4_096);
        for (const { type } of parseHtml(html).entities) expect(["bold", "italic"]).toContain(type);
      }),
      { numRuns: 300 },
    );
  });
});

describe("telegram failures", () => {
  it("hands on how long Telegram asks to wait, for that chat only", async () => {
    telegram.flood(MEI, 17);
    await expect(send(MEI, "你好")).rejects.toMatchObject({
      name: "OperationalError",
      retryAfterMs: 17_000,
      scope: "target",
      flood: true,
    });
    await send(GROUP, "别的群照常");
    expect(lastSent()?.text).toBe("别的群照常");
  });

  it.each([
    [
      "blocked by the person",
      { status: 403, description: "Forbidden: bot was blocked by the user" },
      "blocked",
    ],
    [
      "kicked",
      { status: 403, description: "Forbidden: bot was kicked from the supergroup chat" },
      "target-gone",
    ],
    [
      "not a member",
      { status: 403, description: "Forbidden: bot is not a member of the channel chat" },
      "target-gone",
    ],
    ["a deleted account", { status: 403, description: "Forbidden: user is deactivated" }, "target-gone"],
    ["no such chat", { status: 400, description: "Bad Request: chat not found" }, "target-gone"],
    [
      "a muted bot",
      { status: 400, description: "Bad Request: not enough rights to send text messages" },
      "blocked",
    ],
    ["a bad message", { status: 400, description: "Bad Request: can't parse entities" }, "rejected"],
  ])("ends the delivery when %s", async (_, fault, reason) => {
    const error = await failed(fault);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ reason });
  });

  it("learns of a kick and an unknown chat from the stand-in itself", async () => {
    telegram.botBecomes(-1_001_000_000_777, "kicked");
    await expect(send(-1_001_000_000_777, "你好")).rejects.toMatchObject({ reason: "target-gone" });
    await expect(send(-1_001_000_000_778, "你好")).rejects.toMatchObject({ reason: "target-gone" });
    await expect(bot.platform.send(outgoing(0, "你好", { chatId: "@name" }))).rejects.toMatchObject({
      reason: "target-gone",
    });
  });

  it("names the new chat when a group became a supergroup", async () => {
    telegram.world.chat(-300);
    telegram.migrates(-300, -1_001_000_000_300);
    const error = await send(-300, "你好").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigratedError);
    expect(error).toMatchObject({ toChatId: "-1001000000300" });
  });

  it.each([500, 502, 503])("may be tried again after a %d", async (status) => {
    expect(await failed({ status, body: "<html>Bad Gateway</html>" })).toBeInstanceOf(OperationalError);
  });

  it.each<[string, Fault]>([
    ["the connection drops after Telegram took it", { drop: "after" }],
    ["the connection drops before Telegram took it", { drop: "before" }],
    ["the answer is no JSON", { body: "<html>" }],
    ["a gateway waited in vain", { status: 504 }],
  ])("does not know the outcome when %s", async (_, fault) => {
    expect(await failed(fault)).toBeInstanceOf(UnknownOutcomeError);
  });

  it("knows that nothing was sent when no connection could be made", async () => {
    const gone = await startTelegramStandIn();
    const { platform } = connectTelegram(gone);
    await gone.stop();
    await expect(platform.send(outgoing(MEI, "你好"))).rejects.toBeInstanceOf(OperationalError);
  });

  it("makes everything wait when the token is refused", async () => {
    const { platform } = connectTelegram(telegram, {
      token: "700000009:AAWrongTokenWrongTokenWrongToken0001",
    });
    await expect(platform.send(outgoing(MEI, "你好"))).rejects.toMatchObject({
      name: "OperationalError",
      scope: "platform",
    });
  });

  it.each<[string, Fault]>([
    ["no answer comes in time", { hang: true }],
    ["half an answer comes and no more", { body: "{", headers: { "content-length": "500" } }],
  ])("does not know the outcome when %s", async (name, fault) => {
    const { clock, runOut } = timeThatRunsOut();
    const { platform } = connectTelegram(telegram, { clock });
    telegram.fail({ method: "sendMessage", ...fault });
    const sending = platform.send(outgoing(MEI, name));
    await telegram.waitForCall("sendMessage", ({ params }) => params.text === name);
    runOut();
    await expect(sending).rejects.toBeInstanceOf(UnknownOutcomeError);
  });

  it("does not let a hanging chat hold up another", async () => {
    const { clock, runOut } = timeThatRunsOut();
    const { platform } = connectTelegram(telegram, { clock });
    telegram.fail({ method: "sendMessage", chatId: GROUP, times: 0, hang: true });
    const hanging = Promise.allSettled(
      Array.from({ length: 60 }, () => platform.send(outgoing(GROUP, "挂着"))),
    );
    await telegram.calls.waitForCount(60, ({ params }) => params.text === "挂着");
    await platform.send(outgoing(MEI, "先到"));
    expect(lastSent()?.text).toBe("先到");
    runOut();
    expect(new Set((await hanging).map(({ status }) => status))).toEqual(new Set(["rejected"]));
  });

  it.each<[string, Fault]>([
    ["a dropped connection", { drop: "before" }],
    ["an unreadable answer", { body: "<html>" }],
    ["a refusal", { status: 400, description: "Bad Request" }],
  ])("keeps token and text out of the error after %s", async (_, fault) => {
    const error = await failed(fault, "我先生打我");
    const shown = inspect(error, { depth: 10, showHidden: true });
    expect(shown).not.toContain(telegram.token);
    expect(shown).not.toContain("我先生打我");
    expect(bot.logs.join()).not.toContain("我先生打我");
    expect(bot.logs.join()).not.toContain(telegram.token);
  });
});

describe("telegram questions", () => {
  it("tells administrators from others, and an administrator hidden behind the group", async () => {
    telegram.makeAdmin(GROUP, { id: 900, firstName: "Wang" });
    telegram.userSays({ chat: GROUP, user: { id: MEI }, text: "我" });
    expect(await bot.platform.isChatAdmin(String(GROUP), "900")).toBe(true);
    expect(await bot.platform.isChatAdmin(String(GROUP), String(MEI))).toBe(false);
    expect(await bot.platform.isChatAdmin(String(GROUP), String(GROUP))).toBe(true);
    expect(await bot.platform.isChatAdmin("-1001000000999", String(MEI))).toBeUndefined();
  });

  it("makes links that open a private chat or add it to a group", () => {
    expect(bot.platform.deepLink("case_1-a")).toBe(`https://t.me/${telegram.username}?start=case_1-a`);
    expect(bot.platform.inviteLink("bind1")).toBe(`https://t.me/${telegram.username}?startgroup=bind1`);
    expect(bot.platform.deepLink("有空格 的")).toBeUndefined();
    expect(bot.platform.deepLink("x".repeat(65))).toBeUndefined();
  });
});

describe("telegram changing what was sent", () => {
  const edit = (messageId: string, content: Content) =>
    bot.platform.edit?.({ ...outgoing(MEI, content), messageId });
  const text = (words: string): Content => ({
    tone: "plain",
    blocks: [{ kind: "text", text: words }],
    buttons: [],
  });

  it("changes the caption of a file", async () => {
    const file = { name: "a.md", text: "内容" };
    const { messageId } = await send(MEI, { ...text("旧的说明"), file });
    await edit(messageId, text("新的 <说明>"));
    expect(lastSent()).toMatchObject({ text: "新的 <说明>", file, edits: 1 });
  });

  it("says that a message is gone when it was deleted or is somebody else's", async () => {
    const mine = await send(MEI, "要删的");
    telegram.world.chat(MEI).messages.delete(Number(mine.messageId));
    const hers = telegram.userSays({ chat: MEI, user: MEI, text: "她的话" });
    for (const id of [mine.messageId, String(hers.messageId)]) {
      await expect(edit(id, text("新"))).rejects.toMatchObject({ reason: "message-gone" });
    }
  });

  it("tells a flood and a lost answer as sending does", async () => {
    const { messageId } = await send(MEI, "一");
    telegram.fail({
      method: "editMessageText",
      status: 429,
      description: "Too Many Requests",
      parameters: { retry_after: 3 },
    });
    await expect(edit(messageId, text("二"))).rejects.toMatchObject({ retryAfterMs: 3_000, flood: true });
    telegram.fail({ method: "editMessageText", drop: "after" });
    await expect(edit(messageId, text("二"))).rejects.toBeInstanceOf(UnknownOutcomeError);
    await edit(messageId, text("二"));
    expect(lastSent()).toMatchObject({ text: "二", edits: 1 });
  });
});

describe("telegram sending on what somebody sent", () => {
  const medium = (values: Partial<MediaRef>): Content => ({
    tone: "plain",
    blocks: [{ kind: "text", text: "说明 <b>" }],
    buttons: [],
    media: [{ platform: "telegram", kind: "photo", ref: "none", ...values }],
  });
  const received = (extra: object) => {
    const { update } = telegram.userSays({ chat: MEI, user: MEI, extra: { ...extra } });
    const { event } = decodeUpdate(update, {
      bot: { id: 1, username: "b", readsAll: true },
      commands: [],
      receivedAt: 0,
    });
    return event?.kind === "message" ? mediaOf(event) : [];
  };

  it("shows each kind again by its id as what it was", async () => {
    const file = (id: string) => ({ file_id: id, file_unique_id: `u${id}` });
    const clip = { width: 1, height: 1, duration: 1 };
    const all = {
      photo: { photo: [{ ...file("p"), width: 1, height: 1 }] },
      voice: { voice: { ...file("v"), duration: 1 } },
      video: { video: { ...file("vid"), ...clip } },
      video_note: { video_note: { ...file("n"), duration: 1, length: 1 } },
      animation: { animation: { ...file("a"), ...clip } },
      audio: { audio: { ...file("au"), duration: 1 } },
      document: { document: file("d") },
      sticker: {
        sticker: { ...file("s"), type: "regular", width: 1, height: 1, is_animated: false, is_video: false },
      },
    };
    const before = telegram.violations.length;
    for (const [kind, extra] of Object.entries(all)) {
      const media = received(extra);
      const isWordless = kind === "sticker" || kind === "video_note";
      await send(MEI, { ...medium({}), media, ...(isWordless ? { blocks: [] } : {}) });
      expect(lastSent()).toMatchObject({
        text: isWordless ? "" : "说明 <b>",
        media: { kind, bytes: undefined },
      });
    }
    expect(telegram.violations).toHaveLength(before);
  });

  it("sends a picture that Telegram takes for none as a file, and words where it knows no such file", async () => {
    const upload = Buffer.from("not a picture");
    const content = medium({ platform: "discord", type: "image/tiff", name: "鞋.tiff" });
    await bot.platform.send({ ...outgoing(MEI, content), upload });
    expect(lastSent()).toMatchObject({ text: "说明 <b>", media: { kind: "document", name: "鞋.tiff" } });
    await send(MEI, medium({ ref: "forgotten" }));
    expect(lastSent()).toMatchObject({ text: "说明 <b>\n\n（图片，已经取不到了）", media: undefined });
  });

  it("gives a large picture as a file, and a recording in a foreign format too", async () => {
    const big = Buffer.alloc(10_000_001, 1);
    await bot.platform.send({
      ...outgoing(MEI, medium({ platform: "discord", type: "image/png" })),
      upload: big,
    });
    expect(lastSent()?.media?.kind).toBe("document");
    const content = medium({ platform: "discord", kind: "voice", type: "audio/wav" });
    await bot.platform.send({ ...outgoing(MEI, content), upload: Buffer.from("riff") });
    expect(lastSent()?.media?.kind).toBe("document");
  });

  it("keeps a caption within its limit", async () => {
    telegram.keepFile("p", "x");
    const long = { ...medium({ ref: "p" }), blocks: [{ kind: "text", text: "长".repeat(3_000) } as const] };
    await send(MEI, long);
    expect(lastSent()?.text.length).toBeLessThanOrEqual(1_024);
    expect(lastSent()?.media).toBeDefined();
  });
});
