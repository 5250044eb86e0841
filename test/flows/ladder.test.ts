import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Group, inChat, labels, only, type Shown } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const MINUTE = 60_000;
const CHOKING = "宝宝噎住了脸都紫了喘不上气";

describe("the ladder", () => {
  let app: TestApp;
  let staff: Group;
  let mei: TelegramSpeaker;
  let lan: TelegramSpeaker;
  let ying: TelegramSpeaker;
  let wang: TelegramSpeaker;
  let zhao: TelegramSpeaker;
  let operator: TelegramSpeaker;
  const ids = new Map<TelegramSpeaker, string>();

  beforeEach(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    const group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    const named = ["小美", "阿兰", "阿英", "王老师", "小赵", "管服务器的"].map((name) =>
      app.telegram.person(name),
    );
    [mei, lan, ying, wang, zhao, operator] = named as [
      TelegramSpeaker,
      TelegramSpeaker,
      TelegramSpeaker,
      TelegramSpeaker,
      TelegramSpeaker,
      TelegramSpeaker,
    ];
    for (const one of [lan, ying, zhao])
      ids.set(one, await app.grants(one, { hostId: "wang", role: "moderator" }));
    ids.set(wang, await app.grants(wang, { hostId: "wang", role: "host" }));
    await app.grants(operator, { hostId: undefined, role: "operator" });
    // All but Zhao have opened a private chat; Mei came from the group.
    for (const one of [lan, ying, wang, operator]) await one.tells("/start");
    await zhao.says(staff, "在的");
    await mei.says(group, "大家好");
    const all = { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 };
    await app.read(async ({ rosters }) => {
      await rosters.addShift("wang", { ...all, personId: ids.get(lan) ?? "", role: "duty" });
      await rosters.addShift("wang", { ...all, personId: ids.get(ying) ?? "", role: "backup" });
    });
  });
  afterEach(() => app.stop());

  const alone = (speaker: TelegramSpeaker) => (shown: Shown) => shown.chatId === speaker.userId;
  const calls = (shown: readonly Shown[]) => shown.filter(({ text }) => /个案 \d+ · 粉丝/.test(text));
  /** What was said since, once a message that fits has come. */
  async function passes(minutes: number, fits: (shown: Shown) => boolean): Promise<readonly Shown[]> {
    const before = app.telegram.said().length;
    app.clock.forward(minutes * MINUTE);
    await app.telegram.hears(
      (shown) =>
        app.telegram
          .said()
          .slice(before)
          .some(({ messageId, chatId }) => messageId === shown.messageId && chatId === shown.chatId) &&
        fits(shown),
    );
    await app.app.idle();
    return app.telegram.said().slice(before);
  }

  it("climbs from duty to the operator, tells the fan once for each slip, and stops when somebody takes it", async () => {
    const said = await mei.tells(CHOKING);
    expect(only(inChat(said, staff)).text).toContain("个案 1");
    expect(only(calls(said.filter(alone(lan)))).text).toContain("您在值班");
    expect(said.filter(alone(ying))).toEqual([]);

    const second = await passes(5, alone(ying));
    expect(only(calls(second.filter(alone(ying)))).text).toMatch(
      /您是备班[\s\S]*已经等了 5 分钟，还没有人接/,
    );
    const truth = only(second.filter(alone(mei)));
    expect(truth.text).toMatch(/对不起，说好的时间到了[\s\S]*编号 1[\s\S]*预计[\s\S]*前回复/);
    expect(truth.text).toContain("120");

    // The process ends; what has to be done next is in the database.
    await app.down();
    app.clock.forward(2 * MINUTE);
    await app.up();
    const third = await passes(4, alone(wang));
    expect(only(calls(third.filter(alone(wang)))).text).toContain("值班和备班都没接上");
    expect(third.filter(alone(mei)), "no second apology for the same promise").toEqual([]);

    // All: whoever was called already is not called again by name, the room is, and Zhao only there.
    const fourth = await passes(5, ({ chatId }) => chatId === staff.chatId);
    expect(only(calls(inChat(fourth, staff))).text).toMatch(/小赵[\s\S]*谁有空/);
    expect(only(fourth.filter(alone(mei))).text).toContain("不能保证多久");

    const fifth = await passes(5, alone(operator));
    const card = only(calls(fifth.filter(alone(operator))));
    expect(card.text).toContain("请您想办法找到人");
    expect(labels(card)).toEqual(["我来看", "看个案", "回复"]);
    const steps = (await app.rows("case_events")).filter(({ type }) => type === "ladder-step");
    expect(steps.map(({ data }) => (JSON.parse(data) as { step: number }).step)).toEqual([2, 3, 4, 5, 6]);

    await wang.tells("/take 1");
    const before = app.telegram.said().length;
    app.clock.forward(4 * MINUTE);
    await app.breathe();
    expect(calls(app.telegram.said().slice(before))).toEqual([]);
    // Seen is not answered: who has it is reminded first.
    const reminded = await passes(30, alone(wang));
    expect(only(calls(reminded.filter(alone(wang)))).text).toContain("这件在您手上");
    await wang.tells("/reply 1 我在，先拍背");
    app.clock.forward(60 * MINUTE);
    await app.breathe();
    const [row] = await app.rows("cases");
    expect(row?.clock_at).toBeNull();
  }, 60_000);

  it("goes up one step only after a long pause, and says how long it was", async () => {
    await mei.tells(CHOKING);
    await app.down();
    app.clock.forward(180 * MINUTE);
    await app.up();
    await app.telegram.hears((shown) => alone(ying)(shown) && calls([shown]).length > 0);
    await app.app.idle();
    const said = app.telegram.said();
    expect(only(calls(said.filter(alone(ying)))).text).toContain("已经等了 3 小时");
    expect(calls(said.filter(alone(wang)))).toEqual([]);
  }, 60_000);

  it("lets what can wait wait for the morning, and calls whoever is on duty then", async () => {
    const hour = new Date(app.clock.now() + 8 * 3_600_000).getUTCHours();
    app.clock.forward(((23 - hour + 24) % 24) * 60 * MINUTE);
    const said = await mei.tells("转人工");
    expect(said.filter(alone(lan)), "nobody is called at night").toEqual([]);
    const before = app.telegram.said().length;
    app.clock.forward(8 * 60 * MINUTE); // about seven in the morning
    await app.breathe();
    expect(calls(app.telegram.said().slice(before))).toEqual([]);
    const morning = await passes(3 * 60, (shown) => alone(lan)(shown) && calls([shown]).length > 0);
    expect(only(calls(morning.filter(alone(lan)))).text).toMatch(/您在值班[\s\S]*已经等了 1[01] 小时/);
    expect(morning.filter(alone(ying))).toEqual([]);
  }, 60_000);
});
