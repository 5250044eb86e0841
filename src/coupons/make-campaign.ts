import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayManage } from "../people/index.ts";
import {
  CAMPAIGN_KINDS,
  type Campaign,
  type CampaignKind,
  type CampaignSettings,
  MOST_STOCK,
} from "./campaign.ts";
import { campaignCard, isField, turnSetting } from "./campaign-card.ts";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";
import {
  answer,
  answerKey,
  answerText,
  atDesk,
  campaignFor,
  hostsHere,
  isManager,
  isReply,
} from "./coupon-desk-place.ts";
import { endOfDay, isTimeZone, readLocal } from "./local-time.ts";

/** The time of day of hosts in China; another zone can be set for each campaign. */
const TIME_ZONE = "Asia/Shanghai";
/** After this long an open question is forgotten: what is written then is meant for somebody else. */
const STEP_MS = 15 * 60_000;
const CANCEL = /^(?:取消|cancel|\/cancel|算了)$/i;
const LONGEST_TITLE = 40;
const LONGEST_CODE = 64;
const SETTING = /^(\d{1,15})\s+(\S+)\s+(.+)$/u;

/** `/campaign` 发券: what kind it is to be; `/campaign 12 开始 11-25 20:00` sets what no button offers. */
export async function beginCampaign(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const refusal = atDesk(actor);
  if (refusal) return refusal;
  const set = SETTING.exec(args.trim());
  if (set) return await setByText(deps, stores, actor, set[1] ?? "", set[2] ?? "", set[3] ?? "");
  if (/^\d{1,15}$/.test(args.trim())) {
    const campaign = await campaignFor(stores, actor, args.trim(), false);
    return isReply(campaign) ? campaign : answer(actor, campaignCard(deps, campaign, actor.locale));
  }
  const hosts = await hostsHere(stores, actor);
  if (hosts.length === 0) return answerKey(actor, "people.bind-no-host");
  const rows = hosts.slice(0, 4).map(({ hostId, name }) =>
    CAMPAIGN_KINDS.map(
      (kind): Button => ({
        label:
          hosts.length > 1
            ? `${name} ${say(actor.locale, `coupons.kind.${kind}`)}`
            : say(actor.locale, `coupons.kind.${kind}`),
        data: deps.signer.sign("kk", `${hostId}.${kind}`),
      }),
    ),
  );
  return answerText(actor, say(actor.locale, "coupons.choose-kind"), rows);
}

/** The button with the kind: a draft is made, and its name asked for. */
export async function chooseKind(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  arg: string,
): Promise<Reply> {
  const refusal = atDesk(actor);
  if (refusal) return refusal;
  const [hostId = "", kind = ""] = arg.split(".");
  const isHere = (await hostsHere(stores, actor)).some((host) => host.hostId === hostId);
  if (!isHere || !mayManage(actor.person, hostId) || !isKind(kind))
    return answerKey(actor, "coupons.no-campaign");
  const now = deps.clock.now();
  const settings: CampaignSettings = {
    kind,
    title: "",
    code: "",
    how: "first",
    starts: "hand",
    closesAt: endOfDay(TIME_ZONE, now, 3),
    timeZone: TIME_ZONE,
    perPerson: 1,
    who: "all",
    familiesFirstMs: 0,
    remindMs: 0,
    waitingList: true,
    needsSecond: false,
    step: "title",
    askedIn: placeKey(actor),
    askedAt: now,
  };
  await stores.coupons.addCampaign({ hostId, settings, createdBy: actor.person.personId, stock: 0 }, now);
  return answerKey(actor, "coupons.ask-title");
}

const isKind = (kind: string): kind is CampaignKind => (CAMPAIGN_KINDS as readonly string[]).includes(kind);
const placeKey = ({ platform, chatId }: Actor): string => `${platform}:${chatId}`.slice(0, 200);

/** What a manager writes while a question of the set-up is open; undefined when none is. */
export async function takeCampaignText(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  text: string,
): Promise<Reply | undefined> {
  // Everybody else's messages need no look into the database.
  if (!isManager(actor) || atDesk(actor)) return undefined;
  const draft = await stores.coupons.draftOf(actor.person.personId);
  const { askedIn, askedAt = 0, step } = draft?.settings ?? {};
  const now = deps.clock.now();
  if (!draft || !step || askedIn !== placeKey(actor) || now - askedAt > STEP_MS) return undefined;
  if (!mayManage(actor.person, draft.hostId)) return undefined;
  const { campaignId } = draft;
  if (CANCEL.test(text.trim())) {
    await stores.coupons.changeCampaign(campaignId, {
      status: "stopped",
      settings: { ...draft.settings, step: undefined },
    });
    return answerKey(actor, "coupons.cancelled");
  }
  const words = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  switch (step) {
    case "title":
      return await takeTitle(deps, stores, actor, draft, words);
    case "code":
      return await takeCode(deps, stores, actor, draft, words);
    case "stock":
      return await takeStock(deps, stores, actor, draft, words);
  }
}

