import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, inPlace, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DAY = 86_400_000;
const ADDRESS = "李梅 13812345678 临清市幸福街道南门路12号3栋201室";
const PRIVATE = /13812345678|南门路|李梅/;

const withButton = (said: readonly Shown[], label: string): Shown => {
  const found = said.find((shown) => labels(shown).includes(label));
  if (!found) throw new Error(`nobody offers ${label}:\n${textOf(said)}`);
  return found;
};

describe("a help programme, on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let wang: TelegramSpeaker;
  let lan: TelegramSpeaker;
  let ying: TelegramSpeaker;
  let mei: TelegramSpeaker;
  let post: Shown;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    wang = app.telegram.person("王老师本人");
    lan = app.telegram.person("阿兰");
    ying = app.telegram.person("阿英");
    mei = app.telegram.person("小美");
    await app.grants(wang, { hostId: "wang", role: "host" });
    for (const one of [lan, ying]) {
      await app.grants(one, { hostId: "wang", role: "moderator" });
      await one.tells("/start");
    }
  });
  afterAll(() => app.stop());

  it("is opened by the host with five answers, and posted only when she says so", async () => {
    const first = only(await wang.says(staff, "/programme new"));
    expect(first.text).toContain("叫什么");
    expect(await wang.says(staff, "大家早上好"), "talk among the staff is no answer").toEqual([]);
    const second = only(await wang.says(staff, "冬天的礼包", { replyTo: first.messageId }));
    expect(second.text).toContain("有多少");
    await wang.tells("随便");
    expect(textOf(await wang.tells("2份"))).toContain("里面有什么");
    await wang.tells("棉衣一件、文具一套、米五斤");
    expect(textOf(await wang.tells("一个人带孩子的妈妈"))).toContain("哪天为止");
    expect(textOf(await wang.tells("昨天"))).toContain("没看懂日期");
    const check = only(await wang.tells("120天"));
    expect(check.text).toMatch(/冬天的礼包[\s\S]*2 份[\s\S]*棉衣一件[\s\S]*一个人带孩子的妈妈/);
    expect(inChat(app.telegram.said(), group), "nothing public yet").toEqual([]);
    const opened = only(await wang.presses(check, "开始收申请"));
    expect(labels(opened)).toEqual(["发到粉丝群 1", "暂停 1", "结束 1"]);
    const posted = await wang.presses(opened, "发到粉丝群 1");
    post = only(inChat(posted, group));
    expect(post.text).toContain("名额有限，私聊申请，不公开姓名");
    expect(labels(post)).toEqual(["私聊申请"]);
  });

  it("goes from a few questions in private to the delivery, by two people, and forgets the address", async () => {
    const begun = only(await mei.follows(post, "私聊申请"));
    expect(begun.place).toBe("alone");
    expect(begun.text).toMatch(/每个都可以跳过[\s\S]*哪年哪月生/);
    const needs = only(await mei.tells("小宝2023年5月的，大宝叫小明 2019-11"));
    expect(needs.text).toContain("穿多大");
    const how = only(await mei.tells("家里真的没钱买冬衣了，穿100码"));
    expect(labels(how)).toEqual(["寄过来", "自己来拿", "跳过", "取消"]);
    const where = only(await mei.presses(how, "寄过来"));
    expect(where.text).toContain("30 天后就删掉");
    const preview = only(await mei.tells(ADDRESS));
    expect(preview.text).toContain("2019年11月、2023年5月");
    expect(preview.text, "no child's name is kept").not.toContain("小明");
    expect(await app.read(({ aid }) => aid.applications("everybody", ["sent"], 5))).toEqual([]);
    const sent = await mei.presses(preview, "发送申请");
    expect(inChat(sent, group)).toEqual([]);
    expect(textOf(inPlace(sent, "alone"))).toContain("申请 1");
    const card = only(inChat(sent, staff));
    expect(card.text, "never who, never what").not.toMatch(/小美|100码|13812345678/);

    const seen = only(await lan.presses(card, "看申请 1"));
    expect(seen).toMatchObject({ place: "alone", chatId: lan.userId });
    expect(seen.text).toContain("穿100码");
    expect(seen.text, "how to reach her is for one person alone").not.toMatch(PRIVATE);
    const approved = await lan.presses(seen, "批准");
    expect(textOf(inChat(approved, { chatId: mei.userId }))).toContain("通过了");
    expect(textOf(inChat(approved, staff))).toContain("由阿兰批准了");
    expect(await app.read(({ aid }) => aid.programme(1))).toMatchObject({ reserved: 1 });

    const room = only(inChat(approved, staff));
    expect(only(await lan.presses(room, "我来送")).text).toContain("请另一位同事来送");
    const taken = await ying.presses(room, "我来送");
    const address = only(inChat(taken, { chatId: ying.userId }));
    expect(address.text).toMatch(/13812345678/);
    expect(textOf(inChat(taken, staff))).not.toMatch(PRIVATE);
    expect(only(await lan.presses(room, "我来送")).text).toContain("已经不能做了");

    const handed = await ying.presses(address, "已交出");
    expect(textOf(inChat(handed, { chatId: mei.userId }))).toContain("已经寄出或交出");
    const arrived = await ying.presses(
      withButton(inChat(handed, { chatId: ying.userId }), "已送到"),
      "已送到",
    );
    expect(textOf(inChat(arrived, { chatId: mei.userId }))).toContain("记为送到了");
    expect(textOf(await mei.tells("我的申请"))).toContain("送到了");
    expect(inChat(app.telegram.said(), group), "nothing but the post was ever public").toHaveLength(1);

    app.clock.forward(31 * DAY);
    const kept = async () => (await app.read(({ aid }) => aid.told(1))).contact;
    for (let look = 0; look < 200 && (await kept()) !== undefined; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await kept()).toBeUndefined();
    expect((await app.read(({ aid }) => aid.events(1))).map(({ type }) => type)).toEqual([
      "sent",
      "read",
      "approved",
      "handling",
      "address-read",
      "handed",
      "delivered",
    ]);
  });

  it("goes from a refusal with a plain reason to an appeal that somebody else decides", async () => {
    const hua = app.telegram.person("小花");
    await hua.tells("/apply 1");
    await hua.tells("跳过");
    await hua.tells("跳过");
    const contact = only(await hua.tells("寄"));
    expect(contact.text).toContain("寄到哪里");
    // The same flat under another name, written another way.
    const preview = only(await hua.tells("张三，138-1234-5678，临清市 幸福街道 南门路12号 3幢 201"));
    const card = only(inChat(await hua.presses(preview, "发送申请"), staff));
    const seen = only(await lan.presses(card, "看申请 2"));
    expect(seen.text).toMatch(/可能是同一家[\s\S]*申请 1：电话、地址相同，已送到/);
    expect(seen.text).not.toMatch(PRIVATE);
    const why = only(await lan.presses(seen, "婉拒"));
    const refused = await lan.presses(why, "已经有一份了");
    const told = only(inChat(refused, { chatId: hua.userId }));
    expect(told.text).toContain("每户一份");
    expect(textOf(inChat(refused, staff))).not.toContain("每户一份");

    const appealed = await hua.presses(told, "请另一位再看（2）");
    expect(textOf(inChat(appealed, { chatId: hua.userId }))).toContain("另一位同事再看一遍");
    const again = only(inChat(appealed, staff));
    const mine = only(await lan.presses(again, "看申请 2"));
    expect(only(await lan.presses(mine, "批准")).text).toContain("上次是您婉拒的");
    expect(only(await lan.tells("婉拒 2 还是不行")).text).toContain("上次是您婉拒的");
    const decided = await ying.presses(only(await ying.presses(again, "看申请 2")), "批准");
    expect(textOf(inChat(decided, { chatId: hua.userId }))).toContain("通过了");
    expect(only(await hua.presses(told, "请另一位再看（2）")).text).toContain("不能用了");
  });

  it("says so when all places are taken", async () => {
    const fang = app.telegram.person("小芳");
    expect(textOf(await fang.tells("/apply 1"))).toContain("名额暂时满了");
    expect(await app.read(({ aid }) => aid.programme(1))).toMatchObject({ reserved: 2, total: 2 });
  });

  it("asks whoever knows her to step back, and opens again what that person decided", async () => {
    const before = only(await lan.tells("/applications 2"));
    const back = await ying.presses(only(await ying.tells("/applications 2")), "我认识她");
    expect(textOf(inChat(back, staff))).toContain("阿英认识申请 2 的人，退出了");
    expect(only(await ying.tells("/applications 2")).text).toContain("已经退出");
    expect(only(await ying.presses(before, "我来送")).text).toContain("已经退出");
    expect(await app.read(({ aid }) => aid.programme(1)), "her approval counts no more").toMatchObject({
      reserved: 1,
    });
    expect(await app.read(({ aid }) => aid.lock(2))).toMatchObject({ status: "sent", approvedBy: undefined });
    const approved = await wang.presses(only(await wang.tells("/applications 2")), "批准");
    expect(textOf(inChat(approved, staff))).toContain("王老师本人批准了");
    const reads = only(await wang.tells("/applications 2"));
    expect(reads.text, "the host sees who has looked").toMatch(/看过的人：.*阿兰/);
  });

  it("ends by itself what nobody brings, and the place is free again", async () => {
    app.clock.forward(31 * DAY);
    const status = async () => (await app.read(({ aid }) => aid.lock(2)))?.status;
    for (let look = 0; look < 200 && (await status()) !== "expired"; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await status()).toBe("expired");
    expect(await app.read(({ aid }) => aid.programme(1))).toMatchObject({ reserved: 1 });
    await app.breathe();
    expect(textOf(app.telegram.said().slice(-3))).toContain("一直没能送出");
  });

  it("is for the host to pause and close, and says kindly when it is over", async () => {
    expect(textOf(await mei.tells("/apply 1"))).toContain("您已经申请过这一批了");
    const list = only(await wang.tells("帮扶"));
    expect(list.text).toContain("「冬天的礼包」收申请，还剩 1 户");
    expect(textOf(await wang.presses(list, "暂停 1"))).toContain("暂停了");
    expect(textOf(await mei.tells("申请 1"))).toContain("现在不收申请了");
    expect(textOf(await wang.presses(list, "结束 1"))).toContain("结束了");
    expect(textOf(await wang.tells("帮扶"))).toContain("现在没有帮扶");
    expect(textOf(await mei.says(group, "/apply"))).toContain("私下跟我说");
  });
});

