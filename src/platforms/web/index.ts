export {
  createWebPlatform,
  type WebPlatform,
  type WebPlatformOptions,
} from "./adapter.ts";
export type { Room } from "./decode.ts";
export { DEFAULT_WEB_LIMITS, type Rate, type WebLimits } from "./limits.ts";
export type {
  NewRoomMessage,
  RoomContent,
  RoomMessage,
  RoomStore,
} from "./room-store.ts";
