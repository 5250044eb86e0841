import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mayPromote } from "../../src/safety/index.ts";
import { type Group, inChat, only, textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const HOUR = 3_600_000;
const NEUTRAL = "有些话不方便在群里说，随时可以私下跟我讲";

describe("needs in a fan group", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it("a mother who cannot pay for a coat gets the official ways alone, the group a line that fits anybody", async () => {
    const mei = app.telegram.person("小美");
    await mei.tells("/start");
    const said = await mei.says(group, "天冷了，给娃买不起棉袄，家里没钱了");
    const inGroup = only(inChat(said, group));
    expect(inGroup.text).toContain(NEUTRAL);
    expect(inGroup.text).not.toMatch(/钱|买|难|棉袄|小美/);
    expect(inGroup.replyTo, "nothing draws eyes to her").toBeUndefined();
    const card = only(inChat(said, { chatId: mei.userId })).text;
    expect(card).toMatch(/临时救助/);
    expect(card).toContain("12345");
    expect(card, "nobody needs an ambulance for this").not.toMatch(/120/);
    const alert = only(inChat(said, staff)).text;
    expect(alert).toContain("生活困难");
    expect(alert).not.toContain("小美");
  });

  it("says it once, however often she writes it", async () => {
    const mei = app.telegram.person("小红");
    await mei.tells("/start");
    await mei.says(group, "奶粉快断了，这个月实在没钱");
    const again = await mei.says(group, "孩子的奶粉真的买不起了");
    expect(inChat(again, group)).toEqual([]);
    expect(inChat(again, { chatId: mei.userId })).toEqual([]);
    expect(only(again).text, "who waits for her reads it").toContain("买不起");
  });

  it("faulty goods are nobody else's business", async () => {
    const mei = app.telegram.person("小兰");
    await mei.tells("/start");
    const said = await mei.says(group, "收到的鞋一只大一只小，怎么退货");
    expect(inChat(said, group)).toEqual([]);
    expect(only(inChat(said, { chatId: mei.userId })).text).toMatch(/转人工/);
    expect(only(inChat(said, staff)).text).toContain("售后");
  });

  it("a call for money is answered with official ways, for all to read and naming nobody", async () => {
    const said = await app.telegram.person("小竹").says(group, "这是我的收款码，大家帮帮这位宝妈");
    const line = only(inChat(said, group));
    expect(line.text).toContain("12345");
    expect(line.text).toContain("不收钱");
    expect(line.text).not.toContain("小竹");
    expect(line.replyTo).toBeUndefined();
    expect(only(inChat(said, staff)).text).toContain("筹款");
  });

  it("mockery is told to the staff alone, and who looks first is recorded", async () => {
    const said = await app.telegram.person("路人").says(group, "一顿饭五块钱，喂猪呢，你也配当妈");
    expect(inChat(said, group)).toEqual([]);
    const report = only(inChat(said, staff));
    expect(report.text).toContain("你也配");
    expect(report.text).not.toContain("路人");
    const wang = app.telegram.person("王老师");
    await app.grants(wang, { hostId: "wang", role: "host" });
    expect(textOf(await wang.presses(report, "看到了"))).toContain("有人看过了");
    expect(textOf(await wang.presses(report, "看到了"))).toContain("之前已经有人看过");
    const seen = (await app.rows("safety_events")).at(-1);
    expect(seen).toMatchObject({ seen_by: expect.any(String), kinds: expect.stringContaining("hostility") });
  });

  it("telling somebody to die is urgent for the staff, and the group reads nothing about it", async () => {
    const said = await app.telegram.person("路人乙").says(group, "你怎么不去死");
    const line = only(inChat(said, group));
    expect(line.text).toContain(NEUTRAL);
    expect(line.text).not.toMatch(/死/);
    expect(inChat(said, staff)).toHaveLength(1);
  });

  it("goods that hurt a child are urgent", async () => {
    const said = await app.telegram.person("小荷").says(group, "你们家买的童车把娃手指夹断了");
    expect(textOf(inChat(said, group))).toContain("120");
    expect(textOf(inChat(said, staff))).toContain("商品安全");
  });

  it("jokes and haggling stay jokes and haggling", async () => {
    for (const text of ["我穷得只剩美貌了", "主播便宜点嘛，穷人买不起哈哈", "打折打到骨折"]) {
      expect(await app.telegram.person("乐乐").says(group, text), text).toEqual([]);
    }
  });
});

describe("a sentence sent in pieces", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it("is heard whole, and alarms once", async () => {
    const mei = app.telegram.person("小美");
    expect(await mei.says(group, "我真想")).toEqual([]);
    expect(await mei.says(group, "把孩子")).toEqual([]);
    const said = await mei.says(group, "扔下去");
    expect(textOf(inChat(said, group))).toContain(NEUTRAL);
    expect(inChat(said, staff)).toHaveLength(1);
    expect(await mei.says(group, "算了"), "the same words alarm once").toEqual([]);
  });

  it("does not mix up what two people write, nor what lies long ago", async () => {
    const [mei, lan] = [app.telegram.person("小静"), app.telegram.person("小兰")];
    await mei.says(group, "我真想");
    await mei.says(group, "把孩子");
    expect(await lan.says(group, "扔下去")).toEqual([]);
    const zhu = app.telegram.person("小竹");
    await zhu.says(group, "我真想");
    await zhu.says(group, "把孩子");
    app.clock.forward(6 * 60_000);
    const before = (await app.rows("safety_events")).length;
    expect(inChat(await zhu.says(group, "扔下去"), group)).toEqual([]);
    expect(await app.rows("safety_events")).toHaveLength(before);
  });
});

describe("after danger", () => {
  it("nobody sells anything to that person for 72 hours, nor in a talk about a child's illness", async () => {
    const app = await startTestApp({ telegram: "polling" });
    try {
      const mei = app.telegram.person("小美");
      const lan = app.telegram.person("小兰");
      await lan.tells("新生儿要吃维生素D3吗");
      await mei.tells("宝宝两个月发烧39度");
      const [first, second] = await Promise.all(
        [mei, lan].map(async ({ userId }) => {
          const rows = await app.read(({ db }) =>
            db.selectFrom("accounts").select("person_id").where("user_id", "=", userId).execute(),
          );
          return rows[0]?.person_id ?? "";
        }),
      );
      const may = (personId: string | undefined, laterMs: number, chatId?: string) =>
        app.read(({ quiet }) =>
          mayPromote(
            quiet,
            {
              personId: personId ?? "",
              chat: chatId === undefined ? undefined : { platform: "telegram", chatId },
            },
            app.clock.now() + laterMs,
          ),
        );
      expect(await may(first, 71 * HOUR)).toBe(false);
      expect(await may(first, 73 * HOUR)).toBe(true);
      expect(await may(second, 0)).toBe(true);
      expect(await may(second, 0, lan.userId)).toBe(false);
      expect(await may(second, 2 * HOUR, lan.userId)).toBe(true);
    } finally {
      await app.stop();
    }
  });
});
