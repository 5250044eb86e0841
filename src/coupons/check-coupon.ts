import type { CouponStores } from "./coupon-deps.ts";

const LONGEST_CODE = 64;

/**
 * Whether a code was given out, and by which host: for `/verify`, which counts how often somebody asks. Codes that
 * nobody has been given yet are unknown to everybody.
 */
export async function checkCoupon(
  { coupons, people }: Pick<CouponStores, "coupons" | "people">,
  typed: string,
): Promise<{ readonly hostName: string; readonly title: string } | undefined> {
  const code = typed.normalize("NFKC").trim();
  if (code === "" || code.length > LONGEST_CODE) return undefined;
  const given = await coupons.givenCode(code);
  const campaign = given && (await coupons.campaign(given.campaignId));
  const host = given && (await people.host(given.hostId));
  return campaign && host ? { hostName: host.name, title: campaign.settings.title } : undefined;
}
