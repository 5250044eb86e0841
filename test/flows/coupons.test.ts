import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DiscordSpeaker } from "../support/discord-stage.ts";
import { type Group, inChat, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let fans: Group;
let staff: Group;
let boss: TelegramSpeaker;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", discord: true });
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  boss = app.telegram.person("王老师");
  await app.grants(boss, { hostId: "wang", role: "host" });
});
afterAll(() => app.stop());

const numberOf = (shown: Shown): string => /#(\d+)/.exec(shown.text)?.[1] ?? "";
/** What the fan group was told about this campaign, once the desk has told it. */
async function told(fits: (text: string) => boolean, group = fans): Promise<Shown> {
  await app.breathe();
  const shown = await app.telegram.hears(({ chatId, text }) => chatId === group.chatId && fits(text));
  // What is still on its way must not grow old when the story jumps on.
  await app.app.idle();
  return shown;
}
/** Makes a campaign with one code for everybody. */
async function makes(title: string, code: string, stock: number): Promise<Shown> {
  const kinds = only(await boss.says(staff, "/campaign"));
  expect(only(await boss.presses(kinds, "通用码")).text).toContain("叫什么名字");
  expect(only(await boss.says(staff, title)).text).toContain("码是什么");
  expect(only(await boss.says(staff, code)).text).toContain("一共多少份");
  return only(await boss.says(staff, String(stock)));
}
/** What Telegram showed to the presser: words, or a link that opened. */
function pressAnswer(): { text?: string; url?: string } | undefined {
  const last = [...app.telegram.standIn.callbacks.values()].at(-1);
  return last?.answer as { text?: string; url?: string } | undefined;
}
/** Somebody who has talked with the bot before. */
async function friend(name: string): Promise<TelegramSpeaker> {
  const speaker = app.telegram.person(name);
  await speaker.tells("/start");
  return speaker;
}
const settle = async () => {
  await app.breathe();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await app.breathe();
};

describe("a drop of single codes", () => {
  it("goes from the list to sold out, and the host sees the figures", async () => {
    const kinds = only(await boss.says(staff, "发券"));
    await boss.presses(kinds, "一人一码");
    expect(only(await boss.says(staff, "一段奶粉 20 元券")).text, "the guard").toContain("广告法第二十条");
    const card = only(await boss.says(staff, "开学季 20 元券"));
    const number = numberOf(card);
    expect(card.text).toContain(`附言写：券码 ${number}`);
    expect(only(await boss.presses(card, "发放")).text).toContain("还差名字、码或数量");

    const bad = "code\nA-1\n=SUM(A1)\nA-1\n \t\n+86";
    const refused = only(await boss.hands(staff, { name: "a.csv", content: bad }, `券码 ${number}`));
    expect(refused.text).toContain("有 3 行不对，一行都没有收");
    expect(refused.text).toContain("第 3 行：像表格公式");
    expect(refused.text).toContain("第 4 行：和前面重复");
    expect(refused.text).toContain("第 6 行：像表格公式");
    const good = only(
      await boss.hands(staff, { name: "a.csv", content: "code\r\nA-1\r\nA-2\r\n" }, `券码 ${number}`),
    );
    expect(good.text).toContain("收下了 2 个码");
    const again = only(await boss.says(staff, `/codes ${number}\nA-3\nA-2`));
    expect(again.text).toContain("第 2 行");
    const ready = only(await boss.presses(good, "候补"));
    await boss.presses(ready, "发放");
    const drop = await told((text) => text.includes("开学季 20 元券"));
    expect(labels(drop)).toEqual(["领一份"]);
    expect(drop.text).toContain("共 2 份，每人 1 份");

    const mei = await friend("小美");
    const lan = await friend("小兰");
    const hua = await friend("小花");
    const first = await mei.presses(drop, "领一份");
    expect(inChat(first, fans)).toEqual([]);
    expect(only(first)).toMatchObject({ place: "alone", text: expect.stringContaining("A-1") });
    expect(pressAnswer()?.text).toContain("领到了");
    await settle();
    expect(await mei.presses(drop, "领一份")).toEqual([]);
    expect(pressAnswer()?.text).toContain("您已经有了");
    expect(only(await lan.presses(drop, "领一份")).text).toContain("A-2");
    expect(await hua.presses(drop, "领一份")).toEqual([]);
    expect(pressAnswer()?.text).toContain("刚领完");

    await settle();
    expect(only(await mei.tells("我的券")).text).toContain("A-1");
    expect(only(await hua.tells("/verify A-1")).text).toContain("是真的：这是「王老师」的「开学季 20 元券」");
    expect(only(await hua.tells("/verify A-7")).text).not.toContain("是真的");
    expect(only(await hua.tells("我的券")).text).toContain("现在没有券");
    expect(textOf(await mei.says(fans, "我的券"))).not.toContain("A-1");
    expect(only(await boss.says(staff, `/used ${number}\nA-1\nA-9`)).text).toContain(
      "1 个用掉了，1 个没有记",
    );
    const figures = only(await boss.says(staff, `/campaigns ${number}`));
    expect(figures.text).toContain("领了 2，送到 2，候补 0，退回 0，用了 1");
    expect(figures.text).toContain("王老师粉丝群：2");
  });
});

