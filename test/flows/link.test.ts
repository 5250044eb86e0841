import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buttonOf, type Group, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let fans: Group;
let staff: Group;
let phone: TelegramSpeaker;
let tablet: TelegramSpeaker;
const YES = "都是我的，合起来";

beforeEach(async () => {
  app = await startTestApp({ telegram: "polling" });
  await app.opensHost("wang", "王老师");
  await app.opensHost("li", "李姐");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  phone = app.telegram.person("小溪的手机");
  tablet = app.telegram.person("小溪的平板");
  await phone.says(fans, "大家好");
  await tablet.says(fans, "来了");
});
afterEach(() => app.stop());

const codeIn = (shown: Shown): string => /绑定码：(\S+)/.exec(shown.text)?.[1] ?? "";
const numberIn = (said: readonly Shown[]): number => Number(/编号 (\d+)/.exec(textOf(said))?.[1]);

async function link(shows: TelegramSpeaker, types: TelegramSpeaker): Promise<readonly Shown[]> {
  const asked = only(await types.tells(`/link ${codeIn(only(await shows.tells("/link")))}`));
  return await types.presses(asked, YES);
}

describe("two accounts of one person", () => {
  it("become one with a code that is typed on the other, and both hear it", async () => {
    const shown = only(await phone.tells("绑定"));
    expect(shown.text).toContain("10 分钟内有效");
    const asked = only(await tablet.tells(`绑定 ${codeIn(shown)}`));
    expect(asked.text).toContain("Telegram 账号（尾号");
    expect(asked.text).toContain("两边都没有工作身份");
    const said = await tablet.presses(asked, YES);
    expect(said.map(({ chatId, text }) => [chatId, text.includes("绑成了一个人")])).toEqual([
      [tablet.userId, false],
      [phone.userId, true],
    ]);
    const accounts = await app.read(({ people }) =>
      Promise.all([phone, tablet].map(({ userId }) => people.findAccount("telegram", userId))),
    );
    expect(accounts[0]?.personId).toBe(accounts[1]?.personId);
    expect(only(await tablet.presses(asked, YES)).text, "once").toContain("不能用了");
  });

  it("are one person with one case of both histories, which the staff reads under one number", async () => {
    const older = numberIn(await phone.tells("/human 鞋子开胶了"));
    const younger = numberIn(await tablet.tells("/human 尺码也不对"));
    expect(younger).not.toBe(older);
    const said = await link(phone, tablet);
    expect(textOf(said)).toContain(`两件个案合成了一件：编号 ${older}`);
    expect(textOf(said.filter(({ chatId }) => chatId === staff.chatId))).toContain(
      `个案 ${younger} 和 ${older} 原来是同一个人`,
    );
    const helper = app.telegram.person("阿兰");
    await app.grants(helper, { hostId: "wang", role: "moderator" });
    const card = only(await helper.says(staff, `/case ${younger}`));
    expect(card.text).toContain(`${older}`);
    expect(card.text).toContain("鞋子开胶了");
    expect(card.text).toContain("尺码也不对");
    const answer = await helper.says(staff, `/reply ${younger} 都给您换`);
    const toFan = answer.filter(({ chatId }) => chatId === tablet.userId || chatId === phone.userId);
    expect(only(toFan).text).toContain("都给您换");
    expect((await app.rows("cases")).map(({ id, status }) => [id, status])).toEqual([
      [older, "open"],
      [younger, "closed"],
    ]);
    // What she writes from either goes into the one.
    await phone.tells("谢谢你们");
    const events = (await app.rows("case_events")).filter(({ type }) => type === "fan-wrote");
    expect(new Set(events.slice(-1).map(({ case_id }) => case_id))).toEqual(new Set([older]));
    // And after its closing it is the one that opens again.
    await helper.says(staff, `/reply ${older} 不客气`);
    await helper.says(staff, `/close ${older}`);
    await tablet.tells("又掉线头了，还是那条裤子");
    expect((await app.rows("cases")).filter(({ status }) => status === "open")).toMatchObject([
      { id: older },
    ]);
  });

  it("say before it is done whose roles the one person will have", async () => {
    await app.grants(tablet, { hostId: "wang", role: "moderator" });
    await app.grants(phone, { hostId: "li", role: "host" });
    const asked = only(await tablet.tells(`/link ${codeIn(only(await phone.tells("/link")))}`));
    expect(asked.text).toContain("王老师 群管理");
    expect(asked.text).toContain("李姐 主播");
    const linked = await tablet.presses(asked, YES);
    expect(textOf(linked.filter(({ chatId }) => chatId === staff.chatId))).toContain(
      "另一个账号绑成了同一个人",
    );
    const found = await app.read(({ people }) => people.findAccount("telegram", phone.userId));
    expect(found?.roles).toHaveLength(2);
  });

  it("stay two when the person says no, and the code is used up", async () => {
    const code = codeIn(only(await phone.tells("/link")));
    const asked = only(await tablet.tells(`/link ${code}`));
    expect(only(await tablet.presses(asked, "不是")).text).toContain("什么都没动");
    expect(only(await tablet.tells(`/link ${code}`)).text).toContain("不对，或者用过了");
    expect(only(await tablet.presses(asked, YES)).text).toContain("不能用了");
  });

  it("are not linked by a stolen button, in a group, on the same account, late, or by guessing", async () => {
    const shown = only(await phone.tells("/link"));
    expect(only(await phone.tells(`/link ${codeIn(shown)}`)).text).toContain("就是在这个账号上出的");
    expect(only(await tablet.says(fans, `/link ${codeIn(shown)}`)).text).toContain("请私下跟我说");
    const asked = only(await tablet.tells(`/link ${codeIn(shown)}`));
    const stranger = app.telegram.person("路人");
    const under = only(await stranger.tells("/start"));
    const stolen = buttonOf(asked, YES).data ?? "";
    expect(only(await stranger.forges(under, stolen)).text).toContain("不能用了");
    app.clock.forward(11 * 60_000);
    expect(only(await tablet.presses(asked, YES)).text, "too late").toContain("不能用了");
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(only(await stranger.tells(`/link aaaa-000${guess}`)).text).toContain("不对");
    }
    const late = codeIn(only(await phone.tells("/link")));
    expect(only(await stranger.tells(`/link ${late}`)).text, "five tries").toContain("试的次数太多");
    const rows = await app.read(({ db }) => db.selectFrom("link_codes").select("code_hash").execute());
    expect(rows.map(({ code_hash }) => code_hash)).not.toContain(late);
  });
});

