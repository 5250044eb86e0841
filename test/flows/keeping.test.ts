import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLES } from "../knowledge/sample-articles.ts";
import { articleFile, DURIAN, writeArticles } from "../support/article-files.ts";
import { type Group, inChat, labels, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { watching } from "../support/wait-for.ts";

let app: TestApp;
let fans: Group;
let staff: Group;
let lan: TelegramSpeaker;
let ying: TelegramSpeaker;
let mei: TelegramSpeaker;
/** Word of the new article, in the staff room. */
let offer: Shown | undefined;

beforeAll(async () => {
  const knowledgeFolder = await writeArticles();
  const evaluationFile = join(knowledgeFolder, "questions.jsonl");
  await writeFile(
    evaluationFile,
    [
      { text: "宝宝要吃维生素D3吗", article: "vitamin-d" },
      { text: "孩子拉肚子怎么办", article: "diarrhoea" },
      { text: "宝宝几个月开始加辅食", article: "solids" },
      { text: "明天会下雨吗", article: null },
    ]
      .map((row) => JSON.stringify(row))
      .join("\n"),
  );
  app = await startTestApp({ telegram: "polling", knowledgeFolder, evaluationFile });
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  lan = app.telegram.person("小兰");
  ying = app.telegram.person("小英");
  mei = app.telegram.person("小美");
  await app.grants(lan, { hostId: "wang", role: "editor" });
  await app.grants(ying, { hostId: "wang", role: "editor" });
});
afterAll(() => app.stop());

describe("an article grows out of a question that nobody could answer", () => {
  it("is drafted, reviewed by a second editor, published, and answers at once", async () => {
    await mei.says(fans, "/ask 宝宝能吃榴莲吗");
    await mei.says(fans, "/ask 小孩可以吃榴莲吗？");
    const list = only(await lan.says(staff, "/gaps"));
    expect(list.text).toContain("1. 宝宝能吃榴莲吗（2 次）");
    const drafted = only(await lan.presses(list, "起草 1"));
    const number = /#(\d+)/.exec(drafted.text)?.[1] ?? "";
    const shown = only(await lan.presses(drafted, `看 #${number}`));
    expect(shown.file?.text).toContain('title: "宝宝能吃榴莲吗？"');
    expect(shown.file?.text).toContain("小孩可以吃榴莲吗");

    const unfinished = only(await lan.presses(shown, `送审 #${number}`));
    expect(unfinished.text).toContain("还不能送审");

    const edited = only(await lan.says(staff, `/edit ${number}\n${articleFile(DURIAN)}`));
    const next = /#(\d+)/.exec(edited.text)?.[1] ?? "";
    expect(labels(edited)).toContain(`送审 #${next}`);
    const inReview = only(await lan.presses(edited, `送审 #${next}`));
    expect(only(await lan.presses(inReview, `发布 #${next}`)).text).toContain("自己写的稿不能自己发布");
    expect(await answerOf("宝宝能吃榴莲吗")).not.toContain("一岁后少吃一点");

    const published = await ying.presses(inReview, `发布 #${next}`);
    expect(textOf(published)).toContain("正在用考题核对");
    expect(textOf(published)).toContain("已发布（durian）");
    expect(await answerOf("宝宝能吃榴莲吗")).toContain("一岁后少吃一点");
    expect(only(await lan.says(staff, "/缺口")).text).toContain("现在没有等答案的问题");
    expect(await app.rows("gap_events")).toMatchObject([{ act: "answered", article_id: "durian" }]);
    offer = published.find((shown) => labels(shown).includes("告诉粉丝"));
  });

  it("is told to the fans by one tap of the host's staff, once, without a word of goods", async () => {
    if (!offer) return expect.unreachable("the staff was not asked");
    expect(offer.text).toContain("新文章可以看了：宝宝能吃榴莲吗？");
    expect(textOf(await lan.presses(offer, "告诉粉丝"))).toMatch(/只有.*才能做/);
    const wang = app.telegram.person("王老师");
    await app.grants(wang, { hostId: "wang", role: "host" });
    expect(textOf(await wang.presses(offer, "告诉粉丝"))).toContain("30 秒后发出");
    expect(textOf(await wang.presses(offer, "告诉粉丝"))).toContain("这几天已经告诉过大家了");
    const watch = watching(app);
    await watch.until(() => watch.countOf(fans, "📖 宝宝能吃榴莲吗？") === 1, "the post", { show: [fans] });
    const post = only(watch.saidIn(fans).filter(({ text }) => text.includes("📖")));
    expect(post.text).toContain("一岁后少吃一点。");
    expect(post.buttons).toEqual([]);
    expect(await app.rows("broadcasts")).toMatchObject([{ kind: "article" }]);
  });
});

/** A published article of two editors, prepared where publishing is not the story. */
async function publishes(text: string, ref = "drafted"): Promise<readonly Shown[]> {
  const reference =
    ref === "drafted"
      ? (/#(\d+)/.exec(only(await lan.says(staff, "/draft 新的问题吗")).text)?.[1] ?? "")
      : ref;
  const edited = only(await lan.says(staff, `/edit ${reference}\n${text}`));
  const number = /#(\d+)/.exec(edited.text)?.[1] ?? "";
  await lan.says(staff, `/submit ${number}`);
  return await ying.says(staff, `/publish ${number}`);
}
const answerOf = async (text: string) => textOf(await mei.says(fans, `/ask ${text}`));
const sample = (id: string) => {
  const found = SAMPLES.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe("an article that is given out", () => {
  it("is taken back at once, one step at a time, and the staff are told", async () => {
    const shipped = "先喝补液盐。";
    const text = (short: string) => articleFile({ ...sample("diarrhoea"), short });
    expect(await answerOf("孩子腹泻怎么办")).toContain(shipped);
    const first = only(await mei.says(fans, "/ask 孩子腹泻怎么办"));
    const anew = textOf(await publishes(text("多喝温水。"), "diarrhoea"));
    expect(anew).toContain("已发布（diarrhoea）");
    expect(anew).not.toContain("新文章");
    expect(await answerOf("孩子腹泻怎么办")).toContain("多喝温水。");
    expect(textOf(await publishes(text("多歇一歇。"), "diarrhoea"))).toContain("已发布（diarrhoea）");
    expect(await answerOf("孩子腹泻怎么办")).toContain("多歇一歇。");

    const details = only(await mei.follows(first, "私聊看详细"));
    expect(details.text).toContain("更新了");
    expect(details.text).not.toContain(shipped);

    const back = await lan.tells("/回退 diarrhoea");
    expect(textOf(back)).toContain("diarrhoea 已退回上一版");
    expect(inChat(back, staff)[0]?.text).toContain("请另一位编辑看一眼");
    expect(await answerOf("孩子腹泻怎么办")).toContain("多喝温水。");
    await lan.tells("/rollback diarrhoea");
    expect(await answerOf("孩子腹泻怎么办")).toContain(shipped);
    expect(only(await lan.tells("/rollback diarrhoea")).text).toContain("前面没有别的版本");
  });

  it("is unreachable as soon as it is retired, shipped or not, also after a restart", async () => {
    const first = only(await mei.says(fans, "/ask 宝宝湿疹怎么护理"));
    expect(first.text).toContain("多擦润肤霜");
    const shown = only(await lan.says(staff, "/article eczema"));
    await lan.presses(shown, "下架");
    expect(await answerOf("宝宝湿疹怎么护理")).not.toContain("多擦润肤霜");
    expect(textOf(await mei.follows(first, "私聊看详细"))).toContain("正在重新核对");
    await app.down();
    await app.up();
    expect(await answerOf("宝宝湿疹怎么护理")).not.toContain("多擦润肤霜");
    await lan.says(staff, "/rollback eczema");
    expect(await answerOf("宝宝湿疹怎么护理")).toContain("多擦润肤霜");
  });

  it("can be shown as it was shown, by whose host it concerns only", async () => {
    const before = await app.rows("answers");
    await mei.says(fans, "/ask 宝宝要吃维生素D3吗");
    const given = (await app.rows("answers")).find(({ id }) => !before.some((one) => one.id === id));
    const text = articleFile({ ...sample("vitamin-d"), short: "每天一次。" });
    expect(textOf(await publishes(text, "vitamin-d"))).toContain("已发布");
    const shown = only(await lan.says(staff, `/shown ${given?.id}`));
    expect(shown.file?.text).toContain("short: 每天400单位。");
    expect(shown.text).toContain("现在已不用");
    await app.opensHost("li", "李姐");
    const other = app.telegram.person("别家");
    await app.grants(other, { hostId: "li", role: "host" });
    expect(only(await other.tells(`/shown ${given?.id}`)).text).toContain("找不到这个回答");
    await lan.says(staff, "/rollback vitamin-d");
  });

  it("lists what did not help beside the gaps", async () => {
    const answer = only(await mei.says(fans, "/ask 宝宝要不要补钙"));
    await mei.presses(answer, "没帮助");
    const list = only(await ying.says(staff, "/gaps"));
    expect(list.text).toContain("没帮助");
    expect(list.text).toContain("宝宝要不要补钙？（1 人");
  });
});

describe("the golden gate", () => {
  it("blocks an article that takes another one's questions, shows which, and leaves everything as it was", async () => {
    const thief = articleFile({
      ...DURIAN,
      id: "thief",
      title: "几个月开始加辅食好？",
      variants: ["几个月开始加辅食最合适", "宝宝几个月开始加辅食", "什么时候开始加辅食", "几个月加辅食"],
      keywords: ["辅食", "加辅食"],
      short: "一岁再加。",
    });
    const said = textOf(await publishes(thief));
    expect(said).toContain("没有发布");
    expect(said).toContain("“宝宝几个月开始加辅食”");
    expect(await answerOf("宝宝几个月开始加辅食")).toContain("满6个月");
    expect(only(await lan.says(staff, "/drafts")).text).toContain("几个月开始加辅食好？（等第二个人看）");
  });
});

describe("a wish to publish", () => {
  it("is carried out after a restart, once", async () => {
    const text = articleFile({ ...sample("vaccine"), short: "轻感冒可以打针。" });
    const number = Number(/#(\d+)/.exec(only(await lan.says(staff, `/edit vaccine\n${text}`)).text)?.[1]);
    await lan.says(staff, `/submit ${number}`);
    const personId = await app.grants(ying, { hostId: "wang", role: "editor" });
    const chat = { platform: "telegram", chatId: staff.chatId, visibleTo: undefined } as const;
    const wish = { requestId: "wish", number, personId, chat, locale: "zh" } as const;
    await app.read(({ articles }) => articles.addRequest(wish, app.clock.now()));
    expect(only(await ying.says(staff, `/publish ${number}`)).text).toContain("正在核对");
    await app.down();
    await app.up();
    await app.breathe();
    expect(await answerOf("感冒能打疫苗吗")).toContain("轻感冒可以打针。");
    const told = app.telegram.said().filter((shown) => shown.text.includes(`#${number} 已发布`));
    expect(told).toHaveLength(1);
  });

  it("comes to nothing when whoever had it is no editor any more", async () => {
    const text = articleFile({ ...sample("vaccine"), short: "大感冒不要打针。" });
    const number = Number(/#(\d+)/.exec(only(await lan.says(staff, `/edit vaccine\n${text}`)).text)?.[1]);
    await lan.says(staff, `/submit ${number}`);
    const personId = await app.grants(app.telegram.person("走了的人"), { hostId: "wang", role: "moderator" });
    const chat = { platform: "telegram", chatId: staff.chatId, visibleTo: undefined } as const;
    const wish = { requestId: "late", number, personId, chat, locale: "zh" } as const;
    await app.read(({ articles }) => articles.addRequest(wish, app.clock.now()));
    await app.down();
    await app.up();
    await app.breathe();
    expect(app.telegram.said().at(-1)?.text).toContain("已经不是编辑了");
    expect(await answerOf("感冒能打疫苗吗")).not.toContain("大感冒不要打针。");
  });
});

describe("what editors write", () => {
  it("is taken in staff rooms and in private only", async () => {
    expect(only(await lan.says(fans, "/gaps")).text).toContain("别发在粉丝群");
    expect(only(await lan.tells("/gaps")).text).toContain("没有答案的问题");
    expect(textOf(await lan.says(fans, `/edit fever\n${articleFile(sample("fever"))}`))).toContain(
      "别发在粉丝群",
    );
  });

  it("raises no alarm about the dangers that an article names, and one about any other words", async () => {
    const text = articleFile({ ...sample("calcium"), short: "孩子抽搐、喘不上气、叫不醒就打120。" });
    const before = (await app.rows("safety_events")).length;
    expect(only(await lan.says(staff, `/edit calcium\n${text}`)).text).toContain("收下了");
    expect(await app.rows("safety_events")).toHaveLength(before);
    await lan.tells("/edit calcium 孩子抽搐叫不醒了");
    expect((await app.rows("safety_events")).length).toBe(before + 1);
    await mei.tells(`/edit calcium\n${text}`);
    expect((await app.rows("safety_events")).length).toBe(before + 2);
  });

  it("comes as a file and goes back as one", async () => {
    const shown = only(await lan.says(staff, "/article solids"));
    expect(shown.file?.name).toBe("solids.md");
    const changed = (shown.file?.text ?? "").replaceAll("满6个月。", "满6个月再加。");
    const edited = only(await lan.hands(staff, { name: "solids.md", content: changed }, "/edit solids"));
    expect(edited.text).toContain("收下了");
    const number = /#(\d+)/.exec(edited.text)?.[1];
    expect(only(await lan.says(staff, `/article ${number}`)).file?.text).toBe(changed);
  });

  it("goes as a file on Discord too, where a message is too short for an article", async () => {
    const other = await startTestApp({ discord: true, knowledgeFolder: await writeArticles() });
    try {
      await other.opensHost("wang", "王老师");
      const room = other.discord.group("后台频道");
      await other.binds("wang", "staff", room);
      const editor = other.discord.person("小兰");
      await other.grants(editor, { hostId: "wang", role: "editor" });
      const shown = textOf(await editor.says(room, "看稿 solids"));
      expect(shown).toContain("第一口辅食吃米粉吗");
      const text = articleFile({ ...sample("solids"), short: "满6个月再加。" });
      const edited = only(await editor.hands(room, { name: "solids.md", content: text }, "改稿 solids"));
      expect(edited.text).toContain("收下了");
    } finally {
      await other.stop();
    }
  });

  it("is refused kindly when the file is no text, too long, or from somebody who may not", async () => {
    const binary = Uint8Array.from([0xff, 0xfe, 0x00, 0x80]);
    const picture = await lan.hands(staff, { name: "a.png", content: binary }, "/edit solids");
    expect(only(picture).text).toContain("这个文件我打不开");
    const long = await lan.hands(staff, { name: "a.md", content: "长".repeat(60_000) }, "/edit solids");
    expect(only(long).text).toContain("这个文件我打不开");
    const lying = { name: "a.md", content: "a".repeat(200_000), bytes: 10 };
    expect(only(await lan.hands(staff, lying, "/edit solids")).text).toContain("这个文件我打不开");
    const text = articleFile(sample("solids"));
    expect(only(await mei.hands(undefined, { name: "a.md", content: text }, "/edit solids")).text).toContain(
      "才能做",
    );
  });

  it("is refused with a reason when it cannot be read", async () => {
    expect(only(await lan.says(staff, "/edit calcium 只有一句话")).text).toContain("从一行 --- 开始");
    expect(only(await lan.says(staff, "/edit calcium\n---\nid: [\n---\n")).text).toContain("读不懂");
    expect(only(await lan.says(staff, "/edit nobody\n---\nid: nobody\n---\n")).text).toContain("没有这个稿");
    const renamed = articleFile({ ...sample("calcium"), id: "fever" });
    expect(only(await lan.says(staff, `/edit calcium\n${renamed}`)).text).toContain("文章名 fever 已经有了");
    expect(only(await lan.says(staff, `/edit calcium\n${articleFile(sample("calcium"))}`)).text).toContain(
      "一字不差",
    );
  });
});

describe("the date of a review", () => {
  it("is told to the editors 14 days before, once, and afterwards the article is not given out", async () => {
    const day = 86_400_000;
    const staffSaid = () =>
      app.telegram.said().filter(({ chatId, text }) => chatId === staff.chatId && text.includes("复核日期"));
    const until = Date.parse("2027-11-22T12:00:00+08:00") - 20 * day;
    app.clock.forward(until - app.clock.now());
    await app.breathe();
    expect(staffSaid()).toHaveLength(0);
    app.clock.forward(7 * day);
    const told = await app.telegram.hears(({ text }) => text.includes("复核日期"));
    expect(told.chatId).toBe(staff.chatId);
    expect(told.text).toContain("宝宝要不要补钙？（calcium）：2027-11-22");
    app.clock.forward(2 * day);
    await app.breathe();
    expect(staffSaid()).toHaveLength(1);
    expect(await answerOf("感冒能打疫苗吗")).toContain("轻感冒可以打");
    app.clock.forward(14 * day);
    expect(await answerOf("感冒能打疫苗吗")).not.toContain("轻感冒可以打");
  });
});
