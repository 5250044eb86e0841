import { startTelegramStandIn } from "./server.ts";

/**
 * The stand-in as its own process: `node main.ts '{"validate":false}'` prints `{"url","token","username"}` on one
 * line and runs until it is ended. Control lies under `<url>/_control/`.
 */
const standIn = await startTelegramStandIn(JSON.parse(process.argv[2] ?? "{}"));
const { url, token, username } = standIn;
process.stdout.write(`${JSON.stringify({ url, token, username })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void standIn.stop().then(() => process.exit(0)));
}
