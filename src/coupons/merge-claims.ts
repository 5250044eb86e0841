import { type Locale, say } from "../core/texts/index.ts";
import type { Claim, ClaimStatus } from "./campaign.ts";
import type { CouponStores } from "./coupon-deps.ts";
import type { ClaimChange } from "./coupon-store.ts";

const MOST_CLAIMS = 2_000;
const COUNTS: readonly ClaimStatus[] = ["confirmed", "reserved", "waiting", "entered"];

/** A campaign in which two accounts of one person had more than one person may have. */
export interface MergedCampaign {
  readonly title: string;
  readonly perPerson: number;
}

/**
 * When two accounts turn out to be one person: everything goes over to `toPersonId`, and of each campaign as much stays
 * as one person may have, what was delivered first. A second code that has been read is void, and nobody else's; one that
 * nobody has read goes back. To be called in the transaction that links the accounts, before the persons become one.
 */
export async function mergeClaims(
  { coupons }: Pick<CouponStores, "coupons">,
  fromPersonId: string,
  toPersonId: string,
  now: number,
): Promise<readonly MergedCampaign[]> {
  const theirs = await coupons.claimsOf(fromPersonId, MOST_CLAIMS);
  const merged: MergedCampaign[] = [];
  // Always in the same order, so that two links at once cannot wait for each other.
  for (const campaignId of [...new Set(theirs.map((claim) => claim.campaignId))].sort((a, b) => a - b)) {
    const campaign = await coupons.lockCampaign(campaignId);
    if (!campaign) continue;
    const held = await coupons.heldBy(campaignId, [fromPersonId, toPersonId]);
    const { perPerson, title, how } = campaign.settings;
    const extra = inOrder(held).slice(how === "draw" ? 1 : perPerson);
    if (extra.length === 0) continue;
    const isUnread = ({ status, deliveryKey }: Claim) => status === "reserved" && deliveryKey === undefined;
    await coupons.changeClaims(
      extra.map((claim): ClaimChange => {
        const { claimId, status, deliveryKey } = claim;
        const isCode = (status === "confirmed" || status === "reserved") && !isUnread(claim);
        return { claimId, status: isCode ? "void" : "released", deliveryKey, reason: "merged" };
      }),
      now,
    );
    const unread = extra.filter(isUnread);
    if (unread.length > 0) {
      await coupons.freeCodes(
        campaignId,
        unread.flatMap(({ place }) => (place === undefined ? [] : [place])),
      );
      await coupons.changeCampaign(campaignId, { takes: -unread.length });
    }
    merged.push({ title, perPerson });
  }
  await coupons.moveClaims(fromPersonId, toPersonId);
  return merged;
}

const inOrder = (claims: readonly Claim[]): readonly Claim[] =>
  [...claims].sort(
    (one, other) => COUNTS.indexOf(one.status) - COUNTS.indexOf(other.status) || one.claimId - other.claimId,
  );

/** What the person hears about it; undefined when nothing changed. */
export const mergedText = (locale: Locale, merged: readonly MergedCampaign[]): string | undefined =>
  merged.length === 0
    ? undefined
    : say(locale, "coupons.merged", { titles: merged.map(({ title }) => `「${title}」`).join("、") });
