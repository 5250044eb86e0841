import { MOST_SHOWN, type PersonData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";
import type { CampaignStatus, Claim } from "./campaign.ts";
import type { CouponStores } from "./coupon-deps.ts";
import { mergeClaims, mergedText } from "./merge-claims.ts";

const ENDED: ReadonlySet<CampaignStatus> = new Set<CampaignStatus>(["closed", "stopped"]);
/** Once per person, and one ticket in a draw whose list is public. */
const COUNTS: ReadonlySet<Claim["status"]> = new Set<Claim["status"]>([
  "asked",
  "reserved",
  "confirmed",
  "waiting",
  "entered",
]);

type Stores = Pick<CouponStores, "coupons">;

async function claimsOf({ coupons }: Stores, personId: string) {
  const found = [];
  for (const claim of await coupons.claimsOf(personId, MOST_SHOWN)) {
    const campaign = await coupons.campaign(claim.campaignId);
    const isRunning = campaign !== undefined && !ENDED.has(campaign.status);
    found.push({ claim, campaign, isHeld: isRunning && COUNTS.has(claim.status) });
  }
  return found;
}

/** Coupons: once a person, so what she has in a running campaign stays until that is over. */
export const couponsData: PersonData<Stores> = {
  async shows(stores, personId, locale) {
    const items = (await claimsOf(stores, personId)).map(({ claim, campaign }) => {
      const { claimId: number, status, askedAt: at } = claim;
      const title = campaign?.settings.title ?? "";
      const line = say(locale, "privacy.line.coupon", { title, status });
      return { at, line, data: { number, campaign: claim.campaignId, title, status, askedAt: at } };
    });
    return [{ title: "privacy.section.coupons", items }];
  },

  async stays(stores, personId, locale) {
    return (await claimsOf(stores, personId)).flatMap(({ campaign, isHeld }) =>
      isHeld && campaign
        ? [
            {
              line: say(locale, "privacy.stays.coupon", { title: campaign.settings.title }),
              until: campaign.settings.closesAt,
              holdsAccount: true,
            },
          ]
        : [],
    );
  },

  async forgets(stores, personId) {
    const free = (await claimsOf(stores, personId)).filter(({ isHeld }) => !isHeld);
    await stores.coupons.forgetClaims(free.map(({ claim }) => claim));
  },

  async merges(stores, fromId, intoId, locale, now) {
    const text = mergedText(locale, await mergeClaims(stores, fromId, intoId, now));
    return { lines: text === undefined ? [] : [text], replies: [] };
  },
};
