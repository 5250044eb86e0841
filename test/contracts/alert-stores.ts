import { describe, expect, it } from "vitest";
import type { Broadcast, LiveSession } from "../../src/alerts/index.ts";
import type { NewDelivery } from "../../src/delivery/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT } from "../support/records.ts";

const SESSION: LiveSession = {
  id: "s1",
  hostId: "wang",
  state: "confirmed",
  source: "host",
  title: "秋装",
  link: undefined,
  broadcastId: "b1",
  firstSeenAt: AT,
  confirmedAt: AT,
  offSince: undefined,
  endedAt: undefined,
};
const BROADCAST: Broadcast = {
  id: "b1",
  hostId: "wang",
  kind: "announcement",
  state: "sending",
  version: 1,
  message: { text: "补货", wordings: [], buttons: [], media: [], edits: false },
  audience: { platforms: [], tags: [], groups: true, persons: true, partners: false },
  handle: "bc:b1",
  createdBy: "p1",
  approvedBy: undefined,
  cron: undefined,
  expiresAfterMs: 1_000,
  beganAt: AT,
  nextAt: AT,
  place: { part: "groups", after: "", left: 0 },
  targets: 0,
  told: 0,
  createdAt: AT,
};
const delivery = (index: number, more: Partial<NewDelivery> = {}): NewDelivery => ({
  dedupeKey: `d${index}`,
  nonce: `n${index}`,
  lane: "announcement",
  to: { platform: "telegram", chatId: `-${index}` },
  content: { tone: "plain", blocks: [], buttons: [] },
  batch: "b1:1",
  ...more,
});

