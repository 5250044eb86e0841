import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, labels, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

describe("who is there, and when", () => {
  let app: TestApp;
  let staff: Group;
  let lan: TelegramSpeaker;
  let wang: TelegramSpeaker;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "staff", staff);
    lan = app.telegram.person("阿兰");
    wang = app.telegram.person("王老师");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    await app.grants(wang, { hostId: "wang", role: "host" });
    for (const one of [lan, wang]) await one.tells("/start");
  });
  afterAll(() => app.stop());

  it("is put on the roster with one thumb, or in one line, by the host alone", async () => {
    const list = only(await wang.says(staff, "值班"));
    expect(list.text).toContain("现在值班：没人");
    const asked = only(await wang.presses(list, "加一个班"));
    const when = only(await wang.presses(asked, "阿兰"));
    expect(labels(when)).toContain("备班 每天 21:00–次日9:00");
    const added = only(await wang.presses(when, "值班 每天 全天"));
    expect(added.text).toContain("现在值班：阿兰");
    expect(await wang.presses(when, "值班 每天 全天"), "twice is once").toHaveLength(1);
    expect(await app.read(({ rosters }) => rosters.roster("wang", app.clock.now()))).toMatchObject({
      shifts: [{ role: "duty", from: 0, to: 1440 }],
    });

    const typed = only(await wang.says(staff, "/roster set mon-fri 9-18 backup 阿兰"));
    expect(typed.text).toContain("周一–周五 9:00–18:00 备班 阿兰");
    expect(textOf(await wang.says(staff, "值班 排 周三 谁也不是"))).toContain("请这样发");
    expect(textOf(await lan.says(staff, "值班 排 每天 9-18 阿兰"))).toMatch(/主播|管理员/);
    const removed = only(await wang.presses(typed, "删 周一–周五 9:00–18:00 备班 阿兰"));
    expect(removed.text).not.toContain("周一–周五 9:00");
  });

  it("goes and comes by one's own word, and the staff room hears it", async () => {
    const away = await lan.tells("下班 2小时");
    expect(textOf(inChat(away, staff))).toMatch(/阿兰不在，到/);
    expect(textOf(await wang.says(staff, "值班"))).toContain("现在值班：没人");
    app.clock.forward(2 * 3_600_000);
    expect(textOf(await wang.says(staff, "值班"))).toContain("现在值班：阿兰");
    expect(textOf(await lan.tells("/onduty soon"))).toContain("上班 3小时");
  });

  it("is the host's to set: deadlines, hours, days off", async () => {
    expect(textOf(await wang.tells("/deadlines"))).toMatch(/十万火急： 5 分钟内接/);
    expect(textOf(await wang.tells("时限 紧急 10 20"))).toMatch(/紧急： 10 分钟内接， 20 分钟内回/);
    expect(textOf(await wang.tells("时限 紧急 很快"))).toContain("请这样发");
    expect(textOf(await lan.tells("时限 紧急 10 20"))).toMatch(/主播|管理员/);
    expect(textOf(await wang.tells("工作时间 周一-周五 9-18；周六 10-16"))).toContain("周六 10:00–16:00");
    expect(textOf(await wang.tells("/hours zone Mars/Olympus"))).toContain("请这样发");
    const off = only(await wang.tells("放假 2099-02-16 - 2099-02-18"));
    expect(off.text).toContain("2099-02-16 – 2099-02-18");
    const on = only(await wang.presses(off, "照常上班 2099-02-16 – 2099-02-18"));
    expect(on.text).toContain("还没有");
  });

  it("is no command when a fan says such a word in passing", async () => {
    const group = app.telegram.group("王老师粉丝群");
    await app.binds("wang", "fan", group);
    const mei = app.telegram.person("小美");
    for (const word of ["下班", "放假，带娃出去玩", "上班"]) expect(await mei.says(group, word)).toEqual([]);
    expect(await lan.says(group, "下班"), "nor of the staff there").toEqual([]);
    await mei.tells("转人工");
    const said = await mei.tells("下班 以后再说");
    expect(only(inChat(said, staff)).text).toContain("下班 以后再说");
    expect(await app.read(({ rosters }) => rosters.roster("wang", app.clock.now()))).toMatchObject({
      overrides: [],
    });
  });
});
