import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inChat, labels, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const CODE = "whale-song-1";
/** Without the one that a fresh server shows its web room with. */
const ownHosts = async (app: TestApp) => (await app.rows("hosts")).filter(({ sample }) => sample === 0);
const QUESTION = "新生儿要吃维生素D3吗";

describe("the first hour of an owner on Telegram", () => {
  let app: TestApp;
  let owner: TelegramSpeaker;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    owner = app.telegram.person("老板");
  });
  afterAll(() => app.stop());

  it("refuses a wrong code, and counts the tries", async () => {
    const thief = app.telegram.person("路人");
    expect(only(await thief.tells("/claim aaaa-bbbb")).text).toContain("这个代码不对");
    for (let tries = 2; tries <= 8; tries += 1) await thief.tells(`/claim aaaa-bbb${tries}`);
    expect(only(await thief.tells(`/claim ${app.app.setupCode}`)).text).toContain("试的次数太多了");
    expect(await app.rows("roles")).toEqual([]);
    app.clock.forward(3_700_000);
    expect(only(await thief.tells("/claim aaaa-bbbb")).text).toContain("这个代码不对");
  });

  it("does not take a code in a group, and points to the private chat without repeating it", async () => {
    const group = app.telegram.group("随便一个群");
    const said = only(await owner.says(group, `/claim ${app.app.setupCode}`));
    expect(said.text).toContain("请私下跟我说");
    expect(said.text).not.toContain(app.app.setupCode);
    expect(await app.rows("roles")).toEqual([]);
    expect(only(await owner.follows(said, "私聊小白鲸")).place).toBe("alone");
  });

  it("explains what is missing when the code is", async () => {
    expect(only(await owner.tells("/claim")).text).toContain("请在后面写上代码");
  });

  it("sets up host, fan group and staff room by buttons and links in under twelve steps", async () => {
    const fans = app.telegram.group("王老师粉丝一群");
    const back = app.telegram.group("王老师员工群");
    let steps = 0;
    const step = async <T>(work: Promise<T>): Promise<T> => {
      steps += 1;
      return await work;
    };
    // Typed as people do: upper case, spaces.
    const code = ` ${app.app.setupCode?.toUpperCase().replace("-", " ")}`;
    expect(only(await step(owner.tells(`认领${code}`))).text).toContain("您现在是这台小白鲸的管理员");
    expect(only(await step(owner.tells("设置"))).text).toContain("第 1 步，共 3 步");
    const menu = only(await step(owner.tells("王老师")));
    expect(menu.text).toContain("第 2 步");
    const fanLink = only(await step(owner.presses(menu, "接粉丝群")));
    const bound = await step(owner.follows(fanLink, "选群并加我进去", fans));
    expect(textOf(inChat(bound, fans))).toContain("接好了：这里是「王老师」的粉丝群");
    const next = only(await step(owner.presses(menu, "看看接好了没有")));
    expect(next.text).toContain("粉丝群：王老师粉丝一群");
    expect(next.text).toContain("第 3 步");
    const staffLink = only(await step(owner.presses(next, "接员工群")));
    const staffed = await step(owner.follows(staffLink, "选群并加我进去", back));
    expect(textOf(inChat(staffed, back))).toContain("接好了：这里是「王老师」的员工群");
    expect(only(await step(owner.presses(next, "看看接好了没有"))).text).toContain("都接好了");
    expect(steps).toBeLessThan(12);

    const [host] = await ownHosts(app);
    expect((await app.rows("chats")).filter(({ host_id }) => host_id === host?.id)).toEqual([
      expect.objectContaining({ chat_id: fans.chatId, purpose: "fan" }),
      expect.objectContaining({ chat_id: back.chatId, purpose: "staff" }),
    ]);
    expect(only(await app.telegram.person("小美").says(fans, QUESTION)).text).toContain("400 IU");
    const other = app.telegram.group("另一个群");
    const again = await owner.follows(fanLink, "选群并加我进去", other);
    expect(textOf(again), "the link works once").toContain("不能用了");
    expect((await app.rows("chats")).find(({ chat_id }) => chat_id === other.chatId)?.host_id).toBeNull();
  });

  it("says once and no more that it is a bot, and not twice in one breath", async () => {
    const newcomer = app.telegram.person("新人");
    const greeting = only(await newcomer.tells("/start")).text;
    expect(greeting.match(/一个机器人，不是医生/g)).toHaveLength(1);
    expect(only(await newcomer.tells(QUESTION)).text).not.toContain("一个机器人");
  });

  it("lets the owner change their mind about a new host, and refuses odd names", async () => {
    const choose = only(await owner.tells("/setup"));
    expect(labels(choose)).toEqual(["王老师", "新建一位主播"]);
    await owner.presses(choose, "新建一位主播");
    expect(only(await owner.tells("www.taobao.com")).text).toContain("名字要 1 到 20 个字");
    expect(only(await owner.tells("取消")).text).toContain("先不设置了");
    expect(only(await owner.tells(QUESTION)).text).toContain("400 IU");
    expect(await ownHosts(app)).toHaveLength(1);
  });

  it("answers a question while it waits for a name, and makes no host of it", async () => {
    await owner.presses(only(await owner.tells("/setup")), "新建一位主播");
    expect(only(await owner.tells(QUESTION)).text).toContain("400 IU");
    expect(only(await owner.tells("谢谢")).text).toContain("不客气");
    app.clock.forward(2 * 3_600_000);
    await owner.tells("明天降温");
    expect(await ownHosts(app)).toHaveLength(1);
  });

  it("lets danger through while it waits for a host's name", async () => {
    await owner.presses(only(await owner.tells("/setup")), "新建一位主播");
    const said = await owner.tells("宝宝抽搐了，叫不醒");
    expect(said[0]?.text).toContain("120");
    await owner.tells("算了");
    expect(await ownHosts(app)).toHaveLength(1);
  });

  it("invites staff by a link that works once, and removes them again", async () => {
    const helper = app.telegram.person("小助理");
    const late = app.telegram.person("来晚的人");
    const people = only(await owner.tells("/staff"));
    expect(people.text).toContain("还没有人员");
    const invite = only(await owner.presses(people, "邀请群管理"));
    const payload = /start=(i-[a-z0-9]+)/.exec(invite.text)?.[1];
    expect(only(await helper.tells(`/start ${payload}`)).text).toContain("您现在是「王老师」的群管理");
    expect(only(await late.tells(`/start ${payload}`)).text).toContain("这个代码不对，或者已经用过");
    await helper.tells("/help");
    const list = only(await owner.tells("员工"));
    expect(list.text).toContain("• 小助理 – 群管理");
    const removed = only(await owner.presses(list, "移除：小助理（群管理）"));
    expect(removed.text).toContain("还没有人员");
    expect(only(await owner.presses(list, "移除：小助理（群管理）")).text).toContain("已经不在名单里了");
    const [host] = await ownHosts(app);
    expect((await app.rows("roles")).filter(({ host_id }) => host_id === host?.id)).toEqual([]);
  });

  it("keeps the last host", async () => {
    const host = app.telegram.person("王老师本人");
    const invite = only(await owner.presses(only(await owner.tells("/staff")), "邀请主播"));
    await host.tells(`/start ${/start=(i-[a-z0-9]+)/.exec(invite.text)?.[1]}`);
    await host.tells("/help");
    const list = only(await host.tells("/staff"));
    // The owner's own case of danger is still open, and its ladder may speak at any time.
    const kept = inChat(await host.presses(list, "移除：王老师本人（主播）"), { chatId: host.userId });
    expect(only(kept).text).toContain("不能移除最后一位主播");
    expect(list.text).toContain("王老师本人 – 主播");
  });

  it("binds and unbinds a group by command, with the group's own consent", async () => {
    const group = app.telegram.group("二群");
    expect(only(await owner.says(group, "/bind fan")).text).toContain("只有这个群的管理员");
    app.telegram.makeAdmin(group, owner);
    const asked = only(await owner.says(group, "绑群"));
    expect(labels(asked)).toEqual(["粉丝群", "员工群"]);
    expect(textOf(await owner.presses(asked, "粉丝群"))).toContain("接好了");
    expect(only(await owner.says(group, "解绑群")).text).toContain("这个群不再属于「王老师」");
    expect(only(await owner.says(group, "/unbind")).text).toContain("没有接在任何主播名下");
    expect(textOf(await owner.says(group, "/bind 粉丝群"))).toContain("接好了");
  });

  it("warns when it is blind in a group", async () => {
    const group = app.telegram.group("瞎群");
    app.telegram.makeAdmin(group, owner);
    await app.read(({ people }) =>
      people.seeChat(
        { platform: "telegram", chatId: group.chatId, kind: "group", title: "瞎群", seesAll: false },
        1,
      ),
    );
    expect(textOf(await owner.says(group, "/bind fan"))).toContain("我现在只看得到 @我、回复我和命令");
  });

  it("knows every Chinese name of every command", async () => {
    const { COMMANDS } = await import("../../src/command-list.ts");
    const expected: Record<string, RegExp> = {
      ask: /请把问题写在后面/,
      help: /我能做这些/,
      human: /编号 \d/,
      start: /您好，我是小白鲸/,
      setup: /要设置哪一位主播/,
      bind: /这个命令要在群里发/,
      unbind: /这个命令要在群里发/,
      staff: /的人员/,
      claim: /请在后面写上代码/,
      gaps: /没有答案的问题|没有等答案的问题/,
      drafts: /现在没有稿/,
      draft: /请在后面写上稿号或文章名/,
      article: /请在后面写上稿号或文章名/,
      edit: /请这样发：改稿/,
      submit: /请在后面写上稿号或文章名/,
      publish: /请在后面写上稿号或文章名/,
      retire: /请在后面写上稿号或文章名/,
      rollback: /请在后面写上稿号或文章名/,
      verify: /验真码/,
      cases: /没结的个案|没有等着的个案/,
      case: /请在后面写上编号/,
      take: /请在后面写上编号/,
      reply: /请在后面写上编号和要写的话/,
      note: /请在后面写上编号和要写的话/,
      transfer: /请在后面写上编号/,
      raise: /请在后面写上编号/,
      close: /请在后面写上编号/,
      reveal: /请在后面写上编号/,
      transcript: /请在后面写上编号/,
      link: /绑定码/,
      unlink: /只有这一个账号/,
      mydata: /小白鲸记着的/,
      forget: /“忘记我”会马上删掉/,
      canned: /常用语/,
      alias: /请写上花名/,
      stats: /最近 30 天/,
      roster: /员工群里发/,
      onduty: /员工群里发/,
      offduty: /员工群里发/,
      deadlines: /多久要有人接/,
      hours: /工作时间/,
      holiday: /放假/,
      shown: /请在后面写上稿号或文章名/,
      apply: /没有在收申请的帮扶/,
      application: /没有申请过/,
      aftersale: /编号 \d/,
      unsafe: /哪一款、怎么了/,
      coupons: /没有券/,
      programme: /没有帮扶/,
      promise: /还没写承诺/,
      product: /商品清单/,
      applications: /没有要办的申请/,
      decline: /没有要办的申请/,
      campaign: /发哪一种/,
      campaigns: /还没有活动/,
      codes: /没有这个活动/,
      used: /没有这个活动/,
      child: /我没有记着/,
      subscribe: /想收到|请先到主播的群里发/,
      quiet: /请这样写：免打扰/,
      golive: /请在员工群里发|正在通知|已经通知过/,
      offlive: /请在员工群里发|没有在播|下播/,
      schedule: /请在员工群里发|还没有开播计划/,
      announce: /请在员工群里发|请直接回复这条消息/,
      leave: /请在员工群里发|请直接回复这条消息/,
      video: /请在员工群里发|请直接回复这条消息/,
      reschedule: /请在员工群里发|请直接回复这条消息/,
      alertrules: /请在员工群里发|通知设置/,
      robot: /请在员工群里发|还没有群机器人/,
      probe: /请在员工群里发|没有在看网页/,
      grouprules: /请在那个粉丝群里发/,
      partner: /请在员工群里发|还没有伙伴/,
      hook: /请在员工群里发|只显示这一次/,
    };
    for (const { name, aliases } of COMMANDS) {
      expect(aliases.length).toBeGreaterThan(0);
      for (const typed of [`/${name}`, ...aliases, ...aliases.map((alias) => `/${alias}`)]) {
        expect(textOf(await owner.tells(typed)), typed).toMatch(expected[name] ?? /never/);
      }
    }
  });
});

