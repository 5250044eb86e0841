import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { InboundEvent, InteractionRef } from "../../src/core/message.ts";
import { plain, startStandInAndBot, to } from "./discord-harness.ts";

const MINUTE_MS = 60_000;
let skewMs = 0;
let mostMs = Number.POSITIVE_INFINITY;
/** What the hour is can be moved on, and timers can be cut short. */
const clock: Clock = {
  now: () => systemClock.now() + skewMs,
  after: (delayMs, work) => systemClock.after(Math.min(delayMs, mostMs), work),
};
let bot: Awaited<ReturnType<typeof startStandInAndBot>>;

beforeEach(async () => {
  skewMs = 0;
  mostMs = Number.POSITIVE_INFINITY;
  bot = await startStandInAndBot({ clock, now: clock.now });
  await bot.start();
});
afterEach(async () => {
  const { violations } = bot.standIn;
  await bot.stop();
  expect(violations).toEqual([]);
});

/** The next event that carries an interaction. */
async function taken(): Promise<{ event: InboundEvent; ref: InteractionRef }> {
  const event = await bot.intake.waitFor(() => bot.intake.events.find((one) => "interaction" in one));
  if (!("interaction" in event) || !event.interaction) throw new Error("no interaction");
  return { event, ref: event.interaction };
}
const answered = (id: string) =>
  bot.standIn.waitFor(() =>
    bot.standIn.interactions.get(id)?.answeredWith === undefined ? undefined : true,
  );

