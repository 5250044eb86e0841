import type { Delivery } from "../delivery/index.ts";
import { type Campaign, type Claim, RESERVED_MS } from "./campaign.ts";
import type { CouponDeps, CouponStores, Said } from "./coupon-deps.ts";
import type { ClaimChange } from "./coupon-store.ts";
import { codeMessage, openPrivateLine, talksOf } from "./deliver-code.ts";

export const SETTLED_AT_ONCE = 500;
/** A send that is under way has its end within this time. */
const UNDER_WAY_MS = 60_000;
/** How often it is looked whether a prize may be sent by now. */
const QUIET_AGAIN_MS = 12 * 3_600_000;

/**
 * What the receipts say: a code that was delivered is hers. One whose sending has an unknown end may have been, so it is
 * hers too and never somebody else's; one that was refused stays reserved, and the group hears of a link.
 */
export async function confirmDelivered(
  deps: CouponDeps,
  stores: CouponStores,
  campaignId: number,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now();
  const { coupons } = stores;
  if (!(await coupons.lockCampaign(campaignId))) return [];
  const receipts = await coupons.receipts(campaignId, SETTLED_AT_ONCE);
  const said: Said[] = [];
  const changes = receipts.map(({ claimId, outcome, deliveryKey, endsAt, from }): ClaimChange => {
    if (outcome !== "failed") {
      return {
        claimId,
        status: "confirmed",
        deliveryKey,
        reason: outcome === "unknown" ? "unknown" : undefined,
      };
    }
    const line = openPrivateLine(deps, campaignId, from, now);
    if (line) said.push(line);
    return { claimId, status: "reserved", endsAt };
  });
  await coupons.changeClaims(changes, now);
  return await deps.post(stores, said);
}

/** Gives back what was kept for too long and reached nobody; returns how many codes became free with the messages. */
export async function releaseOverdue(
  deps: CouponDeps,
  stores: CouponStores,
  campaignId: number,
): Promise<{ readonly freed: number; readonly deliveries: readonly Delivery[] }> {
  const now = deps.clock.now();
  const { coupons, outbox } = stores;
  const campaign = await coupons.lockCampaign(campaignId);
  if (!campaign) return { freed: 0, deliveries: [] };
  const overdue = await coupons.overdue(campaignId, now, SETTLED_AT_ONCE);
  const keys = overdue.flatMap(({ deliveryKey }) => (deliveryKey === undefined ? [] : [deliveryKey]));
  const states = await outbox.withdraw(keys, "the code was kept for too long", now);
  const prizes = await keptPrizes(deps, stores, campaign, overdue, now);
  const released: Claim[] = [];
  const changes = overdue.map((claim): ClaimChange => {
    const { claimId, deliveryKey, reason } = claim;
    const prize = prizes.get(claimId);
    if (prize) return prize.change;
    const state = deliveryKey === undefined ? undefined : states.get(deliveryKey);
    switch (state) {
      case "sent":
        return { claimId, status: "confirmed", deliveryKey };
      case "unknown":
        return { claimId, status: "confirmed", deliveryKey, reason: "unknown" };
      case "leased":
        return { claimId, status: "reserved", deliveryKey, reason, endsAt: now + UNDER_WAY_MS };
      case "pending":
        // Never tried: that we are slow is not her fault.
        return { claimId, status: "reserved", deliveryKey, reason, endsAt: now + RESERVED_MS };
      default:
        released.push(claim);
        return { claimId, status: "released" };
    }
  });
  await coupons.changeClaims(changes, now);
  if (released.length > 0) {
    await coupons.freeCodes(
      campaignId,
      released.flatMap(({ place }) => (place === undefined ? [] : [place])),
    );
    await coupons.changeCampaign(campaignId, { takes: -released.length });
  }
  const said = [...prizes.values()].flatMap((prize) => (prize.said ? [prize.said] : []));
  return { freed: released.length, deliveries: await deps.post(stores, said) };
}

interface KeptPrize {
  readonly change: ClaimChange;
  readonly said: Said | undefined;
}

/** Prizes that were kept back from somebody in trouble: they are never given to anybody else for that. */
async function keptPrizes(
  deps: CouponDeps,
  stores: CouponStores,
  campaign: Campaign,
  overdue: readonly Claim[],
  now: number,
): Promise<ReadonlyMap<number, KeptPrize>> {
  const kept = overdue.filter(({ reason }) => reason === "quiet");
  if (kept.length === 0) return new Map();
  const talks = talksOf(kept);
  const quiet = await deps.around.quiet(stores, talks, now);
  const places = kept.flatMap(({ place }) => (place === undefined ? [] : [place]));
  const codes = await stores.coupons.codesAt(campaign.campaignId, places);
  return new Map(
    kept.map((claim): readonly [number, KeptPrize] => {
      const { claimId, personId, place } = claim;
      if (quiet.has(personId)) {
        const change = {
          claimId,
          status: "reserved",
          reason: "quiet",
          endsAt: now + QUIET_AGAIN_MS,
        } as const;
        return [claimId, { change, said: undefined }];
      }
      const code = place === undefined ? campaign.settings.code : (codes.get(place) ?? "");
      const message = codeMessage(deps, campaign, claim, code, now);
      const change: ClaimChange = {
        claimId,
        status: "reserved",
        endsAt: now + RESERVED_MS * 4,
        deliveryKey: message?.key,
        tries: message ? 1 : 0,
      };
      return [
        claimId,
        { change, said: message?.said ?? openPrivateLine(deps, campaign.campaignId, claim.from, now) },
      ];
    }),
  );
}
