import { PermissionFlagsBits, Routes } from "discord.js";
import { z } from "zod";
import type { Logger } from "../../core/logger.ts";
import { Snowflake } from "./chats.ts";
import { CODE, describeFailure, isApiError } from "./failures.ts";
import type { DiscordRest } from "./rest.ts";

const Permissions = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(BigInt);
const Guild = z.object({
  owner_id: Snowflake,
  roles: z.array(z.object({ id: Snowflake, permissions: Permissions })),
});
const Member = z.object({ roles: z.array(Snowflake) });
const ADMIN = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

/** Whether the user owns the guild or may manage it, by Discord's word of this moment; undefined when it cannot say. */
export async function isGuildAdmin(
  rest: DiscordRest,
  guildId: string,
  userId: string,
  logger: Logger,
): Promise<boolean | undefined> {
  try {
    const guild = await rest.read(Guild, Routes.guild(guildId));
    if (guild.owner_id === userId) return true;
    const member = await rest.read(Member, Routes.guildMember(guildId, userId));
    // The role that everybody has carries the guild's own id.
    const held = new Set([guildId, ...member.roles]);
    return guild.roles.some(({ id, permissions }) => held.has(id) && (permissions & ADMIN) !== 0n);
  } catch (error) {
    if (isApiError(error, CODE.unknownMember, CODE.unknownUser)) return false;
    logger.warn({ failure: describeFailure(error) }, "discord could not say who administers the guild");
    return undefined;
  }
}
