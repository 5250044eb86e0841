import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Draft, type MediaRef, textContent } from "../../src/core/content.ts";
import { systemRandom } from "../../src/core/random.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { ABILITIES as DISCORD } from "../../src/platforms/discord/limits.ts";
import { TELEGRAM_ABILITIES } from "../../src/platforms/telegram/limits.ts";
import type { Group } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let room: Group;
let mei: TelegramSpeaker;
let count = 0;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", discord: true });
  await app.opensHost("wang", "王老师");
  room = app.discord.group("后台");
  await app.binds("wang", "staff", room);
  mei = app.telegram.person("小美");
  await mei.tells("你好");
});
afterAll(() => app.stop());

/** As a feature's background job says things: written, and found by the dispatcher. */
async function says(draft: Omit<Draft, "lane" | "purpose">): Promise<void> {
  count += 1;
  const abilities = draft.to.platform === "discord" ? DISCORD : TELEGRAM_ABILITIES;
  const rows = toDeliveries(
    { lane: "case", purpose: `p${count}`, ...draft },
    "test",
    abilities,
    systemRandom,
  );
  await app.breathe();
  await app.read(({ outbox }) => outbox.enqueue(rows, app.clock.now()));
}
const toStaff = (): Draft["to"] => ({
  platform: "discord",
  chatId: room.chatId,
  inThread: { key: "case:1", title: "个案 1 粉丝·青禾" },
});
const inThread = () =>
  app.discord.standIn.sent.filter(({ channelId }) => {
    const channel = app.discord.standIn.world.channels.get(channelId);
    return channel?.parentId === room.chatId;
  });

describe("carrying a case over from Telegram to a staff room on Discord", () => {
  it("opens a thread with a card that goes with time, and tells a reply to it from others", async () => {
    const card = { to: toStaff(), handle: "case-card:1" };
    await says({ ...card, content: textContent("等待中", [[{ label: "我来看", data: "t.1.sig" }]]) });
    await expect.poll(() => inThread().map(({ text }) => text), { timeout: 8_000 }).toEqual(["等待中"]);
    await says({ ...card, edit: "or-send", content: textContent("王老师在看") });
    await expect.poll(() => inThread().map(({ text }) => text), { timeout: 8_000 }).toEqual(["王老师在看"]);
    const [shown] = inThread();
    const chat = { chatId: shown?.channelId ?? "" };
    const found = await app.read(async ({ outbox, threads }) => [
      await threads.keyAt("discord", chat),
      await outbox.handleOf("discord", [chat.chatId, room.chatId], shown?.messageId ?? ""),
    ]);
    expect(found).toEqual([{ chatId: room.chatId, key: "case:1" }, "case-card:1"]);
  });

  it("carries a photo over, from one platform to the other", async () => {
    const { standIn } = app.telegram;
    standIn.keepFile("shoe", "bytes of a shoe");
    const photo = [{ file_id: "shoe", file_unique_id: "u", width: 9, height: 9 }];
    standIn.userSays({ chat: mei.id, user: mei.id, caption: "鞋底开了", media: "photo", extra: { photo } });
    const medium: MediaRef = { platform: "telegram", kind: "photo", ref: "shoe" };
    await says({ to: toStaff(), content: { ...textContent("粉丝·青禾：鞋底开了"), media: [medium] } });
    const last = () => inThread().at(-1);
    await expect.poll(() => last()?.text, { timeout: 8_000 }).toBe("粉丝·青禾：鞋底开了");
    expect(last()?.attachments.map((bytes) => Buffer.from(bytes).toString())).toEqual(["bytes of a shoe"]);
    // And back to where it came from by its id.
    await says({
      to: { platform: "telegram", chatId: String(mei.id) },
      content: { ...textContent("是这双吗"), media: [medium] },
    });
    const back = await standIn.waitForSent(({ text }) => text === "是这双吗", 8_000);
    expect(back.media).toMatchObject({ kind: "photo", ref: "shoe", bytes: undefined });
  });

  it("takes a deleted message in without a word", async () => {
    const { standIn } = app.discord;
    const hers = standIn.addUser("小兰");
    const said = await app.discord.causes(() => {
      const message = standIn.says(hers, standIn.general, "说错了");
      standIn.deletes(message);
      return [standIn.general.id, `x:${message.id}`];
    });
    expect(said).toEqual([]);
  });

  it("closes the private way when she has blocked the bot, and tells staff that it did not arrive", async () => {
    app.telegram.standIn.world.chat(mei.id).bot = "kicked";
    await says({
      to: { platform: "telegram", chatId: String(mei.id) },
      content: textContent("王老师团队：寄回来吧"),
      unreached: { to: toStaff(), content: textContent("没有送到：她关了和机器人的私聊") },
    });
    await expect
      .poll(() => inThread().at(-1)?.text, { timeout: 8_000 })
      .toBe("没有送到：她关了和机器人的私聊");
    const ways = await app.read(({ db }) =>
      db.selectFrom("accounts").select("private_chat_id").where("user_id", "=", mei.userId).execute(),
    );
    expect(ways).toEqual([{ private_chat_id: null }]);
  });
});
