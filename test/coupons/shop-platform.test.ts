import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../../src/core/logger.ts";
import { acceptPush, askShop, filePool, type ShopPlatform } from "../../src/coupons/index.ts";
import { takePushes } from "../../src/coupons/shop-platform.ts";
import { createStores, type Opened, openSqlite, type Stores } from "../../src/storage/index.ts";
import { openCampaign } from "../support/coupons.ts";

const AT = Date.parse("2026-11-22T12:00:00Z");
const clock = { now: () => AT, after: () => () => {} };

let opened: Opened<Stores>;
let campaignId: number;
beforeEach(async () => {
  opened = await openSqlite(":memory:", createStores);
  campaignId = await opened.transact((stores) => openCampaign(stores, AT, 4));
  await opened.transact(({ coupons }) => coupons.takeCodes(campaignId, 3));
});
afterEach(() => opened.close());

const deps = () => ({ transact: opened.transact, clock, logger: createLogger("silent") });
const used = async () => (await opened.transact(({ coupons }) => coupons.figures(campaignId))).used;

/** A shop that pushes what was used, sometimes twice and sometimes not at all. */
const shop: ShopPlatform = {
  ...filePool,
  name: "shop",
  query: async (_shopId, mark) => ({ used: mark === undefined ? ["c3"] : [], mark: "1" }),
  readPush: (body, headers) =>
    headers["x-secret"] === "s" ? { pushId: (JSON.parse(body) as { id: string }).id } : undefined,
};
const push = (id: string, codes: readonly string[], secret = "s") =>
  acceptPush(deps(), shop, JSON.stringify({ id, campaign: campaignId, used: codes }), { "x-secret": secret });

describe("a push of a shop", () => {
  it("is written down, answered and looked at afterwards, once however often it comes", async () => {
    expect(await push("1", ["c1"])).toBe("taken");
    expect(await push("1", ["c1", "c2"])).toBe("known");
    expect(await used()).toBe(0);
    expect(await takePushes(deps())).toBe(1);
    expect(await used()).toBe(1);
    expect(await push("1", ["c2"])).toBe("known");
    expect(await takePushes(deps())).toBe(0);
    expect(await used()).toBe(1);
  });

  it("is refused when it is somebody else's, or too long", async () => {
    expect(await push("2", ["c1"], "wrong")).toBe("refused");
    expect(await push("3", ["c".repeat(20_000)])).toBe("refused");
    expect(await takePushes(deps())).toBe(0);
  });

  it("is put away when it says nothing that is understood, and holds up no other", async () => {
    await acceptPush(deps(), shop, JSON.stringify({ id: "4", what: 1 }), { "x-secret": "s" });
    await push("5", ["c2"]);
    expect(await takePushes(deps())).toBe(2);
    expect(await used()).toBe(1);
  });

  it("that was lost is found by asking", async () => {
    const mark = await askShop(deps(), shop, campaignId, "x", undefined);
    expect(mark).toBe("1");
    expect(await used()).toBe(1);
    await askShop(deps(), shop, campaignId, "x", mark);
    expect(await used()).toBe(1);
  });
});