async function takeTitle(
  deps: CouponDeps,
  { coupons }: CouponStores,
  actor: Actor,
  { campaignId, settings }: Campaign,
  title: string,
): Promise<Reply> {
  if (title === "" || [...title].length > LONGEST_TITLE || /https?:\/\//i.test(title)) {
    return answerKey(actor, "coupons.title-bad");
  }
  const findings = deps.guard(title);
  const hard = findings.find(({ level }) => level === "hard");
  if (hard) return answerKey(actor, "coupons.guarded", { words: hard.words, advice: hard.advice });
  const step = settings.kind === "pool" ? undefined : ("code" as const);
  const changed = { ...settings, title, step, needsSecond: findings.length > 0, askedAt: deps.clock.now() };
  await coupons.changeCampaign(campaignId, { settings: changed });
  if (step) return answerKey(actor, settings.kind === "keyword" ? "coupons.ask-keyword" : "coupons.ask-code");
  return await showCard(deps, coupons, actor, campaignId);
}

async function takeCode(
  deps: CouponDeps,
  { coupons }: CouponStores,
  actor: Actor,
  { campaignId, settings }: Campaign,
  code: string,
): Promise<Reply> {
  if (code === "" || [...code].length > LONGEST_CODE || /\p{Cc}|\p{Cf}/u.test(code)) {
    return answerKey(actor, "coupons.code-bad");
  }
  const hard = deps.guard(code).find(({ level }) => level === "hard");
  if (hard) return answerKey(actor, "coupons.guarded", { words: hard.words, advice: hard.advice });
  await coupons.changeCampaign(campaignId, {
    settings: { ...settings, code, step: "stock", askedAt: deps.clock.now() },
  });
  return answerKey(actor, "coupons.ask-stock", { most: MOST_STOCK });
}

async function takeStock(
  deps: CouponDeps,
  { coupons }: CouponStores,
  actor: Actor,
  { campaignId, settings }: Campaign,
  text: string,
): Promise<Reply> {
  const stock = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (stock < 1 || stock > MOST_STOCK) return answerKey(actor, "coupons.stock-bad", { most: MOST_STOCK });
  await coupons.changeCampaign(campaignId, { stock, settings: { ...settings, step: undefined } });
  return await showCard(deps, coupons, actor, campaignId);
}

async function showCard(
  deps: CouponDeps,
  coupons: CouponStores["coupons"],
  actor: Actor,
  campaignId: number,
): Promise<Reply> {
  const campaign = await coupons.campaign(campaignId);
  return campaign
    ? answer(actor, campaignCard(deps, campaign, actor.locale))
    : answerKey(actor, "coupons.no-campaign");
}

/** A button of the card that turns one setting on. */
export async function turnCampaignSetting(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  arg: string,
): Promise<Reply> {
  const [number = "", field = ""] = arg.split(".");
  const campaign = await campaignFor(stores, actor, number, true);
  if (isReply(campaign)) return campaign;
  if (!isField(field) || (campaign.status !== "draft" && campaign.status !== "scheduled")) {
    return answerKey(actor, "coupons.too-late");
  }
  return await changeSettings(
    deps,
    stores,
    actor,
    campaign,
    turnSetting(campaign.settings, field, deps.clock.now()),
  );
}

/** What was scheduled waits for another press on "release": what a second person agreed to is not changed behind them. */
async function changeSettings(
  deps: CouponDeps,
  { coupons }: CouponStores,
  actor: Actor,
  { campaignId }: Campaign,
  settings: CampaignSettings,
): Promise<Reply> {
  await coupons.changeCampaign(campaignId, { settings, status: "draft", nextAt: null });
  return await showCard(deps, coupons, actor, campaignId);
}

const NAMES: Readonly<Record<string, "opens" | "ends" | "stock" | "each" | "zone">> = {
  开始: "opens",
  start: "opens",
  结束: "ends",
  end: "ends",
  数量: "stock",
  stock: "stock",
  每人: "each",
  each: "each",
  时区: "zone",
  zone: "zone",
};

async function setByText(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  number: string,
  name: string,
  value: string,
): Promise<Reply> {
  const campaign = await campaignFor(stores, actor, number, true);
  if (isReply(campaign)) return campaign;
  const { settings, status } = campaign;
  if (status !== "draft" && status !== "scheduled") return answerKey(actor, "coupons.too-late");
  const now = deps.clock.now();
  const words = value.trim();
  const at = readLocal(settings.timeZone, words, now);
  const count = /^\d{1,6}$/.test(words) ? Number(words) : 0;
  switch (NAMES[name.toLowerCase()]) {
    case "opens":
      if (at === undefined || at <= now) return answerKey(actor, "coupons.time-bad");
      return await changeSettings(deps, stores, actor, campaign, { ...settings, starts: "at", opensAt: at });
    case "ends":
      if (at === undefined || at <= now) return answerKey(actor, "coupons.time-bad");
      return await changeSettings(deps, stores, actor, campaign, { ...settings, closesAt: at });
    case "stock":
      if (settings.kind === "pool" || count < 1 || count > MOST_STOCK) {
        return answerKey(actor, "coupons.stock-bad", { most: MOST_STOCK });
      }
      await stores.coupons.changeCampaign(campaign.campaignId, { stock: count });
      return await changeSettings(deps, stores, actor, campaign, settings);
    case "each":
      if (count < 1 || count > 10) return answerKey(actor, "coupons.setting-bad");
      return await changeSettings(deps, stores, actor, campaign, { ...settings, perPerson: count });
    case "zone":
      if (!isTimeZone(words)) return answerKey(actor, "coupons.setting-bad");
      return await changeSettings(deps, stores, actor, campaign, { ...settings, timeZone: words });
    default:
      return answerKey(actor, "coupons.setting-bad");
  }
}
