export { createTelegramPlatform, type TelegramOptions } from "./adapter.ts";
export { checkTelegram } from "./check-up.ts";
