import { describe, expect, it } from "vitest";
import { serveClaims } from "../../src/coupons/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { couponDeps, openCampaign, pressOf, settingsOf } from "../support/coupons.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT } from "../support/records.ts";

const clock = { now: () => AT, after: () => () => {} };

/** What every store of campaigns, codes and claims keeps. */
export function couponStoreContract(engine: EngineUnderTest): void {
  describe("coupon store", () => {
    const database = useDatabase(engine);
    const run = <T>(work: (stores: Stores) => Promise<T>) => database().transact(work);
    const ask = (campaignId: number, personId: string) =>
      run(({ coupons }) => coupons.ask({ campaignId, personId, from: pressOf(personId) }, AT));

    it("keeps a campaign as it was made, and what changes of it", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 3));
      const campaign = await run(({ coupons }) => coupons.campaign(campaignId));
      expect(campaign).toMatchObject({ hostId: "wang", status: "open", stock: 3, taken: 0, openedAt: AT });
      expect(campaign?.settings).toEqual(settingsOf(AT));
      await run(({ coupons }) =>
        coupons.changeCampaign(campaignId, { takes: 2, nextAt: AT + 5, seed: "s", drawn: 1 }),
      );
      await run(({ coupons }) => coupons.changeCampaign(campaignId, { takes: -1 }));
      expect(await run(({ coupons }) => coupons.campaign(campaignId))).toMatchObject({
        taken: 1,
        nextAt: AT + 5,
        seed: "s",
        drawn: 1,
      });
      expect(await run(({ coupons }) => coupons.dueCampaigns(AT + 4, 9))).toEqual([]);
      expect(await run(({ coupons }) => coupons.dueCampaigns(AT + 5, 9))).toEqual([campaignId]);
      await run(({ coupons }) => coupons.changeCampaign(campaignId, { nextAt: null }));
      expect(await run(({ coupons }) => coupons.dueCampaigns(AT + 9, 9))).toEqual([]);
    });

    it("lets nobody promise more than there is", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 3));
      await expect(run(({ coupons }) => coupons.changeCampaign(campaignId, { takes: 4 }))).rejects.toThrow();
      await expect(run(({ coupons }) => coupons.changeCampaign(campaignId, { takes: -1 }))).rejects.toThrow();
    });

    it("lists campaigns of these hosts only, newest first", async () => {
      const first = await run((stores) => openCampaign(stores, AT, 1));
      const second = await run((stores) => openCampaign(stores, AT, 1));
      expect((await run(({ coupons }) => coupons.campaignsOf(["wang"], 9))).map((c) => c.campaignId)).toEqual(
        [second, first],
      );
      expect(await run(({ coupons }) => coupons.campaignsOf(["li"], 9))).toEqual([]);
      expect(await run(({ coupons }) => coupons.campaignsOf([], 9))).toEqual([]);
      expect(await run(({ coupons }) => coupons.campaignsOf("everybody", 1))).toHaveLength(1);
    });

    it("brings forward what begins with a live start, once, and nothing else", async () => {
      const live = await run((stores) => openCampaign(stores, AT, 1, { starts: "live" }));
      const other = await run((stores) => openCampaign(stores, AT, 1));
      for (const id of [live, other]) {
        await run(({ coupons }) => coupons.changeCampaign(id, { status: "scheduled" }));
      }
      expect(await run(({ coupons }) => coupons.startWithLive("li", AT))).toBe(0);
      expect(await run(({ coupons }) => coupons.startWithLive("wang", AT))).toBe(1);
      expect(await run(({ coupons }) => coupons.startWithLive("wang", AT + 1))).toBe(0);
      expect(await run(({ coupons }) => coupons.dueCampaigns(AT, 9))).toEqual([live]);
    });

    it("gives codes in order, never one twice, and takes them back", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 4));
      const take = (count: number) => run(({ coupons }) => coupons.takeCodes(campaignId, count));
      expect((await take(2)).map(({ code }) => code)).toEqual(["c1", "c2"]);
      await run(({ coupons }) => coupons.freeCodes(campaignId, [1]));
      expect((await take(9)).map(({ code }) => code)).toEqual(["c1", "c3", "c4"]);
      expect(await take(1)).toEqual([]);
      expect(await run(({ coupons }) => coupons.codesAt(campaignId, [2, 4, 9]))).toEqual(
        new Map([
          [2, "c2"],
          [4, "c4"],
        ]),
      );
      expect(await run(({ coupons }) => coupons.knownCodes(campaignId, ["c4", "c5"]))).toEqual(
        new Set(["c4"]),
      );
      expect(await run(({ coupons }) => coupons.addCodes(campaignId, ["c4", "c5"]))).toBe(1);
    });

    it("knows codes that were given out, single and shared, and marks them used once", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 2));
      const shared = await run((stores) => openCampaign(stores, AT, 2, { kind: "shared", code: "SPRING" }));
      expect(await run(({ coupons }) => coupons.givenCode("c1"))).toBeUndefined();
      await run(({ coupons }) => coupons.takeCodes(campaignId, 1));
      expect(await run(({ coupons }) => coupons.givenCode("c1"))).toEqual({ campaignId, hostId: "wang" });
      expect(await run(({ coupons }) => coupons.givenCode("SPRING"))).toEqual({
        campaignId: shared,
        hostId: "wang",
      });
      expect(await run(({ coupons }) => coupons.givenCode(""))).toBeUndefined();
      expect(await run(({ coupons }) => coupons.markUsed(campaignId, ["c1", "c2", "c3"], AT))).toBe(1);
      expect(await run(({ coupons }) => coupons.markUsed(campaignId, ["c1"], AT))).toBe(0);
      expect((await run(({ coupons }) => coupons.figures(campaignId))).used).toBe(1);
    });

    it("writes one open question of a person down, and the next one when it was answered", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 1));
      expect(await ask(campaignId, "mei")).toBe(true);
      expect(await ask(campaignId, "mei")).toBe(false);
      expect(await ask(campaignId, "lan")).toBe(true);
      expect(await run(({ coupons }) => coupons.askedCampaigns(9))).toEqual([campaignId]);
      const [first] = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      expect(first).toMatchObject({ personId: "mei", from: pressOf("mei"), askedAt: AT });
      await run(({ coupons }) =>
        coupons.changeClaims([{ claimId: first?.claimId ?? 0, status: "refused", reason: "over" }], AT),
      );
      expect(await ask(campaignId, "mei")).toBe(true);
    });

    it("brings many claims to their own ends in one go and keeps place and ticket", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 5));
      for (const who of ["a", "b", "c"]) await ask(campaignId, who);
      const [a, b, c] = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      await run(({ coupons }) =>
        coupons.changeClaims(
          [
            {
              claimId: a?.claimId ?? 0,
              status: "reserved",
              place: 2,
              endsAt: AT + 9,
              deliveryKey: "k",
              tries: 1,
            },
            { claimId: b?.claimId ?? 0, status: "entered", ticket: 7 },
            { claimId: c?.claimId ?? 0, status: "refused", reason: "over" },
          ],
          AT,
        ),
      );
      await run(({ coupons }) =>
        coupons.changeClaims([{ claimId: a?.claimId ?? 0, status: "confirmed", tries: 1 }], AT),
      );
      expect(await run(({ coupons }) => coupons.heldBy(campaignId, ["a", "b", "c"]))).toMatchObject([
        { personId: "a", status: "confirmed", place: 2, tries: 2, deliveryKey: undefined },
        { personId: "b", status: "entered", ticket: 7 },
      ]);
      expect(await run(({ coupons }) => coupons.lastTicket(campaignId))).toBe(7);
      expect(await run(({ coupons }) => coupons.tickets(campaignId))).toEqual([7]);
      expect(await run(({ coupons }) => coupons.withTickets(campaignId, [7, 8]))).toHaveLength(1);
    });

    it("never keeps one code for two", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 5));
      for (const who of ["a", "b"]) await ask(campaignId, who);
      const claims = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      const both = claims.map(({ claimId }) => ({ claimId, status: "reserved", place: 1 }) as const);
      await expect(run(({ coupons }) => coupons.changeClaims(both, AT))).rejects.toThrow();
    });

    it("serves many at once, in the order in which they asked, and only as many as there are", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 3));
      const people = Array.from({ length: 12 }, (_, at) => `p${at}`);
      for (const who of people) await ask(campaignId, who);
      const deps = couponDeps(database().transact, clock);
      // Several workers at once: whoever comes second finds nothing left to do.
      await Promise.all([1, 2, 3].map(() => run((stores) => serveClaims(deps, stores, campaignId))));
      const claims = await rowsOf<{ person_id: string; status: string; place: number }>(
        database(),
        "coupon_claims",
      );
      const kept = claims.filter(({ status }) => status === "reserved");
      expect(kept.map(({ person_id }) => person_id).sort()).toEqual(["p0", "p1", "p2"]);
      expect(new Set(kept.map(({ place }) => place)).size).toBe(3);
      expect(claims.filter(({ status }) => status === "refused")).toHaveLength(9);
      expect(await run(({ coupons }) => coupons.campaign(campaignId))).toMatchObject({ taken: 3 });
      expect(await rowsOf(database(), "deliveries")).toHaveLength(3);
    });

    it("tells how the messages that carry codes ended, and what is overdue", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 3));
      for (const who of ["a", "b", "c"]) await ask(campaignId, who);
      const deps = couponDeps(database().transact, clock);
      await run((stores) => serveClaims(deps, stores, campaignId));
      const rows = await run(({ outbox }) => outbox.due(AT, 9, ["telegram"]));
      const [one, two, three] = rows;
      if (!one || !two || !three) throw new Error("three codes were to be sent");
      await run(async ({ outbox }) => {
        await outbox.lease([one.id, two.id, three.id], "w", AT + 60_000);
        await outbox.settle(
          [
            { id: one.id, outcome: "sent", messageId: "1" },
            { id: two.id, outcome: "failed", detail: "closed" },
            { id: three.id, outcome: "retry", nextTryAt: AT + 1, detail: "slow" },
          ],
          AT,
        );
      });
      expect(await run(({ coupons }) => coupons.receiptCampaigns(9))).toEqual([campaignId]);
      const receipts = await run(({ coupons }) => coupons.receipts(campaignId, 9));
      expect(receipts.map(({ outcome }) => outcome).sort()).toEqual(["failed", "sent"]);
      expect(await run(({ coupons }) => coupons.overdueCampaigns(AT, 9))).toEqual([]);
      const late = AT + 3_600_000;
      expect(await run(({ coupons }) => coupons.overdueCampaigns(late, 9))).toEqual([campaignId]);
      expect(await run(({ coupons }) => coupons.overdue(campaignId, late, 9))).toHaveLength(3);
      const keys = rows.map(({ dedupeKey }) => dedupeKey);
      const states = await run(({ outbox }) => outbox.withdraw([...keys, "none"], "too late", AT));
      expect([...states.values()].sort()).toEqual(["failed", "failed", "sent"]);
    });

    it("withdraws nothing that was never tried", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 1));
      await ask(campaignId, "a");
      const deps = couponDeps(database().transact, clock);
      await run((stores) => serveClaims(deps, stores, campaignId));
      const [row] = await run(({ outbox }) => outbox.due(AT, 9, ["telegram"]));
      const key = row?.dedupeKey ?? "";
      expect(await run(({ outbox }) => outbox.withdraw([key], "too late", AT))).toEqual(
        new Map([[key, "pending"]]),
      );
    });

    it("counts by state, group and hour", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 5));
      for (const who of ["a", "b", "c"]) await ask(campaignId, who);
      const claims = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      await run(({ coupons }) =>
        coupons.changeClaims(
          claims.map(({ claimId }, at) =>
            at < 2 ? { claimId, status: "confirmed", place: at + 1 } : { claimId, status: "waiting" },
          ),
          AT,
        ),
      );
      expect(await run(({ coupons }) => coupons.figures(campaignId))).toEqual({
        byStatus: { confirmed: 2, waiting: 1 },
        used: 0,
        byGroup: [{ platform: "telegram", chatId: "-100", count: 2 }],
        byHour: [{ hour: AT - (AT % 3_600_000), count: 2 }],
      });
    });

    it("reminds each holder once, and nobody who has used it", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 5));
      for (const who of ["a", "b"]) await ask(campaignId, who);
      const claims = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      await run(async ({ coupons }) => {
        await coupons.takeCodes(campaignId, 2);
        await coupons.changeClaims(
          claims.map(({ claimId }, at) => ({ claimId, status: "confirmed", place: at + 1 })),
          AT,
        );
        await coupons.markUsed(campaignId, ["c1"], AT);
      });
      const take = () => run(({ coupons }) => coupons.takeReminders(campaignId, 9, AT));
      expect((await take()).map(({ personId }) => personId)).toEqual(["b"]);
      expect(await take()).toEqual([]);
    });

    it("takes a push in once and hands it out until it is done", async () => {
      const push = { shop: "s", pushId: "1", body: "{}" };
      expect(await run(({ coupons }) => coupons.addPush(push, AT))).toBe(true);
      expect(await run(({ coupons }) => coupons.addPush(push, AT))).toBe(false);
      expect(await run(({ coupons }) => coupons.pushes(9))).toEqual([push]);
      await run(({ coupons }) => coupons.donePush("s", "1", AT));
      expect(await run(({ coupons }) => coupons.pushes(9))).toEqual([]);
      expect(await run(({ coupons }) => coupons.addPush(push, AT))).toBe(false);
    });

    it("forgets what was refused or given back long ago, and nothing that somebody has", async () => {
      const campaignId = await run((stores) => openCampaign(stores, AT, 5));
      for (const who of ["a", "b"]) await ask(campaignId, who);
      const [a, b] = await run(({ coupons }) => coupons.claims(campaignId, "asked", 9));
      await run(({ coupons }) =>
        coupons.changeClaims(
          [
            { claimId: a?.claimId ?? 0, status: "refused", reason: "over" },
            { claimId: b?.claimId ?? 0, status: "confirmed", place: 1 },
          ],
          AT,
        ),
      );
      expect(await erase(database(), "claims-in-vain", AT)).toBe(0);
      expect(await erase(database(), "claims-in-vain", AT + 1)).toBe(1);
      expect(await run(({ coupons }) => coupons.claimsOf("b", 9))).toHaveLength(1);
    });
  });
}
