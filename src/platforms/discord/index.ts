export { createDiscordPlatform, type DiscordOptions } from "./adapter.ts";
export { checkDiscord } from "./check-up.ts";
export type { ReconnectPauses } from "./gateway.ts";
