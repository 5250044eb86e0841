import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonOf, type Group, inChat, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const CRUEL = "一顿饭五块钱，喂猪呢，你也配当妈";
const DAY_MS = 86_400_000;

describe("words that hurt, in a Telegram group", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let lan: TelegramSpeaker;
  let ying: TelegramSpeaker;
  let count = 0;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    await app.opensHost("li", "李姐");
    group = app.telegram.group("王老师粉丝群", { supergroup: true });
    staff = app.telegram.group("王老师后台");
    world().bot = "administrator";
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    lan = app.telegram.person("阿兰");
    ying = app.telegram.person("阿英");
    for (const one of [lan, ying]) await app.grants(one, { hostId: "wang", role: "moderator" });
  });
  afterAll(() => app.stop());

  const world = () => app.telegram.standIn.world.chat(Number(group.chatId));
  /** Somebody who says something cruel, the report of it, and which message it was. */
  async function mocks(talksToBot = false) {
    count += 1;
    const writer = app.telegram.person(`路人${count}`);
    if (talksToBot) await writer.tells("/start");
    const said = await writer.says(group, CRUEL);
    const [id] = [...world().messages].filter(([, { text }]) => text === CRUEL).at(-1) ?? [];
    if (id === undefined) throw new Error("it was not said");
    return { writer, id, report: only(inChat(said, staff)) };
  }
  const isThere = (id: number) => world().messages.has(id);

  it("come with buttons, are removed on a press alone, and nothing is said in the group", async () => {
    const { id, report } = await mocks();
    expect(labels(report)).toEqual(["看到了", "删掉这条", "私下提醒", "禁言一天"]);
    expect(isThere(id), "the bot does nothing by itself").toBe(true);
    const done = only(await lan.presses(report, "删掉这条"));
    expect(done).toMatchObject({
      chatId: staff.chatId,
      text: expect.stringMatching(/S-\d+ · 阿兰：那条消息删掉了/),
    });
    expect(isThere(id)).toBe(false);
    expect(only(await ying.presses(report, "删掉这条")).text).toContain("已经不在群里了");
  });

  it("mute their writer for a day from the first press, however often it is pressed", async () => {
    const { writer, report } = await mocks();
    const at = app.clock.now();
    expect(only(await lan.presses(report, "禁言一天")).text).toContain("阿兰：发这条消息的人一天内不能");
    const until = (world().muted.get(writer.id) ?? 0) * 1_000;
    expect(until - at).toBeGreaterThan(DAY_MS - 60_000);
    expect(until - at).toBeLessThan(DAY_MS + 60_000);
    const again = only(await ying.presses(report, "禁言一天")).text;
    expect(again).toMatch(/阿英：发这条消息的人.*（阿兰在今天 \d\d:\d\d已经点过）/);
    expect((world().muted.get(writer.id) ?? 0) * 1_000, "not longer").toBe(until);
  });

  it("are answered with a kind word to their writer alone, once", async () => {
    const { writer, report } = await mocks(true);
    const said = await lan.presses(report, "私下提醒");
    const word = only(inChat(said, { chatId: writer.userId })).text;
    expect(word).toContain("也许是无心的");
    expect(word).toContain("王老师团队");
    expect(word, "no blame, nobody named").not.toMatch(/喂猪|也配|阿兰|违规|警告|举报/);
    expect(only(inChat(said, staff)).text).toContain("阿兰：已私下提醒");
    expect(inChat(said, group)).toEqual([]);
    const again = await ying.presses(report, "私下提醒");
    expect(only(again).text).toMatch(/阿兰在今天 \d\d:\d\d已经提醒过了/);
  });

  it("say so when there is no private way, or the word did not arrive", async () => {
    const unknown = await mocks();
    expect(only(await lan.presses(unknown.report, "私下提醒")).text).toContain("还没跟我私聊过");
    const { writer, report } = await mocks(true);
    const chat = app.telegram.standIn.world.known(writer.id);
    if (!chat) throw new Error("no chat");
    chat.bot = "kicked";
    const before = app.telegram.said().length;
    await lan.presses(report, "私下提醒");
    const said = () => app.telegram.said().slice(before);
    await expect.poll(() => textOf(inChat(said(), staff))).toContain("私下提醒没有送到");
    expect(inChat(said(), group)).toEqual([]);
  });

  it("tell kindly that the platform refused, and succeed once it allows it", async () => {
    const { id, report } = await mocks();
    world().botRights = { topics: true, deletes: false, restricts: false };
    for (const label of ["删掉这条", "禁言一天"]) {
      expect(only(await lan.presses(report, label)).text).toContain("没做成：平台不让我这么做");
    }
    world().botRights = { topics: true, deletes: true, restricts: true };
    expect(only(await lan.presses(report, "删掉这条")).text).toContain("那条消息删掉了");
    expect(isThere(id)).toBe(false);
  });

  it("are no business of fans, editors and another host's moderators", async () => {
    const { writer, id, report } = await mocks(true);
    const fan = app.telegram.person("小芳");
    const other = app.telegram.person("李姐的管理");
    const editor = app.telegram.person("编辑");
    await app.grants(other, { hostId: "li", role: "moderator" });
    await app.grants(editor, { hostId: "wang", role: "editor" });
    const before = app.telegram.said().length;
    for (const stranger of [fan, other, editor, writer]) {
      for (const label of ["删掉这条", "私下提醒", "禁言一天"]) {
        const refused = only(await stranger.presses(report, label)).text;
        expect(refused).toContain("只有这位主播、她的群管理或管理员");
      }
    }
    expect(isThere(id)).toBe(true);
    expect(world().muted.has(writer.id)).toBe(false);
    expect(
      inChat(app.telegram.said().slice(before), { chatId: writer.userId }).filter(({ text }) =>
        text.includes("无心"),
      ),
    ).toEqual([]);
    const forged = (buttonOf(report, "禁言一天").data ?? "").replace(".mute", ".ban");
    expect(textOf(await lan.forges(report, forged))).not.toContain("一天内");
  });
});

