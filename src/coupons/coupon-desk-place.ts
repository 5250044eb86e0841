import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import {
  type Actor,
  type Host,
  hostsOf,
  isOperator,
  mayManage,
  tell,
  toActor,
  toChat,
} from "../people/index.ts";
import type { Campaign } from "./campaign.ts";
import type { CouponStores } from "./coupon-deps.ts";

/** The answer to a member of the staff, where it was asked: staff rooms and private chats only. */
export const answer = (actor: Actor, content: Content): Reply =>
  actor.discreet ? toActor(content, "coupons") : toChat(content, "coupons");

export const answerText = (actor: Actor, text: string, buttons: Content["buttons"] = []): Reply =>
  answer(actor, textContent(text, buttons));

export const answerKey = (actor: Actor, key: TextKey, values: Record<string, string | number> = {}): Reply =>
  answerText(actor, say(actor.locale, key, values));

const refuse = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

export const isManager = ({ person }: Actor): boolean =>
  isOperator(person) || person.roles.some(({ role }) => role === "host");

/** A kind refusal for whoever may not, or where fans would read along; undefined when all is well. */
export function atDesk(actor: Actor): Reply | undefined {
  if (!isManager(actor)) return refuse(actor);
  const { chat } = actor;
  if (actor.discreet) return undefined;
  if (chat?.purpose !== "staff") return tell(actor, "coupons.where");
  // Somebody else's staff may read along there.
  return chat.host && mayManage(actor.person, chat.host.hostId) ? undefined : refuse(actor);
}

/** The hosts whose campaigns may be handled here: in a staff room that one alone. */
export async function hostsHere({ people }: CouponStores, actor: Actor): Promise<readonly Host[]> {
  const room = actor.discreet ? undefined : actor.chat?.host;
  if (room) return mayManage(actor.person, room.hostId) ? [room] : [];
  const mine = (await people.hosts()).filter(({ hostId }) => mayManage(actor.person, hostId));
  const real = mine.filter(({ sample }) => !sample);
  return real.length > 0 ? real : mine;
}

export async function campaignsHere(
  stores: CouponStores,
  actor: Actor,
  limit: number,
): Promise<readonly Campaign[]> {
  const hosts = (await hostsHere(stores, actor)).map(({ hostId }) => hostId);
  return await stores.coupons.campaignsOf(hosts, limit);
}

/**
 * The campaign of this number, for whoever may handle it here and now; else the refusal. `lock` holds it for a change.
 */
export async function campaignFor(
  stores: CouponStores,
  actor: Actor,
  number: string,
  lock: boolean,
): Promise<Campaign | Reply> {
  const refusal = atDesk(actor);
  if (refusal) return refusal;
  const campaignId = /^\d{1,15}$/.test(number) ? Number(number) : -1;
  const campaign = await stores.coupons.campaign(campaignId);
  // Of another host's campaign nobody hears that it exists.
  if (!campaign || !(await hostsHere(stores, actor)).some(({ hostId }) => hostId === campaign.hostId)) {
    return hostsOf(actor.person).length > 0 ? answerKey(actor, "coupons.no-campaign") : refuse(actor);
  }
  return (lock ? await stores.coupons.lockCampaign(campaignId) : campaign) ?? campaign;
}

export const isReply = (found: Campaign | Reply): found is Reply => "audience" in found;