describe("a private chat that is closed", () => {
  it("keeps the code behind a link that names nothing, and gives it back when nobody comes", async () => {
    const card = await makes("新客券", "NEW-20", 1);
    await boss.presses(card, "发放");
    const drop = await told((text) => text.includes("新客券"));
    const shy = app.telegram.person("没聊过的人");
    const said = await shy.presses(drop, "领一份");
    expect(pressAnswer()?.url).toMatch(/^https:\/\/t\.me\/.*start=k-\d+$/);
    const line = only(inChat(said, fans));
    expect(line.text).toContain("先留 15 分钟");
    expect(line.text).not.toMatch(/没聊过的人|NEW-20|新客券|券/);
    const late = await friend("晚来的人");
    await late.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("排上候补");

    expect(only(await shy.follows(line, "打开私聊")).text).toContain("NEW-20");
    await settle();
    const second = await makes("新客券二", "NEW-30", 1);
    await boss.presses(second, "发放");
    const other = await told((text) => text.includes("新客券二"));
    const gone = app.telegram.person("不来的人");
    await gone.presses(other, "领一份");
    await late.presses(other, "领一份");
    expect(pressAnswer()?.text).toContain("排上候补");
    app.clock.forward(16 * 60_000);
    await settle();
    const after = app.telegram.said().filter(({ text }) => text.includes("NEW-30"));
    expect(after.map(({ chatId }) => chatId)).toEqual([late.userId]);
    expect(only(await gone.tells("/start k-999")).text).toContain("留的时间过了");
  });

  it("is met with the link again, as often as somebody presses, and with one code", async () => {
    const card = await makes("拉黑券", "BLOCK-1", 1);
    await boss.presses(card, "发放");
    const drop = await told((text) => text.includes("拉黑券"));
    const mei = await friend("拉黑的人");
    await app.telegram.botBecomes(mei, "kicked");
    await mei.presses(drop, "领一份");
    expect(pressAnswer()?.url).toContain("start=k-");
    await app.telegram.botBecomes(mei, "member");
    await mei.presses(drop, "领一份");
    expect(pressAnswer()?.url).toContain("start=k-");
    expect(app.telegram.said().some(({ text }) => text.includes("BLOCK-1"))).toBe(false);
    const start = pressAnswer()?.url?.split("start=")[1];
    expect(only(await mei.tells(`/start ${start}`)).text).toContain("BLOCK-1");
    await settle();
    await mei.tells(`/start ${start}`);
    expect(
      app.telegram.said().filter(({ text }) => text.includes("您的券到了") && text.includes("BLOCK-1")),
    ).toHaveLength(1);
  });

  it("is found out on Discord when the message is refused, and the next press tries again", async () => {
    const channel = app.discord.group("福利");
    await app.binds("wang", "fan", channel);
    const card = await makes("私信关着", "DM-7", 1);
    await boss.presses(card, "发放");
    await told((text) => text.includes("私信关着"));
    await settle();
    const drop = app.discord.said().find(({ text }) => text.includes("私信关着"));
    if (!drop) throw new Error("Discord heard nothing");
    const closed = app.discord.person("关着的人", { refusesDms: true });
    const said = textOf(await closed.presses(drop, "领一份"));
    expect(said).not.toContain("DM-7");
    expect(said).toContain("私信没有送到");
    await settle();
    expect(await app.read(({ coupons }) => coupons.campaignsOf(["wang"], 1))).toMatchObject([{ taken: 1 }]);
    await closed.presses(drop, "领一份");
    await settle();
    app.clock.forward(16 * 60_000);
    await settle();
    expect(await app.read(({ coupons }) => coupons.campaignsOf(["wang"], 1))).toMatchObject([{ taken: 0 }]);
  });
});

