import type { GatewayState } from "./gateway.ts";

export interface DiscordTroubles {
  /** Undefined while another process has the connection. */
  readonly gateway: GatewayState | undefined;
  readonly commandsMissing: boolean;
  readonly historiesLeft: number;
  readonly refusedShare: number;
}

/** What works less than it should, a sentence each for the operator. */
export function sayStatus({
  gateway,
  commandsMissing,
  historiesLeft,
  refusedShare,
}: DiscordTroubles): string[] {
  const said: string[] = [];
  switch (gateway?.trouble) {
    case "token-refused":
      said.push("Discord refuses DISCORD_BOT_TOKEN: make a new one under Bot in the developer portal.");
      break;
    case "intents-refused":
      said.push(
        "Discord refuses the intents of this bot: check Bot > Privileged Gateway Intents in the developer portal.",
      );
      break;
    case "closed":
      said.push(
        `Discord closed the connection (code ${gateway?.closeCode}); it is tried again with growing pauses.`,
      );
      break;
    case "unreachable":
      said.push("Discord cannot be reached; it is tried again with growing pauses.");
      break;
    case undefined:
      if (gateway?.connected === false) said.push("Discord is being connected.");
  }
  if (gateway?.seesAllText === false) {
    said.push(
      "Without the Message Content intent the bot sees private messages, mentions, replies that mention it, and " +
        "commands only: messages to the group that need help stay unseen. Switch it on under Bot in the developer portal and restart.",
    );
  }
  if (commandsMissing)
    said.push("The slash commands could not be registered; it is tried again every minute.");
  if (historiesLeft > 0)
    said.push(`Messages missed while away are still being read in ${historiesLeft} channels.`);
  if (refusedShare >= 0.5) {
    said.push(
      `Discord refused ${Math.round(refusedShare * 100)} % of the requests it tolerates in 10 minutes.`,
    );
  }
  return said;
}
