import { PermanentError } from "../../core/errors.ts";
import type { Platform } from "../../core/platform.ts";
import type { TelegramApi } from "./api.ts";
import { ApiFailure, isNotAllowed, toSendError } from "./failures.ts";
import { chatIdOf, isId } from "./send.ts";
import { CreatedTopic } from "./update.ts";

const MAX_TITLE = 128;

/** Topics of a forum. Any other group refuses them, and so does a forum where the bot may not manage topics. */
export function createThreads({ api, timeoutMs }: { readonly api: TelegramApi; readonly timeoutMs: number }) {
  return {
    async openThread(chatId, title) {
      const name = title.toWellFormed().slice(0, MAX_TITLE).toWellFormed().trim() || "…";
      try {
        const topic = await api.call("createForumTopic", { chat_id: chatIdOf(chatId), name }, { timeoutMs });
        return { chatId, threadId: String(CreatedTopic.parse(topic).message_thread_id) };
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        if (isNotAllowed(error)) return undefined;
        throw toSendError(error);
      }
    },
    async closeThread({ chatId, threadId }) {
      if (!isId(threadId)) throw new PermanentError("rejected", "no Telegram topic");
      const params = { chat_id: chatIdOf(chatId), message_thread_id: Number(threadId) };
      await api.call("closeForumTopic", params, { timeoutMs }).catch((error: unknown) => {
        throw error instanceof ApiFailure ? toSendError(error) : error;
      });
    },
  } satisfies Partial<Platform>;
}