describe("what a person is told who gets none", () => {
  it("is the reason, to that person alone", async () => {
    const card = await makes("定时券", "T-1", 1);
    const number = numberOf(card);
    expect(only(await boss.says(staff, `/campaign ${number} 开始 25:00`)).text).toContain("时间没看懂");
    const set = only(await boss.presses(card, "开始"));
    expect(set.text).toContain("开播时开始");
    await boss.presses(set, "发放");
    await app.read(({ coupons }) => coupons.startWithLive("wang", app.clock.now()));
    const drop = await told((text) => text.includes("定时券"));
    const open = only(await boss.says(staff, `/campaign ${number}`));
    const paused = only(await boss.presses(open, "暂停"));
    const mei = await friend("问的人");
    await mei.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("先停一会儿");
    await boss.presses(paused, "继续");

    // Whoever was in danger is left in peace for three days.
    await mei.tells("孩子抽搐叫不醒");
    const said = await mei.presses(drop, "领一份");
    expect(said).toEqual([]);
    expect(pressAnswer()?.text).toContain("您和孩子的事要紧");
    app.clock.forward(10 * 3_600_000);
    await mei.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("您和孩子的事要紧");
    // After these only as long as nobody has closed her case.
    const lan = await friend("另一位");
    await lan.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("领到了");
    app.clock.forward(30 * 86_400_000);
    await settle();
    await mei.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("您和孩子的事要紧");
    const hua = await friend("更晚的人");
    await hua.presses(drop, "领一份");
    expect(pressAnswer()?.text).toContain("已经结束了");

    // Nothing is sold in a talk that has just been about a child's body.
    const next = await makes("喂养券", "FEED", 3);
    await boss.presses(next, "发放");
    const feeding = await told((text) => text.includes("喂养券"));
    const asking = await friend("问喂养的人");
    await asking.tells("新生儿要吃维生素D3吗");
    await asking.presses(feeding, "领一份");
    expect(pressAnswer()?.text).toContain("您和孩子的事要紧");
    app.clock.forward(61 * 60_000);
    expect(textOf(await asking.presses(feeding, "领一份"))).toContain("FEED");

    // A batch for subscribers, of which families of a help programme have the first half hour.
    let wanted = await makes("订阅券", "SUB", 2);
    wanted = only(await boss.presses(wanted, "谁能领"));
    wanted = only(await boss.presses(wanted, "谁能领"));
    expect(wanted.text).toContain("订阅");
    wanted = only(await boss.presses(wanted, "帮扶家庭先领"));
    await boss.presses(wanted, "发放");
    const forSubscribers = await told((text) => text.includes("订阅券"));
    const fan = await friend("订阅的人");
    await fan.presses(forSubscribers, "领一份");
    expect(pressAnswer()?.text).toContain("给订阅了提醒的粉丝");
    const asked = only(await fan.says(fans, "/订阅"));
    await fan.presses(only(await fan.follows(asked, "私聊小白鲸")), "⬜ 公告和福利");
    await fan.presses(forSubscribers, "领一份");
    expect(pressAnswer()?.text, "families are not named").toContain("还没轮到");
    app.clock.forward(31 * 60_000);
    expect(textOf(await fan.presses(forSubscribers, "领一份"))).toContain("SUB");

    const other = app.telegram.group("李姐粉丝群");
    await app.opensHost("li", "李姐");
    await app.binds("li", "fan", other);
    const carrier = only(await mei.says(other, "/help"));
    await lan.forges(carrier, drop.buttons[0]?.data ?? "");
    expect(pressAnswer()?.text).toContain("不在您能领的范围");
  });
});

