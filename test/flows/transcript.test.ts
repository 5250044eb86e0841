import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buttonOf, type Group, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let fans: Group;
let staff: Group;
let mei: TelegramSpeaker;
let host: TelegramSpeaker;
let lan: TelegramSpeaker;
let ying: TelegramSpeaker;

beforeEach(async () => {
  app = await startTestApp({ telegram: "polling" });
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  mei = app.telegram.person("小溪");
  host = app.telegram.person("王老师");
  lan = app.telegram.person("阿兰");
  ying = app.telegram.person("小英");
  await app.grants(host, { hostId: "wang", role: "host" });
  await app.grants(lan, { hostId: "wang", role: "moderator" });
  await app.grants(ying, { hostId: "wang", role: "moderator" });
  for (const one of [host, lan, ying]) await one.tells("/start");
  await mei.says(fans, "大家好");
  await mei.tells("/human 鞋底开胶，电话13812345678，寄幸福路18号3栋201室");
  await mei.sends(undefined, "photo");
  await lan.says(staff, "/note 1 老顾客");
  await lan.says(staff, "/reply 1 马上给您换");
});
afterEach(() => app.stop());

describe("the transcript of a case", () => {
  it("is a file in private with times and zone, who by alias or name, media by kind, numbers masked", async () => {
    const said = await lan.tells("/transcript 1");
    const file = said.find(({ chatId }) => chatId === lan.userId)?.file;
    expect(file?.name).toBe("case-1.txt");
    const lines = (file?.text ?? "").trim().split("\n");
    expect(lines[0]).toMatch(/^个案 1（找真人，没结）$/);
    expect(lines[1]).toMatch(/导出：\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\+8；时间都按 Asia\/Shanghai/);
    const story = lines.slice(3).map((line) => line.replace(/^\S+ \S+ GMT\+8 {2}/, ""));
    expect(story).toEqual([
      expect.stringMatching(/^粉丝·\S+: 鞋底开胶，电话〔电话〕，〔地址〕$/),
      expect.stringContaining("机器人告诉对方几时有人回"),
      expect.stringMatching(/^粉丝·\S+: .*图片/),
      "阿兰（备注）: 老顾客",
      "阿兰 接了",
      "阿兰（王老师团队）: 马上给您换",
      "阿兰 导出过记录",
    ]);
    expect(textOf(said.filter(({ chatId }) => chatId === staff.chatId))).toContain(
      "阿兰 导出了个案 1 的记录",
    );
  });

  it("is unmasked for the host alone, who sees who has exported it", async () => {
    expect(only(await lan.tells("/transcript 1 full")).text).toContain("只有主播或管理员才能做");
    const said = await host.tells("记录 1 全文");
    expect(said.find(({ file }) => file)?.file?.text).toContain("13812345678");
    expect(textOf(said.filter(({ chatId }) => chatId === staff.chatId))).toContain("没有遮");
    await app.read(({ db }) => db.updateTable("cases").set({ kind: "distress" }).execute());
    expect(only(await host.tells("/case 1")).text).toContain("导出过记录");
  });

  it("is for who has the case in hand, not for a colleague, and never in a group", async () => {
    const before = await app.rows("case_events");
    expect(only(await ying.tells("/transcript 1")).text).toContain("接了这件的人");
    const pointed = only(await lan.says(staff, "/transcript 1"));
    expect(pointed.text).toContain("请私下跟我说");
    expect(await app.rows("case_events")).toEqual(before);
    const said = await lan.follows(pointed, buttonOf(pointed, "私聊小白鲸").label);
    expect(said.find(({ file }) => file)?.file?.text).toContain("马上给您换");
  });
});
