import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MANAGE_GUILD } from "../standins/discord/index.ts";
import { plain, startStandInAndBot, to } from "./discord-harness.ts";

type Bot = Awaited<ReturnType<typeof startStandInAndBot>>;
let bot: Bot;

beforeEach(async () => {
  bot = await startStandInAndBot();
  await bot.start();
});
afterEach(async () => {
  const { violations } = bot.standIn;
  await bot.stop();
  expect(violations).toEqual([]);
});

describe("a message on Discord", () => {
  it("reaches the inbox with its mention cut off and is answered once however often the send is repeated", async () => {
    const { standIn, intake, platform, mei } = bot;
    const asked = standIn.mentions(mei, standIn.general, "新生儿要吃维生素D3吗");
    const event = await intake.message("维生素");
    expect(event).toMatchObject({
      platform: "discord",
      updateKey: `m:${asked.id}`,
      text: "新生儿要吃维生素D3吗",
      addressed: "mention",
      chat: { chatId: standIn.general.id, kind: "group", title: "聊天" },
      sender: { userId: mei.id, displayName: "小美" },
      edited: false,
    });
    const answerTo = to(event.chat.chatId, { replyToMessageId: event.messageId });
    const outgoing = { key: "k1", to: answerTo, content: plain("要") };
    const first = await platform.send(outgoing);
    const second = await platform.send(outgoing);
    expect(second).toEqual(first);
    expect(standIn.sent).toHaveLength(1);
    expect(standIn.sent[0]).toMatchObject({ text: "要", channelId: standIn.general.id });
    expect(standIn.sent[0]?.body).toMatchObject({
      nonce: "k1",
      enforce_nonce: true,
      allowed_mentions: { parse: [], replied_user: false },
      message_reference: { message_id: asked.id, fail_if_not_exists: false },
    });
  });

  it("in private is private, and its answer goes to the same channel", async () => {
    const { standIn, intake, platform, mei } = bot;
    const written = standIn.writesPrivately(mei, "宝宝发烧了");
    const event = await intake.message("发烧");
    expect(event).toMatchObject({
      addressed: "private",
      chat: { chatId: written.channelId, kind: "private" },
    });
    await platform.send({
      key: "k",
      to: to(event.chat.chatId, { visibleTo: mei.id }),
      content: plain("多大了？"),
    });
    expect(standIn.sent).toMatchObject([{ channelId: written.channelId, text: "多大了？" }]);
  });

  it("in a thread carries the thread's id with its channel as parent, announced or not", async () => {
    const { standIn, intake, mei } = bot;
    for (const announced of [true, false]) {
      const thread = standIn.addThread(standIn.general, `辅食${announced}`, announced);
      standIn.mentions(mei, thread, `几个月加辅食 ${announced}`);
      const event = await intake.message(`辅食 ${announced}`);
      expect(event.chat).toMatchObject({ chatId: thread.id, parentId: standIn.general.id, kind: "group" });
    }
  });

  it("tells a reply to the bot, a command in Chinese, a mention of the bot's role and talk to the room apart", async () => {
    const { standIn, intake, platform, mei } = bot;
    const { messageId } = await platform.send({ key: "k", to: to(standIn.general.id), content: plain("在") });
    standIn.says(mei, standIn.general, "谢谢你", { replyTo: messageId });
    standIn.says(mei, standIn.general, "问 辟谷好吗");
    const role = standIn.guild.roles.find(({ tags }) => tags)?.id;
    standIn.says(mei, standIn.general, `<@&${role}> 角色提问`);
    standIn.says(mei, standIn.general, "大家好");
    expect(await intake.message("谢谢你")).toMatchObject({ addressed: "reply", replyToMessageId: messageId });
    expect(await intake.message("辟谷")).toMatchObject({
      addressed: "command",
      command: { name: "ask", args: "辟谷好吗" },
    });
    expect(await intake.message("角色提问")).toMatchObject({ addressed: "mention", text: "角色提问" });
    expect(await intake.message("大家好")).toMatchObject({ addressed: "none" });
  });

  it("that is edited arrives again under its own key, once for each edit", async () => {
    const { standIn, intake, mei } = bot;
    const written = standIn.mentions(mei, standIn.general, "宝宝发烧");
    await intake.message("发烧");
    standIn.gateway.dispatchMessage("MESSAGE_UPDATE", written); // a link preview: nothing was edited
    standIn.edits(written, `<@${standIn.botId}> 宝宝发烧39度`);
    const edited = await intake.message("39度");
    expect(edited.edited).toBe(true);
    expect(edited.updateKey).toMatch(new RegExp(`^e:${written.id}:`));
    expect(intake.messages).toHaveLength(2);
  });

  it("of a bot, a webhook or the system is not taken, nor is one that nobody can decode", async () => {
    const { standIn, intake, mei } = bot;
    const robot = standIn.world.addUser("另一个机器人", { bot: true });
    standIn.says(robot, standIn.general, "我是机器人");
    standIn.says(mei, standIn.general, "来自网络钩子", { webhookId: standIn.world.newId() });
    standIn.says(mei, standIn.general, "加入了群", { type: 7 });
    standIn.gateway.dispatch("MESSAGE_CREATE", () => ({ id: "not a number", content: 7 }));
    standIn.gateway.dispatch("INTERACTION_CREATE", () => ({ id: "1", token: "../../users/@me" }));
    standIn.gateway.dispatch("GUILD_CREATE", () => ({ channels: "none" }));
    standIn.says(mei, standIn.general, "我是人");
    await intake.message("我是人");
    expect(intake.events).toHaveLength(1);
  });

  it("of any shape crashes nothing, and the next one is heard", async () => {
    const { standIn, intake, mei } = bot;
    const types = [
      "MESSAGE_CREATE",
      "MESSAGE_UPDATE",
      "INTERACTION_CREATE",
      "GUILD_CREATE",
      "GUILD_DELETE",
      "THREAD_CREATE",
    ];
    const real = standIn.world.rawMessage(
      standIn.world.addMessage({ channelId: standIn.general.id, authorId: mei.id, content: "真" }),
    );
    const broken = fc.dictionary(
      fc.constantFrom(...Object.keys(real), "guild_id", "member", "data", "token"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), broken, fc.boolean(), (type, parts, isFromReal) => {
        standIn.gateway.dispatch(type, () => (isFromReal ? { ...real, ...parts } : parts));
      }),
      { numRuns: 500 },
    );
    standIn.says(mei, standIn.staff, "还在吗");
    await intake.message("还在吗");
  });

  it("shows no id of others, says what came with it, and keeps what people wrote otherwise", async () => {
    const { standIn, intake, mei } = bot;
    const hong = standIn.addUser("小红");
    standIn.says(
      mei,
      standIn.general,
      `<@${hong.id}> 看 <#${standIn.staff.id}> <:heart:123456789012345678> *真的*`,
      {
        attachments: [
          { id: "1", filename: "a.png", content_type: "image/png", size: 1, url: "x", proxy_url: "x" },
        ],
      },
    );
    const event = await intake.message("真的");
    expect(event).toMatchObject({ text: "@… 看 #… :heart: *真的*", media: [{ kind: "photo" }] });
  });

  it("keeps its order within a chat while the inbox is slow, and waits for nothing in another chat", async () => {
    const { standIn, intake, mei } = bot;
    let open = () => {};
    const held = new Promise<void>((resolve) => (open = resolve));
    intake.beforeAccept = ([event]) => (event?.chat.chatId === standIn.general.id ? held : Promise.resolve());
    for (const text of ["一", "二", "三"]) standIn.says(mei, standIn.general, text);
    standIn.says(mei, standIn.staff, "后台");
    await intake.message("后台");
    expect(intake.messages.map(({ text }) => text)).toEqual(["后台"]);
    open();
    await intake.message("三");
    expect(intake.messages.map(({ text }) => text)).toEqual(["后台", "一", "二", "三"]);
  });

  it("that could not be written is handed in again until it is, in its place", async () => {
    const { standIn, intake, mei } = bot;
    let failures = 2;
    intake.beforeAccept = async () => {
      if (failures-- > 0) throw new Error("disk full");
    };
    standIn.says(mei, standIn.general, "一");
    standIn.says(mei, standIn.general, "二");
    await intake.message("二");
    expect(intake.messages.map(({ text }) => text)).toEqual(["一", "二"]);
  });
});

