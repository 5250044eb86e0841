import { serveClaims } from "../../src/coupons/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { couponDeps, openCampaign, pressOf } from "../support/coupons.ts";
import type { Database } from "../support/databases.ts";

export const PERSONS = 10_000;
export const CODES = 500;
type Transact = Database["transact"];

const clock = { now: () => Date.now(), after: () => () => {} };

/** 10,000 persons have pressed, each once; none is answered yet, and nobody may be until the campaign is open. */
export async function prepareDrop(transact: Transact): Promise<number> {
  const now = clock.now();
  const campaignId = await transact((stores) => openCampaign(stores, now, CODES));
  await transact(({ coupons }) => coupons.changeCampaign(campaignId, { status: "paused" }));
  for (let first = 0; first < PERSONS; first += 500) {
    await transact(async ({ db }) => {
      await db
        .insertInto("coupon_claims")
        .values(
          Array.from({ length: 500 }, (_, at) => {
            const personId = `person${first + at}`;
            // Where a refusal is a message of its own, so that all that is said is written and counted.
            const from = { ...pressOf(personId, campaignId), platform: "discord" as const };
            return {
              campaign_id: campaignId,
              person_id: personId,
              status: "asked",
              platform: from.platform,
              chat_id: from.chatId,
              origin: JSON.stringify(from),
              asked_at: now,
              changed_at: now,
              tries: 0,
            };
          }),
        )
        .execute();
    });
  }
  return campaignId;
}

/** Serves until nobody asks any more or `limit` are served, `most` claims in each transaction, `side` transactions side by side. */
export async function serveAll(
  transact: Transact,
  campaignId: number,
  most: number,
  side: number,
  limit = PERSONS,
): Promise<number> {
  const deps = couponDeps(transact, clock);
  let served = 0;
  const work = async () => {
    while (served < limit) {
      const { count } = await transact((stores: Stores) => serveClaims(deps, stores, campaignId, most));
      if (count === 0) return;
      served += count;
    }
  };
  await Promise.all(Array.from({ length: side }, work));
  return served;
}

/** What came of it: exactly as many codes as there are, none twice, and a message to everybody. */
export async function lookAtDrop(transact: Transact, campaignId: number) {
  return await transact(async ({ db, coupons }) => {
    const claims = await db
      .selectFrom("coupon_claims")
      .select(["person_id", "status", "place"])
      .where("campaign_id", "=", campaignId)
      .execute();
    const given = claims.filter(({ status }) => status === "reserved");
    const said = await db
      .selectFrom("deliveries")
      .select("dedupe_key")
      .where("dedupe_key", "like", `coupon-press:%-${campaignId}:%`)
      .execute();
    const answered = new Set(said.map(({ dedupe_key }) => dedupe_key)).size;
    const campaign = await coupons.campaign(campaignId);
    const codes = new Set(given.map(({ place }) => place)).size;
    const persons = new Set(given.map(({ person_id }) => person_id)).size;
    return {
      given: given.length,
      answered,
      ok:
        given.length === CODES &&
        codes === CODES &&
        persons === CODES &&
        campaign?.taken === CODES &&
        answered === PERSONS &&
        claims.every(({ status }) => status === "reserved" || status === "refused"),
    };
  });
}
