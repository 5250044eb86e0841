import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStandInAndBot } from "./discord-harness.ts";

let bot: Awaited<ReturnType<typeof startStandInAndBot>>;
beforeEach(async () => {
  bot = await startStandInAndBot();
  await bot.start();
});
afterEach(async () => {
  await bot.stop();
});

const texts = () => bot.intake.messages.map(({ text }) => text);

describe("messages missed on Discord", () => {
  it("while the session was lost are read from the history, in order, each once", async () => {
    const { standIn, intake, mei } = bot;
    standIn.says(mei, standIn.general, "之前");
    await intake.message("之前");
    standIn.gateway.invalidate();
    const missed = Array.from({ length: 250 }, (_, n) => `错过 ${n}.`);
    for (const text of missed) standIn.says(mei, standIn.general, text);
    standIn.says(mei, standIn.staff, "没有记录的频道"); // never written in before: nothing says where to read on
    await intake.message("错过 249.");
    await standIn.waitForReady();
    standIn.says(mei, standIn.general, "之后");
    await intake.message("之后");
    expect(texts()).toEqual(["之前", ...missed, "之后"]);
    expect(standIn.gateway.identifies).toHaveLength(2);
  });

  it("while the bot was not running are read by the next one, in channels, threads and private chats", async () => {
    const { standIn, intake, platform, mei } = bot;
    const thread = standIn.addThread(standIn.general, "睡觉");
    standIn.says(mei, standIn.general, "频道 1");
    standIn.says(mei, thread, "线程 1");
    const dm = standIn.writesPrivately(mei, "私信 1");
    for (const part of ["频道 1", "线程 1", "私信 1"]) await intake.message(part);
    await platform.stop();
    standIn.gateway.forgetSessions();
    standIn.says(mei, standIn.general, "频道 2");
    standIn.says(mei, thread, "线程 2");
    standIn.writesPrivately(mei, "私信 2");
    const next = bot.makePlatform();
    await next.start(intake);
    for (const part of ["频道 2", "线程 2", "私信 2"]) await intake.message(part);
    expect((await intake.message("私信 2")).chat).toEqual({ chatId: dm.channelId, kind: "private" });
    expect((await intake.message("线程 2")).chat).toMatchObject({
      chatId: thread.id,
      parentId: standIn.general.id,
    });
    expect(intake.messages).toHaveLength(6);
    await next.stop();
  });

  it("come before what is written meanwhile, and other channels do not wait for it", async () => {
    const { standIn, intake, mei } = bot;
    standIn.says(mei, standIn.general, "之前");
    await intake.message("之前");
    standIn.faults.when(
      { method: "GET", path: `^/channels/${standIn.general.id}/messages` },
      { delayMs: 300 },
    );
    standIn.gateway.invalidate();
    standIn.says(mei, standIn.general, "错过");
    await standIn.waitFor(() => (standIn.gateway.identifies.length === 2 ? true : undefined));
    standIn.says(mei, standIn.general, "新的");
    standIn.says(mei, standIn.staff, "别处");
    await intake.message("新的");
    expect(texts()).toEqual(["之前", "别处", "错过", "新的"]);
  });

  it("of a channel that is gone are given up, and those of the others are read", async () => {
    const { standIn, intake, mei, logs } = bot;
    const extra = standIn.addChannel("临时");
    for (const channel of [extra, standIn.general]) standIn.says(mei, channel, "之前");
    await intake.waitFor(() => (intake.messages.length === 2 ? true : undefined));
    extra.forbidden = 50001;
    standIn.gateway.invalidate();
    standIn.says(mei, standIn.general, "错过");
    await intake.message("错过");
    expect(logs.join("")).toContain("history is skipped");
  });

  it("wait out a rate limit of the history", async () => {
    const { standIn, intake, mei } = bot;
    standIn.says(mei, standIn.general, "之前");
    await intake.message("之前");
    standIn.faults.when({ method: "GET", path: /^\/channels\/\d+\/messages/ }, standIn.tooMany(0.1));
    standIn.gateway.invalidate();
    standIn.says(mei, standIn.general, "错过");
    await intake.message("错过");
    expect(standIn.calls.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it("are not lost when the inbox fails while they are read", async () => {
    const { standIn, intake, mei } = bot;
    standIn.says(mei, standIn.general, "之前");
    await intake.message("之前");
    let failures = 2;
    intake.beforeAccept = async () => {
      if (failures-- > 0) throw new Error("disk full");
    };
    standIn.gateway.invalidate();
    standIn.says(mei, standIn.general, "错过");
    await intake.message("错过");
    expect(texts()).toEqual(["之前", "错过"]);
  });
});
