import { startDiscordStandIn } from "./index.ts";

/**
 * `node test/standins/discord/main.ts [PORT]`: the stand-in as its own process for drills that kill the bot. Prints
 * one JSON line with its addresses and ids; everything else is under `POST {origin}/_control/NAME`, see control.ts.
 */
const standIn = await startDiscordStandIn({
  port: Number(process.argv[2] ?? 0),
  withControl: true,
  allowMessageContent: !process.argv.includes("--no-message-content"),
  enforceLimits: process.argv.includes("--limits"),
});
const { url, gatewayUrl, token, botId } = standIn;
const line = {
  url,
  control: url.replace(/\/api$/, "/_control"),
  gatewayUrl,
  token,
  botId,
  guildId: standIn.guild.id,
  ownerId: standIn.guild.ownerId,
  generalId: standIn.general.id,
  staffId: standIn.staff.id,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void standIn.stop());
