import { Routes } from "discord.js";
import type { Clock } from "../../core/clock.ts";
import type { DeedOutcome, Platform } from "../../core/platform.ts";
import { type Chats, Snowflake } from "./chats.ts";
import { CODE, isApiError, toSendError } from "./failures.ts";
import type { DiscordRest } from "./rest.ts";

/** The longest time-out that Discord takes. */
const LONGEST_MS = 28 * 24 * 3_600_000 - 60_000;

/** What staff may have done in a channel where the bot may manage messages and time members out. */
export function createModeration(deps: {
  readonly rest: DiscordRest;
  readonly chats: Chats;
  readonly clock: Clock;
}) {
  const { rest, chats, clock } = deps;
  async function attempt(work: () => Promise<unknown>): Promise<DeedOutcome> {
    try {
      await work();
      return "done";
    } catch (error) {
      if (isApiError(error, CODE.unknownMessage, CODE.unknownMember, CODE.unknownUser)) return "gone";
      if (isApiError(error, CODE.missingPermissions, CODE.missingAccess, CODE.notOnThisChannel))
        return "no-right";
      throw toSendError(error);
    }
  }

  return {
    async removeMessage(chatId, messageId) {
      if (![chatId, messageId].every((id) => Snowflake.safeParse(id).success)) return "gone";
      return await attempt(() => rest.request("delete", Routes.channelMessage(chatId, messageId)));
    },
    async muteMember(chatId, userId, untilMs) {
      if (![chatId, userId].every((id) => Snowflake.safeParse(id).success)) return "gone";
      const now = clock.now();
      if (untilMs <= now) return "done";
      await chats.tryFetch(chatId);
      const guildId = chats.guildOf(chatId);
      if (guildId === undefined) return "no-right"; // nobody is muted in a private chat
      const until = new Date(Math.min(untilMs, now + LONGEST_MS)).toISOString();
      const body = { communication_disabled_until: until };
      return await attempt(() => rest.request("patch", Routes.guildMember(guildId, userId), { body }));
    },
  } satisfies Partial<Platform>;
}
