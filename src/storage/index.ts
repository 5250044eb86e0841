export { checkShared, checkStorage } from "./check-up.ts";
export { openPglite, openPostgres, openRedis, openStorage } from "./open-storage.ts";
export { readOverrides } from "./read-overrides.ts";
export { createRoomStore } from "./room-store.ts";
export { FolderInUseError, lockFolder, type Opened, openSqlite } from "./sqlite.ts";
export { createStores, type Stores } from "./stores.ts";
