import type { Kysely, Selectable } from "kysely";
import type { Robot, RobotKeys, RobotStore } from "../alerts/index.ts";
import { type PlatformName, ROBOT_NAMES, type RobotName } from "../core/message.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

const about = (robotId: string): string => `robot:${robotId}`;

const toRobot = (row: Selectable<Schema["robots"]>): readonly Robot[] => {
  const platform = ROBOT_NAMES.find((name): name is RobotName => name === row.platform);
  if (!platform) return [];
  const { id: robotId, host_id: hostId, title, added_at: addedAt } = row;
  return [{ robotId, platform, hostId, title, addedAt, alarms: row.alarms === 1 }];
};

export function createRobotStore(db: Kysely<Schema>, sealer: TextSealer): RobotStore {
  return {
    async save({ robotId, platform, hostId, title, addedAt }, keys) {
      const sealed = sealer.seal(JSON.stringify(keys), about(robotId));
      const row = { title: plainText(title), sealed, added_at: addedAt };
      await db
        .insertInto("robots")
        .values({ id: robotId, platform, host_id: hostId, ...row })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row).where("robots.host_id", "=", hostId))
        .execute();
    },

    async ofHost(hostId) {
      const rows = await db
        .selectFrom("robots")
        .selectAll()
        .where("host_id", "=", hostId)
        .orderBy("added_at")
        .orderBy("id")
        .execute();
      return rows.flatMap(toRobot);
    },

    async setAlarms(hostId, robotId, on) {
      await db
        .updateTable("robots")
        .set({ alarms: on ? 1 : 0 })
        .where("id", "=", robotId)
        .where("host_id", "=", hostId)
        .execute();
    },

    async robot(robotId) {
      const row = await db.selectFrom("robots").selectAll().where("id", "=", robotId).executeTakeFirst();
      return row && toRobot(row)[0];
    },

    async keysOf(platform, robotId) {
      const row = await db
        .selectFrom("robots")
        .select("sealed")
        .where("id", "=", robotId)
        .where("platform", "=", platform)
        .executeTakeFirst();
      const opened = row && sealer.open(row.sealed, about(robotId));
      return opened === undefined ? undefined : (JSON.parse(opened) as RobotKeys);
    },

    async remove(hostId, robotId) {
      const result = await db
        .deleteFrom("robots")
        .where("id", "=", robotId)
        .where("host_id", "=", hostId)
        .executeTakeFirst();
      await db.deleteFrom("robot_digests").where("chat_id", "=", robotId).execute();
      return result.numDeletedRows > 0n;
    },

    async holdOver({ platform, chatId }, broadcastId, dueAt) {
      await db
        .insertInto("robot_digests")
        .values({ platform, chat_id: chatId, broadcast_id: broadcastId, due_at: dueAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async dueDigests(now, limit) {
      const rows = await db
        .selectFrom("robot_digests")
        .select(["platform", "chat_id"])
        .distinct()
        .where("due_at", "<=", now)
        .limit(limit)
        .execute();
      return rows.map((row) => ({ platform: row.platform as PlatformName, chatId: row.chat_id }));
    },

    async takeDigest({ platform, chatId }) {
      const rows = await db
        .deleteFrom("robot_digests")
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .returning(["broadcast_id", "due_at"])
        .execute();
      return rows
        .sort((one, other) => one.due_at - other.due_at || (one.broadcast_id < other.broadcast_id ? -1 : 1))
        .map((row) => row.broadcast_id);
    },
  };
}
