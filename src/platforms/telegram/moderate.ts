import type { Clock } from "../../core/clock.ts";
import { PermanentError } from "../../core/errors.ts";
import type { DeedOutcome, Platform } from "../../core/platform.ts";
import type { TelegramApi } from "./api.ts";
import { ApiFailure, isMessageGone, isNotAllowed, isPersonGone, toSendError } from "./failures.ts";
import { chatIdOf, isId } from "./send.ts";

/** Telegram takes less than 30 s from now, and more than 366 days, for "for ever". */
const SHORTEST_MS = 40_000;
const LONGEST_MS = 366 * 24 * 3_600_000 - 3_600_000;

const SILENT = {
  can_send_messages: false,
  can_send_audios: false,
  can_send_documents: false,
  can_send_photos: false,
  can_send_videos: false,
  can_send_video_notes: false,
  can_send_voice_notes: false,
  can_send_polls: false,
  can_send_other_messages: false,
  can_add_web_page_previews: false,
} as const;

/**
 * What staff may have done in a group where the bot is administrator with that right. A message older than 48 hours
 * stays, and only supergroups mute: both read `no-right`.
 */
export function createModeration(deps: {
  readonly api: TelegramApi;
  readonly clock: Clock;
  readonly timeoutMs: number;
}) {
  const { api, clock, timeoutMs } = deps;
  async function attempt(method: string, params: object): Promise<DeedOutcome> {
    try {
      await api.call(method, params, { timeoutMs });
      return "done";
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (isMessageGone(error) || isPersonGone(error)) return "gone";
      if (isNotAllowed(error)) return "no-right";
      throw toSendError(error);
    }
  }

  return {
    async removeMessage(chatId, messageId) {
      if (!isId(messageId)) return "gone";
      return await attempt("deleteMessage", { chat_id: chatIdOf(chatId), message_id: Number(messageId) });
    },
    async muteMember(chatId, userId, untilMs) {
      if (!isId(userId)) throw new PermanentError("rejected", "no Telegram user id");
      const now = clock.now();
      if (untilMs - now < SHORTEST_MS) return "done"; // over before it would begin
      const until = Math.min(untilMs, now + LONGEST_MS);
      return await attempt("restrictChatMember", {
        chat_id: chatIdOf(chatId),
        user_id: Number(userId),
        permissions: SILENT,
        until_date: Math.floor(until / 1_000),
      });
    },
  } satisfies Partial<Platform>;
}
