import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { watching } from "../support/wait-for.ts";

const MINUTE_MS = 60_000;

let app: TestApp;
let fans: Group;
let clothes: Group;
let channel: Group;
let staff: Group;
let other: Group;
let otherStaff: Group;
let wang: TelegramSpeaker;
let helper: TelegramSpeaker;
let li: TelegramSpeaker;
let mei: TelegramSpeaker;

beforeAll(async () => {
  // Saturday, noon in China.
  app = await startTestApp({ telegram: "polling", discord: true });
  watch = watching(app);
  await app.opensHost("wang", "王老师");
  await app.opensHost("li", "李姐");
  fans = app.telegram.group("王老师粉丝群");
  clothes = app.telegram.group("王老师童装群");
  staff = app.telegram.group("王老师后台");
  other = app.telegram.group("李姐粉丝群");
  otherStaff = app.telegram.group("李姐后台");
  channel = app.discord.group("妈妈聊天");
  for (const group of [fans, clothes, channel]) await app.binds("wang", "fan", group);
  await app.binds("wang", "staff", staff);
  await app.binds("li", "fan", other);
  await app.binds("li", "staff", otherStaff);
  wang = app.telegram.person("王老师");
  helper = app.telegram.person("助理");
  li = app.telegram.person("李姐");
  mei = app.telegram.person("小美");
  await app.grants(wang, { hostId: "wang", role: "host" });
  await app.grants(helper, { hostId: "wang", role: "moderator" });
  await app.grants(li, { hostId: "li", role: "host" });
  await mei.tells("/start");
  await mei.says(fans, "/ask 新生儿要吃维生素D3吗");
});
afterAll(() => app.stop());

let watch: ReturnType<typeof watching>;
const saidIn = (group: Group) => watch.saidIn(group);
const textsIn = (group: Group) => watch.textsIn(group);
const countOf = (group: Group, text: string) => watch.countOf(group, text);
const later = (ms: number) => watch.later(ms);
const until = (look: () => boolean | Promise<boolean>, what: string, stepMs = 2_000) =>
  watch.until(look, what, { stepMs, show: [fans, staff] });
const card = (said: readonly Shown[], label: string): Shown =>
  only(said.filter((shown) => labels(shown).includes(label)));

