import { systemClock } from "../../../src/core/clock.ts";
import type { CommandSpec } from "../../../src/core/commands.ts";
import type { Content, Target } from "../../../src/core/content.ts";
import { createLogger } from "../../../src/core/logger.ts";
import type { InboundEvent } from "../../../src/core/message.ts";
import type { Intake } from "../../../src/core/platform.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { createTelegramPlatform, type TelegramOptions } from "../../../src/platforms/telegram/index.ts";
import type { TelegramStandIn } from "./server.ts";
import { createWatched, type Watched } from "./waits.ts";

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "ask",
    aliases: ["问"],
    description: { zh: "问一个问题", en: "Ask a question" },
    argument: { name: "question", zh: "问题", en: "question", required: true },
    audience: "everyone",
  },
  { name: "start", aliases: ["开始"], description: { zh: "开始", en: "Start" }, audience: "everyone" },
  {
    name: "bind",
    aliases: ["绑定"],
    description: { zh: "绑定本群", en: "Bind this group" },
    audience: "staff",
  },
];

export interface TestIntake extends Intake {
  readonly accepted: Watched<InboundEvent>;
  /** Called before anything counts as accepted: rejecting or waiting here is the inbox doing so. */
  onAccept: (events: readonly InboundEvent[]) => Promise<void> | void;
}

/** An inbox that keeps events in memory and does as `onAccept` says. */
export function createTestIntake(): TestIntake {
  const accepted = createWatched<InboundEvent>("accepted event");
  const intake: TestIntake = {
    accepted,
    onAccept() {},
    async accept(events) {
      await intake.onAccept(events);
      for (const event of events) accepted.add(event);
    },
    isUrgent: () => false,
    suggest: async () => [],
    cursors: async () => [],
    commands: COMMANDS,
  };
  return intake;
}

/** The real adapter over HTTP to the stand-in, with short pauses and every log line kept. */
export function connectTelegram(standIn: TelegramStandIn, options: Partial<TelegramOptions> = {}) {
  const logs: string[] = [];
  const platform = createTelegramPlatform({
    token: standIn.token,
    apiRoot: standIn.url,
    logger: createLogger("debug", { write: (line) => logs.push(line) }),
    clock: systemClock,
    random: systemRandom,
    pauses: { firstMs: 5, longestMs: 20 },
    ...options,
  });
  return { platform, logs, intake: createTestIntake() };
}

export const outgoing = (
  chatId: number,
  content: string | Content,
  to: Partial<Target> = {},
): { key: string; to: Target; content: Content } => ({
  key: "test",
  to: { platform: "telegram", chatId: String(chatId), ...to },
  content:
    typeof content === "string"
      ? { tone: "plain", blocks: [{ kind: "text", text: content }], buttons: [] }
      : content,
});
