import { describe, expect, it } from "vitest";
import type { Probe, Robot } from "../../src/alerts/index.ts";
import { createTextSealer } from "../../src/core/text-sealer.ts";
import type { Stores } from "../../src/storage/index.ts";
import { createRobotStore } from "../../src/storage/robot-store.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

const ROBOT: Robot = {
  robotId: "r1",
  platform: "wecom",
  hostId: "wang",
  title: "仓库群",
  addedAt: AT,
  alarms: false,
};
const KEYS = { token: "key-of-the-robot", secret: "its-secret", keyword: "小白鲸" };

/** What group robots, their digests and the pages of live rooms are kept in. */
export function robotStoresContract(engine: EngineUnderTest): void {
  describe("robots and probes", () => {
    const database = useDatabase(engine);
    const run = <T>(work: (stores: Stores) => Promise<T>) => database().transact(work);

    it("keeps robots of their host, with keys that only their maker's name opens", async () => {
      await run(({ robots }) => robots.save(ROBOT, KEYS));
      await run(({ robots }) => robots.save({ ...ROBOT, robotId: "r0", addedAt: AT + 1 }, { token: "t" }));
      await run(({ robots }) => robots.save({ ...ROBOT, robotId: "r2", hostId: "li" }, { token: "x" }));
      expect(await run(({ robots }) => robots.ofHost("wang"))).toEqual([
        ROBOT,
        { ...ROBOT, robotId: "r0", addedAt: AT + 1 },
      ]);
      expect(await run(({ robots }) => robots.robot("r1"))).toEqual(ROBOT);
      expect(await run(({ robots }) => robots.keysOf("wecom", "r1"))).toEqual(KEYS);
      expect(await run(({ robots }) => robots.keysOf("feishu", "r1"))).toBeUndefined();
      expect(await run(({ robots }) => robots.keysOf("wecom", "r9"))).toBeUndefined();
      await run(({ robots }) => robots.setAlarms("li", "r1", true));
      expect((await run(({ robots }) => robots.robot("r1")))?.alarms).toBe(false);
      await run(({ robots }) => robots.setAlarms("wang", "r1", true));
      // New keys take the place of the old ones; nobody else's robot is taken over by its id.
      await run(({ robots }) => robots.save({ ...ROBOT, title: "新名字" }, { token: "new" }));
      await run(({ robots }) => robots.save({ ...ROBOT, hostId: "li", title: "抢" }, { token: "stolen" }));
      expect(await run(({ robots }) => robots.robot("r1"))).toEqual({
        ...ROBOT,
        title: "新名字",
        alarms: true,
      });
      expect(await run(({ robots }) => robots.keysOf("wecom", "r1"))).toEqual({ token: "new" });
      expect(await run(({ robots }) => robots.remove("li", "r1"))).toBe(false);
      expect(await run(({ robots }) => robots.remove("wang", "r1"))).toBe(true);
      expect(await run(({ robots }) => robots.robot("r1"))).toBeUndefined();
    });

    it("seals keys where there is a key for it, and opens none that was moved to another robot", async () => {
      const sealer = createTextSealer([new Uint8Array(32).fill(3)], createSeededRandom(5));
      await run(({ db }) => createRobotStore(db, sealer).save(ROBOT, KEYS));
      const [row] = await rowsOf<{ sealed: string }>(database(), "robots");
      for (const word of Object.values(KEYS)) expect(row?.sealed).not.toContain(word);
      expect(await run(({ db }) => createRobotStore(db, sealer).keysOf("wecom", "r1"))).toEqual(KEYS);
      await run(({ db }) => db.updateTable("robots").set({ id: "r7" }).execute());
      expect(await run(({ db }) => createRobotStore(db, sealer).keysOf("wecom", "r7"))).toBeUndefined();
    });

    it("holds announcements over until their digest is due, and gives them to one worker", async () => {
      const place = { platform: "wecom", chatId: "r1" } as const;
      await run(async ({ robots }) => {
        await robots.holdOver(place, "b2", AT + 10);
        await robots.holdOver(place, "b1", AT + 5);
        await robots.holdOver(place, "b1", AT + 50);
        await robots.holdOver({ ...place, chatId: "r2" }, "b1", AT + 100);
      });
      expect(await run(({ robots }) => robots.dueDigests(AT + 4, 9))).toEqual([]);
      expect(await run(({ robots }) => robots.dueDigests(AT + 5, 9))).toEqual([place]);
      const taken = await Promise.all([1, 2, 3].map(() => run(({ robots }) => robots.takeDigest(place))));
      expect(taken.flat()).toEqual(["b1", "b2"]);
      expect(await run(({ robots }) => robots.dueDigests(AT + 99, 9))).toEqual([]);
      await run(({ robots }) => robots.remove("wang", "r2"));
      expect(await run(({ robots }) => robots.dueDigests(AT + 100, 9))).toEqual([]);
    });

    it("tells robots what groups are told, and keeps how often everybody may be called", async () => {
      await run(async ({ people, audience }) => {
        await people.createHost({ hostId: "wang", name: "王老师", sample: false }, AT);
        for (const [platform, chatId, purpose] of [
          ["telegram", "-1", "fan"],
          ["telegram", "-2", "staff"],
          ["feishu", "r3", "robot"],
        ] as const) {
          await people.seeChat({ platform, chatId, kind: "group", title: chatId }, AT);
          await people.bindChat({ platform, chatId, hostId: "wang", purpose, boundBy: "p1" }, AT);
        }
        await audience.setGroupRules("feishu", "r3", { mentionWeek: 2 });
        await audience.setGroupRules("feishu", "r3", { tags: ["仓库"] });
        await audience.setGroupRules("feishu", "r3", {});
      });
      const everybody = { platforms: [], tags: [] };
      expect(await run(({ audience }) => audience.countGroups(["wang"], everybody))).toEqual({
        telegram: 1,
        feishu: 1,
      });
      const found = await run(({ audience }) => audience.groups(["wang"], everybody, "", 9, 0));
      expect(found.map(({ chatId, mentionWeek, tags }) => [chatId, mentionWeek, tags])).toEqual([
        ["r3", 2, ["仓库"]],
        ["-1", undefined, []],
      ]);
      const target = await run(({ audience }) => audience.target("feishu", "r3"));
      expect(target).toMatchObject({ hostId: "wang", mentionWeek: 2, tags: ["仓库"] });
      await run(({ audience }) => audience.setGroupRules("feishu", "r3", { mentionWeek: undefined }));
      const changed = await run(({ audience }) => audience.target("feishu", "r3"));
      expect(changed?.mentionWeek).toBeUndefined();
      await run(({ audience }) => audience.setGroupRules("feishu", "r3", { topics: ["live"] }));
      const wanting = (topics: readonly ("live" | "deals")[]) =>
        run(({ audience }) => audience.countGroups(["wang"], { ...everybody, topics }));
      expect(await wanting(["live"])).toEqual({ telegram: 1, feishu: 1 });
      expect(await wanting(["deals"])).toEqual({ telegram: 1 });
      expect(await wanting(["live", "deals"])).toEqual({ telegram: 1, feishu: 1 });
      await run(({ people }) => people.markChatGone("feishu", "r3", "target-gone", AT));
      expect(await run(({ audience }) => audience.target("feishu", "r3"))).toBeUndefined();
      expect(await run(({ audience }) => audience.target("feishu", "r9"))).toBeUndefined();
    });

    it("looks at one page a host, one worker at a time, and keeps nothing of a page that was changed", async () => {
      await run(({ probes }) => probes.set("wang", "https://one", AT + 5, 300));
      expect(await run(({ probes }) => probes.due(AT + 4, 9))).toEqual([]);
      const [due] = await run(({ probes }) => probes.due(AT + 5, 9));
      const fresh: Probe = {
        hostId: "wang",
        link: "https://one",
        nextAt: AT + 5,
        pauseMs: 300,
        seen: undefined,
        seenAt: undefined,
        inARow: 0,
      };
      expect(due).toEqual(fresh);
      const taken = await Promise.all([1, 2].map(() => run(({ probes }) => probes.take(fresh, AT + 50))));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const noted: Probe = { ...fresh, nextAt: AT + 99, seen: "live", seenAt: AT + 6, inARow: 1 };
      expect(await run(({ probes }) => probes.note(noted))).toBe(true);
      expect(await run(({ probes }) => probes.probe("wang"))).toEqual(noted);
      await run(({ probes }) => probes.set("wang", "https://two", AT + 7, 300));
      expect(await run(({ probes }) => probes.note(noted))).toBe(false);
      expect((await run(({ probes }) => probes.probe("wang")))?.seen).toBeUndefined();
      expect(await run(({ probes }) => probes.remove("wang"))).toBe(true);
      expect(await run(({ probes }) => probes.remove("wang"))).toBe(false);
    });
  });
}
