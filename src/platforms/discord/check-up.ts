import { DiscordAPIError, Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Finding } from "../../core/finding.ts";
import { createDiscordRest } from "./rest.ts";

const User = z.object({ username: z.string() });
const Application = z.object({ flags: z.number().optional() });
/** Message content: granted, or usable below 100 servers. @see https://discord.com/developers/docs/resources/application */
const MESSAGE_CONTENT = (1 << 18) | (1 << 19);

/** Asks Discord about the token and the message intent; changes nothing there. */
export async function checkDiscord(options: {
  readonly token: string;
  readonly apiRoot?: string | undefined;
  readonly clock: Clock;
}): Promise<readonly Finding[]> {
  const rest = createDiscordRest({ ...options, timeoutMs: 10_000 });
  try {
    const user = await rest.read(User, Routes.user("@me"));
    const application = await rest.read(Application, Routes.currentApplication());
    const seesText = ((application.flags ?? 0) & MESSAGE_CONTENT) !== 0;
    return [
      { about: "Discord token", status: "ok", detail: `belongs to ${user.username}` },
      seesText
        ? {
            about: "Discord message intent",
            status: "ok",
            detail: "on: the bot reads the messages of its channels",
          }
        : {
            about: "Discord message intent",
            status: "warning",
            detail: "off: the bot sees mentions, replies, direct messages and slash commands only",
            mend: "Developer portal, your application, Bot, Privileged Gateway Intents: switch on Message Content Intent and restart.",
          },
    ];
  } catch (error) {
    const refused = error instanceof DiscordAPIError && error.status === 401;
    return [
      {
        about: "Discord token",
        status: "broken",
        detail: refused ? "Discord refuses it" : "Discord could not be asked",
        mend: refused
          ? "Copy the token from the developer portal (Bot, Reset Token) into DISCORD_BOT_TOKEN."
          : "Check the network and DISCORD_API_ROOT.",
      },
    ];
  }
}
