import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DiscordSpeaker } from "../support/discord-stage.ts";
import {
  atDesk,
  type Group,
  inChat,
  inThreads,
  only,
  placeOf,
  type Shown,
  textOf,
} from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const HOUR_MS = 3_600_000;

describe("changing what was said in a case, on Telegram", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let lan: TelegramSpeaker;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    lan = app.telegram.person("阿兰");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
  });
  afterAll(() => app.stop());
  const idOf = (text: string): string => {
    const { messages } = app.telegram.standIn.world.chat(Number(staff.chatId));
    const [id] = [...messages].findLast(([, message]) => message.text === text) ?? [];
    if (id === undefined) throw new Error(`nobody wrote ${text}`);
    return String(id);
  };
  const reads = (fan: TelegramSpeaker) =>
    textOf(app.telegram.said().filter(({ chatId }) => chatId === fan.userId));

  it("carries a typed command's correction over, and a code is real in either wording", async () => {
    const fan = app.telegram.person("小美");
    await fan.says(group, "大家好");
    const own = /编号 (\d+)/.exec(textOf(await fan.tells("/human 裤子退货")))?.[1] ?? "";
    const typed = `/reply ${own} 退款三天到`;
    const sent = only(inChat(await lan.says(staff, typed), { chatId: fan.userId }));
    const edited = await lan.edits(staff, idOf(typed), `/reply ${own} 退款七天到`);
    expect(inChat(edited, { chatId: fan.userId }), "no second message").toEqual([]);
    expect(reads(fan)).toContain("退款七天到");
    expect(reads(fan)).not.toContain("退款三天到");
    for (const wording of [sent.text, reads(fan).split("\n\n").slice(-3).join("\n\n")]) {
      expect(textOf(await fan.tells(wording))).toContain("是真的");
    }
    expect(await lan.edits(staff, idOf(`/reply ${own} 退款七天到`), `/reply ${own} 退款七天到`)).toEqual([]);
  });

  it("says the new words anew where the old ones can no longer be changed", async () => {
    const fan = app.telegram.person("小丽");
    await fan.says(group, "大家好");
    const card = only(inChat(await fan.tells("/human 裤子小了"), staff));
    const wrote = await lan.says(staff, "换 100 码", { replyTo: card.messageId });
    const message = only(inChat(wrote, { chatId: fan.userId }));
    app.telegram.standIn.world.known(fan.id)?.messages.delete(Number(message.messageId));
    const before = app.telegram.said().length;
    await lan.edits(staff, idOf("换 100 码"), "换 110 码");
    await expect
      .poll(() => textOf(inChat(app.telegram.said().slice(before), { chatId: fan.userId })), {
        timeout: 5_000,
      })
      .toContain("换 110 码");
  });

  it("changes what still waits for a way to the fan", async () => {
    const fan = app.telegram.person("小云");
    const said = await fan.says(group, "/human 我家里出事了");
    const card = only(inChat(said, staff));
    expect(textOf(await lan.says(staff, "明天打给你", { replyTo: card.messageId }))).toContain("存好了");
    expect(textOf(await lan.edits(staff, idOf("明天打给你"), "今晚打给你"))).toContain("送的时候用新的");
    const entered = await fan.follows(only(inChat(said, group)), "私聊小白鲸");
    expect(textOf(inChat(entered, { chatId: fan.userId }))).toContain("今晚打给你");
    expect(reads(fan)).not.toContain("明天打给你");
  });

  it("shows on the card that a fan has changed her words", async () => {
    const fan = app.telegram.person("小雪");
    await fan.says(group, "大家好");
    const card = only(inChat(await fan.tells("/human 尺码是 90"), staff));
    await fan.tells("要退");
    const { messages } = app.telegram.standIn.world.chat(fan.id);
    const [id] = [...messages].findLast(([, message]) => message.text === "要退") ?? [];
    const edited = await fan.edits(
      { platform: "telegram", chatId: fan.userId, title: "" },
      String(id),
      "要换",
    );
    expect(textOf(inChat(edited, staff))).toContain("改了一条消息，现在是");
    const shown = app.telegram.said().find(({ messageId, chatId }) => {
      return messageId === card.messageId && chatId === staff.chatId;
    });
    expect(shown?.text).toContain("对方改过 1 条、删过 0 条消息");
  });
});

describe("changing and deleting what was said in a case, on Discord", () => {
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let mei: DiscordSpeaker;
  let lan: DiscordSpeaker;
  let card: Shown;
  beforeAll(async () => {
    app = await startTestApp({ discord: true });
    await app.opensHost("wang", "王老师");
    group = app.discord.group("妈妈聊天");
    staff = app.discord.group("后台频道");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    mei = app.discord.person("小美");
    lan = app.discord.person("阿兰");
    await app.grants(lan, { hostId: "wang", role: "moderator" });
    await mei.says(group, "大家好");
    card = only(inThreads(await mei.tells("/human 裤子小了"), staff));
  });
  afterAll(() => app.stop());
  const messageOf = (text: string) => {
    const found = [...app.discord.standIn.world.messages.values()].findLast(
      ({ content }) => content === text,
    );
    if (!found) throw new Error(`nobody wrote ${text}`);
    return found;
  };
  const deletes = (text: string) =>
    app.discord.causes(() => {
      const message = messageOf(text);
      app.discord.standIn.deletes(message);
      return [message.channelId, `x:${message.id}`];
    });
  const reads = () => textOf(app.discord.said().filter(({ onlyFor }) => onlyFor === mei.userId));

  it("changes the fan's copy with the staff's message, and takes it back when that is deleted soon", async () => {
    await lan.says(placeOf(card), "换 100 码", { replyTo: card.messageId });
    expect(reads()).toContain("换 100 码");
    const edited = await lan.edits(messageOf("换 100 码").id, "换 110 码");
    expect(textOf(atDesk(edited, staff))).toContain("改动也传给对方了");
    expect(reads()).toContain("换 110 码");
    expect(reads()).not.toContain("换 100 码");
    const gone = await deletes("换 110 码");
    expect(only(inThreads(gone, staff)).text).toContain("阿兰的一条回复被删掉了");
    expect(reads()).toContain("（这句话她们收回了）");
    expect(reads()).not.toContain("换 110 码");
  });

  it("leaves it there when the staff's room is cleared later, and says so", async () => {
    await lan.says(placeOf(card), "单号明天给", { replyTo: card.messageId });
    app.clock.forward(2 * HOUR_MS);
    await app.app.idle();
    expect(only(inThreads(await deletes("单号明天给"), staff)).text).toContain("那边还看得到");
    expect(reads()).toContain("单号明天给");
  });

  it("tells the staff that a message of the fan is gone, in her case and on its card", async () => {
    await mei.tells("电话写错了");
    const gone = await deletes("电话写错了");
    expect(only(inThreads(gone, staff)).text).toMatch(/个案 \d+：粉丝·.+的一条消息被删掉了/);
    const shown = app.discord.said().find(({ messageId }) => messageId === card.messageId);
    expect(shown?.text).toContain("对方改过 0 条、删过 1 条消息");
    expect((await app.rows("case_events")).some(({ type }) => type === "deleted")).toBe(true);
  });
});