describe("sending on Discord", () => {
  it("hands a rate limit of one channel on at once and goes on in the others", async () => {
    const { standIn, platform } = bot;
    standIn.faults.when({ path: `^/channels/${standIn.general.id}/messages` }, standIn.tooMany(60));
    const started = performance.now();
    await expect(
      platform.send({ key: "a", to: to(standIn.general.id), content: plain("一") }),
    ).rejects.toMatchObject({ name: "OperationalError", flood: true, scope: "target", retryAfterMs: 60_050 });
    await platform.send({ key: "b", to: to(standIn.staff.id), content: plain("二") });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(standIn.sent.map(({ text }) => text)).toEqual(["二"]);
  });

  it("says that a global limit holds for everything", async () => {
    const { standIn, platform } = bot;
    standIn.failNext(standIn.tooMany(7, true));
    await expect(
      platform.send({ key: "a", to: to(standIn.general.id), content: plain("一") }),
    ).rejects.toMatchObject({ name: "OperationalError", flood: true, scope: "platform" });
  });

  it.each([
    ["a server error", { status: 502 }, { name: "OperationalError", flood: false }],
    [
      "a lost channel",
      { status: 404, body: { code: 10003, message: "Unknown Channel" } },
      { reason: "target-gone" },
    ],
    [
      "no access",
      { status: 403, body: { code: 50001, message: "Missing Access" } },
      { reason: "target-gone" },
    ],
    ["no permission", { status: 403, body: { code: 50013, message: "Missing" } }, { reason: "rejected" }],
    [
      "a bad form",
      { status: 400, body: { code: 50035, message: "Invalid Form Body" } },
      { reason: "rejected" },
    ],
    [
      "a refused token",
      { status: 401, body: { code: 0, message: "401" } },
      { name: "OperationalError", scope: "platform" },
    ],
  ])("calls %s by its name", async (_name, fault, expected) => {
    const { standIn, platform } = bot;
    standIn.failNext(fault);
    const outgoing = { key: "a", to: to(standIn.general.id), content: plain("一") };
    await expect(platform.send(outgoing)).rejects.toMatchObject(expected);
    await platform.send(outgoing);
    expect(standIn.sent).toHaveLength(1);
  });

  it("calls a lost answer unknown, and a repeat makes no second message", async () => {
    const { standIn, platform } = bot;
    standIn.failNext({ drop: "after" });
    const outgoing = { key: "a", to: to(standIn.general.id), content: plain("一") };
    await expect(platform.send(outgoing)).rejects.toMatchObject({ name: "UnknownOutcomeError" });
    await platform.send(outgoing);
    expect(standIn.sent).toHaveLength(1);
  });

  it("whispers to one person as a private message, and says when that person takes none", async () => {
    const { standIn, platform, mei } = bot;
    const shy = standIn.addUser("小红", { refusesDms: true });
    const whisper = (userId: string) =>
      platform.send({
        key: userId.slice(-20),
        to: to(standIn.general.id, { visibleTo: userId }),
        content: plain("悄悄话"),
      });
    await whisper(mei.id);
    expect(standIn.sent).toMatchObject([{ channelId: standIn.world.dmWith(mei.id).id, text: "悄悄话" }]);
    await expect(whisper(shy.id)).rejects.toMatchObject({ name: "PermanentError", reason: "blocked" });
    expect(standIn.sent).toHaveLength(1);
  });

  it("refuses ids that would reach other paths, without asking Discord", async () => {
    const { standIn, platform } = bot;
    const before = standIn.calls.length;
    await expect(
      platform.send({ key: "a", to: to("../users/@me"), content: plain("一") }),
    ).rejects.toMatchObject({ reason: "target-gone" });
    expect(standIn.calls).toHaveLength(before);
  });

  it("never writes its token or what people wrote into the log, not even when everything fails", async () => {
    const { standIn, intake, platform, logs, mei } = bot;
    standIn.says(mei, standIn.general, "我的秘密");
    await intake.message("秘密");
    for (const fault of [
      { status: 500 },
      { status: 400, body: { code: 50035 } },
      { drop: "before" as const },
    ]) {
      standIn.failNext(fault);
      const failed = await platform
        .send({ key: "a", to: to(standIn.general.id), content: plain("密语") })
        .catch((error: unknown) => error);
      expect(JSON.stringify([failed, String(failed)])).not.toMatch(/密语|channels/);
    }
    expect(logs.join("")).not.toContain(standIn.token);
    expect(logs.join("")).not.toMatch(/秘密|密语|小美/);
  });
});