describe("an owner with a code of their own", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ discord: true, setupCode: CODE });
  });
  afterAll(() => app.stop());

  it("sets up on Discord, where groups are connected by a command", async () => {
    const { discord } = app;
    const owner = discord.person("老板");
    discord.makeAdmin(owner);
    const fans = discord.group("粉丝");
    const back = discord.group("后台频道");
    expect(only(await owner.tells(`/claim ${CODE}`)).text).toContain("管理员");
    await owner.tells("/setup");
    const menu = only(await owner.tells("李姐"));
    const connect = only(await owner.presses(menu, "接粉丝群"));
    expect(connect.text).toContain("/bind fan");
    expect(textOf(await owner.runs(fans, "bind", "fan"))).toContain("接好了：这里是「李姐」的粉丝群");
    expect(textOf(await owner.runs(back, "bind", "staff"))).toContain("接好了：这里是「李姐」的员工群");
    expect(only(await owner.presses(menu, "看看接好了没有")).text).toContain("都接好了");
    const invite = only(await owner.presses(only(await owner.tells("/staff")), "邀请群管理"));
    const code = /\/claim ([a-z0-9]+)/.exec(invite.text)?.[1];
    expect(only(await discord.person("助理").tells(`/claim ${code}`)).text).toContain("「李姐」的群管理");
  });

  it("takes a code that was typed in a channel by slash command, because nobody else sees it", async () => {
    const channel = app.discord.group("大厅二");
    const second = app.discord.person("老板娘");
    const said = only(await second.runs(channel, "claim", CODE));
    expect(said).toMatchObject({ place: "alone", onlyFor: second.userId });
    expect(said.text).toContain("管理员");
  });
});

describe("an owner with nothing but the web room", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ setupCode: CODE });
  });
  afterAll(() => app.stop());

  it("claims in a whisper that nobody else in the room sees", async () => {
    const owner = app.web.person();
    const said = only(await owner.says(app.web.room, `/claim ${CODE}`));
    expect(said).toMatchObject({ place: "alone" });
    expect(said.text).toContain("您现在是这台小白鲸的管理员");
    expect(await app.rows("roles")).toEqual([expect.objectContaining({ role: "operator" })]);
    expect(await app.web.person().sees()).toEqual([]);
  });
});
