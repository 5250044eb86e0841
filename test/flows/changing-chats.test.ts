import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Group, inChat, only } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const DESPAIR = "我不想活了";

let app: TestApp;
let group: Group;
beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", discord: true });
  await app.opensHost("wang", "王老师");
});
afterAll(() => app.stop());
beforeEach(async () => {
  group = app.telegram.group("王老师粉丝群");
  await app.binds("wang", "fan", group);
});

const chat = async (chatId: string) => (await app.rows("chats")).find(({ chat_id }) => chat_id === chatId);
const privateChatOf = (userId: string) =>
  app.read(async ({ db }) => {
    const account = await db
      .selectFrom("accounts")
      .select("private_chat_id")
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    return account.private_chat_id;
  });

describe("a group that becomes a supergroup", () => {
  const upgraded = (): Group => app.telegram.group("王老师粉丝群", { supergroup: true });

  it("keeps its binding, and questions there are the host's", async () => {
    const to = upgraded();
    await app.telegram.causes(() => {
      app.telegram.standIn.migrates(Number(group.chatId), Number(to.chatId));
      return [group.chatId, `g:${to.chatId}`];
    });
    expect(await chat(to.chatId)).toMatchObject({ host_id: "wang", purpose: "fan", status: "active" });
    expect(await chat(group.chatId)).toMatchObject({ host_id: null, status: "gone" });
    const answer = only(await app.telegram.person("小美").says(to, QUESTION));
    expect(answer.chatId).toBe(to.chatId);
    expect((await app.rows("answers")).at(-1)).toMatchObject({ host_id: "wang", chat_id: to.chatId });
  });

  it("still gets the answers that were waiting when it moved", async () => {
    const { standIn } = app.telegram;
    const to = upgraded();
    standIn.flood(Number(group.chatId), 60);
    expect(await app.telegram.person("小美").says(group, QUESTION)).toEqual([]);
    await app.telegram.causes(() => {
      standIn.migrates(Number(group.chatId), Number(to.chatId));
      return [group.chatId, `g:${to.chatId}`];
    });
    app.clock.forward(61_000);
    const late = await app.telegram.hears(({ chatId }) => chatId === to.chatId);
    expect(late.text).toContain("400 IU");
  });

  it("learns of the move from a refused answer when no update told it", async () => {
    const { standIn } = app.telegram;
    const to = upgraded();
    const from = standIn.world.chat(Number(group.chatId));
    const moved = app.telegram.hears(({ chatId }) => chatId === to.chatId);
    from.migratedTo = Number(to.chatId);
    standIn.world.chat(Number(to.chatId));
    await app.telegram.person("小美").says(group, QUESTION);
    expect((await moved).text).toContain("400 IU");
    expect(await chat(to.chatId)).toMatchObject({ host_id: "wang", purpose: "fan" });
  });
});

describe("being removed and added again", () => {
  it("is noticed on Telegram, and the binding stays for the return", async () => {
    await app.telegram.botBecomes(group, "kicked");
    expect(await chat(group.chatId)).toMatchObject({
      status: "gone",
      status_reason: "removed",
      host_id: "wang",
    });
    await app.telegram.botBecomes(group, "member");
    expect(await chat(group.chatId)).toMatchObject({ status: "active", host_id: "wang" });
    expect(only(await app.telegram.person("小美").says(group, QUESTION)).text).toContain("400 IU");
  });

  it("is noticed on Telegram by a refused answer too", async () => {
    app.telegram.standIn.world.chat(Number(group.chatId)).bot = "kicked";
    const mei = app.telegram.person("小美");
    // The update was under way when the bot was removed.
    const said = await app.telegram.causes(() => {
      const message = { message_id: 9_001, date: 1, text: QUESTION };
      const from = { id: mei.id, is_bot: false, first_name: "小美" };
      const where = { id: Number(group.chatId), type: "group", title: group.title };
      app.telegram.standIn.pushUpdate({ message: { ...message, from, chat: where } });
      return [group.chatId, "m:9001"];
    });
    expect(said).toEqual([]);
    expect(await chat(group.chatId)).toMatchObject({ status: "gone" });
    expect((await app.rows("deliveries")).filter(({ chat_id }) => chat_id === group.chatId)).toEqual([
      expect.objectContaining({ status: "failed" }),
    ]);
  });

  it("is noticed on Discord", async () => {
    const { standIn } = app.discord;
    const { guild, channel } = standIn.joinGuild("新服务器");
    const where: Group = { platform: "discord", chatId: channel.id, title: channel.name };
    const mei = app.discord.person("小美");
    expect(only(await mei.mentions(where, QUESTION)).text).toContain("400 IU");
    await app.binds("wang", "fan", where);
    standIn.kickBot(guild);
    await expect.poll(() => chat(channel.id)).toMatchObject({ status: "gone", host_id: "wang" });
  });
});

describe("a person who blocks the bot", () => {
  it("is not written to any more, is not lost for the group, and is welcome again", async () => {
    const mei = app.telegram.person("小美");
    await mei.tells("/start");
    expect(await privateChatOf(mei.userId)).toBe(mei.userId);
    await app.telegram.botBecomes(mei, "kicked");
    expect(await privateChatOf(mei.userId)).toBeNull();
    const said = await mei.says(group, DESPAIR);
    const line = only(inChat(said, group));
    expect(line.text).toContain("随时可以私下跟我讲");
    expect(only(await mei.says(group, QUESTION)).text).toContain("400 IU");

    await app.telegram.botBecomes(mei, "member");
    expect(only(await mei.follows(line, "私聊小白鲸")).text).toContain("12356");
    expect(await privateChatOf(mei.userId)).toBe(mei.userId);
    const again = await mei.says(group, DESPAIR);
    expect(only(inChat(again, { chatId: mei.userId })).text).toContain("12356");
  });

  it("is noticed by a refused message when no update told it", async () => {
    const mei = app.telegram.person("小美");
    await mei.tells("/start");
    app.telegram.standIn.world.chat(mei.id).bot = "kicked";
    const answer = only(await mei.says(group, QUESTION));
    expect(await mei.presses(answer, "有帮助")).toEqual([]);
    expect(await privateChatOf(mei.userId)).toBeNull();
    app.telegram.standIn.world.chat(mei.id).bot = "member";
    expect(only(await mei.tells(QUESTION)).text).toContain("400 IU");
    expect(await privateChatOf(mei.userId)).toBe(mei.userId);
  });
});
