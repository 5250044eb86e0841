import { createServer } from "node:http";
import { Telegraf } from "telegraf";
import { message } from "telegraf/filters";

/**
 * The baseline for updates: a bare telegraf bot behind a webhook that says back what it hears and keeps
 * nothing. `node echo-bot.ts TOKEN API_ROOT PORT`.
 */
const [token = "", apiRoot = "", port = ""] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot, webhookReply: false } });
bot.on(message("text"), (context) => context.reply(context.message.text));
bot.catch((error) => {
  process.stderr.write(`${String(error)}\n`);
});
const server = createServer(bot.webhookCallback("/hook"));
server.listen(Number(port), "127.0.0.1", async () => {
  await bot.telegram.setWebhook(`http://127.0.0.1:${port}/hook`, { max_connections: 40 });
  process.stdout.write("ready\n");
});