/** What live sessions, broadcasts and their audiences are kept in. */
export function alertStoresContract(engine: EngineUnderTest): void {
  describe("alert stores", () => {
    const database = useDatabase(engine);
    const run = <T>(work: (stores: Stores) => Promise<T>) => database().transact(work);
    const group = (hostId: string, chatId: string, platform: "telegram" | "discord" = "telegram") =>
      run(async ({ people }) => {
        await people.seeChat({ platform, chatId, kind: "group", title: chatId }, AT);
        await people.bindChat({ platform, chatId, hostId, purpose: "fan", boundBy: "p1" }, AT);
      });
    const hosts = () =>
      run(async ({ people }) => {
        await people.createHost({ hostId: "wang", name: "王老师", sample: false }, AT);
        await people.createHost({ hostId: "li", name: "李姐", sample: false }, AT);
      });

    it("keeps one open session a host, whoever opens it, and changes it only from the state it is in", async () => {
      const added = await Promise.all([
        run(({ live }) => live.addSession(SESSION)),
        run(({ live }) => live.addSession({ ...SESSION, id: "s2" })),
        run(({ live }) => live.addSession({ ...SESSION, id: "s3", hostId: "li" })),
      ]);
      expect(added.filter(Boolean)).toHaveLength(2);
      const open = await run(({ live }) => live.openSession("wang"));
      expect(open).toEqual({ ...SESSION, id: open?.id });
      const id = open?.id ?? "";
      expect(await run(({ live }) => live.changeSession(id, "likely", { state: "ended" }))).toBe(false);
      expect(await run(({ live }) => live.changeSession(id, "confirmed", { offSince: AT + 5 }))).toBe(true);
      expect(await run(({ live }) => live.offBefore(AT + 4, 9))).toEqual([]);
      expect(await run(({ live }) => live.offBefore(AT + 5, 9))).toHaveLength(1);
      const ended = { state: "ended", endedAt: AT + 9, offSince: undefined } as const;
      const both = await Promise.all([
        run(({ live }) => live.changeSession(id, "confirmed", ended)),
        run(({ live }) => live.changeSession(id, "confirmed", ended)),
      ]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await run(({ live }) => live.openSession("wang"))).toBeUndefined();
      expect(await run(({ live }) => live.latestSession("wang"))).toMatchObject({ id, ...ended });
      expect(await run(({ live }) => live.addSession({ ...SESSION, id: "s4" }))).toBe(true);
    });

    it("knows a call that was made before, and moves a plan on once", async () => {
      const calls = await Promise.all([1, 2, 3].map(() => run(({ live }) => live.noteCall("wang", "x", AT))));
      expect(calls.filter(Boolean)).toHaveLength(1);
      await run(({ live }) => live.forgetCalls(AT + 1));
      expect(await run(({ live }) => live.noteCall("wang", "x", AT))).toBe(true);
      const plan = {
        id: "l1",
        hostId: "wang",
        cron: "0 20 * * 3",
        label: "每周三",
        title: undefined,
        nextAt: AT,
      };
      await run(({ live }) => live.addSchedule(plan, AT));
      expect(await run(({ live }) => live.dueSchedules(AT - 1, 9))).toEqual([]);
      expect(await run(({ live }) => live.dueSchedules(AT, 9))).toEqual([plan]);
      expect(await run(({ live }) => live.moveSchedule("l1", AT, AT + 7))).toBe(true);
      expect(await run(({ live }) => live.moveSchedule("l1", AT, AT + 9))).toBe(false);
      expect(await run(({ live }) => live.removeSchedule("li", "l1"))).toBe(false);
      expect(await run(({ live }) => live.removeSchedule("wang", "l1"))).toBe(true);
      expect(await run(({ live }) => live.schedules("wang"))).toEqual([]);
    });

    it("moves a broadcast's place once, whichever worker is first", async () => {
      await run(({ broadcasts }) => broadcasts.add(BROADCAST));
      expect(await run(({ broadcasts }) => broadcasts.broadcast("b1"))).toEqual(BROADCAST);
      expect(await run(({ broadcasts }) => broadcasts.due(AT - 1, 9))).toEqual([]);
      expect(await run(({ broadcasts }) => broadcasts.due(AT, 9))).toEqual([BROADCAST]);
      const place = { part: "groups", after: "telegram -1", left: 0 } as const;
      const moved = await Promise.all(
        [1, 2].map(() => run(({ broadcasts }) => broadcasts.change("b1", ["sending"], { place }, BROADCAST))),
      );
      expect(moved.filter(Boolean)).toHaveLength(1);
      const done = { state: "done", nextAt: undefined } as const;
      expect(await run(({ broadcasts }) => broadcasts.change("b1", ["running"], done))).toBe(false);
      expect(await run(({ broadcasts }) => broadcasts.change("b1", ["sending"], done))).toBe(true);
      expect(await run(({ broadcasts }) => broadcasts.due(AT, 9))).toEqual([]);
      expect(await run(({ broadcasts }) => broadcasts.broadcasts("wang", 9))).toMatchObject([
        { id: "b1", place },
      ]);
    });

    it("pages through every group once, by platform and tag, of these hosts only", async () => {
      await hosts();
      for (const chatId of ["-1", "-2", "-3", "-4"]) await group("wang", chatId);
      await group("wang", "77", "discord");
      await group("li", "-9");
      await run(async ({ audience, people }) => {
        await people.markChatGone("telegram", "-4", "gone", AT);
        await audience.setGroupRules("telegram", "-2", { tags: ["童装"], quiet: { from: 1_320, to: 420 } });
        await audience.setGroupRules("telegram", "-3", { tags: ["童装类"] });
        await audience.setGroupRules("telegram", "-2", { dayBudget: 2 });
      });
      const seen: string[] = [];
      for (let after = ""; ; ) {
        const page = await run(({ audience }) =>
          audience.groups(["wang"], { platforms: [], tags: [] }, after, 2, AT),
        );
        if (page.length === 0) break;
        seen.push(...page.map(({ platform, chatId }) => `${platform} ${chatId}`));
        after = page.at(-1)?.place ?? "";
      }
      expect(seen.sort()).toEqual(["discord 77", "telegram -1", "telegram -2", "telegram -3"]);
      const tagged = await run(({ audience }) =>
        audience.groups(["wang", "li"], { platforms: [], tags: ["童装"] }, "", 9, AT),
      );
      expect(tagged).toMatchObject([
        { chatId: "-2", tags: ["童装"], quiet: { from: 1_320, to: 420 }, dayBudget: 2 },
      ]);
      expect(
        await run(({ audience }) => audience.countGroups(["wang", "li"], { platforms: [], tags: [] })),
      ).toEqual({ discord: 1, telegram: 4 });
    });

    it("gives a group no more in a day than its share, also to two at once", async () => {
      const ask = () =>
        run(({ audience }) =>
          audience.spend([{ platform: "telegram", chatId: "-1", budget: 2 }], "2026-11-22"),
        );
      const given = [...(await Promise.all([ask(), ask(), ask()])), await ask()].flat();
      expect(given).toHaveLength(2);
      await run(({ audience }) => audience.forgetDays("2026-11-23"));
      expect(await ask()).toHaveLength(1);
    });

    it("reaches who subscribed once, where she writes from, with her danger and her last answer", async () => {
      await run(async ({ people, audience, safety, answers }) => {
        for (const [personId, chat] of [
          ["p1", "1"],
          ["p2", undefined],
        ] as const) {
          await people.identify(
            { platform: "telegram", userId: `u${personId}`, displayName: undefined, privateChatId: chat },
            personId,
            AT,
          );
          await audience.subscribe(personId, "wang", "live", true, AT);
          await audience.subscribe(personId, "wang", "deals", true, AT);
        }
        await audience.setQuiet("p1", { from: 0, to: 60 });
        await safety.addEvent(
          {
            hostId: "wang",
            platform: "telegram",
            chatId: "1",
            personId: "p1",
            inboxId: 1,
            level: "urgent",
            kinds: [],
            rules: [],
            words: [],
            messageId: "1",
            userId: "u",
            locale: "zh",
          },
          AT,
        );
        await answers.addAnswer(
          {
            answerId: "a1",
            hostId: "wang",
            platform: "telegram",
            chatId: "1",
            personId: "p1",
            outcome: "answered",
            articleId: undefined,
            revision: undefined,
            score: 1,
            near: [],
            locale: "zh",
            stage: undefined,
          },
          AT,
        );
      });
      const since = { danger: AT - 1, answer: AT - 1 };
      const reach = (after: string) =>
        run(({ audience }) => audience.persons("wang", ["live", "deals"], after, 9, since));
      expect(await reach("")).toEqual([
        {
          personId: "p1",
          platform: "telegram",
          chatId: "1",
          quiet: { from: 0, to: 60 },
          dangerAt: AT,
          answeredAt: AT,
        },
      ]);
      expect(await reach("p1")).toEqual([]);
      expect(await run(({ audience }) => audience.countPersons("wang", ["live", "deals"]))).toBe(1);
      await run(({ audience }) => audience.subscribe("p1", "wang", "live", false, AT));
      expect(await run(({ audience }) => audience.topics("p1", "wang"))).toEqual(["deals"]);
    });

    it("knows partners as such only while both agree", async () => {
      await run(({ audience }) => audience.agree("wang", "li", "p1", AT));
      expect(await run(({ audience }) => audience.partners("wang"))).toEqual([
        { hostId: "li", agreed: "mine" },
      ]);
      expect(await run(({ audience }) => audience.partners("li"))).toEqual([
        { hostId: "wang", agreed: "theirs" },
      ]);
      await run(({ audience }) => audience.agree("li", "wang", "p2", AT));
      expect(await run(({ audience }) => audience.partners("li"))).toEqual([
        { hostId: "wang", agreed: "mutual" },
      ]);
      expect(await run(({ audience }) => audience.revoke("li", "wang"))).toBe(true);
      expect(await run(({ audience }) => audience.partners("wang"))).toEqual([]);
    });

    it("counts, stops and repeats a batch, and drops what has become too old with a record", async () => {
      await run(({ outbox }) =>
        outbox.enqueue(
          [
            delivery(1),
            delivery(2, { notBefore: AT + 100 }),
            delivery(3, { expiresAt: AT + 50 }),
            delivery(4),
            delivery(5, { batch: "b2:1" }),
          ],
          AT,
        ),
      );
      const due = (at: number) => run(({ outbox }) => outbox.due(at, 9, ["telegram"]));
      expect((await due(AT)).map(({ to }) => to.chatId)).toEqual(["-1", "-3", "-4", "-5"]);
      const [first, , fourth] = await due(AT);
      const ids = [first?.id ?? 0, fourth?.id ?? 0];
      await run(async ({ outbox }) => {
        await outbox.lease(ids, "me", AT + 9);
        await outbox.settle(
          [
            { id: ids[0] ?? 0, outcome: "sent", messageId: "m1" },
            { id: ids[1] ?? 0, outcome: "failed", detail: "rejected" },
          ],
          AT,
        );
      });
      expect(await run(({ outbox }) => outbox.dropExpired(AT + 49))).toBe(0);
      expect(await run(({ outbox }) => outbox.dropExpired(AT + 50))).toBe(1);
      const counts = () => run(({ outbox }) => outbox.countBatch("b1:1"));
      expect(await counts()).toEqual({ sent: 1, waiting: 1, failed: 1, unknown: 0, dropped: 1 });
      expect(await run(({ outbox }) => outbox.stopBatch("b1:1", AT))).toBe(1);
      expect(await run(({ outbox }) => outbox.stopBatch("b1:1", AT))).toBe(0);
      expect(await run(({ outbox }) => outbox.resendBatch("b1:1", "failed", AT + 900, AT))).toBe(1);
      expect(await counts()).toEqual({ sent: 1, waiting: 1, failed: 0, unknown: 0, dropped: 2 });
      const details = (await rowsOf<{ detail: string }>(database(), "receipts")).map(({ detail }) => detail);
      expect(details.sort()).toEqual(["rejected", "stopped", "too old"]);
      expect((await due(AT)).map(({ to }) => to.chatId)).toEqual(["-4", "-5"]);
    });

    it("finds what somebody wrote, while it is kept", async () => {
      const event = {
        platform: "telegram",
        kind: "message",
        chat: { chatId: "-1", kind: "group" },
        updateKey: "m:7",
        sentAt: AT,
        messageId: "7",
        sender: { userId: "1" },
        text: "到货了",
        edited: false,
        addressed: "none",
        media: [],
      } as const;
      const [entry] = await run(({ inbox }) => inbox.add([{ ...event, media: [] }], AT));
      const find = (id: string) => run(({ inbox }) => inbox.message("telegram", "-1", id));
      expect((await find("7"))?.text).toBe("到货了");
      expect(await find("8")).toBeUndefined();
      await run(({ inbox }) => inbox.finish(entry?.id ?? 0, AT));
      await erase(database(), "inbox-texts", AT + 1);
      expect(await find("7")).toBeUndefined();
    });
  });
}
