import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, inPlace, labels, only, type Shown, type Speaker } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const SHORT = "要吃。出生几天、吃奶顺了就开始，每天400 IU";
const BOT_LINE = "我是小白鲸，一个机器人，不是医生。";

const expectReviewedAnswer = (answer: Shown) => {
  expect(answer.text).toContain(SHORT);
  expect(answer.text).toContain("中华医学会儿科学分会儿童保健学组 2022");
  expect(answer.text).toContain("资料核对（非医生审核）2026-11-22");
  expect(answer.text.length, "short enough for a group").toBeLessThan(320);
};
const expectWholeArticle = (details: Shown) => {
  expect(details.place).toBe("alone");
  expect(details.text).toContain("新生儿要吃维生素D3吗？");
  for (const heading of ["什么时候看医生", "怎么做", "不要做", "省钱办法", "依据"]) {
    expect(details.text).toContain(heading);
  }
};
const mentionsOfBot = (said: readonly Shown[]) => said.filter(({ text }) => text.includes(BOT_LINE)).length;

describe.each(["polling", "webhook"] as const)("a mother asks in a Telegram group, by %s", (telegram) => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝一群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it("gets one short reviewed answer, the rest in private, and a human who was told", async () => {
    const mei = app.telegram.person("小美");
    const asked = await mei.says(group, QUESTION);
    const answer = only(asked);
    expectReviewedAnswer(answer);
    expect(answer).toMatchObject({ place: "group", chatId: group.chatId, replyTo: expect.any(String) });
    expect(answer.text).toContain(BOT_LINE);
    expect(labels(answer)).toEqual(["私聊看详细", "找真人", "有帮助", "没帮助"]);

    const details = await mei.follows(answer, "私聊看详细");
    expectWholeArticle(only(details));
    expect(mentionsOfBot(details), "it has said already that it is a bot").toBe(0);

    const thanks = await mei.presses(answer, "有帮助");
    expect(only(thanks)).toMatchObject({ place: "alone", text: "谢谢您告诉我。" });
    await mei.presses(answer, "有帮助");
    expect((await app.rows("feedback")).map(({ helped }) => helped)).toEqual([1]);
    const changed = await mei.presses(answer, "没帮助");
    expect(only(changed).text).toContain("找真人");
    expect((await app.rows("feedback")).map(({ helped }) => helped)).toEqual([0]);

    const human = await mei.follows(answer, "找真人");
    expect(inPlace(human, "alone")).toHaveLength(1);
    expect(inPlace(human, "alone")[0]?.text).toContain("已经交给王老师团队的真人了，编号 1，预计");
    expect(inChat(human, staff)[0]?.text).toContain("个案 1");
    const again = await mei.follows(answer, "找真人");
    expect(only(again).text).toContain("编号 1");
    expect(await app.rows("cases")).toEqual([
      expect.objectContaining({ id: 1, host_id: "wang", kind: "other", status: "open" }),
    ]);
    const [opened] = await app.rows("case_events");
    expect(opened?.data, "with the answer that it was about").toContain("answerId");
    expect(mentionsOfBot(app.telegram.said()), "said once that it is a bot").toBe(1);
  });

  it("lets another mother of the group read on and rate what she read", async () => {
    const mei = app.telegram.person("小美二");
    const li = app.telegram.person("小丽");
    const answer = only(await mei.says(group, QUESTION));
    const details = only(await li.follows(answer, "私聊看详细"));
    expectWholeArticle(details);
    const before = (await app.rows("feedback")).length;
    expect(only(await li.presses(details, "有帮助")).text).toBe("谢谢您告诉我。");
    expect(await app.rows("feedback")).toHaveLength(before + 1);
  });

  it("says no word in the group about a rating by somebody it cannot write to", async () => {
    const answer = only(await app.telegram.person("小美三").says(group, QUESTION));
    const before = (await app.rows("feedback")).length;
    expect(await app.telegram.person("路人").presses(answer, "有帮助")).toEqual([]);
    expect(await app.rows("feedback")).toHaveLength(before + 1);
    const { standIn } = app.telegram;
    await standIn.waitForCall("answerCallbackQuery");
  });
});

describe("a mother asks in a Discord channel", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
    group = app.discord.group("妈妈聊天");
    staff = app.discord.group("后台频道");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it("gets one short reviewed answer, the rest for her eyes only, and a human who was told", async () => {
    const mei = app.discord.person("小美");
    const answer = only(await mei.says(group, QUESTION));
    expectReviewedAnswer(answer);
    expect(answer.text).toContain(BOT_LINE);
    expect(labels(answer)).toEqual(["看详细", "找真人", "有帮助", "没帮助"]);

    const details = only(await mei.presses(answer, "看详细"));
    expectWholeArticle(details);
    expect(details.onlyFor).toBe(mei.userId);
    expect(only(await mei.presses(details, "有帮助"))).toMatchObject({
      place: "alone",
      text: "谢谢您告诉我。",
    });
    await mei.presses(answer, "没帮助");
    expect((await app.rows("feedback")).map(({ helped }) => helped)).toEqual([0]);

    const human = await mei.presses(answer, "找真人");
    expect(only(inPlace(human, "alone")).text).toContain("已经交给王老师团队的真人了，编号 1，预计");
    expect(only(inChat(human, staff)).text).toContain("个案 1");
    expect(only(await mei.presses(answer, "找真人")).text).toContain("编号 1");
    expect(await app.rows("cases")).toHaveLength(1);
    expect(mentionsOfBot(app.discord.said())).toBe(1);
  });
});

describe("a mother asks in the web room", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it("gets one short reviewed answer, the rest whispered, and an honest word about humans", async () => {
    const mei = app.web.person("小美");
    const other: Speaker = app.web.person("邻居");
    const answer = only(await mei.says(app.web.room, QUESTION));
    expectReviewedAnswer(answer);
    expect(answer.text).toContain(BOT_LINE);
    const details = only(await mei.presses(answer, "看详细"));
    expectWholeArticle(details);
    expect(only(await mei.presses(answer, "有帮助"))).toMatchObject({
      place: "alone",
      text: "谢谢您告诉我。",
    });
    await mei.presses(answer, "有帮助");
    expect(await app.rows("feedback")).toHaveLength(1);
    const human = only(await mei.presses(answer, "找真人"));
    expect(human.place).toBe("alone");
    expect(human.text).toContain("编号 1。老实说，这里还没有接上能马上回复的工作人员");
    await mei.presses(answer, "找真人");
    expect(await app.rows("cases")).toHaveLength(1);

    const seenByOther = await app.web.person().sees();
    expect(seenByOther.map(({ private: whisper }) => whisper)).not.toContain(true);
    expect(seenByOther.filter(({ author }) => author.kind === "bot")).toHaveLength(1);
    expect(only(await other.says(app.web.room, QUESTION)).text).toContain(SHORT);
  });
});
