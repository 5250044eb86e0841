import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Group, inChat, inPlace, labels, only, type Shown, textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const FEVER = "宝宝两个月发烧39度";
const DESPAIR = "我不想活了，想带着孩子一起走";
const NEUTRAL = "有些话不方便在群里说，随时可以私下跟我讲";
const NOT_FOR_THE_GROUP = /12356|自杀|不想活|轻生|自残|伤害自己|撑不住|死/;

const expectFeverCard = (card: Shown | undefined) => {
  expect(card?.text).toContain("120");
  expect(card?.text).toContain("医院");
  expect(card?.text).not.toContain("依据");
};
const expectExposesNothing = (said: readonly Shown[]) => {
  for (const { text } of said) {
    expect(text).toContain(NEUTRAL);
    expect(text).not.toMatch(NOT_FOR_THE_GROUP);
  }
};

describe("danger on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling", setupCode: "open-sesame" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());

  it("sends the urgent card before anything else, alerts the staff room, and records the event", async () => {
    const mei = app.telegram.person("小美");
    const said = await mei.says(group, FEVER);
    expect(said[0]).toMatchObject({ chatId: group.chatId, replyTo: expect.any(String) });
    expectFeverCard(said[0]);
    expect(inChat(said, group), "nothing but the card in the group").toHaveLength(1);
    const alert = only(inChat(said, staff)).text;
    expect(alert).toContain("个案 1");
    expect(alert).toContain("群「王老师粉丝群」");
    expect(alert, "in words that staff understand").toContain("类别：发烧");
    expect(alert, "never who it was").not.toContain("小美");
    expect(await app.rows("safety_events")).toEqual([
      expect.objectContaining({
        host_id: "wang",
        chat_id: group.chatId,
        level: expect.stringMatching(/urgent|emergency/),
      }),
    ]);
    expect(await app.rows("answers"), "no article answers a danger").toEqual([]);
  });

  it("sends it in private too, to the staff of the host whom the person follows", async () => {
    const mei = app.telegram.person("小梅");
    await mei.says(group, "大家好");
    const said = await mei.tells(FEVER);
    expect(said[0]).toMatchObject({ place: "alone" });
    expectFeverCard(said[0]);
    expect(only(inChat(said, staff)).text).toContain("私聊");
  });

  it("tells the operator when no host is known", async () => {
    const owner = app.telegram.person("服务器主人");
    await owner.tells("/claim open-sesame");
    const stranger = app.telegram.person("陌生妈妈");
    const said = await stranger.tells(FEVER);
    expectFeverCard(said.find(({ chatId }) => chatId === stranger.userId));
    expect(only(inChat(said, { chatId: owner.userId })).text).toContain("个案 ");
  });

  it("exposes nothing in the group about despair, and opens a private way", async () => {
    const mei = app.telegram.person("小静");
    const said = await mei.says(group, DESPAIR);
    const inGroup = inChat(said, group);
    expect(inGroup).toHaveLength(1);
    expectExposesNothing(inGroup);
    expect(inChat(said, staff)).toHaveLength(1);
    const alone = only(inPlace(await mei.follows(only(inGroup), "私聊小白鲸"), "alone"));
    expect(alone.place).toBe("alone");
    expect(alone.text).toMatch(/12356/);
  });

  it("sends the real card alone to somebody it can write to", async () => {
    const mei = app.telegram.person("小雅");
    await mei.tells("/start");
    const said = await mei.says(group, DESPAIR);
    expectExposesNothing(inChat(said, group));
    const card = only(inChat(said, { chatId: mei.userId }));
    expect(card.text).toContain("12356");
    expect(card.text).toContain("120");
  });

  it("puts danger inside a command first, and does not carry the command out", async () => {
    const mei = app.telegram.person("小兰");
    const said = await mei.says(group, `/ask ${FEVER}`);
    expectFeverCard(inChat(said, group)[0]);
    expect(inChat(said, group)).toHaveLength(1);
    const bound = await mei.says(group, "/unbind 我不想活了");
    expectExposesNothing(inChat(bound, group));
    expect(await app.rows("chats")).toContainEqual(
      expect.objectContaining({ chat_id: group.chatId, host_id: "wang" }),
    );
  });

  it("reads danger in the caption of a photo", async () => {
    const said = await app.telegram.person("小竹").says(group, FEVER, { media: "photo", as: "caption" });
    expectFeverCard(inChat(said, group)[0]);
  });

  it("says once that a bot is speaking, also where a card about a low mood comes first", async () => {
    const said = await app.telegram.person("小荷").tells("生完孩子每天都想哭，觉得自己没用");
    expect(said[0]?.text).toContain("12356");
    expect(textOf(said).match(/我是小白鲸，一个机器人，不是医生。/g) ?? []).toHaveLength(
      said.length > 1 ? 1 : 0,
    );
    expect(said[0]?.text).not.toContain("我是小白鲸");
  });

  it("repeats no card and no alert when the platform delivers the message again", async () => {
    const before = (await app.rows("safety_events")).length;
    const mei = app.telegram.person("小菊");
    const said = await mei.says(group, FEVER);
    const raw = app.telegram.standIn.world
      .known(Number(group.chatId))
      ?.messages.get(Number(said[0]?.replyTo));
    const sent = app.telegram.said().length;
    app.telegram.standIn.pushUpdate({ message: raw });
    await mei.says(group, "谢谢");
    expect(app.telegram.said()).toHaveLength(sent);
    expect(await app.rows("safety_events")).toHaveLength(before + 1);
  });
});