describe("an account that leaves", () => {
  it("begins anew; everything stays with the others, and both sides hear it", async () => {
    const number = numberIn(await phone.tells("/human 鞋子开胶了"));
    await app.grants(tablet, { hostId: "wang", role: "moderator" });
    await link(phone, tablet);
    const which = only(await phone.tells("/unlink"));
    expect(labels(which)).toHaveLength(2);
    const other = labels(which).find((label) => !label.includes("就是这个")) ?? "";
    const confirm = only(await phone.presses(which, other));
    expect(confirm.text).toContain("没有工作身份");
    const said = await phone.presses(confirm, "确定解开");
    expect(textOf(said.filter(({ chatId }) => chatId === tablet.userId))).toContain("新的开始");
    const left = await app.read(({ people }) => people.findAccount("telegram", tablet.userId));
    const stayed = await app.read(({ people }) => people.findAccount("telegram", phone.userId));
    expect(left?.roles).toEqual([]);
    expect(stayed?.roles).toHaveLength(1);
    expect((await app.rows("cases")).find(({ id }) => id === number)?.person_id).toBe(stayed?.personId);
    expect(only(await phone.presses(confirm, "确定解开")).text).toContain("不能用了");
    expect(only(await phone.tells("/unlink")).text).toContain("只有这一个账号");
  });
});

describe("a person on two platforms", () => {
  it("is one person with one case, is answered where she wrote last, and what she deletes is noted", async () => {
    await app.stop();
    app = await startTestApp({ telegram: "polling", discord: true });
    await app.opensHost("wang", "王老师");
    const room = app.telegram.group("王老师后台");
    await app.binds("wang", "staff", room);
    const channel = app.discord.group("妈妈群");
    await app.binds("wang", "fan", channel);
    const hers = app.discord.person("小溪");
    await hers.says(channel, "大家好");
    const onPhone = app.telegram.person("小溪");
    const helper = app.telegram.person("阿兰");
    await app.grants(helper, { hostId: "wang", role: "moderator" });
    const number = numberIn(await hers.tells("/human 鞋子开胶了"));
    const code = codeIn(only(await hers.tells("/link")));
    const asked = only(await onPhone.tells(`/link ${code}`));
    expect(asked.text).toContain("Discord 账号");
    await onPhone.presses(asked, YES);
    await onPhone.tells("我换手机写，还在吗");
    const answer = await helper.says(room, `/reply ${number} 在的`);
    expect(only(answer.filter(({ chatId }) => chatId === onPhone.userId)).text).toContain("在的");
    const { standIn } = app.discord;
    let deleted = "";
    await app.discord.causes(() => {
      const message = standIn.writesPrivately(hers.user, "写错了这句");
      deleted = message.id;
      return [message.channelId, `m:${message.id}`];
    });
    await app.discord.causes(() => {
      const message = standIn.world.messages.get(deleted);
      if (!message) throw new Error("no message");
      standIn.deletes(message);
      return [message.channelId, `x:${deleted}`];
    });
    await helper.says(room, `/take ${number}`);
    const file = (await helper.tells(`/transcript ${number}`)).find((one) => one.file)?.file?.text ?? "";
    expect(file).toContain("写错了这句");
    expect(file).toContain("删了一条");
  });
});
