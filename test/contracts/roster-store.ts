import { describe, expect, it } from "vitest";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

const SHIFT = { personId: "lan", role: "duty" as const, days: [1, 5], from: 540, to: 1980 };

/** What every store of rosters keeps. */
export function rosterStoreContract(engine: EngineUnderTest): void {
  describe("roster store", () => {
    const database = useDatabase(engine);

    it("keeps shifts of each host apart, and removes a host's own only", async () => {
      await database().transact(async ({ rosters }) => {
        const id = await rosters.addShift("wang", SHIFT);
        await rosters.addShift(undefined, { ...SHIFT, role: "backup" });
        expect(await rosters.roster("wang", AT)).toEqual({ shifts: [{ ...SHIFT, id }], overrides: [] });
        expect(await rosters.removeShift("li", id)).toBe(false);
        expect(await rosters.removeShift("wang", id)).toBe(true);
        expect(await rosters.removeShift("wang", id)).toBe(false);
        expect((await rosters.roster(undefined, AT)).shifts).toHaveLength(1);
      });
    });

    it("keeps what somebody said last about being there, until it is over", async () => {
      await database().transact(async ({ rosters }) => {
        await rosters.setOverride("wang", { personId: "lan", on: true, until: AT + 10 });
        await rosters.setOverride("wang", { personId: "lan", on: false, until: AT + 20 });
        const { overrides } = await rosters.roster("wang", AT + 10);
        expect(overrides).toEqual([{ personId: "lan", on: false, until: AT + 20 }]);
        expect((await rosters.roster("wang", AT + 20)).overrides).toEqual([]);
        expect((await rosters.roster("li", AT)).overrides).toEqual([]);
      });
    });

    it("keeps the newest times of a host", async () => {
      await database().transact(async ({ rosters }) => {
        expect(await rosters.keptTimes("wang")).toBeUndefined();
        await rosters.keepTimes("wang", "1");
        await rosters.keepTimes("wang", "2");
        await rosters.keepTimes(undefined, "3");
        expect(await rosters.keptTimes("wang")).toBe("2");
        expect(await rosters.keptTimes(undefined)).toBe("3");
      });
    });
  });
}
