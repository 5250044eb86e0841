import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inPlace, labels, only, textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const SHORT = "要吃。出生几天、吃奶顺了就开始";

describe("asking on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "webhook" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("粉丝群");
    staff = app.telegram.group("员工群");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it.each([
    ["问 新生儿要吃维生素D3吗"],
    ["/ask 新生儿要吃维生素D3吗"],
    ["/问 新生儿要吃维生素D3吗"],
    ["提问：新生儿要吃维生素D3吗"],
    ["/ask@beluga_test_bot 新生儿要吃维生素D3吗"],
    ["@beluga_test_bot 新生儿要吃维生素D3吗"],
    ["新生儿要不要吃维生素地三，@beluga_test_bot"],
  ])("answers %s in a group", async (text) => {
    const said = await app.telegram.person("小美").says(group, text);
    expect(only(said).text).toContain(SHORT);
  });

  it("answers nothing that is meant for another bot", async () => {
    expect(await app.telegram.person("小美").says(group, "/ask@other_bot 新生儿要吃维生素D3吗")).toEqual([]);
  });

  it("answers a reply to one of its messages", async () => {
    const mei = app.telegram.person("小美");
    const first = only(await mei.says(group, QUESTION));
    const said = await mei.says(group, "红屁股怎么护理", { replyTo: first.messageId });
    expect(only(said).text).toContain("依据");
  });

  it("answers the caption of a photo, and says kindly that it cannot read a photo alone", async () => {
    const mei = app.telegram.person("小美");
    expect(only(await mei.says(group, QUESTION, { media: "photo", as: "caption" })).text).toContain(SHORT);
    expect(await mei.sends(group, "photo")).toEqual([]);
    expect(only(await mei.sends(undefined, "voice")).text).toContain("听不了语音");
  });

  it("answers in the forum topic in which it was asked", async () => {
    const forum = app.telegram.group("论坛群", { isForum: true });
    await app.binds("wang", "fan", forum);
    const said = await app.telegram.person("小美").says(forum, QUESTION, { threadId: 77 });
    expect(only(said)).toMatchObject({ chatId: forum.chatId, threadId: "77" });
  });

  it("answers in private, with the details on a button there", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.tells(QUESTION));
    expect(answer).toMatchObject({ place: "alone", text: expect.stringContaining(SHORT) });
    expect(labels(answer)).toEqual(["看详细", "找真人", "有帮助", "没帮助"]);
    expect(only(await mei.presses(answer, "看详细")).text).toContain("省钱办法");
  });

  it("does not answer an edited message again, but an edit that becomes urgent gets its card", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.says(group, QUESTION));
    const messageId = answer.replyTo ?? "";
    const asked = (await app.rows("answers")).length;
    expect(await mei.edits(group, messageId, "新生儿要吃维生素D3吗？？")).toEqual([]);
    expect(await app.rows("answers"), "nor looked up again").toHaveLength(asked);
    app.clock.forward(2_000);
    const urgent = await mei.edits(group, messageId, "宝宝抽搐了，叫不醒");
    expect(textOf(urgent.filter(({ chatId }) => chatId === group.chatId))).toContain("120");
    expect(
      urgent.some(({ chatId }) => chatId === staff.chatId),
      "the staff room is told",
    ).toBe(true);
  });

  it("answers an update that is delivered twice once", async () => {
    const mei = app.telegram.person("小美");
    const { standIn } = app.telegram;
    const before = standIn.deliveries.items.length;
    standIn.duplicateNext(1);
    const said = await mei.says(group, QUESTION);
    await standIn.deliveries.waitFor(({ duplicate }) => duplicate);
    await app.breathe();
    expect(standIn.deliveries.items.length - before).toBe(2);
    expect(said).toHaveLength(1);
    expect(app.telegram.said().filter(({ replyTo }) => replyTo === only(said).replyTo)).toHaveLength(1);
  });

  it.each([
    "今天好热啊",
    "哈哈哈哈",
    "孩子睡了吗",
    "老师今晚几点直播呀",
    "这件裙子有几个码？",
    "在吗？",
    "👍👍",
  ])("leaves small talk alone: %s", async (text) => {
    expect(await app.telegram.person("小美").says(group, text)).toEqual([]);
  });

  it("leaves the talk of the staff room alone, and answers there when spoken to", async () => {
    const host = app.telegram.person("王老师");
    expect(await host.says(staff, QUESTION)).toEqual([]);
    expect(only(await host.says(staff, `@beluga_test_bot ${QUESTION}`)).text).toContain(SHORT);
  });
});

