import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, labels, only, textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** The month that lies so many months back, as people write it. */
const monthsAgo = (months: number): string => {
  const today = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1))
    .toISOString()
    .slice(0, 7);
};

describe("the month in which a child was born", () => {
  let app: TestApp;
  let group: Group;
  let room: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("粉丝群");
    room = app.telegram.group("员工群");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", room);
  });
  afterAll(() => app.stop());

  const QUESTION = "宝宝每个月龄要睡多久";

  it("is told in private, shown, and deleted by a press", async () => {
    const mei = app.telegram.person("小美");
    const pointed = only(await mei.says(group, `/child ${monthsAgo(3)}`));
    expect(pointed.text).toContain("私下");
    expect(textOf(await mei.follows(pointed, "私聊小白鲸"))).toContain("我没有记着");
    for (const wrong of ["去年", "2025-13", "1990-01", monthsAgo(-1)]) {
      expect(textOf(await mei.tells(`/宝宝生日 ${wrong}`)), wrong).toContain("没看懂");
    }
    const [year, month] = monthsAgo(20).split("-");
    const kept = only(await mei.tells(`/宝宝生日 ${year}年${Number(month)}月`));
    expect(kept.text).toContain(monthsAgo(20));
    expect(await app.rows("persons")).toContainEqual(expect.objectContaining({ children: monthsAgo(20) }));
    expect(textOf(await mei.presses(kept, `删掉 ${monthsAgo(20)}`))).toContain("我没有记着");
    expect((await app.rows("persons")).every(({ children }) => children === null)).toBe(true);
  });

  it("chooses the answer for that age in private, says so, and keeps the others within reach", async () => {
    const lan = app.telegram.person("小兰");
    await lan.tells(`/child ${monthsAgo(20)}`);
    const answer = only(await lan.tells(QUESTION));
    expect(answer.text).toContain("11到14小时");
    expect(answer.text).toContain("按您记的宝宝月龄");
    expect(textOf(await lan.presses(answer, "3岁到6岁"))).toContain("10到13小时");
    expect(textOf(await lan.tells("三个月的宝宝一天要睡多久")), "an age in the question").toContain(
      "13到18小时",
    );
    const inGroup = only(await lan.says(group, `${QUESTION}，@beluga_test_bot`));
    expect(inGroup.text, "nobody else learns it").not.toContain("按您记的宝宝月龄");
    await lan.tells(`/child ${monthsAgo(5)}`);
    const asked = only(await lan.tells(QUESTION));
    expect(asked.text, "of two children it asks which").toContain("年龄不同，说法不一样");
    expect(labels(asked)).toContain("1岁到3岁");
  });

  it("lets a fever of a newborn be what it is", async () => {
    const hua = app.telegram.person("小花");
    const text = "宝宝发烧38度2，怎么办";
    await hua.tells(text);
    expect(await app.rows("safety_events")).toEqual([]);
    await hua.tells(`/child ${monthsAgo(1)}`);
    expect(textOf(await hua.tells(`${text}呢`))).toMatch(/现在就|马上|120/);
    const alarms = (await app.rows("safety_events")).filter(({ level }) => level !== "care");
    expect(alarms).toHaveLength(1);
    const older = app.telegram.person("大宝妈");
    await older.tells(`/child ${monthsAgo(1)}`);
    await older.tells("3岁孩子发烧38度2，怎么办");
    expect((await app.rows("safety_events")).filter(({ level }) => level !== "care")).toHaveLength(1);
  });
});