describe("an announcement", () => {
  it("is asked for, previewed, changed, undone, sent, and taken back", async () => {
    const asked = only(await wang.says(staff, "/announce"));
    expect(asked.text).toContain("请直接回复这条消息");
    const first = card(
      await wang.says(staff, "周三补货\n按钮：看链接 https://shop.example/1\n#童装 童装先到", {
        replyTo: asked.messageId,
      }),
      "发送",
    );
    expect(first.text).toContain("telegram 2");
    expect(first.text).toContain("discord 1");
    expect(first.text).toContain("标签“童装”的群会看到：童装先到");
    expect(labels(first)).toContain("看链接");
    expect(textOf(await helper.says(clothes, "/群设置 童装"))).toContain("标签：童装");
    const changed = card(
      await wang.says(staff, "{群}的姐妹，周四补货\n#童装 童装周四先到", { replyTo: first.messageId }),
      "发送",
    );
    const tried = await wang.presses(changed, "先发到员工群看看");
    expect(textOf(inChat(tried, staff))).toContain("大家的姐妹，周四补货");
    expect(countOf(fans, "补货")).toBe(0);

    const queued = card(await wang.presses(changed, "发送"), "撤回来");
    expect(textOf(await wang.presses(queued, "撤回来"))).toContain("还没有发给任何人");
    await later(60_000);
    expect(countOf(fans, "补货")).toBe(0);

    await wang.presses(changed, "发送");
    await until(() => countOf(channel, "妈妈聊天的姐妹，周四补货") === 1, "the announcement");
    expect(countOf(fans, "王老师粉丝群的姐妹，周四补货")).toBe(1);
    expect(textsIn(clothes)).toContain("童装周四先到");
    await until(() => countOf(staff, "公告发完了：送到 3，没发成 0") === 1, "the receipt");

    const receipt = card(saidIn(staff), "发出的撤回");
    expect(textOf(await wang.presses(receipt, "发出的撤回"))).toContain("正在改");
    await until(() => countOf(fans, "（这条消息已撤回）") === 1, "the withdrawal");
    await until(() => countOf(channel, "（这条消息已撤回）") === 1, "the withdrawal");
    expect(countOf(fans, "周四补货")).toBe(0);
  });

  it("is never sent against a hard rule, and against a soft one only with a second person", async () => {
    expect(textOf(await wang.says(staff, "/announce 一段奶粉今晚特价"))).toContain("广告法第二十条");
    expect(await app.rows("broadcasts")).toHaveLength(1);
    const soft = card(await wang.says(staff, "/公告 这是最便宜的一次"), "请同事看一眼");
    const waits = card(await wang.presses(soft, "请同事看一眼"), "同意发送");
    expect(textOf(await wang.presses(waits, "同意发送"))).toContain("请另一位同事来点");
    await later(60_000);
    expect(countOf(fans, "最便宜的一次")).toBe(0);
    expect(textOf(await helper.presses(waits, "同意发送"))).toContain("30 秒后发出");
    await until(() => countOf(fans, "最便宜的一次") === 1, "the announcement");
  });

  it("waits while it names goods that are stopped, also when they were stopped after the tap", async () => {
    const bottle = { ref: "小熊奶瓶", name: "小熊奶瓶" };
    const ready = card(await wang.says(staff, "/公告 小熊奶瓶今晚有货"), "发送");
    const stop = () => app.read(({ products }) => products.stop("wang", bottle.ref, app.clock.now()));
    await app.read(({ products }) => products.list("wang", bottle, true));
    await stop();
    const [{ productId = 0 } = {}] = await app.read(({ products }) => products.stopped("wang"));
    expect(textOf(await wang.presses(ready, "发送"))).toContain("因为安全问题停着");
    await app.read(({ products }) => products.clear(productId, "wang", app.clock.now()));
    expect(textOf(await wang.presses(ready, "发送"))).toContain("30 秒");
    await stop();
    await later(60_000);
    expect(countOf(fans, "小熊奶瓶")).toBe(0);
    const states = await app.read(({ db }) =>
      db.selectFrom("broadcasts").select("state").where("message", "like", "%小熊奶瓶%").execute(),
    );
    expect(states).toEqual([{ state: "stopped" }]);
    expect(textsIn(staff).some((text) => text.includes("刚因为安全问题停了：没发的 0 条"))).toBe(true);
  });

  it("stops in flight when its goods are stopped, tells the staff, and can be taken back", async () => {
    const heal = app.telegram.standIn.flood(Number(fans.chatId), 600, 100);
    const ready = card(await wang.says(staff, "/announce 小鹿水杯到货"), "发送");
    const recall = card(await wang.says(staff, "/announce 类型：召回\n小鹿水杯请先别用"), "发送");
    await wang.presses(ready, "发送");
    await until(() => countOf(channel, "小鹿水杯到货") === 1, "the announcement elsewhere");
    await app.read(async ({ products }) => {
      await products.list("wang", { ref: "小鹿水杯", name: "小鹿水杯" }, true);
      await products.stop("wang", "小鹿水杯", app.clock.now());
    });
    await until(() => countOf(staff, "没发的 1 条不再发，已发出 2 条") === 1, "word of it");
    heal();
    await later(11 * MINUTE_MS);
    expect(countOf(fans, "小鹿水杯到货")).toBe(0);
    // What warns of the goods has to name them.
    await wang.presses(recall, "发送");
    await until(() => countOf(fans, "请先别用") === 1, "the recall");
    const told = only(saidIn(staff).filter(({ text }) => text.includes("没发的 1 条不再发")));
    await wang.presses(told, "发出的撤回");
    await until(() => countOf(channel, "小鹿水杯到货") === 0, "the withdrawal");
  });

  it("is composed on when its words speak of danger, and the alarm is raised all the same", async () => {
    const asked = only(await wang.says(staff, "/announce"));
    const events = async () => (await app.rows("safety_events")).length;
    const before = await events();
    const said = await wang.says(staff, "召回提醒：有宝宝误吞了纽扣电池，请马上打120", {
      replyTo: asked.messageId,
    });
    expect(card(said, "发送").text).toContain("误吞了纽扣电池");
    expect(textOf(said)).toContain("只是公告的内容就不用管");
    expect(await events()).toBe(before + 1);
    const alone = await wang.tells("/announce 有宝宝误吞了纽扣电池，请马上打120");
    expect(textOf(alone)).toContain("误吞了纽扣电池");
    expect(card(alone, "发送").text).toContain("预览");
    expect(await app.rows("cases")).toEqual([]);
    // Nobody else's words are taken for an announcement.
    expect(textOf(await app.telegram.person("路人").tells("/announce 宝宝误吞了纽扣电池"))).toContain("120");
    expect(await app.rows("cases")).toHaveLength(1);
    await app.read(({ db }) => db.updateTable("cases").set({ clock_at: null, status: "closed" }).execute());
  });

  it("keeps its kind from the question on, and an article sells nothing", async () => {
    const asked = only(await wang.says(staff, "/请假"));
    const leave = await wang.says(staff, "孩子发烧，今天歇一天", { replyTo: asked.messageId });
    expect(card(leave, "发送").text).toContain("请假通知");
    expect(card(await wang.says(staff, "/新视频 教你叠尿布"), "发送").text).toContain("新视频");
    expect(card(await wang.says(staff, "/改期 周三改到周四"), "发送").text).toContain("改期通知");
    const mixed = "/announce 类型：文章\n怎么选鞋，今晚下单包邮";
    expect(textOf(await wang.says(staff, mixed))).toContain("不和商品、优惠写在一条里");
  });

  it("is told by the host from how many groups on it takes two, and in which time zone", async () => {
    expect(textOf(await helper.says(staff, "/通知设置 两人 1"))).toMatch(/只有.*才能做/);
    expect(textOf(await wang.says(staff, "/通知设置 两人 一个"))).toContain("没看懂");
    expect(textOf(await wang.says(staff, "/alertrules zone Mars/Base"))).toContain("没看懂");
    const set = textOf(await wang.says(staff, "/通知设置 两人 1 时区 Asia/Urumqi 每天 5"));
    expect(set).toContain("超过 1 个群要两人同意");
    expect(set).toContain("Asia/Urumqi");
    const ready = await wang.says(staff, "/announce 两个群以上");
    expect(labels(card(ready, "请同事看一眼"))).toContain("请同事看一眼");
    await wang.says(staff, "/通知设置 两人 50 时区 Asia/Shanghai 每天 6");
  });

  it("can be made of a message that somebody wrote", async () => {
    const before = app.telegram.standIn.world.known(Number(staff.chatId))?.lastMessageId ?? 0;
    await helper.says(staff, "明天下午到一批小熊睡衣");
    const made = await wang.says(staff, "/announce", { replyTo: String(before + 1) });
    expect(card(made, "发送").text).toContain("明天下午到一批小熊睡衣");
  });

  it("stops in flight: what has not gone out stays, and the receipt says so", async () => {
    const slow = Array.from({ length: 5 }, (_, index) => app.telegram.group(`慢群${index}`));
    for (const group of slow) await app.binds("wang", "fan", group);
    const heal = slow.map(({ chatId }) => app.telegram.standIn.flood(Number(chatId), 120, 100));
    const ready = card(await wang.says(staff, "/announce 停得下来的公告"), "发送");
    await wang.presses(ready, "发送");
    await until(() => countOf(staff, "公告：已送到 3，还有 5") === 1, "the progress");
    const progress = card(saidIn(staff), "停下");
    expect(textOf(await mei.forges(progress, progress.buttons[0]?.data ?? ""))).toMatch(/只有.*才能做/);
    expect(textOf(await wang.presses(progress, "停下"))).toContain("停下了，5 条没有再发");
    for (const end of heal) end();
    await until(() => countOf(staff, "公告停在半路：送到 3，没发 5，没发成 0") === 1, "the receipt");
    await later(10 * MINUTE_MS);
    expect(countOf(fans, "停得下来的公告")).toBe(1);
    expect(slow.map((group) => countOf(group, "停得下来的公告"))).toEqual([0, 0, 0, 0, 0]);
    await app.read(async ({ people }) => {
      for (const { chatId } of slow) await people.markChatGone("telegram", chatId, "test", app.clock.now());
    });
  });
});