describe("asking on Discord", () => {
  let app: TestApp;
  let group: Group;
  beforeAll(async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
    group = app.discord.group("聊聊");
    await app.binds("wang", "fan", group);
  });
  afterAll(() => app.stop());

  it("answers a mention, a reply, a slash command and a private message", async () => {
    const mei = app.discord.person("小美");
    const first = only(await mei.mentions(group, QUESTION));
    expect(first.text).toContain(SHORT);
    expect(only(await mei.says(group, "红屁股怎么护理", { replyTo: first.messageId })).text).toContain(
      "依据",
    );
    expect(only(await mei.runs(group, "ask", QUESTION))).toMatchObject({ place: "group" });
    expect(only(await mei.tells(QUESTION))).toMatchObject({ place: "alone", onlyFor: mei.userId });
    expect(only(await mei.runs(undefined, "ask", QUESTION))).toMatchObject({ place: "alone" });
  });

  it("answers in a thread, which belongs to whom its channel belongs", async () => {
    const thread = app.discord.thread(group, "维生素");
    const said = await app.discord.person("小美").says(thread, QUESTION);
    expect(only(said)).toMatchObject({ chatId: thread.chatId });
    const answers = await app.rows("answers");
    expect(answers.find(({ chat_id }) => chat_id === thread.chatId)).toMatchObject({ host_id: "wang" });
  });

  it("does not answer an edited message again, but an edit that becomes urgent gets its card", async () => {
    const mei = app.discord.person("小美");
    const answer = only(await mei.says(group, QUESTION));
    expect(await mei.edits(answer.replyTo ?? "", "新生儿要吃维生素D3吗？？")).toEqual([]);
    const urgent = await mei.edits(answer.replyTo ?? "", "宝宝抽搐了，叫不醒");
    expect(textOf(inPlace(urgent, "group"))).toContain("120");
  });

  it("leaves small talk alone", async () => {
    expect(await app.discord.person("小美").says(group, "今天好热啊")).toEqual([]);
  });
});

describe("a question that nobody has answered yet", () => {
  let app: TestApp;
  let group: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling", discord: true });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("粉丝群");
    await app.binds("wang", "fan", group);
  });
  afterAll(() => app.stop());

  it("says so honestly, never as a failure, and counts the gap with personal data masked", async () => {
    const mei = app.telegram.person("小美");
    const li = app.telegram.person("小丽");
    const text = "我家想学小提琴，老师电话13812345678，靠谱吗";
    const none = only(await mei.tells(text));
    expect(none.text).toContain("还没有正好对得上的、核对过的答案");
    expect(none.text).not.toContain("出了点问题");
    expect(labels(none)).toContain("找真人");
    await li.tells("我家想学小提琴 老师电话13812345678 靠谱吗？");
    const gaps = await app.rows("gaps");
    expect(gaps).toEqual([
      expect.objectContaining({ count: 2, question: expect.stringContaining("〔电话〕") }),
    ]);
    expect(JSON.stringify(gaps)).not.toContain("13812345678");
  });

  it("offers near questions as buttons which work in private", async () => {
    const mei = app.telegram.person("小美");
    const near = only(await mei.tells("娃身上痒"));
    const choices = labels(near).filter((label) => label !== "找真人");
    expect(choices.length).toBeGreaterThan(0);
    expect(choices.length).toBeLessThanOrEqual(3);
    for (const choice of choices) {
      const answer = only(await mei.presses(near, choice));
      expect(answer.text).toContain("依据");
      expect(only(await mei.presses(answer, "看详细")).text).toContain(choice);
    }
  });

  it("offers near questions in a group as links into the private chat", async () => {
    const mei = app.telegram.person("小美");
    const near = only(await mei.says(group, "/ask 娃身上痒"));
    expect(near.place).toBe("group");
    const choice = labels(near)[0] ?? "";
    const answer = only(await mei.follows(near, choice));
    expect(answer).toMatchObject({ place: "alone", text: expect.stringContaining("依据") });
  });

  it("offers near questions on Discord for the presser's eyes only", async () => {
    const channel = app.discord.group("提问");
    await app.binds("wang", "fan", channel);
    const mei = app.discord.person("小美");
    const near = only(await mei.mentions(channel, "娃身上痒"));
    const answer = only(await mei.presses(near, labels(near)[0] ?? ""));
    expect(answer).toMatchObject({
      place: "alone",
      onlyFor: mei.userId,
      text: expect.stringContaining("依据"),
    });
  });

  it("tells how to ask when /ask comes without a question", async () => {
    expect(only(await app.telegram.person("小美").says(group, "/ask")).text).toContain("请把问题写在后面");
  });
});
