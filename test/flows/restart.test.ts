import { afterEach, describe, expect, it } from "vitest";
import { only } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
let app: TestApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

describe.each(["polling", "webhook"] as const)("after a restart with Telegram by %s", (telegram) => {
  it("answers what was written while the bot was down, once, in its order", async () => {
    app = await startTestApp({ telegram });
    await app.opensHost("wang", "王老师");
    const group = app.telegram.group("粉丝群");
    await app.binds("wang", "fan", group);
    const mei = app.telegram.person("小美");
    const li = app.telegram.person("小丽");
    const before = only(await mei.says(group, QUESTION));
    await app.down();
    mei.saysLater(group, "红屁股怎么护理");
    li.saysLater(undefined, QUESTION);
    mei.saysLater(group, "宝宝抽搐了，叫不醒");
    await app.up();
    const { said, hears } = app.telegram;
    await hears(({ chatId, text }) => chatId === group.chatId && text.includes("120（急救）"));
    await hears(({ chatId }) => chatId === li.userId);
    await app.breathe();
    const inGroup = said().filter(({ chatId }) => chatId === group.chatId);
    expect(inGroup).toHaveLength(3);
    expect(inGroup[1]?.text).toContain("依据");
    expect(said().filter(({ chatId }) => chatId === li.userId)).toHaveLength(1);
    // What was said before still works afterwards.
    expect(only(await mei.follows(before, "私聊看详细")).text).toContain("省钱办法");
  });
});

describe("after a restart with Discord", () => {
  it("reads what was missed in channels and private chats, and answers it once", async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
    const channel = app.discord.group("聊天");
    await app.binds("wang", "fan", channel);
    const mei = app.discord.person("小美");
    const { standIn } = app.discord;
    await mei.says(channel, QUESTION);
    await mei.tells(QUESTION);
    const dm = standIn.world.dmWith(mei.userId);
    await app.down();
    app.clock.forward(60_000);
    const missed = mei.saysLater(channel, "红屁股怎么护理");
    const alone = mei.saysLater({ platform: "discord", chatId: dm.id, title: "" }, "宝宝几个月加辅食");
    await app.up();
    await app.handled("discord", channel.chatId, `m:${missed}`);
    await app.handled("discord", dm.id, `m:${alone}`);
    const texts = (chatId: string) => app?.discord.said().filter((shown) => shown.chatId === chatId) ?? [];
    expect(texts(channel.chatId)).toHaveLength(2);
    expect(texts(channel.chatId)[1]).toMatchObject({ replyTo: missed });
    expect(texts(dm.id)).toHaveLength(2);
    await app.down();
    await app.up();
    await mei.says(channel, "谢谢");
    expect(texts(channel.chatId), "nothing is answered twice").toHaveLength(2);
  });
});

describe("after a restart of the web room", () => {
  it("shows each visitor what was said, whispers included, and goes on", async () => {
    app = await startTestApp();
    const mei = app.web.person("小美");
    const answer = only(await mei.says(app.web.room, QUESTION));
    const details = only(await mei.presses(answer, "看详细"));
    const before = await mei.sees();
    await app.down();
    await app.up();
    await app.breathe();
    expect(await mei.sees()).toEqual(before);
    expect((await app.web.person().sees()).some(({ text }) => text === details.text)).toBe(false);
    expect(only(await mei.presses(answer, "有帮助")).text).toBe("谢谢您告诉我。");
    expect(only(await mei.says(app.web.room, "红屁股怎么护理")).text).toContain("依据");
  });
});
