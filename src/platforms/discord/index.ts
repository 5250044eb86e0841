export { createDiscordPlatform, type DiscordOptions } from "./adapter.ts";
export { RECONNECT_PAUSES, type ReconnectPauses } from "./gateway.ts";
