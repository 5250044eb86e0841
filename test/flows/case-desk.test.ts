import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, inPlace, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DAY_MS = 86_400_000;
const numberIn = (said: readonly Shown[]): string => /编号 (\d+)/.exec(textOf(said))?.[1] ?? "none";

let app: TestApp;
let group: Group;
let staff: Group;
let host: TelegramSpeaker;
let lan: TelegramSpeaker;
let ying: TelegramSpeaker;
const toFan = (said: readonly Shown[], fan: TelegramSpeaker) => inChat(said, { chatId: fan.userId });
const eventsOf = async (number: string) =>
  (await app.rows("case_events")).filter(({ case_id }) => case_id === Number(number));

beforeAll(async () => {
  app = await startTestApp({
    telegram: "polling",
    setupCode: "whale-song-1",
    env: { CASE_ENCRYPTION_KEY: "ab".repeat(32) },
  });
  await app.opensHost("wang", "王老师");
  group = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", group);
  await app.binds("wang", "staff", staff);
  host = app.telegram.person("王老师本人");
  lan = app.telegram.person("阿兰");
  ying = app.telegram.person("阿英");
  await app.grants(host, { hostId: "wang", role: "host" });
  for (const one of [lan, ying]) await app.grants(one, { hostId: "wang", role: "moderator" });
  for (const one of [host, lan, ying]) await one.tells("/start");
});
afterAll(() => app.stop());

/** The message in which somebody wrote just this. */
function idOf(chatId: number, text: string): string {
  const messages = app.telegram.standIn.world.known(chatId)?.messages ?? new Map();
  const found = [...messages].find(([, message]) => message.text === text);
  if (!found) throw new Error(`nobody wrote ${text}`);
  return String(found[0]);
}

/** Nobody waits in it any more, so that the ladder keeps quiet while others speak. */
async function ends(number: string): Promise<void> {
  await lan.tells(`/reply ${number} 好的`);
  await lan.tells(`/close ${number}`);
}

/** A fan of the group who asks for a human in private. */
async function asks(name: string, text = "") {
  const fan = app.telegram.person(name);
  await fan.says(group, "大家好");
  const said = await fan.tells(`/human ${text}`.trim());
  return { fan, said, number: numberIn(said), card: only(inChat(said, staff)) };
}

describe("a human, please", () => {
  it("is written down, told with number and time, and pauses the bot in private alone", async () => {
    const { fan, said, number } = await asks("小美", "裤子线头好多");
    const heard = only(toFan(said, fan)).text;
    expect(heard).toMatch(/已经交给王老师团队的真人了，编号 \d+，预计(今天|明天) \d\d:\d\d前回复您/);
    expect(inChat(said, staff)[0]?.text).toContain("裤子线头好多");
    const more = await fan.tells("是上周买的");
    expect(toFan(more, fan), "she was told already that it arrives").toEqual([]);
    expect(only(inChat(more, staff)).text).toContain("是上周买的");
    expect(only(toFan(await fan.tells("问 新生儿要吃维生素D3吗"), fan)).text, "commands go on").toContain(
      "400 IU",
    );
    expect(only(await fan.says(group, "新生儿要吃维生素D3吗")).text, "so does the group").toContain("400 IU");
    const again = await fan.tells("转人工");
    expect(numberIn(again)).toBe(number);
    expect(inChat(again, staff), "no second card").toEqual([]);
  });

  it("leads out of the group by a link, and names nothing there", async () => {
    const fan = app.telegram.person("小丽");
    const said = await fan.says(group, "/human 我家里出事了");
    const line = only(inChat(said, group));
    expect(line.text).not.toContain("出事");
    const entered = await fan.follows(line, "私聊小白鲸");
    expect(toFan(entered, fan)[0]?.text).toContain(`编号 ${numberIn(said)}`);
    expect(only(inChat(entered, staff)).text).toContain("打开了私聊");
  });

  it("is heard by the operator where no host is known, and answered from the private chat", async () => {
    const owner = app.telegram.person("老板");
    await owner.tells("/claim whale-song-1");
    const stranger = app.telegram.person("陌生妈妈");
    const said = await stranger.tells("转人工");
    const card = only(toFan(said, owner));
    const wrote = await owner.tells(`/reply ${numberIn(said)} 您好，我是管理员`);
    expect(only(toFan(wrote, stranger)).text).toContain("小白鲸工作人员");
    expect(labels(card)).toContain("我来看");
    expect(only(toFan(await lan.tells(`/case ${numberIn(said)}`), lan)).text).toContain("不归您这边管");
  });
});

