import { afterEach, describe, expect, it } from "vitest";
import { INTENTS } from "../standins/discord/index.ts";
import { createManualTurns } from "../support/manual-turns.ts";
import { FAST, plain, type StartOptions, shortClock, startStandInAndBot, to } from "./discord-harness.ts";

let bot: Awaited<ReturnType<typeof startStandInAndBot>>;
const start = async (options: StartOptions = {}) => {
  bot = await startStandInAndBot(options);
  return bot;
};
afterEach(async () => {
  await bot.stop();
});

const PAUSES = { ...FAST, firstMs: 1_000, mostMs: 60_000, refusedMs: 300_000 };

/** Pauses between connections: everything that the adapter waited for and that is at least as long as the shortest. */
const reconnectPauses = (clock: { pauses: number[] }) =>
  clock.pauses.filter((ms) => ms >= 500 && ms !== 15_000 && ms !== 2_000);

describe("the gateway connection", () => {
  it("does not hold up the start when Discord is not there, and comes when it is", async () => {
    const { platform, standIn, intake } = await start();
    standIn.faults.when({ path: /^\/gateway/ }, { drop: "before", times: 2 });
    await platform.start(intake);
    expect(platform.status().connected).toBe(false);
    await standIn.waitForReady();
    await standIn.waitFor(() => (platform.status().connected ? true : undefined));
    expect(platform.status().degraded).toEqual([]);
  });

  it.each([1000, 1006, 4000, 4002, 4009])(
    "that is closed with %i again and again is opened with growing pauses",
    async (code) => {
      const clock = shortClock(5);
      const { standIn } = await start({ clock, pauses: PAUSES });
      standIn.gateway.closeNextWhenReady.push(code, code, code, code, code);
      await bot.platform.start(bot.intake);
      await standIn.waitFor(() => (reconnectPauses(clock).length >= 5 ? true : undefined), 8_000);
      await standIn.waitForReady();
      const pauses = reconnectPauses(clock).slice(0, 5);
      // Half of the doubled pause is fixed and half is chance, so each is at least as long as the shortest of its step.
      expect(pauses.map((ms, step) => ms >= 500 * 2 ** step && ms <= 1_000 * 2 ** step)).toEqual(
        Array(5).fill(true),
      );
    },
    15_000,
  );

  it("that never gets beyond its start is not opened faster and faster", async () => {
    const clock = shortClock(5);
    const { standIn } = await start({ clock, pauses: { ...PAUSES, mostMs: 4_000 } });
    standIn.gateway.closeNext.push(4002, 4002, 4002, 4002, 4002, 4002);
    await bot.platform.start(bot.intake);
    await standIn.waitForReady(10_000);
    expect(reconnectPauses(clock).length).toBe(6);
    expect(Math.max(...reconnectPauses(clock))).toBeLessThanOrEqual(4_000);
    expect(Math.min(...reconnectPauses(clock).slice(2))).toBeGreaterThanOrEqual(2_000);
  });

  it("whose session is refused right after the start is not tried faster and faster either", async () => {
    const clock = shortClock(5);
    const { standIn } = await start({ clock, pauses: PAUSES });
    standIn.gateway.invalidNext = 4;
    await bot.start();
    expect(reconnectPauses(clock).length).toBeGreaterThanOrEqual(2);
    expect(reconnectPauses(clock)[1]).toBeGreaterThanOrEqual(1_000);
  });

  it("takes its session up again after a break, and the messages of the break arrive once", async () => {
    const { standIn, intake, mei } = await start();
    await bot.start();
    for (const code of [1006, 4000, 4009]) {
      standIn.gateway.close(code);
      standIn.says(mei, standIn.general, `断线 ${code}`);
      await intake.message(`断线 ${code}`);
    }
    expect(standIn.gateway.resumes.map(({ accepted }) => accepted)).toEqual([true, true, true]);
    expect(standIn.gateway.identifies).toHaveLength(1);
    expect(intake.messages).toHaveLength(3);
  });

  it("comes back when Discord asks for a reconnect", async () => {
    const { standIn, intake, mei } = await start();
    await bot.start();
    standIn.gateway.askToReconnect();
    await standIn.waitFor(() => (standIn.gateway.resumes.length > 0 ? true : undefined));
    standIn.says(mei, standIn.general, "回来了");
    await intake.message("回来了");
  });

  it("goes on without the message content intent, says so, and still hears who speaks to it", async () => {
    const { standIn, intake, platform, mei } = await start({ allowMessageContent: false });
    await bot.start();
    expect(standIn.gateway.identifies.at(-1)?.intents).toBe(
      INTENTS.guilds | INTENTS.guildMessages | INTENTS.directMessages,
    );
    await standIn.waitFor(() => (platform.status().connected ? true : undefined));
    expect(platform.status().degraded).toEqual([expect.stringContaining("Message Content intent")]);
    standIn.says(mei, standIn.general, "没人看见");
    standIn.mentions(mei, standIn.general, "点名");
    standIn.writesPrivately(mei, "私信看得见");
    await intake.message("私信");
    await intake.message("点名");
    expect(intake.messages.map(({ text }) => text).sort()).toEqual(["点名", "私信看得见"].sort());
  });

  it("with a refused token says so, tries seldom, and sends say that everything has to wait", async () => {
    const clock = shortClock(5);
    const { standIn, platform, intake, logs } = await start({
      token: "MTIz.wrong.token",
      clock,
      pauses: PAUSES,
    });
    await platform.start(intake);
    await standIn.waitFor(() => (clock.pauses.some((ms) => ms >= 300_000) ? true : undefined));
    expect(platform.status()).toMatchObject({
      connected: false,
      degraded: [expect.stringContaining("DISCORD_BOT_TOKEN")],
    });
    await expect(
      platform.send({ key: "a", to: to(standIn.general.id), content: plain("一") }),
    ).rejects.toMatchObject({ name: "OperationalError", scope: "platform" });
    expect(logs.join("")).not.toContain("wrong.token");
  });

  it("that the gateway itself refuses with 4004 is not tried again soon", async () => {
    const clock = shortClock(5);
    const { standIn, platform, intake } = await start({ clock, pauses: PAUSES });
    standIn.gateway.closeNext.push(4004);
    await platform.start(intake);
    await standIn.waitFor(() => (clock.pauses.some((ms) => ms >= 300_000) ? true : undefined));
    await standIn.waitForReady();
    expect(standIn.gateway.identifies).toHaveLength(1);
  });

  it("beats, and stops when told, waiting for what is being written", async () => {
    const { standIn, intake, platform, mei } = await start({ heartbeatIntervalMs: 30 });
    await bot.start();
    await standIn.waitFor(() => (standIn.gateway.heartbeats > 2 ? true : undefined));
    let write = () => {};
    let begun = () => {};
    const writing = new Promise<void>((resolve) => (begun = resolve));
    intake.beforeAccept = () => {
      begun();
      return new Promise<void>((resolve) => (write = resolve));
    };
    standIn.says(mei, standIn.general, "写到一半");
    await writing;
    let stopped = false;
    const stopping = platform.stop().then(() => (stopped = true));
    await standIn.waitFor(() => (standIn.gateway.ready === 0 ? true : undefined));
    expect(stopped).toBe(false);
    write();
    await stopping;
    expect(intake.messages).toHaveLength(1);
    await platform.send({ key: "late", to: to(standIn.general.id), content: plain("还能发") });
    expect(standIn.sent).toHaveLength(1);
  });
});

describe("the gateway connection among several processes", () => {
  it("is opened in this process's turn alone; sending and links work without", async () => {
    const { turns, give, end } = createManualTurns();
    const { platform, standIn, intake } = await start({ turns });
    await platform.start(intake);
    expect(platform.status()).toEqual({ connected: true, degraded: [] });
    expect(platform.inviteLink("x")).toContain("client_id=");
    const { messageId } = await platform.send({
      key: "key",
      to: to(standIn.general.id),
      content: plain("还在"),
    });
    expect(messageId).toMatch(/^\d+$/);
    await expect(standIn.waitForReady(200)).rejects.toThrow();

    give("discord");
    await standIn.waitForReady();
    standIn.says(bot.mei, standIn.general, "在吗");
    await intake.message("在吗");
    await end("discord");
    expect(platform.status()).toEqual({ connected: true, degraded: [] });
    await platform.send({ key: "key2", to: to(standIn.general.id), content: plain("还在") });
    give("discord");
    await standIn.waitForReady();
  });
});
