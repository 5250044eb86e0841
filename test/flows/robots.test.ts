import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Broadcast } from "../../src/alerts/index.ts";
import { type Group, inChat, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { watching } from "../support/wait-for.ts";

const MINUTE_MS = 60_000;
const WECOM = "aaaaaaaa-1111-2222-3333-444444444444";
const FEISHU = "bbbbbbbb-1111-2222-3333-444444444444";
const DINGTALK = "c".repeat(64);
const FEISHU_SECRET = "feishuSecretOfTwentyTwo".slice(0, 22);
const DINGTALK_SECRET = `SEC${"d".repeat(64)}`;
const wecomAt = (key: string) => `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;
const feishuAt = (id: string) => `https://open.feishu.cn/open-apis/bot/v2/hook/${id}`;
const dingtalkAt = (token: string) => `https://oapi.dingtalk.com/robot/send?access_token=${token}`;

const ANNOUNCEMENT: Broadcast = {
  id: "",
  hostId: "wang",
  kind: "announcement",
  state: "sending",
  version: 1,
  message: { text: "", wordings: [], buttons: [], media: [], edits: false },
  audience: { platforms: ["wecom"], tags: [], groups: true, persons: false, partners: false },
  handle: "",
  createdBy: undefined,
  approvedBy: undefined,
  cron: undefined,
  expiresAfterMs: 86_400_000,
  beganAt: undefined,
  nextAt: undefined,
  place: { part: "groups", after: "", left: 0 },
  targets: 0,
  told: 0,
  createdAt: 0,
};

let app: TestApp;
let watch: ReturnType<typeof watching>;
let fans: Group;
let channel: Group;
let staff: Group;
let wang: TelegramSpeaker;
let helper: TelegramSpeaker;
let mei: TelegramSpeaker;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", discord: true, outside: true });
  watch = watching(app);
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  channel = app.discord.group("妈妈聊天");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "fan", channel);
  await app.binds("wang", "staff", staff);
  wang = app.telegram.person("王老师");
  helper = app.telegram.person("助理");
  mei = app.telegram.person("小美");
  await app.grants(wang, { hostId: "wang", role: "host" });
  await app.grants(helper, { hostId: "wang", role: "moderator" });
  for (const speaker of [wang, helper, mei]) await speaker.tells("/start");
  const { robots } = app.outside;
  robots.add({ maker: "wecom", token: WECOM });
  robots.add({ maker: "feishu", token: FEISHU, secret: FEISHU_SECRET });
  robots.add({ maker: "dingtalk", token: DINGTALK, secret: DINGTALK_SECRET, keyword: "小白鲸" });
});
afterAll(() => app.stop());

const heardBy = (token: string) => app.outside.robots.textsOf(token);
const heard = (token: string, text: string) => heardBy(token).filter((one) => one.includes(text)).length;
const until = (look: () => boolean | Promise<boolean>, what: string, stepMs = 2_000) =>
  watch.until(look, what, { stepMs, show: [staff] });
const card = (said: readonly Shown[], label: string): Shown =>
  only(said.filter((shown) => labels(shown).includes(label)));
/** With a new budget of announcements. */
const nextDay = () => watch.later(24 * 60 * MINUTE_MS);
const announces = async (text: string) => {
  const ready = card(await wang.says(staff, `/announce ${text}`), "发送");
  await wang.presses(ready, "发送");
  return ready;
};