describe("words that hurt, in a Discord channel", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  beforeAll(async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
    await app.opensHost("li", "李姐");
    group = app.discord.group("妈妈聊天");
    staff = app.discord.group("后台频道");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
  });
  afterAll(() => app.stop());
  const inRoom = (said: readonly Shown[]) =>
    only(inChat(said, staff).filter(({ place }) => place === "group")).text;

  it("are removed, answered and muted by the host's staff, and by nobody else", async () => {
    const { standIn } = app.discord;
    const lan = app.discord.person("阿兰");
    const other = app.discord.person("李姐的管理");
    const fan = app.discord.person("小芳");
    const writer = app.discord.person("路人");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    await app.grants(other, { hostId: "li", role: "moderator" });
    const report = only(inChat(await writer.says(group, CRUEL), staff));
    expect(labels(report)).toEqual(["看到了", "删掉这条", "私下提醒", "禁言一天"]);
    const [message] = [...standIn.world.messages.values()].filter(({ content }) => content === CRUEL);
    for (const stranger of [fan, other]) {
      for (const label of ["删掉这条", "私下提醒", "禁言一天"]) {
        const refused = only(await stranger.presses(report, label));
        expect(refused).toMatchObject({ place: "alone", onlyFor: stranger.userId });
        expect(refused.text).toContain("只有这位主播");
      }
    }
    expect(standIn.world.messages.has(message?.id ?? "")).toBe(true);

    const warned = await lan.presses(report, "私下提醒");
    const word = only(warned.filter(({ onlyFor }) => onlyFor === writer.userId));
    expect(word).toMatchObject({ place: "alone", text: expect.stringContaining("也许是无心的") });
    expect(inRoom(warned)).toContain("阿兰：已私下提醒");
    const twice = await lan.presses(report, "私下提醒");
    expect(twice.some(({ onlyFor }) => onlyFor === writer.userId)).toBe(false);
    expect(textOf(twice)).toContain("已经提醒过了");

    expect(inRoom(await lan.presses(report, "禁言一天"))).toContain("一天内不能");
    expect(standIn.guild.muted.get(writer.userId) ?? 0).toBeGreaterThan(app.clock.now() + DAY_MS / 2);
    expect(inRoom(await lan.presses(report, "删掉这条"))).toContain("删掉了");
    expect(standIn.world.messages.has(message?.id ?? "")).toBe(false);
    expect(inChat(app.discord.said(), group), "nothing public").toEqual([]);
  });

  it("leave the group silent when their writer takes no private messages", async () => {
    const lan = app.discord.person("阿兰二");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    const writer = app.discord.person("路人乙", { refusesDms: true });
    const report = only(inChat(await writer.says(group, CRUEL), staff));
    const before = app.discord.said().length;
    await lan.presses(report, "私下提醒");
    const said = () => app.discord.said().slice(before);
    await expect.poll(() => textOf(inChat(said(), staff))).toContain("私下提醒没有送到");
    expect(inChat(said(), group)).toEqual([]);
    app.discord.standIn.guild.denied.add("members");
    expect(textOf(inChat(await lan.presses(report, "禁言一天"), staff))).toContain("没做成");
  });
});