describe("danger on Discord", () => {
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

  it("sends the urgent card first and alerts the staff room", async () => {
    const said = await app.discord.person("小美").says(group, FEVER);
    expectFeverCard(only(inChat(said, group)));
    expect(only(inChat(said, staff)).text).toContain("个案 1");
  });

  it("exposes nothing in the channel about despair and writes the card privately", async () => {
    const mei = app.discord.person("小静");
    const said = await mei.says(group, DESPAIR);
    expectExposesNothing(inChat(said, group));
    expect(only(inPlace(said, "alone"))).toMatchObject({
      onlyFor: mei.userId,
      text: expect.stringContaining("12356"),
    });
  });

  it("exposes nothing either when it was said in a slash command", async () => {
    const mei = app.discord.person("小雅");
    const said = await mei.runs(group, "ask", DESPAIR);
    expectExposesNothing(inChat(said, group));
    expect(only(inPlace(said, "alone"))).toMatchObject({ onlyFor: mei.userId });
  });

  it("says a neutral line in the channel when the person takes no private messages", async () => {
    const mei = app.discord.person("小兰", { refusesDms: true });
    const said = await mei.says(group, DESPAIR);
    const inChannel = inChat(said, group);
    expect(inPlace(said, "alone")).toEqual([]);
    expect(inChannel).toHaveLength(2);
    expect(textOf(inChannel)).toContain("没有送到");
    expect(textOf(inChannel)).not.toMatch(NOT_FOR_THE_GROUP);
    expect(textOf(inChannel)).not.toContain("小兰");
    const chats = await app.rows("chats");
    expect(
      chats.find(({ chat_id }) => chat_id === group.chatId),
      "the channel is not gone",
    ).toMatchObject({
      status: "active",
    });
    expect(only(await app.discord.person("小竹").says(group, "新生儿要吃维生素D3吗")).text).toContain(
      "400 IU",
    );
  });
});

describe("danger in the web room", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it("whispers the card about despair and shows the room a line that fits anybody", async () => {
    const mei = app.web.person("小静");
    const said = await mei.says(app.web.room, DESPAIR);
    expectExposesNothing(inPlace(said, "group"));
    expect(only(inPlace(said, "alone")).text).toContain("12356");
    const others = await app.web.person().sees();
    expect(others.some(({ text, author }) => author.kind === "bot" && text.includes("12356"))).toBe(false);
  });

  it("answers danger when everything else is over the limit", async () => {
    const mei = app.web.person("小急");
    await mei.says(app.web.room, "大家好");
    let status = 202;
    for (let count = 0; status === 202 && count < 90; count += 1) status = (await mei.posts("在吗")).status;
    expect(status, "the visitor is refused by now").toBe(429);
    const before = await mei.sees();
    const response = await mei.posts(FEVER);
    expect(response.status).toBe(202);
    await app.breathe();
    const said = (await mei.sees()).filter(({ id }) => id > (before.at(-1)?.id ?? 0));
    const bot = said.filter(({ author }) => author.kind === "bot");
    expect(bot).toHaveLength(1);
    expect(bot[0]?.tone).toBe("urgent");
    expect(bot[0]?.text).toContain("120");

    expect((await mei.posts(DESPAIR)).status).toBe(202);
    await app.breathe();
    const after = (await mei.sees()).filter(
      ({ id, author }) => id > (bot[0]?.id ?? 0) && author.kind === "bot",
    );
    expect(after.map(({ private: whisper }) => whisper).sort()).toEqual([false, true]);
  });
});

describe("when triage itself fails", () => {
  it("sends a card, tells the staff, and records the event", async () => {
    const normalise = await import("../../src/safety/normalise.ts");
    const broken = vi.spyOn(normalise, "normalise");
    const app = await startTestApp({ telegram: "polling" });
    try {
      await app.opensHost("wang", "王老师");
      const group = app.telegram.group("粉丝群");
      const staff = app.telegram.group("后台");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", staff);
      broken.mockImplementation(() => {
        throw new Error("a rule file is damaged");
      });
      const said = await app.telegram.person("小美").says(group, "随便说一句");
      expect(only(inChat(said, group)).text).toContain("我没能看懂");
      expect(labels(only(inChat(said, group)))).toEqual([]);
      expect(only(inChat(said, staff)).text).toContain("engine-error");
      expect(await app.rows("safety_events")).toEqual([expect.objectContaining({ level: "urgent" })]);
    } finally {
      broken.mockRestore();
      await app.stop();
    }
  });
});