describe("a group robot", () => {
  it("is named by the host alone, by an address of its maker, and tried at once", async () => {
    expect(textOf(await mei.tells(`/robot ${wecomAt(WECOM)}`))).toMatch(/只有.*才能做/);
    expect(textOf(await helper.tells(`/robot ${wecomAt(WECOM)}`))).toMatch(/只有.*才能做/);
    for (const odd of [
      `http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${WECOM}`,
      `https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=${WECOM}`,
      `https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=${WECOM}`,
      `https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${WECOM}`,
      `https://qyapi.weixin.qq.com/cgi-bin/message/send?key=${WECOM}`,
      "https://169.254.169.254/latest/meta-data",
      `${wecomAt(WECOM)} https://elsewhere.example/`,
    ]) {
      expect(textOf(await wang.tells(`/robot ${odd}`)), odd).toContain("没看懂");
    }
    expect(textOf(await wang.tells("/群机器人"))).toContain("还没有群机器人");
    const added = textOf(await wang.tells(`/群机器人 ${wecomAt(WECOM)} 仓库群`));
    expect(added).toContain("“仓库群”（企业微信，…4444）");
    expect(added).not.toContain(WECOM);
    await wang.says(staff, `/robot ${feishuAt(FEISHU)} ${FEISHU_SECRET} 品牌群`);
    await wang.tells(`/robot ${dingtalkAt(DINGTALK)} ${DINGTALK_SECRET} 关键词：小白鲸 物流群`);
    await until(
      () => [WECOM, FEISHU, DINGTALK].every((token) => heard(token, "我是小白鲸") === 1),
      "the tries",
    );
    const list = only(await wang.tells("/robot"));
    expect(list.text).toContain("1. 仓库群（企业微信）\n2. 品牌群（飞书）\n3. 物流群（钉钉）");
    expect(list.text).not.toContain("4444");
  });

  it("leaves its key nowhere but in its sealed row", async () => {
    const dump = await app.read(async ({ db }) =>
      JSON.stringify([
        await db.selectFrom("inbox").selectAll().execute(),
        await db.selectFrom("deliveries").selectAll().execute(),
        await db.selectFrom("chats").selectAll().execute(),
      ]),
    );
    for (const key of [WECOM, FEISHU, DINGTALK, FEISHU_SECRET, DINGTALK_SECRET]) {
      expect(dump).not.toContain(key);
      expect(app.logs.join("\n")).not.toContain(key);
    }
  });

  it("hears a live start and an announcement as a group does, by its platform's name too", async () => {
    await wang.says(staff, "/golive 秋装专场 https://live.example/wang");
    await until(() => heard(FEISHU, "秋装专场") === 1 && heard(DINGTALK, "秋装专场") === 1, "the alert");
    expect(heard(WECOM, "https://live.example/wang")).toBe(1);
    await wang.says(staff, "/下播");
    await until(() => watch.countOf(fans, "下播了") === 1, "the end");
    // What was said there cannot be changed, and nothing new is said instead.
    expect([WECOM, FEISHU, DINGTALK].map((token) => heard(token, "下播"))).toEqual([0, 0, 0]);
    const ready = await announces("只给企业微信\n范围：企业微信");
    expect(ready.text).toContain("wecom 1");
    expect(ready.text).toContain("发出后不能改、不能撤：wecom");
    await until(() => heard(WECOM, "只给企业微信") === 1, "the announcement");
    expect([heard(FEISHU, "只给企业微信"), watch.countOf(fans, "只给企业微信")]).toEqual([0, 0]);
  });

  it("reads long words whole, in several messages where one is not enough", async () => {
    const words = Array.from({ length: 60 }, (_, index) => `第${index + 1}件说说面料和尺码的事情。`).join("");
    await announces(`${words}\n按钮：看详情 https://shop.example/1`);
    await until(() => heard(WECOM, "https://shop.example/1") === 1, "the last part");
    const whole = heardBy(WECOM).join("");
    for (let index = 1; index <= 60; index += 1) expect(whole).toContain(`第${index}件说说`);
    expect(app.outside.robots.refused).toEqual([]);
  });

  it("hears only of what it wants to", async () => {
    const rules = textOf(await wang.says(staff, "/robot 3 物流 只要 开播、文章"));
    expect(rules).toContain("标签：物流；只要：开播和请假、新视频和文章");
    const ready = await announces("物流群不要公告");
    expect(ready.text).toContain("feishu 1");
    expect(ready.text).not.toContain("dingtalk");
    await until(() => heard(FEISHU, "物流群不要公告") === 1, "the announcement");
    await announces("类型：请假\n今天歇一天");
    await until(() => heard(DINGTALK, "今天歇一天") === 1, "the leave");
    expect(heard(DINGTALK, "物流群不要公告")).toBe(0);
    expect(textOf(await wang.says(staff, "/robot 3 照常"))).toContain("标签：无；只要：全部");
  });

  it("gets what is over its budget in one digest the next morning", async () => {
    expect(textOf(await wang.says(staff, "/robot 1 每天1 仓库"))).toContain("每天公告：1；");
    await nextDay();
    for (const text of ["第一条照发", "第二条合着说\n按钮：看 https://shop.example/2", "第三条合着说"]) {
      await announces(text);
      await until(() => watch.countOf(channel, text.split("\n")[0] ?? "") === 1, text);
    }
    expect(heard(WECOM, "第一条照发")).toBe(1);
    expect(heard(WECOM, "合着说")).toBe(0);
    await until(() => heard(WECOM, "还有 2 条") === 1, "the digest", 20 * MINUTE_MS);
    const digest = heardBy(WECOM).at(-1);
    expect(digest).toContain("• 第二条合着说 https://shop.example/2");
    expect(digest).toContain("• 第三条合着说");
    expect(await app.read(({ db }) => db.selectFrom("robot_digests").selectAll().execute())).toEqual([]);
  });

  it("gets ten messages of one minute and the rest in one, and a recall by itself", async () => {
    await nextDay();
    await wang.says(staff, "/robot 1 每天50");
    const at = app.clock.now();
    await app.read(async ({ broadcasts }) => {
      for (let index = 10; index < 24; index += 1) {
        const id = `burst0000${index}x`;
        await broadcasts.add({
          ...ANNOUNCEMENT,
          id,
          handle: `bc:${id}`,
          kind: index === 23 ? "recall" : "announcement",
          message: { text: `一下子第${index}条`, wordings: [], buttons: [], media: [], edits: false },
          beganAt: at,
          nextAt: at,
          createdAt: at,
        });
      }
    });
    await until(() => heard(WECOM, "还有 3 条") === 1, "the digest");
    expect(heard(WECOM, "一下子")).toBe(12);
    expect(heardBy(WECOM).filter((text) => /^一下子第23条/.test(text))).toHaveLength(1);
    expect(app.outside.robots.refused).toEqual([]);
  });

  it("calls everybody where the host allowed it, as often as she did, and says where it cannot be", async () => {
    expect(textOf(await wang.says(fans, "/群设置 @每周1"))).toContain("没有“@所有人”这个功能");
    const boss = app.discord.person("王老师");
    await app.grants(boss, { hostId: "wang", role: "host" });
    expect(textOf(await helper.says(staff, "/robot 2 @每周1"))).toMatch(/只有.*才能做/);
    expect(textOf(await wang.says(staff, "/robot 2 @每周1"))).toContain("每周能 @所有人：1");
    expect(textOf(await boss.mentions(channel, "/grouprules @每周1"))).toContain("每周能 @所有人：1");
    const ready = await announces("大家都来看看\n提醒：所有人");
    expect(ready.text).toContain("会 @所有人");
    expect(ready.text).toContain("没有 @所有人：telegram");
    await until(
      () => watch.countOf(channel, "大家都来看看") === 1 && heard(FEISHU, "大家都来看看") === 1,
      "it",
    );
    await announces("第二回就不喊了\n提醒：所有人");
    await until(() => watch.countOf(channel, "第二回就不喊了") === 1 && heard(FEISHU, "第二回") === 1, "it");
    const rings = app.discord.said().filter(({ text }) => text.includes("@everyone"));
    expect(rings.map(({ text }) => text)).toEqual([expect.stringContaining("大家都来看看")]);
    const called = app.outside.robots.received.filter(({ callsEverybody }) => callsEverybody);
    expect(called.map(({ token, text }) => [token, text.trim()])).toEqual([[FEISHU, "大家都来看看"]]);
    // Words of her own never ring.
    await announces("@everyone 手写的不算");
    await until(() => watch.countOf(channel, "手写的不算") === 1, "it");
  });

  it("hears that somebody is in danger where the host wants that, one by one, and never who or what", async () => {
    expect(textOf(await helper.says(staff, "/robot 2 报警"))).toMatch(/只有.*才能做/);
    expect(textOf(await wang.says(staff, "/robot 2 报警"))).toContain("不写是谁、什么事");
    await wang.says(staff, "/robot 2 每天1");
    for (const name of ["甲", "乙", "丙"]) {
      await app.telegram.person(name).says(fans, "宝宝叫不醒了，嘴唇发紫");
    }
    await until(() => heard(FEISHU, "请值班的同事马上看员工群") === 3, "the alarms");
    expect(heardBy(FEISHU).join()).not.toMatch(/叫不醒|发紫|甲/);
    expect(heard(WECOM, "员工群") + heard(DINGTALK, "员工群")).toBe(0);
    expect(textOf(await wang.says(staff, "/robot"))).toContain("2. 品牌群（飞书）：求助提醒");
    expect(textOf(await wang.says(staff, "/robot 2 报警 关"))).toContain("不再收到");
    await wang.says(staff, "/robot 2 照常");
    await app.read(({ db }) => db.updateTable("cases").set({ clock_at: null, status: "closed" }).execute());
  });

  it("is left out once it lets nothing in, and the staff hears so once", async () => {
    await nextDay();
    app.outside.robots.drop("feishu", FEISHU);
    await announces("飞书收不到这一条");
    await until(() => watch.countOf(staff, "群机器人“品牌群”发不进去了") === 1, "word of it");
    await announces("也收不到这一条");
    await until(() => watch.countOf(channel, "也收不到这一条") === 1, "the next one");
    await watch.later(5 * MINUTE_MS);
    expect(watch.countOf(staff, "群机器人“品牌群”发不进去了")).toBe(1);
    const list = only(inChat(await wang.says(staff, "/robot"), staff));
    expect(list.text).toContain("2. 品牌群（飞书）：停用");
    // The same address again is the same robot.
    app.outside.robots.add({ maker: "feishu", token: FEISHU });
    await wang.tells(`/robot ${feishuAt(FEISHU)}`);
    await announces("又收得到了");
    await until(() => heard(FEISHU, "又收得到了") === 1, "the announcement");
    expect(textOf(await wang.says(staff, "/robot"))).toContain("品牌群（飞书）\n");
  });

  it("is taken away by the host alone, with its key", async () => {
    await nextDay();
    const list = only(inChat(await wang.says(staff, "/robot"), staff));
    expect(textOf(await helper.presses(list, "去掉第 1 个"))).toMatch(/只有.*才能做/);
    const left = textOf(await wang.presses(list, "去掉第 1 个"));
    expect(left).not.toContain("仓库群");
    await announces("仓库收不到");
    await until(() => watch.countOf(channel, "仓库收不到") === 1, "the announcement");
    expect(heard(WECOM, "仓库收不到")).toBe(0);
    expect(await app.read(({ db }) => db.selectFrom("robots").selectAll().execute())).toHaveLength(2);
  });
});
