import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, labels, only, textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

describe("an answer that differs by stage, on Telegram", () => {
  let app: TestApp;
  let group: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "webhook", discord: true });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("粉丝群");
    await app.binds("wang", "fan", group);
  });
  afterAll(() => app.stop());

  it("is given for the age that the question names", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.tells("三个月的宝宝一天要睡多久"));
    expect(answer.text).toContain("13到18小时");
    expect(labels(answer)).toEqual(["看详细", "找真人", "有帮助", "没帮助"]);
    expect(only(await mei.tells("两岁的孩子一天要睡多久")).text).toContain("11到14小时");
  });

  it("is asked back on buttons where no age is named, beside what holds for everybody", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.tells("宝宝每个月龄要睡多久"));
    expect(answer.text).toContain("年龄不同，说法不一样");
    expect(labels(answer)).toContain("1岁到3岁");
    const staged = only(await mei.presses(answer, "1岁到3岁"));
    expect(staged.text).toContain("11到14小时");
    expect(staged.text).toContain("依据");
    expect(labels(staged)).toEqual(["看详细", "找真人", "有帮助", "没帮助"]);
  });

  it("is read on in private by whoever asked in a group", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.says(group, "宝宝每个月龄要睡多久，@beluga_test_bot"));
    expect(answer.place).toBe("group");
    const staged = only(await mei.follows(answer, "1岁到3岁"));
    expect(staged).toMatchObject({ place: "alone", text: expect.stringContaining("11到14小时") });
  });

  it("names every stage in the whole article", async () => {
    const mei = app.telegram.person("小美");
    const details = only(await mei.presses(only(await mei.tells("宝宝每个月龄要睡多久")), "看详细"));
    expect(details.text).toContain("分阶段说");
    expect(details.text).toContain("1岁到3岁：");
  });

  it("answers the first of two questions and keeps the second on a button", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.tells("新生儿要吃维生素D3吗？宝宝红屁股怎么护理？"));
    expect(answer.text).toContain("400 IU");
    const second = labels(answer).find((label) => label.startsWith("还问了："));
    expect(second).toContain("红屁股");
    expect(textOf(await mei.presses(answer, second ?? ""))).toContain("依据");
  });

  it("reads a follow-up together with the question before it, and only of the same person", async () => {
    const mei = app.telegram.person("小美六");
    expect(only(await mei.tells("一岁的孩子一天要睡多久")).text).toContain("11到14小时");
    expect(only(await mei.tells("那四岁的呢？")).text).toContain("10到13小时");
    expect(textOf(await app.telegram.person("小芳六").tells("那四岁的呢？"))).not.toContain("10到13小时");
  });

  it("says what only a doctor can say, and when to go, before how to care", async () => {
    const answer = only(await app.telegram.person("小美").tells("宝宝湿疹怎么护理，要抹什么药"));
    expect(answer.text).toContain("要医生当面判断");
    expect(answer.text).toContain("别等");
    expect(answer.text.indexOf("别等")).toBeLessThan(answer.text.indexOf("依据"));
  });

  it("answers English in English where the article speaks it, with the same source and details", async () => {
    const jo = app.telegram.person("Jo");
    const answer = only(await jo.tells("does a newborn need vitamin D drops?"));
    expect(answer.text).toContain("400 IU");
    expect(answer.text).toContain("Sources:");
    expect(answer.text).not.toContain("The reviewed text is in Chinese");
    const details = only(await jo.presses(answer, "Read more"));
    expect(details.text).toContain("Does a newborn need vitamin D3?");
    expect(details.text).toContain("The thrifty way");
  });
});
