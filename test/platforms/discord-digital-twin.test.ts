import { DigitalDiscord } from "discord-digital-twin";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { createLogger } from "../../src/core/logger.ts";
import type { Platform } from "../../src/core/platform.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createDiscordPlatform } from "../../src/platforms/discord/index.ts";
import { FAST, FakeIntake, plain, to } from "./discord-harness.ts";

/** What others believe Discord to be: the same adapter against a twin that we did not write. */
describe("the adapter against discord-digital-twin", () => {
  const twin = new DigitalDiscord({
    guild: { name: "妈妈群" },
    channels: [{ name: "general", type: 0 }],
    users: [{ username: "mei" }],
    botToken: "twin-token-that-must-not-be-logged",
  });
  const logs: string[] = [];
  let intake: FakeIntake;
  let platform: Platform;
  let channelId: string;
  let userId: string;

  const startPlatform = async () => {
    platform = createDiscordPlatform({
      token: twin.botToken,
      apiRoot: twin.restUrl,
      clock: systemClock,
      random: systemRandom,
      logger: createLogger("debug", { write: (line) => void logs.push(line) }),
      sendTimeoutMs: 5_000,
      pauses: FAST,
    });
    await platform.start(intake);
    await vi.waitFor(() => expect(platform.status()).toEqual({ connected: true, degraded: [] }), 5_000);
  };

  beforeAll(async () => {
    await twin.start();
    intake = new FakeIntake();
    const [channel] = await twin.prisma.channel.findMany();
    channelId = channel?.id ?? "";
    userId = (await twin.getFirstNonBotUserId()) ?? "";
    await startPlatform();
  });
  afterAll(async () => {
    await platform.stop();
    await twin.stop();
  });

  const botTexts = async () =>
    (await twin.channel(channelId).getMessages())
      .filter(({ author }) => author.id === twin.botUserId)
      .map(({ content }) => content);

  it("receives a mention and answers it", async () => {
    await twin.simulateUserMessage({
      channelId,
      userId,
      content: `<@${twin.botUserId}> 新生儿要吃维生素D3吗`,
    });
    const event = await intake.message("维生素");
    expect(event).toMatchObject({
      text: "新生儿要吃维生素D3吗",
      addressed: "mention",
      chat: { chatId: channelId },
    });
    await platform.send({
      key: "twin-1",
      to: to(channelId, { replyToMessageId: event.messageId }),
      content: plain("要"),
    });
    expect(await botTexts()).toEqual(["要"]);
  });

  it("takes a slash command, defers it, and fills the deferred answer", async () => {
    const { id } = await twin.simulateSlashCommand({
      channelId,
      userId,
      name: "ask",
      options: [{ name: "question", type: 3, value: "几个月加辅食" }],
    });
    const ack = await twin.channel(channelId).waitForInteractionAck({ interactionId: id });
    expect(ack).toMatchObject({ acknowledged: true, type: 5 });
    const event = await intake.message("辅食");
    expect(event.command).toEqual({ name: "ask", args: "几个月加辅食" });
    const target = to(channelId, { interaction: event.interaction });
    await platform.send({ key: "twin-2", to: target, content: plain("六个月左右") });
    expect((await botTexts()).at(-1)).toBe("六个月左右");
  });

  it("takes a button press", async () => {
    const content = plain("选", [[{ label: "详细", data: "details" }]]);
    const { messageId } = await platform.send({ key: "twin-3", to: to(channelId), content });
    await twin.simulateButtonClick({ channelId, userId, messageId, customId: "details" });
    const pressed = await intake.waitFor(() => intake.events.find(({ kind }) => kind === "button"));
    expect(pressed).toMatchObject({ data: "details", messageId, sender: { userId } });
  });

  it("reads what was written while it was away", async () => {
    await platform.stop();
    await twin.simulateUserMessage({ channelId, userId, content: "离线时写的" });
    await startPlatform();
    const missed = await intake.message("离线时写的");
    expect(missed.updateKey).toBe(`m:${missed.messageId}`);
    expect(intake.messages.filter(({ text }) => text.includes("维生素"))).toHaveLength(1);
  });

  it("kept its token out of the log", () => {
    expect(logs.length).toBeGreaterThan(0);
    expect(logs.join("")).not.toContain(twin.botToken);
  });
});