describe("the desk", () => {
  it("gives a case to one of two who take it, and tells the other kindly", async () => {
    const { fan, card, number } = await asks("小竹");
    const first = await lan.presses(card, "我来看");
    expect(only(toFan(first, fan)).text).toContain("有人在看您的事了");
    const second = only(await ying.presses(card, "我来看"));
    expect(second.text).toContain(`个案 ${number} 已经由阿兰接了`);
    const list = only(await ying.presses(second, "转交"));
    expect(labels(list)).not.toContain("阿兰");
    const passed = only(await ying.presses(list, "阿英"));
    expect(passed.text).toContain("由阿英转给阿英");
    expect(only(await ying.presses(card, "我来看")).text).toContain("已经在您手上了");
  });

  it("answers and notes by buttons, in two different messages to reply to", async () => {
    const { fan, card, number } = await asks("小兰");
    const prompt = only(await lan.presses(card, "回复"));
    expect(prompt.text).toContain("以“王老师团队”的名义");
    const wrote = await lan.says(staff, "您好，请拍张照片", { replyTo: prompt.messageId });
    expect(only(toFan(wrote, fan)).text).toContain("请拍张照片");
    const edited = await lan.edits(staff, idOf(Number(staff.chatId), "您好，请拍张照片"), "您好，请拍两张");
    expect(only(edited).text).toContain("改动也传给对方了");
    const reads = app.telegram.said().findLast(({ chatId }) => chatId === fan.userId)?.text;
    expect(reads).toMatch(/王老师团队（编号 \d+）· 改过/);
    expect(reads).toContain("请拍两张");
    expect(reads, "changed where it stands").not.toContain("请拍张照片");
    const note = only(await lan.presses(card, "内部备注"));
    const noted = await ying.says(staff, "她上个月也退过", { replyTo: note.messageId });
    expect(toFan(noted, fan)).toEqual([]);
    expect(only(noted).text).toContain("只有员工看得到");
    const shown = only(await ying.says(staff, `/case ${number}`));
    expect(shown.text).toContain("她上个月也退过");
    expect(shown.text).toMatch(/请拍张照片[\s\S]*阿兰 \(改了发出的话\): 您好，请拍两张/);
    // From the view of a case one can answer too.
    expect(only(toFan(await ying.says(staff, "还有吗", { replyTo: shown.messageId }), fan)).text).toContain(
      "还有吗",
    );
  });

  it("does not take the staff's words for a plea of her own", async () => {
    const { fan, card, number } = await asks("小云");
    const before = (await app.rows("safety_events")).length;
    const wrote = await lan.says(staff, "你是不是不想活了？别怕，我在", { replyTo: card.messageId });
    expect(only(toFan(wrote, fan)).text).toContain("别怕，我在");
    await lan.says(staff, `/note ${number} 她说不想活了`);
    expect(await app.rows("safety_events")).toHaveLength(before);
    expect(inChat(wrote, staff), "one word that it was sent").toHaveLength(1);
  });

  it("writes under a chosen name, with canned replies and their placeholders", async () => {
    const { fan, card, number } = await asks("小菊");
    expect(only(await ying.says(staff, "/alias 小月")).text).toContain("王老师团队·小月");
    expect(only(await ying.says(staff, "/alias http://x.cn")).text).toContain("花名要 1 到 8 个字");
    await ying.says(staff, "/canned 加 〔称呼〕好，我是〔员工〕，编号〔编号〕我在看");
    expect(only(await lan.says(staff, "常用语")).text).toContain("1. 〔称呼〕好");
    const list = only(await ying.presses(card, "常用语"));
    const sent = await ying.presses(list, labels(list)[0] ?? "");
    expect(only(toFan(sent, fan)).text).toContain(`您好，我是王老师团队·小月，编号${number}我在看`);
    expect(only(await ying.says(staff, "/canned 删 1")).text).toContain("删掉了");
    expect(only(await ying.presses(list, labels(list)[0] ?? "")).text).toContain("没有这一句");
    await ying.says(staff, "/alias 取消");
  });

  it("raises a case until it is at the top, with its card anew", async () => {
    const { card, number } = await asks("小梅");
    const raised = await lan.presses(card, "升级");
    expect(textOf(raised)).toContain("升为“紧急”");
    expect(raised.some(({ text }) => text.includes(`【紧急】个案 ${number}`))).toBe(true);
    expect(textOf(await lan.says(staff, `/raise ${number} 十万火急`))).toContain("【十万火急】");
    expect(only(await lan.says(staff, `/raise ${number} 紧急`)).text).toContain("已经是“十万火急”了");
    await ends(number);
  });

  it("reveals who it is for a reason only, by right, and tells the room", async () => {
    const { fan, number } = await asks("小荷");
    expect(only(toFan(await lan.tells(`/reveal ${number} 要叫救护车`), lan)).text).toContain(
      "十万火急时群管理也可以",
    );
    expect(only(toFan(await host.tells(`/reveal ${number}`), host)).text).toContain("请写上编号和原因");
    const shown = await host.tells(`/reveal ${number} 要叫救护车`);
    expect(only(toFan(shown, host)).text).toContain(fan.userId);
    expect(only(inChat(shown, staff)).text).toContain("王老师本人看了个案");
    expect(only(inChat(shown, staff)).text).not.toContain(fan.userId);
    await lan.says(staff, `/raise ${number} 十万火急`);
    const inRoom = await lan.says(staff, `/reveal ${number} 要叫救护车`);
    expect(textOf(inChat(inRoom, staff)), "for her eyes alone").not.toContain(fan.userId);
    expect(only(toFan(inRoom, lan)).text).toContain(fan.userId);
    await ends(number);
  });

  it("records who reads about distress, for the host to see", async () => {
    const fan = app.telegram.person("小青");
    await fan.tells("/start");
    await fan.says(group, "大家好");
    const number = numberIn(await fan.tells("我不想活了"));
    await lan.tells(`/case ${number}`);
    const looked = only(toFan(await lan.tells(`/case ${number}`), lan));
    expect(looked.text, "not for everybody").not.toContain("看过的人");
    expect(only(toFan(await host.tells(`/case ${number}`), host)).text).toMatch(
      /看过的人：阿兰 今天 \d\d:\d\d/,
    );
    expect((await eventsOf(number)).filter(({ type }) => type === "read")).toHaveLength(2);
    await ends(number);
  });

  it("shows the host how soon people are answered and how content they are", async () => {
    expect(only(toFan(await lan.tells("/stats"), lan)).text).toContain("只有主播或管理员");
    const said = only(toFan(await host.tells("/stats"), host)).text;
    expect(said).toMatch(/没结的个案：\d+/);
    expect(said).toContain("一半在");
  });
});

