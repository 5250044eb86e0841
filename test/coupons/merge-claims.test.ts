import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mergeClaims, mergedText, serveClaims } from "../../src/coupons/index.ts";
import { createStores, type Opened, openSqlite, type Stores } from "../../src/storage/index.ts";
import { couponDeps, openCampaign, pressOf } from "../support/coupons.ts";

const AT = Date.parse("2026-11-22T12:00:00Z");
const clock = { now: () => AT, after: () => () => {} };

let opened: Opened<Stores>;
beforeEach(async () => {
  opened = await openSqlite(":memory:", createStores);
});
afterEach(() => opened.close());
const run = <T>(work: (stores: Stores) => Promise<T>) => opened.transact(work);

/** Two accounts of one person have each asked; `reachable` says which of them has a private chat. */
async function bothAsk(stock: number, reachable: readonly [boolean, boolean]): Promise<number> {
  const campaignId = await run((stores) => openCampaign(stores, AT, stock));
  for (const [at, who] of ["phone", "tablet"].entries()) {
    const from = pressOf(who, 1, reachable[at] ?? true);
    await run(({ coupons }) => coupons.ask({ campaignId, personId: who, from }, AT));
  }
  await run((stores) => serveClaims(couponDeps(opened.transact, clock), stores, campaignId));
  return campaignId;
}
const held = (campaignId: number) =>
  run(async ({ coupons }) => ({
    mine: (await coupons.claimsOf("phone", 9)).map(({ status, place }) => [status, place]),
    theirs: await coupons.claimsOf("tablet", 9),
    taken: (await coupons.campaign(campaignId))?.taken,
  }));

describe("two accounts that turn out to be one person", () => {
  it("keep the first code; the second one was read and is nobody's", async () => {
    const campaignId = await bothAsk(3, [true, true]);
    const merged = await run((stores) => mergeClaims(stores, "tablet", "phone", AT));
    expect(mergedText("zh", merged)).toContain("「开学券」 只算一份");
    expect(await held(campaignId)).toEqual({
      mine: [
        ["void", 2],
        ["reserved", 1],
      ],
      theirs: [],
      taken: 2,
    });
  });

  it("give back a code that nobody has read", async () => {
    const campaignId = await bothAsk(3, [true, false]);
    await run((stores) => mergeClaims(stores, "tablet", "phone", AT));
    expect(await held(campaignId)).toMatchObject({ taken: 1 });
    expect(await run(({ coupons }) => coupons.takeCodes(campaignId, 1))).toEqual([{ place: 2, code: "c2" }]);
  });

  it("keep everything where only one of them had something, and hear nothing", async () => {
    const campaignId = await run((stores) => openCampaign(stores, AT, 1));
    await run(({ coupons }) => coupons.ask({ campaignId, personId: "tablet", from: pressOf("tablet") }, AT));
    await run((stores) => serveClaims(couponDeps(opened.transact, clock), stores, campaignId));
    const merged = await run((stores) => mergeClaims(stores, "tablet", "phone", AT));
    expect(mergedText("zh", merged)).toBeUndefined();
    expect(await held(campaignId)).toMatchObject({ mine: [["reserved", 1]], taken: 1 });
    expect(await run((stores) => mergeClaims(stores, "tablet", "phone", AT))).toEqual([]);
  });
});