describe("a Discord server", () => {
  it("that takes the bot in or throws it out is noticed, an outage is not", async () => {
    const { standIn, intake } = bot;
    const { guild, channel } = standIn.joinGuild("新群");
    const joined = await intake.waitFor(() => intake.events.find(({ kind }) => kind === "membership"));
    expect(joined).toMatchObject({ chat: { chatId: channel.id }, status: "present", seesAll: true });
    standIn.gateway.dispatch("GUILD_DELETE", () => ({ id: standIn.guild.id, unavailable: true }));
    standIn.gateway.dispatch("GUILD_CREATE", () => standIn.world.rawGuild(standIn.guild));
    standIn.kickBot(guild);
    const gone = await intake.waitFor(() =>
      intake.events.find((e) => e.kind === "membership" && e.status === "gone"),
    );
    expect(gone.chat.chatId).toBe(channel.id);
    standIn.deleteChannel(standIn.staff);
    await intake.waitFor(() =>
      intake.events.find((e) => e.kind === "membership" && e.chat.chatId === standIn.staff.id),
    );
    expect(intake.events).toHaveLength(3);
  });

  it("says who administers it", async () => {
    const { standIn, platform, mei } = bot;
    const moderator = standIn.addUser("管理员");
    const role = standIn.guild.roles.find(({ permissions }) => permissions === MANAGE_GUILD.toString());
    standIn.guild.members.set(moderator.id, [role?.id ?? ""]);
    standIn.guild.members.set(mei.id, []);
    const isAdmin = (userId: string) => platform.isChatAdmin(standIn.general.id, userId);
    expect(await isAdmin(standIn.guild.ownerId)).toBe(true);
    expect(await isAdmin(moderator.id)).toBe(true);
    expect(await isAdmin(mei.id)).toBe(false);
    expect(await isAdmin(standIn.addUser("路人").id)).toBe(false);
    expect(await platform.isChatAdmin(standIn.world.dmWith(mei.id).id, mei.id)).toBeUndefined();
    standIn.faults.when({ path: /^\/guilds/ }, { status: 500 });
    expect(await isAdmin(moderator.id)).toBeUndefined();
  });

  it("gets a link that asks for the permissions it needs, and its slash commands in both languages", async () => {
    const { standIn, platform } = bot;
    await standIn.waitFor(() => (standIn.commands.length > 0 ? true : undefined));
    expect(standIn.commands).toMatchObject([
      {
        name: "ask",
        name_localizations: { "zh-CN": "问" },
        description_localizations: { "zh-CN": "问一个育儿问题" },
        options: [{ name: "question", required: true, autocomplete: true }],
      },
      { name: "mydata", name_localizations: { "zh-CN": "我的资料" } },
    ]);
    const link = new URL(platform.inviteLink("x") ?? "");
    expect(link.searchParams.get("client_id")).toBe(standIn.botId);
    expect(link.searchParams.get("scope")).toBe("bot applications.commands");
    expect(BigInt(link.searchParams.get("permissions") ?? 0) & (1n << 11n)).not.toBe(0n);
  });
});

describe("a deletion on Discord", () => {
  it("is handed in for one message and for many, in a channel and in private", async () => {
    const { standIn, intake, mei } = bot;
    const [one, two, three] = ["一", "二", "三"].map((text) => standIn.says(mei, standIn.general, text));
    const secret = standIn.writesPrivately(mei, "四");
    if (!one || !two || !three) return expect.unreachable();
    await intake.message("四");
    standIn.deletes(one);
    standIn.deletes(two, three);
    standIn.deletes(secret);
    const deletions = () => intake.events.filter(({ kind }) => kind === "deletion");
    await expect.poll(() => deletions().length).toBe(4);
    expect(deletions().map((event) => ("messageId" in event ? event.messageId : ""))).toEqual(
      expect.arrayContaining([one.id, two.id, three.id, secret.id]),
    );
    const of = (message: { id: string }) =>
      deletions().find(({ updateKey }) => updateKey === `x:${message.id}`);
    expect(of(secret)).toMatchObject({ chat: { kind: "private" } });
    expect(of(two)).toMatchObject({ chat: { chatId: standIn.general.id, kind: "group" } });
  });
});
