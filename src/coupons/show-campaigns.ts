import type { Button } from "../core/content.ts";
import type { PlatformName } from "../core/message.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { Campaign } from "./campaign.ts";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";
import { answerKey, answerText, atDesk, campaignFor, campaignsHere, isReply } from "./coupon-desk-place.ts";
import { localText } from "./local-time.ts";

const SHOWN = 8;
const GROUPS_SHOWN = 10;
const HOURS_SHOWN = 24;

/** `/campaigns` 券: the newest ones; with a number the figures of that one. */
export async function showCampaigns(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const number = args.trim().replace(/^#/, "");
  if (number !== "") return await showFigures(deps, stores, actor, number);
  const refusal = atDesk(actor);
  if (refusal) return refusal;
  const campaigns = await campaignsHere(stores, actor, SHOWN);
  if (campaigns.length === 0) return answerKey(actor, "coupons.none");
  const { locale } = actor;
  const lines = campaigns.map(({ campaignId, settings, status, taken, stock }) =>
    say(locale, "coupons.line", {
      number: campaignId,
      title: settings.title === "" ? say(locale, "people.untitled") : settings.title,
      status: say(locale, `coupons.status.${status}`),
      taken,
      stock,
    }),
  );
  const buttons = campaigns.map(
    ({ campaignId }): Button => ({
      label: `#${campaignId}`,
      data: deps.signer.sign("kv", String(campaignId)),
    }),
  );
  return answerText(actor, say(locale, "coupons.list", { list: lines.join("\n") }), [
    buttons.slice(0, 4),
    ...(buttons.length > 4 ? [buttons.slice(4)] : []),
  ]);
}

/** Claimed, delivered, waiting, released, used; by group and hour. */
export async function showFigures(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  number: string,
): Promise<Reply> {
  const campaign = await campaignFor(stores, actor, number, false);
  if (isReply(campaign)) return campaign;
  const { locale } = actor;
  const { campaignId, settings, stock } = campaign;
  const { byStatus, used, byGroup, byHour } = await stores.coupons.figures(campaignId);
  const count = (...names: readonly (keyof typeof byStatus)[]) =>
    names.reduce((sum, name) => sum + (byStatus[name] ?? 0), 0);
  const head = say(locale, "coupons.figures", {
    number: campaignId,
    title: settings.title,
    stock,
    claimed: count("reserved", "confirmed", "void"),
    delivered: count("confirmed", "void"),
    waiting: count("waiting"),
    released: count("released"),
    used,
    entered: count("entered", "lost"),
  });
  const groups: string[] = [];
  for (const group of byGroup.slice(0, GROUPS_SHOWN)) {
    const chat = await stores.people.chat(group.platform as PlatformName, group.chatId);
    groups.push(
      say(locale, "coupons.figures-line", {
        name: chat?.title ?? say(locale, "people.untitled"),
        count: group.count,
      }),
    );
  }
  const hours = byHour.slice(-HOURS_SHOWN).map(({ hour, count: many }) =>
    say(locale, "coupons.figures-line", {
      name: localText(settings.timeZone, hour, deps.clock.now()),
      count: many,
    }),
  );
  const parts = [
    head,
    ...(groups.length > 0 ? [[say(locale, "coupons.by-group"), ...groups].join("\n")] : []),
    ...(hours.length > 0 ? [[say(locale, "coupons.by-hour"), ...hours].join("\n")] : []),
  ];
  return answerText(actor, parts.join("\n\n"), cardButton(deps, actor, campaign));
}

const cardButton = (deps: CouponDeps, actor: Actor, { campaignId }: Campaign): Button[][] => [
  [{ label: say(actor.locale, "coupons.card-button"), data: deps.signer.sign("ko", String(campaignId)) }],
];
