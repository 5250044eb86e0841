import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, inPlace, inThreads, labels, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const PROMISE = "质量问题来回运费我们先垫";

describe("an after-sale form, on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let wang: TelegramSpeaker;
  let mei: TelegramSpeaker;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    wang = app.telegram.person("王老师本人");
    mei = app.telegram.person("小美");
    await app.grants(wang, { hostId: "wang", role: "host" });
    expect(only(await wang.says(staff, `承诺 ${PROMISE}`)).text).toContain(PROMISE);
  });
  afterAll(() => app.stop());

  it("asks in private, writes each answer into the case, and says until which day it can go back", async () => {
    const pointed = only(await mei.says(group, "/aftersale"));
    expect(pointed.text).toContain("私下跟我说");
    const begun = await mei.follows(pointed, "私聊小白鲸");
    expect(textOf(inPlace(begun, "alone"))).toMatch(/编号 1[\s\S]*订单号/);
    expect(only(inChat(begun, staff)).text).toContain("售后");
    await mei.tells("KS20261120-7");
    await mei.tells("直播间，儿童运动鞋 28 码");
    expect(textOf(await mei.tells("大概上周吧"))).toContain("换个写法");
    const what = only(await mei.tells("3天前"));
    expect(labels(what)).toContain("贴身或拆封的婴童用品");
    await mei.presses(what, "都不是");
    const photos = only(await mei.tells("鞋子开胶了，想退"));
    expect(photos.text).toContain("照片");
    const done = await mei.sends(undefined, "photo");
    const told = only(inPlace(done, "alone"));
    expect(told.text).toContain("今天是第 3 天");
    expect(told.text).toMatch(/到\d{4}年\d+月\d+日（含当天）都能退/);
    expect(told.text).toContain(PROMISE);
    const card = only(inChat(done, staff));
    expect(card.text).toMatch(
      /个案 1 的售后单[\s\S]*KS20261120-7[\s\S]*鞋子开胶了[\s\S]*有（在她发的消息里）/,
    );
    const events = await app.read(({ cases }) => cases.eventsOf(1, ["form-answered"], 20));
    expect(events.map((event) => event.type === "form-answered" && event.field)).toEqual([
      "order",
      "bought",
      "signed",
      "what",
      "reason",
      "photos",
    ]);
    expect(await app.rows("cases")).toMatchObject([{ kind: "after-sale", host_id: "wang", status: "open" }]);
    // Whoever replies to the form answers her.
    const answered = await wang.says(staff, "收到，运费我们先垫", { replyTo: card.messageId });
    expect(textOf(inChat(answered, { chatId: mei.userId }))).toContain("运费我们先垫");
  });

  it("goes on where it was left, each question may be skipped, and a button of before does nothing", async () => {
    const lan = app.telegram.person("小兰");
    await lan.says(group, "/start");
    const first = (await lan.tells("售后")).find((shown) => labels(shown).includes("跳过"));
    if (!first) throw new Error("nothing was asked");
    await lan.presses(first, "跳过");
    expect(only(await lan.presses(first, "跳过")).text).toContain("不能用了");
    expect(textOf(await lan.tells("售后"))).toContain("买的什么");
    await lan.tells("跳过");
    const what = only(await lan.tells("还没收到"));
    await lan.presses(what, "定做的");
    await lan.tells("跳过");
    const done = await lan.tells("跳过");
    expect(textOf(inPlace(done, "alone"))).toContain("定做的东西，一般不能七天无理由退");
  });

  it("passes on no call for money, whoever writes it, and names the official ways", async () => {
    const card = app.telegram
      .said()
      .find(({ text, chatId }) => chatId === staff.chatId && text.includes("售后单"));
    if (!card) throw new Error("no card");
    const appeal = "大家帮帮她，孩子住院了，扫收款码捐款";
    const before = await app.rows("case_events");
    const refused = await wang.says(staff, appeal, { replyTo: card.messageId });
    expect(only(refused)).toMatchObject({ chatId: staff.chatId });
    expect(only(refused).text).toMatch(/不转发[\s\S]*12345/);
    expect(textOf(await wang.tells(`/reply 1 ${appeal}`))).toContain("不转发");
    expect(textOf(await wang.tells(`承诺 ${appeal}`))).toContain("不转发");
    expect(await app.rows("case_events")).toEqual(before);
    await wang.tells("/programme new");
    const told = await wang.tells(appeal);
    expect(textOf(inPlace(told, "alone"))).toContain("12345");
    expect(await app.read(({ aid }) => aid.programmes("everybody", 9))).toEqual([]);
    const events = await app.rows("safety_events");
    expect(events.filter(({ kinds }) => kinds.includes("money-appeal")).length).toBeGreaterThanOrEqual(3);
  });
});

describe("an after-sale form, on Discord", () => {
  it("is asked and answered in the private chat", async () => {
    const app = await startTestApp({ discord: true });
    try {
      await app.opensHost("wang", "王老师");
      const group = app.discord.group("妈妈聊天");
      const staff = app.discord.group("后台频道");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", staff);
      const mei = app.discord.person("小美");
      const begun = await mei.runs(group, "aftersale");
      expect(inPlace(inChat(begun, group), "group")).toEqual([]);
      expect(textOf(begun)).toContain("订单号");
      for (const text of ["跳过", "直播间，连体衣", "昨天"]) await mei.tells(text);
      const what = app.discord.said().at(-1);
      if (!what) throw new Error("nothing was asked");
      await mei.presses(what, "贴身或拆封的婴童用品");
      await mei.tells("穿上起球");
      const done = await mei.tells("没有");
      expect(textOf(inPlace(done, "alone"))).toMatch(/没确认过，照样能退[\s\S]*今天是第 1 天/);
      expect(only(inThreads(done, staff)).text).toContain("连体衣");
    } finally {
      await app.stop();
    }
  });
});
