import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let staff: Group;
let mei: TelegramSpeaker;
let lan: TelegramSpeaker;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling" });
  await app.opensHost("wang", "王老师");
  const group = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", group);
  await app.binds("wang", "staff", staff);
  mei = app.telegram.person("小美");
  lan = app.telegram.person("阿兰");
  await app.grants(lan, { hostId: "wang", role: "moderator" });
  await mei.says(group, "大家好");
  await mei.tells("转人工");
});
afterAll(() => app.stop());

/** The media that the newest message of the bot in a chat shows. */
const shownIn = (chatId: string) =>
  app.telegram.standIn.sent.items.findLast((one) => String(one.chatId) === chatId && one.media)?.media;

describe("pictures in a case", () => {
  it("are shown to the staff with what the fan wrote, without her name", async () => {
    const told = inChat(await mei.says(asChat(mei), "鞋底开了", { media: "photo", as: "caption" }), staff);
    expect(only(told).text).toContain("鞋底开了");
    expect(only(told).text).not.toContain("小美");
    expect(shownIn(staff.chatId)).toMatchObject({ kind: "photo", ref: expect.any(String) });
    const wordless = inChat(await mei.sends(undefined, "voice"), staff);
    expect(only(wordless).text).toContain("粉丝·");
    expect(shownIn(staff.chatId)).toMatchObject({ kind: "voice" });
  });

  it("go from the staff to the fan under the team's name and code, also without a word", async () => {
    const relayed = only(inChat(await mei.tells("在吗"), staff));
    const wrote = await lan.says(staff, "是这双吗", {
      media: "photo",
      as: "caption",
      replyTo: relayed.messageId,
    });
    const message = only(inChat(wrote, asChat(mei)));
    expect(message.text).toContain("是这双吗");
    expect(message.text).toMatch(/王老师团队[\s\S]*验真码/);
    expect(shownIn(mei.userId)).toMatchObject({ kind: "photo", ref: expect.any(String) });
    const again = only(inChat(await mei.tells("是的"), staff));
    const wordless = await lan.says(staff, "", { media: "photo", replyTo: again.messageId });
    expect(textOf(inChat(wordless, asChat(mei)))).toContain("验真码");
  });

  it("bring an alarm's card first, which a picture never holds up", async () => {
    const told = inChat(
      await mei.says(asChat(mei), "孩子抽搐了，叫不醒", { media: "photo", as: "caption" }),
      staff,
    );
    expect(told[0]?.text).toContain("「抽搐");
    expect(told.length).toBeGreaterThan(1);
    expect(app.telegram.standIn.sent.items.find(({ text }) => text === told[0]?.text)?.media).toBeUndefined();
  });
});

const asChat = ({ userId }: TelegramSpeaker): Group => ({ platform: "telegram", chatId: userId, title: "" });
