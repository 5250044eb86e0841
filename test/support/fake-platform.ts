import type { Clock } from "../../src/core/clock.ts";
import type { Content } from "../../src/core/content.ts";
import { PermanentError } from "../../src/core/errors.ts";
import type { PlatformName } from "../../src/core/message.ts";
import type { Abilities, Outgoing, Pace, Platform } from "../../src/core/platform.ts";

export const ABILITIES: Abilities = {
  maxTextLength: 4096,
  maxButtonRows: 8,
  maxButtonsPerRow: 4,
  maxButtonLabel: 64,
  canEdit: true,
  threads: true,
  moderates: { removes: true, mutes: true },
  files: true,
  media: { maxUploadBytes: 1_000, reuses: true },
  whisper: false,
  exactlyOnce: false,
  mentionsEverybody: false,
  digestAbove: undefined,
  answersUnaddressed: "confident",
};

/** So fast that pacing plays no part unless a test wants it to. */
export const UNPACED: Pace = { overallPerSecond: 1e6, perChat: () => [] };

export interface Attempt {
  readonly key: string;
  readonly chatId: string;
  readonly text: string;
  readonly at: number;
  /** The message that is to be changed; undefined for a new one. */
  readonly edits?: string;
}

/**
 * What the platform does with one send: an error, `hang`, a promise to wait for, or `lose-answer`: it delivers and
 * the connection breaks before it says so. Nothing means that it delivers.
 */
export type Step = Error | "hang" | Promise<unknown> | { readonly loseAnswer: Error } | undefined;

export interface FakePlatform extends Platform {
  /** Every send that reached the platform, in order. */
  readonly attempts: readonly Attempt[];
  /** What people in the chats can read, in order. */
  readonly delivered: readonly Attempt[];
  /** Decides about each send; `script` sets it for one chat and its next sends. */
  onSend: (attempt: Attempt) => Step;
  script(chatId: string, ...steps: Step[]): void;
  textsIn(chatId: string): readonly string[];
}

export const textOf = (content: Content): string =>
  content.blocks.map((block) => (block.kind === "list" ? block.items.join("\n") : block.text)).join("\n\n");

/** The outer edge of the bot: a platform that does what a test tells it. */
export function createFakePlatform(options: {
  readonly clock: Clock;
  readonly name?: PlatformName;
  readonly abilities?: Partial<Abilities>;
  readonly pace?: Pace;
}): FakePlatform {
  const abilities = { ...ABILITIES, ...options.abilities };
  const attempts: Attempt[] = [];
  const delivered: Attempt[] = [];
  const scripts = new Map<string, Step[]>();
  const seen = new Map<string, string>();

  function deliver(attempt: Attempt): { messageId: string } {
    if (attempt.edits !== undefined) {
      const index = Number(attempt.edits) - 1;
      const before = delivered[index];
      if (!before) throw new PermanentError("message-gone", "no such message");
      delivered[index] = { ...before, text: attempt.text };
      return { messageId: attempt.edits };
    }
    const known = abilities.exactlyOnce ? seen.get(attempt.key) : undefined;
    if (known !== undefined) return { messageId: known };
    delivered.push(attempt);
    const messageId = String(delivered.length);
    seen.set(attempt.key, messageId);
    return { messageId };
  }

  async function reach(attempt: Attempt): Promise<{ messageId: string }> {
    attempts.push(attempt);
    const step = scripts.get(attempt.chatId)?.shift() ?? platform.onSend(attempt);
    if (step instanceof Error) throw step;
    if (step === "hang") return await new Promise(() => {});
    if (step instanceof Promise) await step;
    else if (step !== undefined) {
      deliver(attempt);
      throw step.loseAnswer;
    }
    return deliver(attempt);
  }

  const platform: FakePlatform = {
    name: options.name ?? "telegram",
    abilities,
    pace: options.pace ?? UNPACED,
    attempts,
    delivered,
    onSend: () => undefined,
    script: (chatId, ...steps) => void scripts.set(chatId, steps),
    textsIn: (chatId) => delivered.filter((one) => one.chatId === chatId).map(({ text }) => text),
    send: ({ key, to, content }: Outgoing) =>
      reach({ key, chatId: to.chatId, text: textOf(content), at: options.clock.now() }),
    async edit({ key, to, content, messageId }) {
      await reach({
        key,
        chatId: to.chatId,
        text: textOf(content),
        at: options.clock.now(),
        edits: messageId,
      });
    },
    start: async () => {},
    stop: async () => {},
    status: () => ({ connected: true, degraded: [] }),
    deepLink: (payload) => `https://chat.example/bot?start=${payload}`,
    inviteLink: (payload) => `https://chat.example/bot?startgroup=${payload}`,
    isChatAdmin: async () => undefined,
  };
  return platform;
}
