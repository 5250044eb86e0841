import type { PlatformName } from "../core/message.ts";
import type { AlertSettings, Audience, Broadcast, BroadcastState, Topic } from "./broadcast.ts";
import type { LiveSchedule, LiveSession } from "./live.ts";

export interface LiveStore {
  /** As it was written, perhaps by an older version: read it with `settingsOf`. */
  settings(hostId: string): Promise<unknown>;
  saveSettings(hostId: string, settings: AlertSettings): Promise<void>;
  /** The session that has not ended. */
  openSession(hostId: string): Promise<LiveSession | undefined>;
  latestSession(hostId: string): Promise<LiveSession | undefined>;
  session(id: string): Promise<LiveSession | undefined>;
  /** False when another one is open already. */
  addSession(session: LiveSession): Promise<boolean>;
  /** Changes a session that is in this state; false when it is not any more. */
  changeSession(
    id: string,
    from: LiveSession["state"],
    change: Partial<
      Pick<
        LiveSession,
        "state" | "title" | "link" | "broadcastId" | "confirmedAt" | "offSince" | "endedAt" | "source"
      >
    >,
  ): Promise<boolean>;
  /** Open sessions that tools have called over since before this moment. */
  offBefore(before: number, limit: number): Promise<readonly LiveSession[]>;
  /** Remembers a call; false when it was made before. */
  noteCall(hostId: string, digest: string, now: number): Promise<boolean>;
  forgetCalls(before: number): Promise<void>;
  addSchedule(schedule: LiveSchedule, now: number): Promise<void>;
  schedules(hostId: string): Promise<readonly LiveSchedule[]>;
  removeSchedule(hostId: string, id: string): Promise<boolean>;
  dueSchedules(now: number, limit: number): Promise<readonly LiveSchedule[]>;
  /** Moves a schedule on; false when another worker did. */
  moveSchedule(id: string, from: number, to: number | undefined): Promise<boolean>;
}

export interface BroadcastStore {
  add(broadcast: Broadcast): Promise<void>;
  broadcast(id: string): Promise<Broadcast | undefined>;
  /** The newest ones of a host. */
  broadcasts(hostId: string, limit: number): Promise<readonly Broadcast[]>;
  /** Changes it while it is in one of these states; with `at`, only while the writing has come no further than that. */
  change(
    id: string,
    from: readonly BroadcastState[],
    change: Partial<Omit<Broadcast, "id" | "hostId" | "createdAt">>,
    at?: Pick<Broadcast, "place" | "version">,
  ): Promise<boolean>;
  due(now: number, limit: number): Promise<readonly Broadcast[]>;
}

/** A group that a broadcast may go to, with what was agreed about it. */
export interface GroupTarget {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly title: string | undefined;
  /** Whose group it is: another host's where partners pass things on. */
  readonly hostId: string;
  readonly tags: readonly string[];
  readonly quiet: QuietHours | undefined;
  readonly dayBudget: number | undefined;
  /** What it wants to hear of; undefined: everything. */
  readonly topics: readonly Topic[] | undefined;
  /** How often in a week everybody may be called; undefined: never. */
  readonly mentionWeek: number | undefined;
  /** Somebody in the group was in danger at this time, lately. */
  readonly dangerAt: number | undefined;
}

/** Which groups are meant. */
export interface GroupFilter extends Pick<Audience, "platforms" | "tags"> {
  /** What the broadcast is about: groups that want other things only are left out. */
  readonly topics?: readonly Topic[];
}

/** A person who subscribed and whom the bot may write to. */
export interface PersonTarget {
  readonly personId: string;
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly quiet: QuietHours | undefined;
  readonly dangerAt: number | undefined;
  /** When the bot last gave her an answer, which no promotion may follow. */
  readonly answeredAt: number | undefined;
}

/** Minutes of the day; from 22:00 to 7:00 is 1320 to 420. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

export interface AudienceStore {
  /** Fan groups of these hosts that still exist, in a fixed order, after a place in it. */
  groups(
    hostIds: readonly string[],
    audience: GroupFilter,
    after: string,
    limit: number,
    dangerSince: number,
  ): Promise<readonly (GroupTarget & { readonly place: string })[]>;
  /** What was agreed about one group that still exists; `dangerAt` is not looked up. */
  target(platform: PlatformName, chatId: string): Promise<GroupTarget | undefined>;
  countGroups(
    hostIds: readonly string[],
    audience: GroupFilter,
  ): Promise<Readonly<Partial<Record<PlatformName, number>>>>;
  persons(
    hostId: string,
    topics: readonly Topic[],
    after: string,
    limit: number,
    since: { readonly danger: number; readonly answer: number },
  ): Promise<readonly PersonTarget[]>;
  countPersons(hostId: string, topics: readonly Topic[]): Promise<number>;
  /** Counts one more message of this day (or of anything that begins with one) for each group with room for it; returns those. */
  spend(
    groups: readonly { readonly platform: PlatformName; readonly chatId: string; readonly budget: number }[],
    day: string,
  ): Promise<readonly { readonly platform: PlatformName; readonly chatId: string }[]>;
  forgetDays(before: string): Promise<void>;
  setGroupRules(
    platform: PlatformName,
    chatId: string,
    rules: Partial<Pick<GroupTarget, "tags" | "quiet" | "dayBudget" | "mentionWeek" | "topics">>,
  ): Promise<void>;
  topics(personId: string, hostId: string): Promise<readonly Topic[]>;
  /** Which of these persons want to be told at least one of these. */
  subscribedAmong(
    hostId: string,
    topics: readonly Topic[],
    personIds: readonly string[],
  ): Promise<ReadonlySet<string>>;
  subscribe(personId: string, hostId: string, topic: Topic, on: boolean, now: number): Promise<void>;
  setQuiet(personId: string, quiet: QuietHours | undefined): Promise<void>;
  /** This host agrees that she and the partner pass on each other's announcements. */
  agree(hostId: string, partnerId: string, by: string, now: number): Promise<void>;
  revoke(hostId: string, partnerId: string): Promise<boolean>;
  /** Hosts that this one agreed with or was asked by; `mutual` when both did. */
  partners(
    hostId: string,
  ): Promise<readonly { readonly hostId: string; readonly agreed: "mine" | "theirs" | "mutual" }[]>;
}
