import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buttonOf,
  type Group,
  inChat,
  inThreads,
  labels,
  only,
  type Shown,
  textOf,
} from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DESPAIR = "我不想活了，想带着孩子一起走";

let app: TestApp;
let group: Group;
let staff: Group;
let lan: TelegramSpeaker;
let ying: TelegramSpeaker;
beforeAll(async () => {
  app = await startTestApp({ telegram: "polling" });
  await app.opensHost("wang", "王老师");
  group = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台", { isForum: true });
  room().bot = "administrator";
  await app.binds("wang", "fan", group);
  await app.binds("wang", "staff", staff);
  lan = app.telegram.person("阿兰");
  ying = app.telegram.person("阿英");
  for (const one of [lan, ying]) await app.grants(one, { hostId: "wang", role: "moderator" });
});
afterAll(() => app.stop());

const room = () => app.telegram.standIn.world.chat(Number(staff.chatId));
const inGeneral = (said: readonly Shown[]) =>
  inChat(said, staff).filter(({ threadId }) => threadId === undefined);
const toFan = (said: readonly Shown[], fan: TelegramSpeaker) => inChat(said, { chatId: fan.userId });
/** A message of the bot as it reads now. */
const now = ({ messageId, chatId }: Shown): Shown => {
  const found = app.telegram.said().find((one) => one.messageId === messageId && one.chatId === chatId);
  if (!found) throw new Error("it is not there");
  return found;
};
const topicOf = ({ threadId }: Shown) => room().topics.get(Number(threadId));

async function asks(name: string, text = "裤子线头好多") {
  const fan = app.telegram.person(name);
  await fan.says(group, "大家好");
  const said = await fan.tells(`/human ${text}`);
  const card = only(inThreads(said, staff));
  return { fan, said, card, number: /个案 (\d+)/.exec(card.text)?.[1] ?? "" };
}