describe("a slash command", () => {
  it("is written, deferred in the open, and its answer fills the deferral once however often it is sent", async () => {
    const { standIn, platform, mei } = bot;
    const made = standIn.runsSlash(mei, standIn.general, "ask", "新生儿要吃维生素D3吗");
    const { event, ref } = await taken();
    expect(event).toMatchObject({
      kind: "message",
      updateKey: `i:${made.id}`,
      addressed: "command",
      command: { name: "ask", args: "新生儿要吃维生素D3吗" },
      chat: { chatId: standIn.general.id, kind: "group" },
      sender: { userId: mei.id, language: "zh-CN" },
      interaction: { id: made.id, token: made.token, ephemeral: false },
    });
    const outgoing = { key: "k", to: to(standIn.general.id, { interaction: ref }), content: plain("要") };
    const first = await platform.send(outgoing);
    expect(await platform.send(outgoing)).toEqual(first);
    expect(standIn.sent).toMatchObject([{ how: "original", text: "要", interactionId: made.id }]);
    expect(standIn.interactions.get(made.id)).toMatchObject({ answeredWith: 5, ephemeral: false });
  });

  it("is deferred within 3 s when the inbox is slow, and before it is written", async () => {
    const { standIn, intake, mei } = bot;
    let write = () => {};
    intake.beforeAccept = () => new Promise((resolve) => (write = resolve));
    const made = standIn.runsSlash(mei, standIn.general, "mydata");
    await answered(made.id);
    expect(intake.events).toEqual([]);
    const { answeredAtMs = 0, createdAtMs, ephemeral } = standIn.interactions.get(made.id) ?? made;
    expect(answeredAtMs - createdAtMs).toBeLessThan(3_000);
    expect(ephemeral).toBe(true);
    write();
    await taken();
  });

  it("that could not be written is told so at once, to its sender alone", async () => {
    const { standIn, intake, mei } = bot;
    intake.beforeAccept = async () => {
      throw new Error("disk full");
    };
    const made = standIn.runsSlash(mei, standIn.general, "ask", "发烧");
    const told = await standIn.waitForSent(({ interactionId }) => interactionId === made.id);
    expect(told).toMatchObject({ ephemeralFor: mei.id, text: expect.stringContaining("没有收到") });
  });

  it("that could not be written after its deferral is told so in the deferral", async () => {
    const { standIn, intake, mei } = bot;
    mostMs = 50;
    let fail = (_error: Error) => {};
    intake.beforeAccept = () => new Promise((_resolve, reject) => (fail = reject));
    const made = standIn.runsSlash(mei, standIn.general, "mydata");
    await answered(made.id);
    fail(new Error("disk full"));
    const told = await standIn.waitForSent(({ interactionId }) => interactionId === made.id);
    expect(told).toMatchObject({ how: "original", ephemeralFor: mei.id });
  });

  it("answered in two parts keeps both", async () => {
    const { standIn, platform, mei } = bot;
    standIn.runsSlash(mei, standIn.general, "ask", "长问题");
    const { ref } = await taken();
    const target = to(standIn.general.id, { interaction: ref });
    await platform.send({ key: "1", to: target, content: plain("第一部分") });
    for (let again = 0; again < 2; again += 1) {
      await platform.send({ key: "2", to: target, content: plain("第二部分") });
    }
    expect(standIn.sent).toMatchObject([
      { how: "original", text: "第一部分" },
      { how: "message", text: "第二部分", channelId: standIn.general.id },
    ]);
  });

  it("whose answer went out before a crash is not overwritten by the next part after it", async () => {
    const { standIn, platform, mei } = bot;
    standIn.runsSlash(mei, standIn.general, "ask", "长问题");
    const { ref } = await taken();
    const target = to(standIn.general.id, { interaction: ref });
    await platform.send({ key: "1", to: target, content: plain("第一部分") });
    const restarted = bot.makePlatform();
    await restarted.send({ key: "1", to: target, content: plain("第一部分") });
    await restarted.send({ key: "2", to: target, content: plain("第二部分") });
    expect(standIn.sent.map(({ text }) => text)).toEqual(["第一部分", "第二部分"]);
  });

  it("whose token has run out gets its answer as a message in the channel", async () => {
    const { standIn, platform, mei } = bot;
    const made = standIn.runsSlash(mei, standIn.general, "ask", "迟到");
    const { ref } = await taken();
    await answered(made.id);
    skewMs = 16 * MINUTE_MS;
    await platform.send({
      key: "1",
      to: to(standIn.general.id, { interaction: ref }),
      content: plain("晚了"),
    });
    const believesInTime = { ...ref, expiresAt: Number.MAX_SAFE_INTEGER };
    await platform.send({
      key: "2",
      to: to(standIn.general.id, { interaction: believesInTime }),
      content: plain("很晚"),
    });
    expect(standIn.sent).toMatchObject([
      { how: "message", text: "晚了" },
      { how: "message", text: "很晚" },
    ]);
  });

  it("that Discord no longer wants deferred gets its answer as a message", async () => {
    const { standIn, platform, mei } = bot;
    standIn.faults.when(
      { path: /^\/interactions/ },
      { status: 404, body: { code: 10062, message: "Unknown interaction" } },
    );
    standIn.runsSlash(mei, standIn.general, "ask", "慢");
    const { ref } = await taken();
    await platform.send({
      key: "1",
      to: to(standIn.general.id, { interaction: ref }),
      content: plain("还是答"),
    });
    expect(standIn.sent).toMatchObject([{ how: "message", text: "还是答" }]);
  });

  it("never shows a private answer in the channel: it becomes a private message or nothing", async () => {
    const { standIn, platform, mei } = bot;
    standIn.runsSlash(mei, standIn.general, "mydata");
    const { ref } = await taken();
    expect(ref.ephemeral).toBe(true);
    skewMs = 16 * MINUTE_MS;
    const send = (visibleTo?: string) =>
      platform.send({
        key: "1",
        to: to(standIn.general.id, { interaction: ref, visibleTo }),
        content: plain("你的资料"),
      });
    await expect(send()).rejects.toMatchObject({ reason: "rejected" });
    await send(mei.id);
    expect(standIn.sent).toMatchObject([{ how: "message", channelId: standIn.world.dmWith(mei.id).id }]);
  });

  it("asked in the open but answered in private leaves only a pointer in the channel", async () => {
    const { standIn, platform, mei } = bot;
    const shy = standIn.addUser("小红", { refusesDms: true });
    for (const user of [mei, shy]) standIn.runsSlash(user, standIn.general, "ask", "私事");
    const asked = await bot.intake.waitFor(() =>
      bot.intake.messages.length === 2 ? bot.intake.messages : undefined,
    );
    const results = await Promise.allSettled(
      asked.map(({ interaction, sender }, n) =>
        platform.send({
          key: `p${n}`,
          to: to(standIn.general.id, { interaction, visibleTo: sender.userId }),
          content: plain("悄悄说"),
        }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const inChannel = standIn.sent.filter(({ channelId }) => channelId === standIn.general.id);
    expect(inChannel).toHaveLength(2);
    expect(JSON.stringify(inChannel)).not.toContain("悄悄说");
    expect(standIn.sent.filter(({ text }) => text === "悄悄说")).toHaveLength(1);
  });

  it("offers reviewed questions while it is typed, within Discord's limits, and none rather than too late", async () => {
    const { standIn, intake, mei } = bot;
    intake.suggestions = async (text) =>
      Array.from({ length: 40 }, (_, n) => ({
        articleId: `a${n}`,
        title: `${text}${n} ${"长".repeat(120)}`,
      }));
    const typed = standIn.types(mei, standIn.general, "ask", "维生素");
    await answered(typed.id);
    expect(standIn.interactions.get(typed.id)?.choices).toHaveLength(25);
    mostMs = 50;
    intake.suggestions = () => new Promise(() => {});
    const slow = standIn.types(mei, standIn.general, "ask", "慢");
    await answered(slow.id);
    expect(standIn.interactions.get(slow.id)?.choices).toEqual([]);
    expect(intake.events).toEqual([]);
  });
});

describe("a button", () => {
  it("pressed in a group is answered to the presser alone, and its further parts too", async () => {
    const { standIn, platform, mei } = bot;
    const { messageId } = await platform.send({
      key: "q",
      to: to(standIn.general.id),
      content: plain("答案", [
        [{ label: "详细", data: "signed-data" }],
        [{ label: "来源", url: "https://example.org/a_b" }],
      ]),
    });
    const pressed = standIn.presses(mei, messageId, "signed-data");
    const { event, ref } = await taken();
    expect(event).toMatchObject({
      kind: "button",
      updateKey: `b:${pressed.id}`,
      data: "signed-data",
      messageId,
      sender: { userId: mei.id },
      interaction: { ephemeral: true },
    });
    const target = to(standIn.general.id, { interaction: ref, visibleTo: mei.id });
    await platform.send({ key: "1", to: target, content: plain("细节一") });
    await platform.send({ key: "2", to: target, content: plain("细节二") });
    expect(standIn.sent.slice(1)).toMatchObject([
      { how: "original", text: "细节一", ephemeralFor: mei.id },
      { how: "followup", text: "细节二", ephemeralFor: mei.id },
    ]);
  });

  it("with forged data is handed in as it came, and with none or too much is left alone", async () => {
    const { standIn, intake, platform, mei } = bot;
    const content = plain("答案", [[{ label: "详细", data: "x" }]]);
    const { messageId } = await platform.send({ key: "q", to: to(standIn.general.id), content });
    standIn.presses(mei, messageId, "y".repeat(500));
    standIn.gateway.dispatch("INTERACTION_CREATE", () => ({ type: 3, data: {}, id: 1 }));
    standIn.presses(mei, messageId, "'; drop table --");
    expect((await taken()).event).toMatchObject({ data: "'; drop table --" });
    expect(intake.events).toHaveLength(1);
  });

  it("pressed in a private chat is answered there for good", async () => {
    const { standIn, platform, mei } = bot;
    const dm = standIn.world.dmWith(mei.id);
    const content = plain("选一个", [[{ label: "好", data: "ok" }]]);
    const { messageId } = await platform.send({ key: "q", to: to(dm.id), content });
    standIn.presses(mei, messageId, "ok");
    const { event, ref } = await taken();
    expect(event.chat).toEqual({ chatId: dm.id, kind: "private" });
    await platform.send({
      key: "1",
      to: to(dm.id, { interaction: ref, visibleTo: mei.id }),
      content: plain("好的"),
    });
    expect(standIn.sent.at(-1)).toMatchObject({ how: "original", text: "好的", ephemeralFor: undefined });
  });
});
