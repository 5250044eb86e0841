import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendAll } from "../../src/cases/append-event.ts";
import { UNOPENED } from "../../src/cases/case.ts";
import { DEFAULT_TIMES } from "../../src/cases/host-times.ts";
import { appendEvent, type CaseEventBody, foldCase, nextClock } from "../../src/cases/index.ts";
import { readKey } from "../../src/cases/words.ts";
import { FROM, HAPPENS, OPENED } from "../cases/arbitrary.ts";
import { type Database, rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT, delivery } from "../support/records.ts";

const opened = (values: Partial<Extract<CaseEventBody, { type: "opened" }>> = {}): CaseEventBody => ({
  type: "opened",
  kind: "distress",
  level: "urgent",
  alias: "青禾",
  reason: "alarm",
  from: FROM,
  ...values,
});

/** What every store of cases keeps. */
export function caseStoreContract(engine: EngineUnderTest): void {
  describe("case store", () => {
    const database = useDatabase(engine);
    let people = 0;

    async function open(
      { transact }: Database,
      body: CaseEventBody = opened(),
      of: { hostId?: string | undefined; personId?: string } = {},
    ): Promise<number> {
      people += 1;
      return await transact(async (stores) => {
        const kind = body.type === "opened" ? body.kind : "other";
        const caseId = await stores.cases.create(
          { hostId: "hostId" in of ? of.hostId : "wang", personId: of.personId ?? `p${people}` },
          { ...UNOPENED, kind, from: FROM },
        );
        if (caseId === undefined) throw new Error("there is one already");
        await appendEvent(stores, caseId, 0, { ...body, at: AT });
        return caseId;
      });
    }

    it("keeps beside each case what its events make of it, whatever happens in it", async () => {
      const runs = fc.asyncProperty(
        OPENED,
        fc.array(fc.tuple(HAPPENS, fc.integer({ min: 0, max: 90_000_000 })), { maxLength: 12 }),
        async (first, more) => {
          const caseId = await open(database(), first);
          let at = AT;
          for (const [body, pause] of more) {
            at += pause;
            const moment = at;
            await database().transact(async (stores) => {
              const held = await stores.cases.lock(caseId);
              // One open case per person, host and kind: nobody else has these here.
              if (held) await appendAll(stores, held, moment, [body]);
            });
          }
          const { row, events } = await database().transact(async ({ cases }) => ({
            row: await cases.lock(caseId),
            events: await cases.events(caseId, 100),
          }));
          const folded = foldCase(events);
          expect(row?.view).toEqual(folded);
          expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
          const [kept] = (await rowsOf<{ id: number; clock_at: number | null }>(database(), "cases")).filter(
            ({ id }) => id === caseId,
          );
          expect(kept?.clock_at ?? undefined).toEqual(nextClock(folded, DEFAULT_TIMES));
        },
      );
      await fc.assert(runs, { numRuns: engine.name === "SQLite" ? 150 : 25 });
    }, 60_000);

    it("gives back every word as it was written", async () => {
      const caseId = await open(database(), opened({ text: "孩子\u0000 🐳 'x' {}", words: ["不想活"] }));
      const [event] = await database().transact(({ cases }) => cases.events(caseId, 5));
      expect(event).toMatchObject({ text: "孩子\u0000 🐳 'x' {}", words: ["不想活"], at: AT, seq: 1 });
    });

    it("lets one of two win who decided on the same state", async () => {
      const caseId = await open(database());
      const take = (by: string) =>
        database().transact((stores) => appendEvent(stores, caseId, 1, { type: "taken", by, at: AT + 1 }));
      const both = await Promise.all([take("lan"), take("ying")]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      const lost = both.find(({ ok }) => !ok);
      const won = both.find(({ ok }) => ok);
      expect(lost).toMatchObject({ refusal: { code: "moved-on", found: { view: { seq: 2 } } } });
      expect(won?.ok && won.value.view.assigneeId).toBe(
        lost && !lost.ok && lost.refusal.code === "moved-on" && lost.refusal.found.view.assigneeId,
      );
      expect(
        await database().transact((stores) =>
          appendEvent(stores, 999, 1, { type: "taken", by: "lan", at: AT }),
        ),
      ).toEqual({ ok: false, refusal: { code: "unknown" } });
    });

    it("has one open case per person, host and kind, also when two are opened at once", async () => {
      const create = (hostId: string | undefined, kind: "distress" | "other", personId = "mei") =>
        database().transact(({ cases }) =>
          cases.create({ hostId, personId }, { ...UNOPENED, kind, from: FROM }),
        );
      const made = await Promise.all([create("wang", "distress"), create("wang", "distress")]);
      expect(made.filter((id) => id !== undefined)).toHaveLength(1);
      expect(await create("wang", "other")).toBeDefined();
      expect(await create("li", "distress"), "two hosts never merge").toBeDefined();
      expect(await create(undefined, "distress")).toBeDefined();
      expect(await create(undefined, "distress")).toBeUndefined();
      expect(await create("wang", "distress", "lan")).toBeDefined();
    });

    it("finds what a person has open, or had lately", async () => {
      const first = await open(database(), opened(), { personId: "mei" });
      const second = await open(database(), opened({ kind: "other" }), {
        personId: "mei",
        hostId: undefined,
      });
      await open(database(), opened(), { personId: "lan" });
      await database().transact((stores) =>
        appendEvent(stores, first, 1, { type: "closed", by: "lan", at: AT + 10 }),
      );
      const of = (closedAfter: number) =>
        database().transact(async ({ cases }) =>
          (await cases.casesOf("mei", closedAfter)).map(({ caseId, hostId }) => [caseId, hostId]).sort(),
        );
      expect(await of(AT)).toEqual([
        [first, "wang"],
        [second, undefined],
      ]);
      expect(await of(AT + 10)).toEqual([[second, undefined]]);
      // Closed, it stands in nobody's way.
      expect(await open(database(), opened(), { personId: "mei" })).not.toBe(first);
    });

    it("lists open cases of these hosts, who waits longest first", async () => {
      const answered = await open(database());
      const waits = await open(database());
      const other = await open(database(), opened(), { hostId: "li" });
      const nobodys = await open(database(), opened(), { hostId: undefined });
      const closed = await open(database());
      const happens = (caseId: number, body: CaseEventBody) =>
        database().transact((stores) => appendEvent(stores, caseId, 1, { ...body, at: AT + 5 }));
      await happens(answered, { type: "staff-wrote", by: "lan", text: "在", as: "王老师团队", code: "X" });
      await happens(closed, { type: "closed", by: "lan" });
      const list = (whose: readonly string[] | "everybody", limit = 10) =>
        database().transact(async ({ cases }) =>
          (await cases.openCases(whose, limit)).map(({ caseId }) => caseId),
        );
      expect(await list(["wang"])).toEqual([waits, answered]);
      expect(await list(["li", "wang"])).toEqual([waits, other, answered]);
      expect(await list("everybody")).toEqual([waits, other, nobodys, answered]);
      expect(await list("everybody", 2)).toEqual([waits, other]);
      expect(await list([])).toEqual([]);
    });

    it("finds what the staff has said by a message of its own, and no fan's message by it", async () => {
      const caseId = await open(database(), opened({ ref: "telegram:501:7" }));
      const said = { by: "lan", as: "王老师团队", code: "ABCD2345", text: "在看了" };
      const wrote = { type: "staff-wrote", ...said, ref: "telegram:-9:70" } as const;
      const { transact } = database();
      await transact((stores) => appendEvent(stores, caseId, 1, { ...wrote, at: AT + 5 }));
      const words = (ref: string) => transact(({ cases }) => cases.staffWords(ref));
      expect(await words("telegram:-9:70")).toMatchObject({ caseId, said: { ...wrote, seq: 2 } });
      expect(await words("telegram:501:7")).toBeUndefined();
    });

    it("finds the case of a fan's message, and under which key the bot sent a message", async () => {
      const caseId = await open(database(), opened({ ref: "telegram:501:7" }));
      const found = (ref: string) => database().transact(({ cases }) => cases.caseOfRef(ref));
      expect(await found("telegram:501:7")).toBe(caseId);
      expect(await found("telegram:501:8")).toBeUndefined();
      const key = (purpose: string) => `web:room:m:case.1.card:web:x:0:${purpose}:telegram:-7:0`;
      const send = async (purpose: string, lane: "case" | "answer", messageId: string) =>
        await database().transact(async ({ outbox }) => {
          const row = delivery({ lane, chatId: "-7", dedupeKey: key(purpose) });
          const [sent] = await outbox.enqueue([row], AT, { owner: "me", until: AT + 9 });
          await outbox.settle([{ id: sent?.id ?? 0, outcome: "sent", messageId }], AT);
        });
      await send(`case.${caseId}.card`, "case", "31");
      await send("case.5.card", "answer", "32");
      await send("human-alert", "case", "33");
      const sent = (messageId: string) =>
        database().transact(({ cases }) => cases.keyOfSent("telegram", ["-7", "-8"], messageId));
      expect(readKey(await sent("31"))).toEqual({ caseId, what: "card" });
      expect(await sent("32"), "not of the lanes of cases").toBeUndefined();
      expect(await sent("33")).toBe(key("human-alert"));
      expect(readKey(await sent("33")), "what its origin makes believe").toBeUndefined();
      expect(await sent("34")).toBeUndefined();
    });

    it("keeps codes of staff messages apart", async () => {
      const caseId = await open(database());
      const add = (code: string, seq: number) =>
        database().transact(({ cases }) => cases.addCode(code, { caseId, seq }, AT));
      expect(await add("ABCD2345", 2)).toBe(true);
      expect(await add("ABCD2345", 3)).toBe(false);
      expect(await database().transact(({ cases }) => cases.code("ABCD2345"))).toEqual({
        caseId,
        seq: 2,
        at: AT,
      });
      expect(await database().transact(({ cases }) => cases.code("NONE2345"))).toBeUndefined();
    });

    it("keeps canned replies and names of each host for itself", async () => {
      const { transact } = database();
      const id = await transact(({ cases }) => cases.addCanned("wang", "在的", "lan", AT));
      await transact(({ cases }) => cases.addCanned(undefined, "您好", "lan", AT));
      const canned = (hostId: string | undefined) => transact(({ cases }) => cases.canned(hostId));
      expect(await canned("wang")).toEqual([{ id, text: "在的" }]);
      expect(await canned("li")).toEqual([]);
      expect(await transact(({ cases }) => cases.deleteCanned("li", id))).toBe(false);
      expect(await transact(({ cases }) => cases.deleteCanned("wang", id))).toBe(true);
      expect(await canned("wang")).toEqual([]);
      expect(await canned(undefined)).toHaveLength(1);

      const alias = (hostId: string | undefined) => transact(({ cases }) => cases.alias("lan", hostId));
      await transact(({ cases }) => cases.setAlias("lan", "wang", "小月"));
      await transact(({ cases }) => cases.setAlias("lan", "wang", "月月"));
      expect([await alias("wang"), await alias(undefined)]).toEqual(["月月", undefined]);
      await transact(({ cases }) => cases.setAlias("lan", "wang", undefined));
      expect(await alias("wang")).toBeUndefined();
    });

    it("counts open cases, first answers and ratings of a host", async () => {
      const one = await open(database());
      await open(database());
      await open(database(), opened(), { hostId: "li" });
      const happens = (caseId: number, seq: number, body: CaseEventBody, after: number) =>
        database().transact((stores) => appendEvent(stores, caseId, seq, { ...body, at: AT + after }));
      const wrote = { type: "staff-wrote", by: "lan", text: "在", as: "王老师团队", code: "X" } as const;
      await happens(one, 1, wrote, 60_000);
      await happens(one, 2, { type: "closed", by: "lan" }, 70_000);
      await happens(one, 3, { type: "rated", stars: 4 }, 80_000);
      const numbers = (hostId: string | undefined, since: number) =>
        database().transact(({ cases }) => cases.numbers(hostId, since));
      expect(await numbers("wang", AT)).toEqual({
        open: 1,
        unanswered: 1,
        firstAnswers: [60_000],
        ratings: [4],
      });
      expect(await numbers("wang", AT + 1)).toMatchObject({ firstAnswers: [], ratings: [] });
      expect(await numbers(undefined, AT)).toMatchObject({ open: 0 });
    });
  });
}
