import type { CommandSpec } from "../../core/commands.ts";
import type { Logger } from "../../core/logger.ts";
import type { TelegramApi } from "./api.ts";

const TIMEOUT_MS = 15_000;

/**
 * Fills the command menu: Chinese by default, English for people whose Telegram is English; staff commands only in
 * the menu of group administrators. The menu is a convenience, so a failure is a warning and nothing more.
 * @see https://core.telegram.org/bots/api#determining-list-of-commands
 */
export async function registerCommands(
  deps: { readonly api: TelegramApi; readonly logger: Logger; readonly signal: AbortSignal },
  commands: readonly CommandSpec[],
): Promise<void> {
  const everyone = commands.filter(({ audience }) => audience === "everyone");
  const scopes = [
    { type: "all_private_chats", offered: everyone },
    { type: "all_group_chats", offered: everyone },
    { type: "all_chat_administrators", offered: commands },
  ];
  try {
    for (const { type, offered } of scopes) {
      for (const language of ["zh", "en"] as const) {
        const params = {
          commands: offered.slice(0, 100).map(({ name, description }) => ({
            command: name,
            description: description[language].slice(0, 256),
          })),
          scope: { type },
          ...(language === "en" ? { language_code: "en" } : {}),
        };
        await deps.api.call("setMyCommands", params, { timeoutMs: TIMEOUT_MS, signal: deps.signal });
      }
    }
  } catch (error) {
    if (!deps.signal.aborted)
      deps.logger.warn({ error }, "telegram: the command menu could not be registered");
  }
}