describe("a case goes on", () => {
  it("opens again within a week, and leaves the bot what the bot can answer", async () => {
    const { fan, number } = await asks("小满");
    const closed = await lan.tells(`/reply ${number} 换好了`).then(() => lan.tells(`/close ${number}`));
    expect(only(toFan(closed, fan)).text).toContain("7 天内");
    expect(only(toFan(await fan.tells("新生儿要吃维生素D3吗"), fan)).text).toContain("400 IU");
    expect(only(toFan(await fan.tells("谢谢"), fan)).text).toContain("不客气");
    const back = await fan.tells("又掉线头了，还是那条裤子");
    expect(only(toFan(back, fan)).text).toContain(`编号 ${number} 又打开了`);
    expect(textOf(inChat(back, staff))).toContain("又掉线头了");
    const last = only(toFan(await lan.tells(`/reply ${number} 再换一条`), fan));
    const asked = only(toFan(await lan.tells(`/close ${number}`), fan));
    const thanks = await fan.says({ platform: "telegram", chatId: fan.userId, title: "" }, "谢谢", {
      replyTo: last.messageId,
    });
    expect(only(thanks).text, "a word of thanks is no new matter").toContain("不客气");
    await fan.presses(asked, "2");
    expect(textOf(await fan.tells("其实还是没好")), "who is not content is heard again").toContain(
      "又打开了",
    );
    await lan.tells(`/reply ${number} 那给您退款`);
    await lan.tells(`/close ${number}`);
  });

  it("keeps both wordings of an edited message", async () => {
    const { fan, number } = await asks("小雪");
    await fan.tells("尺码是 90");
    const messageId = idOf(fan.id, "尺码是 90");
    const edited = await fan.edits(
      { platform: "telegram", chatId: fan.userId, title: "" },
      messageId,
      "尺码是 100",
    );
    expect(only(inChat(edited, staff)).text).toContain("改了一条消息，现在是");
    expect(only(toFan(await lan.tells(`/case ${number}`), lan)).text).toMatch(/尺码是 90[\s\S]*尺码是 100/);
  });

  it("tells the staff what came besides words", async () => {
    const { fan } = await asks("小冬");
    const sent = await fan.sends(undefined, "photo");
    expect(only(inChat(sent, staff)).text).toContain("〔图片〕");
  });

  it("keeps what finds no way to the fan, and sends it when she is back", async () => {
    const { fan, number } = await asks("小秋");
    await app.telegram.botBecomes(fan, "kicked", fan);
    const wrote = await lan.tells(`/reply ${number} 给您换新的`);
    expect(only(toFan(wrote, lan)).text).toContain("存好了");
    await app.telegram.botBecomes(fan, "member", fan);
    const back = await fan.tells("我回来了");
    expect(textOf(toFan(back, fan))).toContain("给您换新的");
    expect(textOf(toFan(await fan.tells("好"), fan))).not.toContain("给您换新的");
  });

  it("tells the staff when only the sending shows that she takes no messages", async () => {
    const { fan, number } = await asks("小夏");
    const chat = app.telegram.standIn.world.known(fan.id);
    if (!chat) throw new Error("no chat");
    chat.bot = "kicked";
    const wrote = await lan.tells(`/reply ${number} 给您退款`);
    expect(textOf(inChat(wrote, staff))).toContain("刚才的话没有送到");
    chat.bot = "member";
    expect(textOf(toFan(await fan.tells("在的"), fan))).toContain("给您退款");
  });

  it("asks a low mood out of the group with a line that fits anybody", async () => {
    const fan = app.telegram.person("小莲");
    const said = await fan.says(group, "生完孩子每天都想哭，觉得自己没用");
    const line = only(inChat(said, group));
    expect(line.text).toContain("谁都可以点下面");
    expect(line.text).not.toMatch(/哭|没用|情绪/);
    expect(only(inChat(said, staff)).text).toContain("情绪低落");
    expect(textOf(inPlace(await fan.follows(line, "私聊小白鲸"), "alone"))).toContain("12356");
    expect(inChat(await fan.says(group, "产后情绪低落，一直掉眼泪"), group), "not each time").toEqual([]);
  });
});

