import { describe, expect, it } from "vitest";
import { appendAll } from "../../src/cases/append-event.ts";
import { UNOPENED } from "../../src/cases/case.ts";
import { casesData, foldCase } from "../../src/cases/index.ts";
import { KEPT } from "../../src/core/kept.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import { peopleData } from "../../src/people/index.ts";
import { createTimeKeeper } from "../../src/privacy/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { FROM } from "../cases/arbitrary.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT, delivery, message } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

const DAY = 86_400_000;

/** Linking, forgetting and erasing by time. */
export function privacyStoresContract(engine: EngineUnderTest): void {
  const database = useDatabase(engine);
  const run = <T>(work: (stores: Stores) => Promise<T>) => database().transact(work);
  const meet = (userId: string, newId: string) =>
    run(({ people }) =>
      people.identify(
        { platform: "telegram", userId, displayName: undefined, privateChatId: userId },
        newId,
        AT,
      ),
    );
  const merge = (from: string, into: string) =>
    run(async ({ links }) => {
      const standing = await links.lockPersons([from, into]);
      if (standing.size < 2) return false;
      await links.mergePersons(from, into);
      return true;
    });

  describe("link store", () => {
    it("gives a code to one person, for ten minutes, once, and not to who was shown it", async () => {
      const code = { linkId: "l1", codeHash: "h1", personId: "mei" };
      await run(({ links }) => links.addLinkCode(code, AT + 10));
      const claim = (who: string, at = AT, hash = "h1") =>
        run(({ links }) => links.claimLinkCode(hash, who, at));
      expect(await claim("mei")).toBe("own");
      expect(await claim("lan", AT, "h2")).toBeUndefined();
      expect(await claim("lan", AT + 10)).toBeUndefined();
      const both = await Promise.all([claim("lan"), claim("hua")]);
      expect(both.filter((found) => found !== undefined)).toHaveLength(1);
      const winner = both[0] ? "lan" : "hua";
      const use = (who: string, at = AT) => run(({ links }) => links.useLink("l1", who, at));
      expect([await use("ying"), await use(winner, AT + 10)]).toEqual([undefined, undefined]);
      const used = await Promise.all([use(winner), use(winner)]);
      expect(used.filter((found) => found !== undefined)).toHaveLength(1);
    });

    it("merges once when two link each other at the same moment, and nobody is lost", async () => {
      await meet("1", "mei");
      await meet("2", "lan");
      await run(({ people }) => people.grant("lan", { hostId: "wang", role: "moderator" }, undefined, AT));
      const done = await Promise.all([merge("mei", "lan"), merge("lan", "mei")]);
      expect(done.filter(Boolean)).toHaveLength(1);
      const [one, other] = [await meet("1", "x"), await meet("2", "y")];
      expect(one.personId).toBe(other.personId);
      expect(one.roles).toEqual([{ hostId: "wang", role: "moderator" }]);
      const former = one.personId === "lan" ? "mei" : "lan";
      expect(await run(({ people }) => people.currentId(former))).toBe(one.personId);
    });

    it("lets nobody write for a person who becomes another one at that moment", async () => {
      for (let round = 0; round < 20; round += 1) {
        const [a, b] = [`a${round}`, `b${round}`];
        await meet(a, a);
        await meet(b, b);
        const writes = async () =>
          await run(async ({ people, db }) => {
            const account = { platform: "telegram", userId: a, displayName: undefined } as const;
            const { personId } = await people.identify({ ...account, privateChatId: a }, "new", AT);
            await db
              .insertInto("subscriptions")
              .values({ person_id: personId, host_id: `h${round}`, kind: "live", at: AT })
              .execute();
          });
        const links = async () =>
          await run(async ({ links: store, personRows }) => {
            await store.lockPersons([a, b]);
            await personRows.subscriptions.move(a, b);
            await store.mergePersons(a, b);
          });
        await Promise.all(round % 2 === 0 ? [writes(), links()] : [links(), writes()]);
      }
      const rows = await rowsOf<{ person_id: string }>(database(), "subscriptions");
      expect(rows.map(({ person_id }) => person_id).filter((id) => id.startsWith("a"))).toEqual([]);
      expect(rows).toHaveLength(20);
    });

    it("parts an account, but never the last one, nor one of somebody else", async () => {
      await meet("1", "mei");
      await meet("2", "lan");
      const split = (userId: string, personId: string) =>
        run(({ links }) => links.splitAccount({ platform: "telegram", userId }, personId, "new", AT));
      expect([await split("1", "mei"), await split("2", "mei")]).toEqual([false, false]);
      await merge("lan", "mei");
      expect(await split("2", "mei")).toBe(true);
      expect((await meet("2", "x")).personId).toBe("new");
      expect(await split("1", "mei")).toBe(false);
    });
  });

  describe("cases of two accounts", () => {
    const clock = { now: () => AT + 50, after: () => () => {} };
    const deps = {
      clock,
      random: createSeededRandom(1),
      signer: createButtonSigner(new Uint8Array(32)),
      platforms: new Map(),
    };
    const opened = {
      type: "opened",
      kind: "other",
      level: "care",
      alias: "青禾",
      reason: "human",
      from: FROM,
    } as const;
    const open = (personId: string, level: "care" | "urgent", text: string) =>
      run(async (stores) => {
        const caseId = await stores.cases.create(
          { hostId: "wang", personId },
          { ...UNOPENED, kind: "other", level, from: FROM },
        );
        const held = caseId === undefined ? undefined : await stores.cases.lock(caseId);
        if (!held) throw new Error("not opened");
        await appendAll(stores, held, AT, [{ ...opened, level, text }]);
        return held.caseId;
      });

    it("become one, the graver one's clock runs, and rows are what events make of them", async () => {
      const older = await open("mei", "care", "鞋子");
      const younger = await open("lan", "urgent", "尺码");
      await run((stores) => casesData(deps).merges(stores, "lan", "mei", "zh", AT));
      const [one, other] = await run(async ({ cases }) => [
        await cases.lock(older),
        await cases.lock(younger),
      ]);
      expect(one).toMatchObject({ personId: "mei", view: { status: "open", level: "urgent" } });
      expect(other).toMatchObject({ personId: "mei", view: { status: "closed", joinedInto: older } });
      for (const held of [one, other]) {
        const events = await run(({ cases }) => cases.events(held?.caseId ?? 0, 99));
        expect(foldCase(events)).toEqual(held?.view);
      }
      expect(await run(({ cases }) => cases.casesOf("mei", 0))).toMatchObject([{ caseId: older }]);
      // Once more changes nothing.
      await run((stores) => casesData(deps).merges(stores, "lan", "mei", "zh", AT));
      expect(await run(({ cases }) => cases.lock(older))).toEqual(one);
    });

    it("are erased for good once closed: no words, no person, no account", async () => {
      const caseId = await open("mei", "care", "手机 13812345678");
      const erase = () => run(({ cases }) => cases.eraseCase(caseId, AT));
      expect(await erase(), "open").toBe(false);
      await run(async (stores) => {
        const held = await stores.cases.lock(caseId);
        if (held) await appendAll(stores, held, AT, [{ type: "closed", by: "lan" }]);
      });
      expect([await erase(), await erase()]).toEqual([true, false]);
      const rows = [await rowsOf(database(), "cases"), await rowsOf(database(), "case_events")];
      const text = JSON.stringify(rows);
      expect(text).not.toContain("13812345678");
      expect(text).not.toContain(FROM.userId);
      expect(text).not.toContain("mei");
      expect(text).toContain("closed");
      const held = await run(({ cases }) => cases.lock(caseId));
      expect(foldCase(await run(({ cases }) => cases.events(caseId, 9)))).toEqual(held?.view);
    });
  });

  describe("times", () => {
    it("are kept to in portions, and what is newer stays", async () => {
      const times = [400, 200, 20, 8, 6, 0].map((days) => AT - days * DAY);
      for (const at of times) {
        const [entry] = await run(({ inbox }) => inbox.add([message()], at));
        await run(({ inbox }) => inbox.finish(entry?.id ?? 0, at));
        const [row] = await run(({ outbox }) => outbox.enqueue([delivery()], at));
        await run(({ outbox }) => outbox.lease([row?.id ?? 0], "x", at));
        await run(({ outbox }) => outbox.settle([{ id: row?.id ?? 0, outcome: "failed", detail: "x" }], at));
      }
      const clock = { now: () => AT };
      const keeper = createTimeKeeper<Stores>({
        data: [peopleData],
        clock: { ...clock, after: () => () => {} },
        random: createSeededRandom(1),
        signer: createButtonSigner(new Uint8Array(32)),
        transact: database().transact,
        logger: silentLogger,
      });
      await keeper.round();
      await keeper.round();
      const byId = (one: { id: number }, other: { id: number }) => one.id - other.id;
      const inbox = await rowsOf<{ id: number; payload: string | null }>(database(), "inbox");
      expect(inbox.sort(byId).map(({ payload }) => payload !== null)).toEqual([false, false, true, true]);
      const sent = await rowsOf<{ id: number; payload: string }>(database(), "deliveries");
      expect(sent.sort(byId).map(({ payload }) => payload !== "{}")).toEqual([
        false,
        false,
        true,
        true,
        true,
        true,
      ]);
      await keeper.stop();
    });

    it("have an eraser each that works on an empty database", async () => {
      for (const { rule } of KEPT) {
        const done = await run(({ retention }) => retention.erase(rule, AT, "", 10));
        expect(done, rule).toEqual({ count: 0, after: "", more: false });
      }
    });
  });
}
