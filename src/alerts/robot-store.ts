import type { PlatformName, RobotName } from "../core/message.ts";

/** A robot in a group of a work chat that a host has named; its key is kept apart from it. */
export interface Robot {
  readonly robotId: string;
  readonly platform: RobotName;
  readonly hostId: string;
  readonly title: string;
  readonly addedAt: number;
  /** Hears, without a word about whom or what, that somebody is in danger. */
  readonly alarms: boolean;
}

/** What opens it: never shown, never logged, sealed where it is kept. */
export interface RobotKeys {
  readonly token: string;
  readonly secret?: string | undefined;
  readonly keyword?: string | undefined;
}

/** A chat whose digest is due. */
export interface DigestPlace {
  readonly platform: PlatformName;
  readonly chatId: string;
}

export interface RobotStore {
  /** A new robot, which hears no alarms yet, or a known one with new keys. */
  save(robot: Omit<Robot, "alarms">, keys: RobotKeys): Promise<void>;
  /** In the order in which they were named. */
  ofHost(hostId: string): Promise<readonly Robot[]>;
  setAlarms(hostId: string, robotId: string, on: boolean): Promise<void>;
  robot(robotId: string): Promise<Robot | undefined>;
  /** Undefined for a robot that is not there, or whose keys cannot be opened any more. */
  keysOf(platform: RobotName, robotId: string): Promise<RobotKeys | undefined>;
  remove(hostId: string, robotId: string): Promise<boolean>;
  /** Keeps an announcement for the next digest of a chat; the digest comes when the earliest of them is due. */
  holdOver(place: DigestPlace, broadcastId: string, dueAt: number): Promise<void>;
  dueDigests(now: number, limit: number): Promise<readonly DigestPlace[]>;
  /** Takes what is kept for a chat, oldest first: of several workers one gets it. */
  takeDigest(place: DigestPlace): Promise<readonly string[]>;
}
