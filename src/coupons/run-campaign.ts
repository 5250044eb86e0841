import type { Reply } from "../core/reply.ts";
import { type Actor, mayManage } from "../people/index.ts";
import type { Campaign } from "./campaign.ts";
import { campaignCard } from "./campaign-card.ts";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";
import { answer, answerKey, campaignFor, isReply } from "./coupon-desk-place.ts";
import { nextLook } from "./tend-campaign.ts";

type Act = "release" | "pause" | "stop" | "redraw";

/** The buttons that let a campaign begin, rest, end or draw once more. */
export async function runCampaign(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  number: string,
  act: Act,
): Promise<Reply> {
  const campaign = await campaignFor(stores, actor, number, true);
  if (isReply(campaign)) return campaign;
  // Checked once more on what is locked now.
  if (!mayManage(actor.person, campaign.hostId)) return answerKey(actor, "coupons.no-campaign");
  const refusal = await ACTS[act](deps, stores, actor, campaign);
  if (refusal) return refusal;
  const changed = (await stores.coupons.campaign(campaign.campaignId)) ?? campaign;
  return answer(actor, campaignCard(deps, changed, actor.locale));
}

type Run = (
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  campaign: Campaign,
) => Promise<Reply | undefined>;

const release: Run = async (deps, { coupons }, actor, { campaignId, settings, status, stock, createdBy }) => {
  if (status !== "draft") return answerKey(actor, "coupons.too-late");
  const now = deps.clock.now();
  const isReady = settings.title !== "" && (settings.kind === "pool" || settings.code !== "") && stock > 0;
  if (!isReady) return answerKey(actor, "coupons.not-ready");
  const opensAt = settings.starts === "at" ? (settings.opensAt ?? now) : now;
  if (settings.closesAt <= opensAt) return answerKey(actor, "coupons.ends-before");
  if (settings.needsSecond && createdBy === actor.person.personId) {
    return answerKey(actor, "coupons.card-second");
  }
  // The clock opens it; one that waits for a live start has no moment yet.
  const nextAt = settings.starts === "live" ? null : opensAt;
  await coupons.changeCampaign(campaignId, {
    status: "scheduled",
    nextAt,
    settings: { ...settings, step: undefined },
  });
  return undefined;
};

const pause: Run = async (deps, { coupons }, actor, { campaignId, settings, status }) => {
  if (status !== "open" && status !== "paused") return answerKey(actor, "coupons.too-late");
  const now = deps.clock.now();
  await coupons.changeCampaign(
    campaignId,
    status === "open"
      ? { status: "paused", nextAt: settings.closesAt }
      : { status: "open", nextAt: nextLook(settings, now) },
  );
  return undefined;
};

const stop: Run = async (_deps, { coupons }, actor, { campaignId, status }) => {
  if (status === "closed" || status === "stopped" || status === "frozen") {
    return answerKey(actor, "coupons.too-late");
  }
  await coupons.changeCampaign(campaignId, { status: "stopped", nextAt: null });
  return undefined;
};

const redraw: Run = async (deps, { coupons }, actor, { campaignId, settings, status, stock, taken }) => {
  if (status !== "closed" || settings.how !== "draw" || taken >= stock) {
    return answerKey(actor, "coupons.no-redraw");
  }
  await coupons.changeCampaign(campaignId, { status: "frozen", nextAt: deps.clock.now() });
  return undefined;
};

const ACTS: Readonly<Record<Act, Run>> = { release, pause, stop, redraw };