describe("a receipt", () => {
  it("sends again to those that failed, on a press", async () => {
    app.telegram.standIn.fail({
      method: "sendMessage",
      chatId: Number(fans.chatId),
      status: 400,
      description: "Bad Request: message is too long",
    });
    const ready = card(await wang.says(staff, "/announce 第一遍没发成"), "发送");
    await wang.presses(ready, "发送");
    await until(() => countOf(staff, "送到 2，没发成 1") === 1, "the receipt");
    expect(countOf(fans, "第一遍没发成")).toBe(0);
    const receipt = only(saidIn(staff).filter((shown) => labels(shown).includes("没送到的再发一次")));
    expect(textOf(await wang.presses(receipt, "没送到的再发一次"))).toContain("正在再发 1 条");
    await until(() => countOf(fans, "第一遍没发成") === 1, "the second try");
    await until(() => countOf(staff, "公告发完了：送到 3，没发成 0") >= 1, "the next receipt");
  });
});

describe("who hears it and when", () => {
  it("is a person who subscribed, after her quiet hours, and not one in danger", async () => {
    const asked = card(await mei.says(fans, "/subscribe"), "私聊小白鲸");
    const menu = only(await mei.follows(asked, "私聊小白鲸"));
    expect(labels(menu)[1]).toBe("⬜ 公告和福利");
    expect(labels(only(await mei.presses(menu, "⬜ 公告和福利")))[1]).toBe("✅ 公告和福利");
    const ready = card(await wang.says(staff, "/announce 只给订阅的人\n范围：订阅"), "发送");
    expect(ready.text).toContain("1 位订阅的人");
    await later(3 * 60 * MINUTE_MS);
    await wang.presses(ready, "发送");
    const alone = { platform: "telegram" as const, chatId: mei.userId, title: "" };
    await until(() => countOf(alone, "只给订阅的人") === 1, "the message");
    expect(textsIn(alone).join()).toContain("您订阅了才收到");
    expect(countOf(fans, "只给订阅的人")).toBe(0);

    expect(textOf(await mei.tells("/免打扰 0-24:00"))).toContain("请这样写");
    const hour = new Date(app.clock.now() + 8 * 60 * MINUTE_MS).getUTCHours();
    expect(textOf(await mei.tells(`/免打扰 ${hour}-${(hour + 2) % 24}`))).toContain("不打扰");
    const quiet = card(await wang.says(staff, "/announce 晚点再看\n范围：订阅"), "发送");
    await wang.presses(quiet, "发送");
    await later(2 * MINUTE_MS);
    expect(countOf(alone, "晚点再看")).toBe(0);
    await until(() => countOf(alone, "晚点再看") === 1, "what waited", 5 * MINUTE_MS);
    await mei.tells("/quiet off");

    await mei.tells("宝宝叫不醒了");
    const calm = card(await wang.says(staff, "/announce 今晚福利\n范围：订阅"), "发送");
    await wang.presses(calm, "发送");
    await later(10 * MINUTE_MS);
    expect(countOf(alone, "今晚福利")).toBe(0);
  });

  it("is a group that has had no more than its share of the day", async () => {
    expect(textOf(await wang.says(fans, "/群设置 每天1"))).toContain("每天公告：1");
    await later(24 * 60 * MINUTE_MS);
    for (const text of ["今天第一条", "今天第二条"]) {
      const ready = card(await wang.says(staff, `/announce ${text}`), "发送");
      await wang.presses(ready, "发送");
      await until(() => countOf(channel, text) === 1, text);
    }
    expect([countOf(fans, "今天第一条"), countOf(fans, "今天第二条")]).toEqual([1, 0]);
    await until(() => textsIn(staff).some((text) => text.includes("当天已满 1")), "the receipt");
  });

  it("is a partner's group once both agreed, marked, until one of them stops", async () => {
    const ask = await wang.says(staff, "/partner 李姐");
    const asked = card(inChat(ask, otherStaff), "同意和王老师互转");
    expect(textOf(await mei.forges(asked, asked.buttons[0]?.data ?? ""))).toMatch(/只有.*才能做/);
    const send = async (text: string) => {
      const ready = card(await wang.says(staff, `/announce ${text}\n范围：伙伴`), "发送");
      await wang.presses(ready, "发送");
      await until(() => countOf(channel, text) === 1, text);
      await later(10_000);
    };
    await send("问了还没答应");
    expect(countOf(other, "问了还没答应")).toBe(0);
    expect(textOf(await li.presses(asked, "同意和王老师互转"))).toContain("说好了");
    await send("说好了的");
    expect(textsIn(other).find((text) => text.includes("说好了的"))).toContain("来自王老师，经双方同意转发");
    const list = only(await li.says(otherStaff, "/伙伴"));
    await li.presses(list, "停止和王老师互转");
    await send("停了以后");
    expect(countOf(other, "停了以后")).toBe(0);
  });

  it("comes again each week without anybody's doing, until it is undone", async () => {
    const ready = card(await wang.says(staff, "/announce 每天都说一句\n时间：每天 8:00"), "发送");
    const planned = card(await wang.presses(ready, "发送"), "撤回来");
    await later(24 * 60 * MINUTE_MS);
    await until(() => countOf(channel, "每天都说一句") === 1, "the first time", 10 * MINUTE_MS);
    await until(() => countOf(channel, "每天都说一句") === 2, "the second time", 10 * MINUTE_MS);
    await wang.presses(planned, "撤回来");
    await later(48 * 60 * MINUTE_MS);
    expect(countOf(channel, "每天都说一句")).toBe(2);
  });
});