describe("whether a message is real", () => {
  it("can be checked by code or by passing it on, by the one it was for and by others", async () => {
    const { fan, number } = await asks("小桃");
    const sent = only(toFan(await lan.tells(`/reply ${number} 退款三天内到`), fan));
    const code = /验真码 ([0-9A-Z-]{9})/.exec(sent.text)?.[1] ?? "";
    await lan.tells(`/close ${number}`);
    expect(only(toFan(await fan.tells(`验真 ${code}`), fan)).text).toMatch(
      /是真的：王老师团队在今天 \d\d:\d\d发给您的/,
    );
    expect(
      only(toFan(await fan.tells(`/verify ${code.toLowerCase().replace("-", "")}`), fan)).text,
    ).toContain("是真的");
    expect(only(toFan(await fan.tells(sent.text), fan)).text, "passed on whole").toContain("是真的");
    const changed = sent.text.replace("三天内到", "请先付运费到这个号");
    expect(only(toFan(await fan.tells(changed), fan)).text).toContain("小心：码是真的，但文字");
    const other = app.telegram.person("路人");
    expect(only(toFan(await other.tells(sent.text), other)).text).toContain("不是发给您的");
    expect(only(toFan(await other.tells("/verify ZZZZ-2222"), other)).text).toContain("没有这个码");
    expect(only(toFan(await other.tells("/verify 你好"), other)).text).toContain("没有这个码");
    let said = "";
    for (let count = 0; count < 16; count += 1) said = textOf(await other.tells("/verify ZZZZ-2222"));
    expect(said).toContain("查得有点多了");
  });
});

describe("what lies on the disk", () => {
  it("holds no word of a case without the key", async () => {
    const rows = JSON.stringify([await app.rows("case_events"), await app.rows("cases")]);
    for (const word of ["裤子", "不想活", "救护车", "退过", "退款"]) expect(rows).not.toContain(word);
    expect((await app.rows("case_events")).some(({ sealed }) => sealed?.startsWith("s1."))).toBe(true);
  });
});

describe("after more than a week", () => {
  it("is a new case", async () => {
    const { fan, number } = await asks("小寒");
    await ends(number);
    app.clock.forward(8 * DAY_MS);
    expect(numberIn(toFan(await fan.tells("转人工"), fan))).not.toBe(number);
  });
});
