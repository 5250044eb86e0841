import type { Reply } from "../core/reply.ts";
import { type Actor, tell } from "../people/index.ts";
import type { CouponStores } from "./coupon-deps.ts";

const LONGEST_CODE = 64;

/**
 * Whether a code was given out, and by which host: for `/verify`, which counts how often somebody asks. Codes that
 * nobody has been given yet are unknown to everybody.
 */
export async function verifyCoupon(
  { coupons, people }: Pick<CouponStores, "coupons" | "people">,
  actor: Actor,
  typed: string,
): Promise<Reply | undefined> {
  const code = typed.normalize("NFKC").trim();
  if (code === "" || code.length > LONGEST_CODE) return undefined;
  const given = await coupons.givenCode(code);
  const campaign = given && (await coupons.campaign(given.campaignId));
  const host = given && (await people.host(given.hostId));
  if (!campaign || !host) return undefined;
  return tell(actor, "coupons.verified", { host: host.name, title: campaign.settings.title });
}
