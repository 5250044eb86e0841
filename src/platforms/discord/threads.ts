import { Routes } from "discord.js";
import { z } from "zod";
import { OperationalError } from "../../core/errors.ts";
import type { Platform } from "../../core/platform.ts";
import { type Chats, Snowflake } from "./chats.ts";
import { cleanText } from "./escape.ts";
import { isThreadRefused, toSendError } from "./failures.ts";
import type { DiscordRest } from "./rest.ts";

const PUBLIC_THREAD = 11;
const MAX_TITLE = 100;
/** Three days without a word, in minutes: then Discord puts it away by itself. */
const AUTO_ARCHIVE_MINUTES = 4_320;
const Created = z.object({ id: Snowflake });

/** Public threads of a channel: who may read the channel may read them, so the room decides who sees what. */
export function createThreads({ rest, chats }: { readonly rest: DiscordRest; readonly chats: Chats }) {
  return {
    async openThread(chatId, title) {
      const name = cleanText(title.toWellFormed()).slice(0, MAX_TITLE).toWellFormed().trim() || "…";
      const body = { name, type: PUBLIC_THREAD, auto_archive_duration: AUTO_ARCHIVE_MINUTES };
      try {
        const raw = await rest.request("post", Routes.threads(chatId), { body });
        chats.learn(raw);
        return { chatId: Created.parse(raw).id };
      } catch (error) {
        if (isThreadRefused(error)) return undefined;
        if (error instanceof z.ZodError) throw new OperationalError("discord: an answer nobody understands");
        throw toSendError(error);
      }
    },
    async closeThread({ chatId }) {
      await rest
        .request("patch", Routes.channel(chatId), { body: { archived: true } })
        .catch((error: unknown) => {
          throw toSendError(error);
        });
    },
    // Whoever writes in a thread that was put away takes it out again, so there is nothing to reopen.
    threadLink({ chatId }) {
      const guildId = chats.guildOf(chatId);
      return guildId === undefined ? undefined : `https://discord.com/channels/${guildId}/${chatId}`;
    },
  } satisfies Partial<Platform>;
}