describe("on Discord and in the web room", () => {
  it("goes out to one pair of eyes, and so does each refusal", async () => {
    const channel = app.discord.group("聊天");
    await app.binds("wang", "fan", channel);
    await app.read(({ people }) => people.unbindChat("web", app.web.room.chatId, "sample", app.clock.now()));
    await app.binds("wang", "fan", app.web.room);
    const card = await makes("大家都有", "ALL-5", 2);
    const ready = only(await boss.presses(card, "候补"));
    await boss.presses(ready, "发放");
    await told((text) => text.includes("大家都有"));
    await settle();
    const drop = app.discord.said().find(({ text }) => text.includes("大家都有"));
    if (!drop) throw new Error("Discord heard nothing");
    const mei: DiscordSpeaker = app.discord.person("小美");
    const said = await mei.presses(drop, "领一份");
    expect(said.filter(({ place }) => place === "group")).toEqual([]);
    expect(said.filter(({ text }) => text.includes("ALL-5"))).toHaveLength(1);
    expect(textOf(said)).toContain("领到了");

    const visitor = app.web.person();
    await visitor.says(app.web.room, "大家好");
    const seen = (await visitor.sees()).find(({ text }) => text.includes("大家都有"));
    if (!seen) throw new Error("the web room heard nothing");
    const shown = await visitor.presses(
      {
        platform: "web",
        chatId: app.web.room.chatId,
        place: "group",
        onlyFor: undefined,
        text: seen.text,
        buttons: seen.buttons.flat(),
        messageId: String(seen.id),
        replyTo: undefined,
        threadId: undefined,
      },
      "领一份",
    );
    expect(only(shown)).toMatchObject({ place: "alone", text: expect.stringContaining("ALL-5") });
    const lan = app.discord.person("小兰");
    const none = only(await lan.presses(drop, "领一份"));
    expect(none).toMatchObject({ place: "alone", text: expect.stringContaining("刚领完") });
  });
});

describe("a draw", () => {
  it("can be checked by any reader with what the group was shown", async () => {
    const card = await makes("抽三双小鞋", "SHOE", 3);
    const draw = only(await boss.presses(card, "方式"));
    expect(draw.text).toContain("方式：抽奖");
    await boss.presses(draw, "发放");
    const opened = await told((text) => text.includes("抽三双小鞋"));
    const commitment = /[0-9a-f]{64}/.exec(opened.text)?.[0] ?? "";
    const people: TelegramSpeaker[] = [];
    for (let number = 1; number <= 7; number += 1) {
      const fan = await friend(`抽奖${number}`);
      people.push(fan);
      await fan.presses(opened, "参加抽奖");
      expect(pressAnswer()?.text).toContain(`T0000${number}`);
    }
    await people[0]?.presses(opened, "参加抽奖");
    expect(pressAnswer()?.text).toContain("已经报过名了");
    app.clock.forward(4 * 86_400_000);
    const frozen = await told((text) => text.includes("报名截止"));
    expect(app.telegram.said().some(({ text }) => text.includes("种子："))).toBe(false);
    expect(frozen.text).toContain("共 7 个号");
    app.clock.forward(61_000);
    const drawn = await told((text) => text.includes("开奖了"));
    await settle();

    // The reader: the published list in a file, the shown command in a shell, nothing of ours.
    const folder = await mkdtemp(join(tmpdir(), "beluga-draw-"));
    await writeFile(join(folder, frozen.file?.name ?? ""), frozen.file?.text ?? "");
    const check = (shown: Shown) => {
      const command = shown.text.slice(shown.text.indexOf("node -e"));
      return execFileSync("sh", ["-c", command], {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: process.env.PATH },
      })
        .trim()
        .split(" ");
    };
    const [hash, ...winners] = check(drawn);
    expect(hash).toBe(commitment);
    expect(winners).toHaveLength(3);
    expect(drawn.text).toContain(winners.join("、"));
    const got = app.telegram
      .said()
      .filter(({ text }) => text.includes("SHOE") && text.includes("您的券到了"));
    const expected = winners.map((ticket) => people[Number(ticket.slice(1)) - 1]?.userId);
    expect(got.map(({ chatId }) => chatId).sort()).toEqual([...expected].sort());

    // One of them gives it back, and the redraw leaves the earlier winners out.
    const number = numberOf(card);
    await app.read(async ({ coupons }) => {
      const [claim] = await coupons.claims(Number(number), "confirmed", 1);
      await coupons.changeClaims([{ claimId: claim?.claimId ?? 0, status: "released" }], app.clock.now());
      await coupons.changeCampaign(Number(number), { takes: -1 });
    });
    const after = only(await boss.says(staff, `/campaign ${number}`));
    await boss.presses(after, "补抽");
    const again = await told((text) => text.includes("补抽"));
    const [, ...more] = check(again);
    expect(more).toHaveLength(1);
    expect(winners).not.toContain(more[0]);
    expect(again.text).toContain(String(more[0]));
  });
});
