import type { Reply } from "./core/reply.ts";
import {
  askForCoupon,
  beginCampaign,
  chooseKind,
  collectCoupon,
  importCodes,
  importUsed,
  type Press,
  runCampaign,
  showCampaigns,
  showCoupons,
  showFigures,
  takeCampaignText,
  turnCampaignSetting,
} from "./coupons/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

const pressOf = (scene: Scene): Press => ({
  actor: actorOf(scene),
  event: scene.event,
  hostId: scene.hostId,
  afterCommit: scene.afterCommit,
});
const running =
  (act: Parameters<typeof runCampaign>[4]): Run =>
  async ({ coupons }, stores, scene, number) => [
    await runCampaign(coupons, stores, actorOf(scene), number, act),
  ];

/** What hosts type about campaigns, and `/coupons` for everybody; place and right are checked by the feature each time. */
export const COUPON_COMMANDS: Readonly<Record<string, Run>> = {
  campaign: async ({ coupons }, stores, scene, args) => [
    await beginCampaign(coupons, stores, actorOf(scene), args),
  ],
  campaigns: async ({ coupons }, stores, scene, args) => [
    await showCampaigns(coupons, stores, actorOf(scene), args),
  ],
  codes: async ({ coupons }, stores, scene, args) => [
    await importCodes(coupons, stores, actorOf(scene), args, scene.document),
  ],
  used: async ({ coupons }, stores, scene, args) => [
    await importUsed(coupons, stores, actorOf(scene), args, scene.document),
  ],
  coupons: async ({ coupons }, stores, scene) => [await showCoupons(coupons, stores, actorOf(scene))],
};

/** The button under a campaign in a group. */
export const CLAIM_ACTION = "kc";

export const COUPON_BUTTONS: Readonly<Record<string, Run>> = {
  [CLAIM_ACTION]: ({ coupons }, stores, scene, arg) =>
    askForCoupon(coupons, stores, pressOf(scene), arg, coupons.desk.wake),
  kk: async ({ coupons }, stores, scene, arg) => [await chooseKind(coupons, stores, actorOf(scene), arg)],
  ks: async ({ coupons }, stores, scene, arg) => [
    await turnCampaignSetting(coupons, stores, actorOf(scene), arg),
  ],
  ko: async ({ coupons }, stores, scene, arg) => [await beginCampaign(coupons, stores, actorOf(scene), arg)],
  kv: async ({ coupons }, stores, scene, arg) => [await showFigures(coupons, stores, actorOf(scene), arg)],
  kr: running("release"),
  kp: running("pause"),
  kx: running("stop"),
  kd: running("redraw"),
};

/** `/start k-…`: what was kept for this person. */
export const collect: Run = ({ coupons }, stores, scene, arg) =>
  collectCoupon(coupons, stores, pressOf(scene), arg);

/** What is written while the set-up of a campaign waits for an answer; undefined when it does not. */
export const answerSetUp = (
  { coupons }: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  text: string,
): Promise<Reply | undefined> => takeCampaignText(coupons, stores, actorOf(scene), text);
