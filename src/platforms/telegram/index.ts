export { createTelegramPlatform, type TelegramOptions, type TelegramWebhook } from "./adapter.ts";
