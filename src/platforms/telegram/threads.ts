import { PermanentError } from "../../core/errors.ts";
import type { Platform, ThreadPlace } from "../../core/platform.ts";
import type { TelegramApi } from "./api.ts";
import { ApiFailure, isNotAllowed, toSendError } from "./failures.ts";
import { chatIdOf, isId } from "./send.ts";
import { CreatedTopic } from "./update.ts";

const MAX_TITLE = 128;

/** Topics of a forum. Any other group refuses them, and so does a forum where the bot may not manage topics. */
export function createThreads({ api, timeoutMs }: { readonly api: TelegramApi; readonly timeoutMs: number }) {
  const change = async (
    method: "closeForumTopic" | "reopenForumTopic",
    { chatId, threadId }: ThreadPlace,
  ) => {
    if (!isId(threadId)) throw new PermanentError("rejected", "no Telegram topic");
    const params = { chat_id: chatIdOf(chatId), message_thread_id: Number(threadId) };
    await api.call(method, params, { timeoutMs }).catch((error: unknown) => {
      throw error instanceof ApiFailure ? toSendError(error) : error;
    });
  };
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
    closeThread: (place) => change("closeForumTopic", place),
    // In a closed topic only administrators can write.
    reopenThread: (place) => change("reopenForumTopic", place),
    /** @see https://core.telegram.org/api/links#message-links */
    threadLink({ chatId, threadId }) {
      const supergroup = /^-100(\d+)$/.exec(chatId)?.[1];
      return supergroup && isId(threadId) ? `https://t.me/c/${supergroup}/${threadId}` : undefined;
    },
  } satisfies Partial<Platform>;
}