describe("a case in a topic of its own", () => {
  it("has its card there, and a line with a link in the room", async () => {
    const { said, card, number } = await asks("小美");
    expect(card.text).toContain("裤子线头好多");
    expect(topicOf(card)?.name).toMatch(new RegExp(`^找真人 ${number} · `));
    const line = only(inGeneral(said));
    expect(line.text).toMatch(new RegExp(`个案 ${number} .*在它自己的话题里`));
    expect(line.text).not.toContain("线头");
    expect(buttonOf(line, "打开话题").url).toBe(
      `https://t.me/c/${staff.chatId.replace("-100", "")}/${card.threadId}`,
    );
  });

  it("sends replies to the fan and nothing else that is written in the topic", async () => {
    const { fan, card, number } = await asks("小丽");
    expect(card.text).toContain(`回复这条消息，或者发“/reply ${number} …”`);
    const threadId = Number(card.threadId);
    expect(await lan.says(staff, "她上周也来过", { threadId })).toEqual([]);
    const wrote = await lan.says(staff, "您好，请拍张照片", { threadId, replyTo: card.messageId });
    expect(only(toFan(wrote, fan)).text).toContain("请拍张照片");
    expect(inGeneral(wrote)).toEqual([]);
    expect(only(inThreads(wrote, staff)).text).toContain("已发给粉丝");
    const back = await fan.tells("拍好了");
    expect(only(inThreads(back, staff))).toMatchObject({ threadId: card.threadId });
    expect(inGeneral(back)).toEqual([]);
    const prompt = only(await lan.presses(card, "回复"));
    expect(prompt.threadId).toBe(card.threadId);
    const more = await lan.says(staff, "收到了", { threadId, replyTo: prompt.messageId });
    expect(only(toFan(more, fan)).text).toContain("收到了");
    const typed = await ying.says(staff, `/reply ${number} 明天寄`, { threadId });
    expect(only(toFan(typed, fan)).text).toContain("明天寄");
    // From the room or another topic the case's own topic hears of it.
    const elsewhere = await ying.says(staff, `/reply ${number} 单号晚点给`);
    expect(only(inThreads(elsewhere, staff))).toMatchObject({ threadId: card.threadId });
    expect(only(inThreads(elsewhere, staff)).text).toContain("阿英回复了");
    expect(only(inGeneral(elsewhere)).text).toContain("已发给粉丝");
  });

  it("shows on its card who has it, until when, and what can be done", async () => {
    const { fan, card, number } = await asks("小竹");
    expect(card.text).toMatch(/状态：还没人看\n答应了对方：.*前回复/);
    await lan.presses(card, "我来看");
    expect(now(card).text).toContain("状态：等着回复 · 阿兰");
    expect(labels(now(card))).not.toContain("我来看");
    expect(only(await ying.presses(card, "我来看")).text, "an old button").toContain("已经由阿兰接了");
    await ying.presses(only(await lan.presses(card, "转交")), "阿英");
    expect(now(card).text).toContain("等着回复 · 阿英");
    await ying.says(staff, `/reply ${number} 好的`);
    expect(now(card).text).toContain("状态：已回复 · 阿英");
    expect(now(card).text).not.toContain("答应了对方");
    const raised = only(
      inThreads(await ying.presses(card, "升级"), staff).filter(({ text }) => text.includes("【")),
    );
    expect(raised.text, "raised aloud, anew").toContain(`【紧急】个案 ${number}`);
    expect(raised.text).toContain("裤子线头好多");
    await ying.says(staff, `/close ${number}`);
    expect(now(raised).text).toContain("状态：已结 · 阿英");
    expect(labels(now(raised))).toEqual(["看个案"]);
    expect(topicOf(card)?.isClosed).toBe(true);
    // She is heard in the same topic again.
    const back = await fan.tells("又掉线头了，还是那条裤子");
    expect(topicOf(card)?.isClosed).toBe(false);
    expect(textOf(inThreads(back, staff))).toContain("又掉线头了");
    expect(now(raised).text).toContain("状态：还没人看");
    expect(inThreads(back, staff).every(({ threadId }) => threadId === card.threadId)).toBe(true);
    await ying.says(staff, `/reply ${number} 换新的`);
    await ying.says(staff, `/close ${number}`);
  });

  it("calls the whole room aloud when somebody is in danger, each time", async () => {
    const fan = app.telegram.person("小荷");
    await fan.tells("/start");
    const said = await fan.says(group, DESPAIR);
    const card = only(inThreads(said, staff));
    expect(card.text).toContain("不想活");
    const line = only(inGeneral(said));
    expect(line.text).toMatch(/【十万火急】[\s\S]*请现在就有人去它的话题里看一眼/);
    expect(line.text).not.toContain("不想活了");
    expect(labels(line)).toEqual(["我来看", "看个案", "回复", "打开话题"]);
    const again = await fan.says(group, "我真的不想活了");
    expect(only(inGeneral(again)).text).toContain("【十万火急】");
    // Who answers the line in the room answers the fan.
    const wrote = await lan.says(staff, "我在，你先坐下", { replyTo: line.messageId });
    expect(textOf(toFan(wrote, fan))).toContain("我在，你先坐下");
  });

  it("stands in the room itself where the bot may open no topics", async () => {
    room().botRights = { deletes: true, restricts: true };
    const fan = app.telegram.person("小云");
    await fan.says(group, "大家好");
    const said = await fan.tells("/human 尺码不对");
    const card = only(inChat(said, staff));
    expect(card.threadId).toBeUndefined();
    await lan.presses(card, "我来看");
    expect(now(card).text).toContain("等着回复 · 阿兰");
    const wrote = await lan.says(staff, "您好", { replyTo: card.messageId });
    expect(inChat(wrote, staff), "said once").toHaveLength(1);
  });
});

describe("times on cards", () => {
  it("are those of the host's own clock", async () => {
    await app.read(async ({ rosters }) => {
      const kept = {
        zone: "Asia/Urumqi",
        hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1_440 }],
        holidays: [],
        seenWithinMs: { care: 60_000_000, urgent: 900_000, emergency: 300_000 },
        answerWithinMs: { care: 3_600_000, urgent: 900_000, emergency: 300_000 },
      };
      await rosters.keepTimes("wang", JSON.stringify(kept));
    });
    const fan = app.telegram.person("小雪");
    await fan.says(group, "大家好");
    const said = await fan.tells("/human 尺码不对");
    const due = Number((await app.rows("cases")).at(-1)?.expected_by);
    const wall = new Date(due + 6 * 3_600_000).toISOString().slice(11, 16);
    expect(textOf(inChat(said, staff))).toContain(`${wall}前回复`);
    expect(textOf(toFan(said, fan))).toContain(`${wall}前回复您`);
  });
});
