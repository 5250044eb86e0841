import { Routes } from "discord.js";
import { z } from "zod";
import type { ChatRef } from "../../core/message.ts";
import { cleanText } from "./escape.ts";
import { isChannelGone } from "./failures.ts";
import type { DiscordRest } from "./rest.ts";

export const Snowflake = z.string().regex(/^[1-9]\d{0,19}$/);

/** @see https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const TYPE = { text: 0, dm: 1, announcement: 5 } as const;
const THREADS: ReadonlySet<number> = new Set([10, 11, 12]);
const TALKABLE: ReadonlySet<number> = new Set([TYPE.text, 2, TYPE.announcement, 10, 11, 12, 13]);

export const RawChannel = z.object({
  id: Snowflake,
  type: z.number(),
  name: z.string().nullish(),
  guild_id: Snowflake.nullish(),
  parent_id: Snowflake.nullish(),
});
export type RawChannel = z.infer<typeof RawChannel>;

const RawGuild = z.object({
  id: Snowflake,
  system_channel_id: Snowflake.nullish(),
  channels: z.array(z.unknown()).default([]),
  threads: z.array(z.unknown()).default([]),
  roles: z
    .array(z.object({ id: Snowflake, tags: z.object({ bot_id: Snowflake.optional() }).nullish() }))
    .catch([])
    .default([]),
});

interface Known {
  readonly type: number;
  readonly name: string | undefined;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
}

/** What is known of channels: told by the gateway, asked for when not. */
export function createChats(rest: DiscordRest) {
  const channels = new Map<string, Known>();
  const botRoles = new Map<string, string>();

  function learn(raw: unknown, guildId?: string): RawChannel | undefined {
    const parsed = RawChannel.safeParse(raw);
    if (!parsed.success) return undefined;
    const { id, type, name, guild_id, parent_id } = parsed.data;
    const before = channels.get(id);
    channels.set(id, {
      type,
      name: name ?? before?.name,
      guildId: guild_id ?? guildId ?? before?.guildId,
      parentId: parent_id ?? before?.parentId,
    });
    return parsed.data;
  }

  const channelsOf = (guildId: string): string[] =>
    [...channels]
      .filter(([, known]) => known.guildId === guildId && TALKABLE.has(known.type))
      .map(([id]) => id);

  return {
    learn,
    /** A guild with all its channels and threads; gives the channel in which a greeting would be seen. */
    learnGuild(
      raw: unknown,
      botId: string,
    ): { readonly id: string; readonly greetIn: string | undefined } | undefined {
      const parsed = RawGuild.safeParse(raw);
      if (!parsed.success) return undefined;
      const { id, system_channel_id, roles, threads } = parsed.data;
      for (const channel of [...parsed.data.channels, ...threads]) learn(channel, id);
      const own = roles.find(({ tags }) => tags?.bot_id === botId);
      if (own) botRoles.set(id, own.id);
      const first = channelsOf(id).find((channel) => channels.get(channel)?.type === TYPE.text);
      return { id, greetIn: system_channel_id ?? first };
    },
    channelsOf,
    forget: (id: string) => channels.delete(id),
    isPrivate: (id: string): boolean => channels.get(id)?.type === TYPE.dm,
    guildOf: (id: string): string | undefined => channels.get(id)?.guildId,
    /** Discord gives each bot a role of its name, and people pick it in the mention list by mistake. */
    botRoleIn: (channelId: string): string | undefined =>
      botRoles.get(channels.get(channelId)?.guildId ?? ""),
    /** Asks Discord about a channel that is not known; rejects when it cannot say. */
    async fetch(id: string): Promise<void> {
      if (!channels.has(id)) learn(await rest.request("get", Routes.channel(id)));
    },
    /** Like `fetch`, for when an answer would be nice but is not needed. */
    async tryFetch(id: string): Promise<void> {
      if (channels.has(id)) return;
      const raw = await rest.request("get", Routes.channel(id)).catch((error: unknown) => {
        if (isChannelGone(error))
          channels.set(id, { type: TYPE.text, name: undefined, guildId: undefined, parentId: undefined });
        return undefined;
      });
      learn(raw);
    },
    refOf(id: string): ChatRef {
      const known = channels.get(id);
      return {
        chatId: id,
        kind: known?.type === TYPE.dm ? "private" : "group",
        ...(known?.name ? { title: cleanText(known.name.slice(0, 256)) } : {}),
        ...(known && THREADS.has(known.type) && known.parentId ? { parentId: known.parentId } : {}),
      };
    },
  };
}

export type Chats = ReturnType<typeof createChats>;
