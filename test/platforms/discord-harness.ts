import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { CommandSpec } from "../../src/core/commands.ts";
import type { Content, Target } from "../../src/core/content.ts";
import { createLogger } from "../../src/core/logger.ts";
import { InboundEvent } from "../../src/core/message.ts";
import type { Intake, Suggestion } from "../../src/core/platform.ts";
import { systemRandom } from "../../src/core/random.ts";
import type { Turns } from "../../src/core/turns.ts";
import { createDiscordPlatform, type ReconnectPauses } from "../../src/platforms/discord/index.ts";
import { type StandInOptions, startDiscordStandIn } from "../standins/discord/index.ts";

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "ask",
    aliases: ["问"],
    description: { zh: "问一个育儿问题", en: "Ask a parenting question" },
    argument: { name: "question", zh: "想问的事", en: "What you want to know", required: true },
    audience: "everyone",
  },
  {
    name: "mydata",
    aliases: ["我的资料"],
    description: { zh: "看看我的资料", en: "See my data" },
    audience: "everyone",
  },
];

/** An inbox in memory: unique by chat and update, with the last entry of each chat as its cursor. */
export class FakeIntake implements Intake {
  readonly commands = COMMANDS;
  readonly events: InboundEvent[] = [];
  /** How often each update was handed in, by key. */
  readonly handedIn = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  /** Runs before anything is written; a rejection means that it was not written. */
  beforeAccept: (events: readonly InboundEvent[]) => Promise<void> = async () => {};
  onAccepted: (events: readonly InboundEvent[]) => void = () => {};
  suggestions: (text: string) => Promise<readonly Suggestion[]> = async () => [];

  async accept(events: readonly InboundEvent[]): Promise<void> {
    await this.beforeAccept(events);
    for (const event of events) {
      const checked = InboundEvent.parse(event);
      const key = `${checked.chat.chatId}/${checked.updateKey}`;
      this.handedIn.set(key, (this.handedIn.get(key) ?? 0) + 1);
      if (this.handedIn.get(key) === 1) this.events.push(checked);
    }
    this.onAccepted(events);
    for (const look of [...this.#waiting]) look();
  }

  isUrgent(): boolean {
    return false;
  }

  suggest(text: string): Promise<readonly Suggestion[]> {
    return this.suggestions(text);
  }

  async cursors() {
    const last = new Map<string, string>();
    for (const event of this.events) {
      if (event.kind !== "message") continue;
      const before = last.get(event.chat.chatId);
      if (before === undefined || BigInt(before) < BigInt(event.messageId)) {
        last.set(event.chat.chatId, event.messageId);
      }
    }
    return [...last].map(([chatId, messageId]) => ({ chatId, messageId }));
  }

  get messages() {
    return this.events.flatMap((event) => (event.kind === "message" ? [event] : []));
  }

  async waitFor<T>(look: () => T | undefined, timeoutMs = 5_000): Promise<T> {
    const now = look();
    if (now !== undefined) return now;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited ${timeoutMs} ms for the inbox`));
      }, timeoutMs);
      const check = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
    });
  }

  message(part: string, timeoutMs?: number) {
    return this.waitFor(() => this.messages.find(({ text }) => text.includes(part)), timeoutMs);
  }
}

/** The system's clock with every waiting time cut to a few milliseconds and written down. */
export function shortClock(mostMs = 10): Clock & { readonly pauses: number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    now: () => systemClock.now(),
    after(delayMs, work) {
      pauses.push(delayMs);
      return systemClock.after(Math.min(delayMs, mostMs), work);
    },
  };
}

export const FAST: ReconnectPauses = {
  firstMs: 20,
  mostMs: 500,
  healthyAfterMs: 60_000,
  refusedMs: 300,
  betweenIdentifiesMs: 0,
};

export interface StartOptions extends StandInOptions {
  readonly clock?: Clock;
  readonly pauses?: ReconnectPauses;
  readonly token?: string;
  readonly turns?: Turns;
  readonly sendTimeoutMs?: number;
}

export async function startStandInAndBot(options: StartOptions = {}) {
  const standIn = await startDiscordStandIn(options);
  const intake = new FakeIntake();
  const logs: string[] = [];
  const makePlatform = () =>
    createDiscordPlatform({
      token: options.token ?? standIn.token,
      apiRoot: standIn.url,
      clock: options.clock ?? systemClock,
      random: systemRandom,
      logger: createLogger("debug", { write: (line) => void logs.push(line) }),
      sendTimeoutMs: options.sendTimeoutMs ?? 2_000,
      pauses: options.pauses ?? FAST,
      turns: options.turns,
    });
  const platform = makePlatform();
  return {
    standIn,
    intake,
    platform,
    makePlatform,
    logs,
    mei: standIn.addUser("小美"),
    async start() {
      await platform.start(intake);
      await standIn.waitFor(() => (platform.status().connected ? true : undefined));
    },
    async stop() {
      await platform.stop();
      await standIn.stop();
    },
  };
}

export const plain = (text: string, buttons: Content["buttons"] = []): Content => ({
  tone: "plain",
  blocks: [{ kind: "text", text }],
  buttons,
});

export const to = (chatId: string, more: Partial<Target> = {}): Target => ({
  platform: "discord",
  chatId,
  ...more,
});
