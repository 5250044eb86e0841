import { describe, expect, it } from "vitest";
import type { Application } from "../../src/aid/index.ts";
import { helpedAmong } from "../../src/aid/index.ts";
import type { FanWay } from "../../src/cases/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT } from "../support/records.ts";

const FROM: FanWay = { platform: "telegram", chatId: "501", kind: "private", userId: "501", locale: "zh" };
const PROGRAMME = {
  hostId: "wang",
  title: "礼包",
  contents: "米\u0000和棉衣",
  who: "妈妈",
  unit: "pack",
  total: 2,
  share: 1,
  until: AT + 1_000,
} as const;
const TOLD = { children: ["2023-05"], needs: "100码 🐳", delivery: "post" } as const;

/** What every store of help programmes keeps. */
export function aidStoreContract(engine: EngineUnderTest): void {
  describe("aid store", () => {
    const database = useDatabase(engine);
    const programme = (values: Partial<typeof PROGRAMME> | { hostId: string } | { total: number } = {}) =>
      database().transact(({ aid }) =>
        aid.createProgramme({ ...PROGRAMME, contents: "米和棉衣", ...values }, "host", AT),
      );
    const apply = (
      programmeId: number,
      personId: string,
      more: { phone?: string; address?: string; hostId?: string; contact?: string } = {},
    ) =>
      database().transact(({ aid }) =>
        aid.createApplication(
          { programmeId, hostId: more.hostId ?? "wang", personId, from: FROM },
          TOLD,
          more.contact,
          { phone: more.phone, address: more.address },
          AT,
        ),
      );
    const change = (id: number | undefined, values: Partial<Application>, at = AT) =>
      database().transact(async ({ aid }) => {
        const held = await aid.lock(id ?? 0);
        if (!held) throw new Error("no such application");
        const next = { ...held, statusAt: at, ...values, seq: held.seq + 1 };
        await aid.append(next, { type: next.status, by: "lan", at });
      });

    it("gives out a stock exactly, however many ask at once", async () => {
      const id = await programme({ total: 7 });
      const tries = Array.from({ length: 20 }, () => database().transact(({ aid }) => aid.reserve(id)));
      expect((await Promise.all(tries)).filter((got) => got)).toHaveLength(7);
      await database().transact(({ aid }) => aid.release(id));
      expect(await database().transact(({ aid }) => aid.programme(id))).toMatchObject({
        reserved: 6,
        total: 7,
      });
      expect(await database().transact(({ aid }) => aid.reserve(999))).toBe(false);
    });

    it("lists the programmes of these hosts that are not closed", async () => {
      const first = await programme();
      const second = await programme();
      const other = await programme({ hostId: "li" });
      await database().transact(({ aid }) => aid.setStatus(first, "closed"));
      const list = (whose: readonly string[] | "everybody") =>
        database().transact(async ({ aid }) =>
          (await aid.programmes(whose, 9)).map((one) => one.programmeId),
        );
      expect(await list(["wang"])).toEqual([second]);
      expect(await list("everybody")).toEqual([other, second]);
      expect(await list([])).toEqual([]);
    });

    it("keeps one live application per person and programme, also when two are sent at once", async () => {
      const id = await programme();
      const sent = await Promise.all([apply(id, "mei"), apply(id, "mei")]);
      const [first] = sent.filter((one) => one !== undefined);
      expect(sent.filter((one) => one !== undefined)).toHaveLength(1);
      expect(await apply(await programme(), "mei"), "another programme").toBeDefined();
      await change(first, { status: "withdrawn" });
      expect(await apply(id, "mei"), "taken back, it stands in nobody's way").toBeDefined();
    });

    it("gives back what was told and what happened, and erases what is old", async () => {
      const id = (await apply(await programme(), "mei", { contact: "13812345678 南门路", phone: "p" })) ?? 0;
      const told = () => database().transact(({ aid }) => aid.told(id));
      expect(await told()).toEqual({ answers: TOLD, contact: "13812345678 南门路" });
      await change(id, { status: "approved", approvedBy: "lan" }, AT + 5);
      await database().transact(async ({ aid }) => {
        const held = await aid.lock(id);
        if (!held) throw new Error("gone");
        expect(held).toMatchObject({ status: "approved", approvedBy: "lan", from: FROM, seq: 2, sentAt: AT });
        await aid.append(
          { ...held, status: "delivered", seq: 3, statusAt: AT + 9 },
          { type: "delivered", by: "ying", text: "放在门口 🐳", at: AT + 9 },
        );
      });
      expect(await database().transact(({ aid }) => aid.events(id))).toEqual([
        { type: "sent", by: undefined, text: undefined, at: AT },
        { type: "approved", by: "lan", text: undefined, at: AT + 5 },
        { type: "delivered", by: "ying", text: "放在门口 🐳", at: AT + 9 },
      ]);
      const eraseAll = async (before: number) => [
        await erase(database(), "aid-contacts", before),
        await erase(database(), "aid-answers", before),
      ];
      expect(await eraseAll(AT + 9), "not yet").toEqual([0, 0]);
      expect(await eraseAll(AT + 10)).toEqual([1, 1]);
      expect(await eraseAll(AT + 10), "once").toEqual([0, 0]);
      expect(await told()).toEqual({ answers: undefined, contact: undefined });
      const [row] = await rowsOf<{ phone_digest: string | null }>(database(), "aid_applications");
      expect(row?.phone_digest).toBeNull();
    });

    it("finds others that may be of the same family, within one host", async () => {
      const [one, two] = [await programme(), await programme({ hostId: "li" })];
      const first = await apply(one, "mei", { phone: "p1", address: "a1" });
      const second = await apply(one, "lan", { phone: "p1", address: "a2" });
      await apply(two, "mei", { hostId: "li", phone: "p1", address: "a1" });
      const third = await apply(one, "hua", { address: "a1" });
      const own = await apply(await programme(), "mei");
      const of = (id = 0) => database().transact(({ aid }) => aid.duplicatesOf(id, 9));
      expect(await of(first)).toEqual([
        { applicationId: own, status: "sent", by: ["person"] },
        { applicationId: third, status: "sent", by: ["address"] },
        { applicationId: second, status: "sent", by: ["phone"] },
      ]);
      expect(await of(own), "what was not told is not the same").toEqual([
        { applicationId: first, status: "sent", by: ["person"] },
      ]);
    });

    it("lists what waits, and what has waited too long", async () => {
      const id = await programme();
      const first = await apply(id, "mei");
      const second = await apply(id, "lan");
      await change(second, { status: "approved" }, AT + 5);
      const list = (whose: readonly string[] | "everybody", ...statuses: Application["status"][]) =>
        database().transact(async ({ aid }) =>
          (await aid.applications(whose, statuses, 9)).map(({ applicationId }) => applicationId),
        );
      expect(await list(["wang"], "sent", "approved")).toEqual([first, second]);
      expect(await list("everybody", "approved")).toEqual([second]);
      expect(await list(["li"], "sent")).toEqual([]);
      expect(await list([], "sent")).toEqual([]);
      const since = (before: number) => database().transact(({ aid }) => aid.since(["approved"], before, 9));
      expect([await since(AT + 5), await since(AT + 6)]).toEqual([[], [second]]);
    });

    it("knows whom a host helps", async () => {
      const id = await apply(await programme(), "mei");
      const helped = (hostId: string, who: readonly string[] = ["mei", "lan"]) =>
        database().transact((stores) => helpedAmong(stores, hostId, who));
      expect(await helped("wang")).toEqual(new Set());
      await change(id, { status: "approved" });
      expect(await helped("wang")).toEqual(new Set(["mei"]));
      expect([await helped("li"), await helped("wang", ["lan"]), await helped("wang", [])]).toEqual([
        new Set(),
        new Set(),
        new Set(),
      ]);
      await change(id, { status: "expired" });
      expect(await helped("wang")).toEqual(new Set());
    });

    it("keeps what each host promises", async () => {
      const { transact } = database();
      const promise = (hostId: string) => transact(({ aid }) => aid.promise(hostId));
      await transact(({ aid }) => aid.setPromise("wang", "包运费", "wang", AT));
      await transact(({ aid }) => aid.setPromise("wang", "先垫运费", "wang", AT + 1));
      expect([await promise("wang"), await promise("li")]).toEqual(["先垫运费", undefined]);
      await transact(({ aid }) => aid.setPromise("wang", undefined, "wang", AT + 2));
      expect(await promise("wang")).toBeUndefined();
    });

    it("keeps one form per person, until it is old", async () => {
      const form = {
        kind: "application",
        subject: "1",
        step: "needs",
        answers: { children: "2023-05" },
      } as const;
      const keep = (step: string, updatedAt: number) =>
        database().transact(({ aid }) => aid.keepForm("mei", { ...form, step, updatedAt }));
      const read = (who = "mei") => database().transact(({ aid }) => aid.form(who));
      await keep("needs", AT);
      await keep("contact", AT + 1);
      expect(await read()).toEqual({ ...form, step: "contact", updatedAt: AT + 1 });
      expect(await read("lan")).toBeUndefined();
      const forms = (before: number) => erase(database(), "forms", before);
      expect([await forms(AT + 1), await forms(AT + 2)]).toEqual([0, 1]);
      await keep("needs", AT);
      await database().transact(({ aid }) => aid.dropForm("mei"));
      expect(await read()).toBeUndefined();
    });
  });
}
