export { createRobotPlatforms, readRobotAddress } from "./adapter.ts";
