import type { PlatformStatus } from "../../core/platform.ts";
import { type ApiFailure, isUnauthorised } from "./failures.ts";

export interface Health {
  /** The last failure of receiving; cleared by the next success. */
  failed(failure: ApiFailure): void;
  succeeded(): void;
  stopped(): void;
  knows(bot: { readsAll: boolean }): void;
  read(): PlatformStatus;
}

/** Keeps what the operator has to know about the connection, one plain sentence each. */
export function createHealth(): Health {
  let connected = false;
  let failure: ApiFailure | undefined;
  let readsAll: boolean | undefined;
  return {
    failed(latest) {
      connected = false;
      failure = latest;
    },
    succeeded() {
      connected = true;
      failure = undefined;
    },
    stopped() {
      connected = false;
    },
    knows(bot) {
      readsAll = bot.readsAll;
    },
    read() {
      const degraded: string[] = [];
      if (failure) degraded.push(describe(failure));
      if (readsAll === false) degraded.push(PRIVACY_MODE);
      return { connected, degraded };
    },
  };
}

const PRIVACY_MODE =
  "Telegram privacy mode is on: in groups the bot sees only commands, replies to it and mentions of it, so it cannot notice distress; switch it off with @BotFather (/setprivacy) and add the bot again, or make it an administrator.";

function describe(failure: ApiFailure): string {
  if (isUnauthorised(failure)) {
    return "Telegram refuses the bot token: check TELEGRAM_BOT_TOKEN with @BotFather.";
  }
  if (failure.code === 409) {
    return "Telegram reports a conflict: another process receives updates with the same bot token, or a webhook is set; only one may.";
  }
  if (failure.code === 429) return "Telegram asks the bot to slow down; it waits and tries again.";
  if (failure.code === 400)
    return "Telegram refuses the settings for receiving updates: check PUBLIC_URL (https) and TELEGRAM_WEBHOOK.";
  if (failure.kind === "refused") return "Telegram has an internal failure; the bot keeps trying.";
  return "Telegram cannot be reached; the bot keeps trying.";
}
