export { askForCoupon, collectCoupon, type Press, showCoupons } from "./ask-for-coupon.ts";
export type {
  Campaign,
  CampaignSettings,
  CampaignStatus,
  Claim,
  ClaimPlace,
  ClaimStatus,
} from "./campaign.ts";
export { verifyCoupon } from "./check-coupon.ts";
export { type CouponDeps, type CouponStores, quietInDanger, type Surroundings } from "./coupon-deps.ts";
export { type CouponDesk, createCouponDesk } from "./coupon-desk.ts";
export type { CodeReceipt, CouponStore } from "./coupon-store.ts";
export { couponsData } from "./coupons-data.ts";
export { importCodes, importUsed } from "./import-codes.ts";
export { beginCampaign, chooseKind, takeCampaignText, turnCampaignSetting } from "./make-campaign.ts";
export { mergeClaims, mergedText } from "./merge-claims.ts";
export { runCampaign } from "./run-campaign.ts";
export { serveClaims } from "./serve-claims.ts";
export { acceptPush, askShop, filePool, type ShopPlatform } from "./shop-platform.ts";
export { showCampaigns, showFigures } from "./show-campaigns.ts";