describe("a help programme, on Discord", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
  });
  afterAll(() => app.stop());

  it("asks in a private chat, and shows the staff channel nothing of it", async () => {
    const group = app.discord.group("妈妈聊天");
    const staff = app.discord.group("后台频道");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    const wang = app.discord.person("王老师");
    const lan = app.discord.person("阿兰");
    const ying = app.discord.person("阿英");
    const mei = app.discord.person("小美");
    await app.grants(wang, { hostId: "wang", role: "host" });
    for (const one of [lan, ying]) await app.grants(one, { hostId: "wang", role: "moderator" });
    await wang.runs(staff, "programme", "new");
    for (const text of ["开学礼包", "3000元，每户100元", "书包文具", "日子紧的妈妈"]) await wang.tells(text);
    const check = only(await wang.tells("12月31日"));
    expect(check.text).toContain("够 30 户");
    const opened = only(await wang.presses(check, "开始收申请"));
    const post = only(inChat(await wang.presses(opened, "发到粉丝群 1"), group));

    const begun = await mei.presses(post, "私聊申请");
    expect(inPlace(begun, "group")).toEqual([]);
    expect(textOf(begun)).toContain("哪年哪月生");
    await mei.tells("2024年3月");
    const how = only(await mei.tells("鞋子15码"));
    await mei.presses(how, "自己来拿");
    const preview = only(await mei.tells("电话 13812345678"));
    const sent = await mei.presses(preview, "发送申请");
    const card = only(inChat(sent, staff));
    expect(card.text).not.toMatch(/小美|15码|138/);
    const seen = only(await lan.presses(card, "看申请 1"));
    expect(seen).toMatchObject({ place: "alone", onlyFor: lan.userId });
    const approved = await lan.presses(seen, "批准");
    expect(textOf(approved.filter(({ onlyFor }) => onlyFor === mei.userId))).toContain("通过了");
    const room = withButton(inPlace(inChat(approved, staff), "group"), "我来送");
    const taken = await ying.presses(room, "我来送");
    const address = withButton(taken, "已交出");
    expect(address).toMatchObject({ place: "alone", onlyFor: ying.userId });
    expect(address.text).toContain("13812345678");
    expect(textOf(inPlace(taken, "group"))).not.toContain("13812345678");
    const back = await mei.presses(only(await mei.tells("/application")), "撤回申请 1");
    expect(textOf(back.filter(({ onlyFor }) => onlyFor === mei.userId))).toContain("撤回了");
    expect(await app.read(({ aid }) => aid.told(1))).toMatchObject({ contact: undefined });
    expect(await app.read(({ aid }) => aid.programme(1))).toMatchObject({ reserved: 0 });
    expect(textOf(await ying.presses(address, "已交出"))).toContain("本人撤回");
  });
});
