import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  atDesk,
  type Group,
  inChat,
  inPlace,
  inThreads,
  labels,
  only,
  placeOf,
  textOf,
} from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DESPAIR = "我不想活了，想带着孩子一起走";
const SILENT = /12356|不想活|轻生|自杀|死/;

describe("a mother in distress, on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let mei: TelegramSpeaker;
  let lan: TelegramSpeaker;
  let ying: TelegramSpeaker;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    mei = app.telegram.person("小美");
    lan = app.telegram.person("阿兰");
    ying = app.telegram.person("阿英");
    for (const one of [lan, ying]) await app.grants(one, { hostId: "wang", role: "moderator" });
  });
  afterAll(() => app.stop());

  it("goes from the plea in the group to the closing, in both directions", async () => {
    const said = await mei.says(group, DESPAIR);
    const line = only(inChat(said, group));
    expect(line.text).not.toMatch(SILENT);
    const card = only(inChat(said, staff));
    expect(card.text).toContain("个案 1 · 粉丝·");
    expect(card.text).toContain("「不想活");
    expect(card.text).toContain("现在还没有私下的路");
    expect(card.text, "never who it was").not.toMatch(/小美|5001/);
    expect(labels(card)).toEqual(["我来看", "回复", "内部备注", "常用语", "转交", "结案"]);

    // Answered before there is a way to her: kept, and delivered as soon as she opens one.
    const early = await lan.says(staff, "你好，我在，愿意跟我说说吗", { replyTo: card.messageId });
    expect(only(early).text).toContain("存好了");

    const entered = await mei.follows(line, "私聊小白鲸");
    const [handed, first] = inPlace(entered, "alone");
    expect(handed?.text).toContain("编号 1，预计");
    expect(handed?.text).toContain("12356");
    expect(first?.text).toContain("王老师团队（编号 1）");
    expect(first?.text).toContain("愿意跟我说说吗");
    expect(first?.text).toMatch(/验真码 [0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(only(inChat(entered, staff)).text).toContain("打开了私聊");

    // What she writes now goes to the staff; no article comes between.
    const wrote = await mei.tells("我给我妈打电话了");
    expect(inChat(wrote, { chatId: mei.userId })).toEqual([]);
    const relayed = only(inChat(wrote, staff));
    expect(relayed.text).toContain("我给我妈打电话了");
    expect(relayed.text).not.toContain("小美");

    const answered = await lan.says(staff, "先把孩子放进小床，喝口水，我等你", {
      replyTo: relayed.messageId,
    });
    expect(only(inChat(answered, { chatId: mei.userId })).text).toContain("我等你");
    expect(only(inChat(answered, staff)).text).toContain("已发给粉丝");
    expect(await lan.says(staff, "她好像好一点了"), "the rest of the room stays internal").toEqual([]);
    expect(await ying.says(staff, "辛苦了", { replyTo: only(inChat(answered, staff)).messageId })).toEqual(
      [],
    );

    const closed = await lan.says(staff, "/close 1");
    const rate = only(inChat(closed, { chatId: mei.userId }));
    expect(labels(rate)).toEqual(["1", "2", "3", "4", "5"]);
    const thanks = await mei.presses(rate, "5");
    expect(only(inChat(thanks, { chatId: mei.userId })).text).toContain("谢谢您");
    expect(only(inChat(thanks, staff)).text).toContain("打了 5 分");
    const words = await mei.tells("谢谢你们，我好多了");
    expect(only(inChat(words, staff)).text).toContain("谢谢你们，我好多了");
    expect(await app.rows("cases")).toEqual([
      expect.objectContaining({ id: 1, host_id: "wang", kind: "distress", status: "closed", clock_at: null }),
    ]);
    expect(textOf(await lan.says(staff, "/cases"))).toContain("没有等着的个案");
  });
});

describe("a mother in distress, on Discord", () => {
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

  it("is answered in private from the staff channel, and answers back", async () => {
    const mei = app.discord.person("小美");
    const lan = app.discord.person("阿兰");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    const said = await mei.says(group, DESPAIR);
    expect(textOf(inChat(said, group))).not.toMatch(SILENT);
    const alone = only(inPlace(said, "alone"));
    expect(alone.text).toContain("已经告诉王老师团队，编号 1");
    const card = only(inThreads(said, staff));
    expect(card.text).not.toContain("没有私下的路");
    expect(card.text, "what is only written here goes to nobody").toContain("包括直接写在这里的");
    const line = only(inChat(said, staff));
    expect(line.text, "the room is called aloud, without her words").toMatch(/【十万火急】个案 1.*请现在/s);
    expect(line.text).not.toMatch(/不想活/);
    expect(labels(line)).toEqual(["我来看", "看个案", "回复", "打开话题"]);
    expect(line.buttons.at(-1)?.url).toContain(card.chatId);

    const taken = await lan.presses(card, "我来看");
    expect(textOf(inPlace(taken, "alone").filter(({ onlyFor }) => onlyFor === mei.userId))).toContain(
      "王老师团队有人在看您的事了",
    );
    expect(textOf(atDesk(taken, staff)), "the others see who has it").toContain("阿兰在看个案 1");
    const now = app.discord.standIn.sent.find(({ messageId }) => messageId === card.messageId);
    expect(now?.text, "so does who reads the card").toContain("等着回复 · 阿兰");
    expect(await lan.says(placeOf(card), "谁认得她家里人"), "talk in the thread stays there").toEqual([]);
    const prompt = only(inPlace(inThreads(await lan.presses(card, "回复"), staff), "group"));
    const wrote = await lan.says(placeOf(card), "我在，你先坐下", { replyTo: prompt.messageId });
    const message = only(inPlace(wrote, "alone"));
    expect(message).toMatchObject({ onlyFor: mei.userId, text: expect.stringContaining("我在，你先坐下") });
    expect(message.text).toContain("验真码");

    const back = await mei.tells("我坐下了");
    const relayed = only(inThreads(back, staff));
    expect(relayed.text).toContain("我坐下了");
    expect(inChat(back, staff), "the room is not disturbed by each word").toEqual([]);
    const closed = await lan.runs(staff, "close", "1");
    const anyway = closed.find(({ buttons }) => buttons.some(({ label }) => label === "仍然结案"));
    expect(anyway?.text, "her last words are unanswered").toContain("没人回");
    if (!anyway) throw new Error("no way to close");
    const really = await lan.presses(anyway, "仍然结案");
    const rate = really.find(({ onlyFor, buttons }) => onlyFor === mei.userId && buttons.length === 5);
    if (!rate) throw new Error("she was not asked");
    const { channels } = app.discord.standIn.world;
    expect(channels.get(card.chatId)?.isArchived, "put away").toBe(true);
    expect(now?.text).toContain("已结 · 阿兰");
    await mei.presses(rate, "2");
    expect(await app.rows("cases")).toMatchObject([{ status: "closed", level: "emergency" }]);
  });

  it("keeps the staff's words and says so when the fan takes no private messages", async () => {
    const mei = app.discord.person("小兰", { refusesDms: true });
    const lan = app.discord.person("阿兰二");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    const card = only(inThreads(await mei.says(group, DESPAIR), staff));
    const wrote = await lan.says(placeOf(card), "我在的", { replyTo: card.messageId });
    expect(textOf(atDesk(wrote, staff))).toContain("没有送到");
    expect(textOf(inChat(wrote, group))).not.toMatch(SILENT);
  });
});
