import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { AlertSettings, Audience, BEGINNING, Message } from "../../src/alerts/broadcast.ts";
import { hookSecret, signHook } from "../../src/alerts/receive-hook.ts";
import { createStores, openSqlite } from "../../src/storage/index.ts";

export const BULK_TEXT = "明天上新：秋装第二批，照旧先到先得。";
export const LIVE_TITLE = "秋装专场";
/** The host of the many groups, and one with few. */
export const HOST = "bench-host";
export const SMALL_HOST = "bench-small";
export const SMALL_GROUPS = 20;
const HOOK_GENERATION = 1;

export const groupId = (at: number): number => -1_000_000_000 - at;
const smallGroupId = (at: number): number => -900_000_000 - at;
export const STAFF_ROOM = -800_000_000;
/** One group in ten has thrown the bot out, and the bot does not know it yet. */
export const isDead = (at: number): boolean => at % 10 === 3;

export const groupIds = (groups: number): readonly number[] =>
  Array.from({ length: groups }, (_, at) => groupId(at));
export const smallGroupIds = (): readonly number[] =>
  Array.from({ length: SMALL_GROUPS }, (_, at) => smallGroupId(at));
export const deadIds = (groups: number): readonly number[] => groupIds(groups).filter((_, at) => isDead(at));

/** A database with two hosts, their groups, and an announcement to all groups of the first that is due at `bulkAt`. */
export async function prepareFanout(folder: string, groups: number, now: number, bulkAt: number) {
  const keyText = randomBytes(32).toString("hex");
  const database = await openSqlite(join(folder, "beluga.db"), createStores);
  try {
    await database.transact(async ({ people, live, broadcasts, db }) => {
      await people.settleSetting("signing-key", keyText);
      for (const hostId of [HOST, SMALL_HOST]) {
        await people.createHost({ hostId, name: "王姐", sample: false }, now);
        await live.saveSettings(hostId, { ...AlertSettings.parse({}), hookGeneration: HOOK_GENERATION });
      }
      const chat = (chatId: number, hostId: string, purpose: "fan" | "staff") => ({
        platform: "telegram",
        chat_id: String(chatId),
        kind: "group",
        title: `粉丝群 ${chatId}`,
        host_id: hostId,
        purpose,
        status: "active",
        bound_by: "bench",
        bound_at: now,
        updated_at: now,
      });
      const chats = [
        ...groupIds(groups).map((id) => chat(id, HOST, "fan")),
        ...smallGroupIds().map((id) => chat(id, SMALL_HOST, "fan")),
        chat(STAFF_ROOM, HOST, "staff"),
      ];
      for (let first = 0; first < chats.length; first += 500) {
        await db
          .insertInto("chats")
          .values(chats.slice(first, first + 500))
          .execute();
      }
      await broadcasts.add({
        id: "bench-bulk",
        hostId: HOST,
        kind: "announcement",
        state: "queued",
        version: 1,
        message: Message.parse({ text: BULK_TEXT }),
        audience: Audience.parse({ persons: false }),
        handle: "bc:bench-bulk",
        createdBy: undefined,
        approvedBy: undefined,
        cron: undefined,
        expiresAfterMs: undefined,
        beganAt: undefined,
        nextAt: bulkAt,
        place: BEGINNING,
        targets: 0,
        told: 0,
        createdAt: now,
      });
    });
  } finally {
    await database.close();
  }
  const hookKey = createHmac("sha256", Buffer.from(keyText, "hex")).update("live hooks").digest();

  /** What a host's tool posts when she goes live. */
  return async function goLive(url: string, hostId: string, at: number): Promise<void> {
    const body = JSON.stringify({ event: "start", title: LIVE_TITLE });
    const signature = signHook(hookSecret(hookKey, hostId, HOOK_GENERATION), String(at), body);
    const response = await fetch(`${url}/hooks/live/${hostId}`, {
      method: "POST",
      headers: { "x-beluga-timestamp": String(at), "x-beluga-signature": signature },
      body,
    });
    if (!response.ok) throw new Error(`the hook answered ${response.status}`);
  };
}

export interface SentOne {
  readonly chatId: number;
  readonly text: string;
  readonly acceptedAt: number;
}

const PER_SECOND = 30;

/** Messages per second from the first to the last of these, as a share of what is permitted. */
export function shareOfPermitted(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  const seconds = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1_000;
  return (sorted.length - 1) / seconds / PER_SECOND;
}

/** The most messages in any stretch of a second. */
export function mostInSecond(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** 429s after the first second of sending. */
export const lateRefusals = (tooMany: readonly number[], sent: readonly SentOne[]): number =>
  tooMany.filter((at) => at > (sent[0]?.acceptedAt ?? 0) + 1_000).length;
