import { describe, expect, it } from "vitest";
import { changeApplication } from "../../src/aid/change-application.ts";
import { type Application, aidData } from "../../src/aid/index.ts";
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
      await run(({ people }) => people.setChildren("mei", ["2025-03"]));
      await run(({ people }) => people.setChildren("lan", ["2023-05", "2025-03"]));
      const done = await Promise.all([merge("mei", "lan"), merge("lan", "mei")]);
      expect(done.filter(Boolean)).toHaveLength(1);
      const [one, other] = [await meet("1", "x"), await meet("2", "y")];
      expect(one.personId).toBe(other.personId);
      expect(one.children).toEqual(["2023-05", "2025-03"]);
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

  describe("applications of two accounts", () => {
    const programme = (total = 5) =>
      run(({ aid }) => {
        const what = { title: "礼包", contents: "米", who: "妈妈", unit: "pack", total, share: 1 } as const;
        return aid.createProgramme({ hostId: "wang", ...what, until: AT + 90 * DAY }, "wang", AT);
      });
    const apply = (programmeId: number, personId: string) =>
      run(({ aid }) =>
        aid.createApplication(
          { programmeId, hostId: "wang", personId, from: FROM },
          { children: [], needs: "米", delivery: undefined },
          "13812345678 南门路",
          { phone: "p", address: "a" },
          AT,
        ),
      ).then((id) => id ?? 0);
    const become = (id: number, status: "approved" | "handling" | "handed" | "delivered") =>
      run(async (stores) => {
        const held = await stores.aid.lock(id);
        if (held) await noteOrTake(stores, held, status);
      });
    const noteOrTake = async (
      stores: Stores,
      held: Application,
      status: "approved" | "handling" | "handed" | "delivered",
    ) => {
      const done = await changeApplication(stores, held, { status }, { type: status, by: "lan", at: AT });
      expect(done.ok).toBe(true);
    };
    const link = () => run((stores) => aidData.merges(stores, "lan", "mei", "zh", AT + 1));
    const rows = async () =>
      (
        await rowsOf<{ id: number; person_id: string; status: string; live: number }>(
          database(),
          "aid_applications",
        )
      )
        .map(({ person_id, status, live }) => `${person_id} ${status} ${live}`)
        .sort();
    const reserved = (id: number) => run(async ({ aid }) => (await aid.programme(id))?.reserved);

    it("count once in a programme: the one that is further goes on, the other's share is free again", async () => {
      const id = await programme();
      await apply(id, "mei");
      await become(await apply(id, "lan"), "approved");
      const merged = await link();
      expect(merged.lines).toHaveLength(1);
      expect(await rows()).toEqual(["mei approved 1", "mei withdrawn 0"]);
      expect(await reserved(id)).toBe(1);
      expect(await apply(id, "mei"), "no second one").toBe(0);
    });

    it("of which both have arrived stay beside each other, and can still be ended", async () => {
      const id = await programme();
      const [one, other] = [await apply(id, "mei"), await apply(id, "lan")];
      for (const application of [one, other]) {
        for (const status of ["approved", "handling", "handed"] as const) await become(application, status);
      }
      await link();
      expect(await rows()).toEqual(["mei handed 1", "mei handed 2"]);
      for (const application of [one, other]) await become(application, "delivered");
      expect(await rows()).toEqual(["mei delivered 1", "mei delivered 2"]);
      expect(await reserved(id)).toBe(2);
    });

    it("move with the form that is being filled in, which only its person's key opens", async () => {
      const form = { kind: "application", subject: "1", step: "needs", updatedAt: AT } as const;
      await run(({ aid }) => aid.keepForm("lan", { ...form, answers: { needs: "米" } }));
      await link();
      expect((await run(({ aid }) => aid.form("mei")))?.answers).toEqual({ needs: "米" });
      expect(await run(({ aid }) => aid.form("lan"))).toBeUndefined();
    });

    it("are forgotten when over; while the programme runs it stays known that she had one", async () => {
      const id = await programme();
      const application = await apply(id, "mei");
      for (const status of ["approved", "handling", "handed", "delivered"] as const) {
        await become(application, status);
      }
      const stays = await run((stores) => aidData.stays(stores, "mei", "zh", AT));
      expect(stays).toMatchObject([{ until: AT + 90 * DAY, holdsAccount: false }]);
      await run((stores) => aidData.forgets(stores, "mei", AT));
      expect(await run(({ aid }) => aid.told(application))).toEqual({
        answers: undefined,
        contact: undefined,
      });
      expect(await rows()).toEqual(["mei delivered 1"]);
      await run((stores) => aidData.forgets(stores, "mei", AT + 91 * DAY));
      expect(await rows()).toEqual([`gone:${application} delivered 1`]);
      const [row] = await rowsOf<{ way: string; phone_digest: string | null }>(
        database(),
        "aid_applications",
      );
      expect(row?.phone_digest).toBeNull();
      expect(row?.way).not.toContain(FROM.userId);
    });
  });

  describe("people who have not come for two years", () => {
    it("are forgotten with everything, but no staff, nobody with an open case, nobody who came on another account", async () => {
      for (const who of ["old", "staff", "waits", "awake"]) await meet(who, who);
      await meet("awake2", "awake2");
      await merge("awake2", "awake");
      await run(({ people }) => people.grant("staff", { hostId: "wang", role: "editor" }, undefined, AT));
      await run(({ cases }) =>
        cases.create({ hostId: "wang", personId: "waits" }, { ...UNOPENED, from: FROM }),
      );
      const now = AT + 731 * DAY;
      await run(({ people }) =>
        people.identify(
          { platform: "telegram", userId: "awake2", displayName: undefined, privateChatId: undefined },
          "x",
          now,
        ),
      );
      const cases = casesData({
        clock: { now: () => now, after: () => () => {} },
        random: createSeededRandom(1),
        signer: createButtonSigner(new Uint8Array(32)),
        platforms: new Map(),
      });
      const keeper = createTimeKeeper<Stores>({
        data: [cases, peopleData],
        clock: { now: () => now, after: () => () => {} },
        random: createSeededRandom(1),
        signer: createButtonSigner(new Uint8Array(32)),
        transact: database().transact,
        logger: silentLogger,
      });
      await keeper.round();
      const left = await rowsOf<{ person_id: string; user_id: string }>(database(), "accounts");
      expect(left.map(({ user_id }) => user_id).sort()).toEqual(["awake", "awake2", "staff", "waits"]);
      await keeper.stop();
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
