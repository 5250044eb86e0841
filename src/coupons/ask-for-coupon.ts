import { textContent } from "../core/content.ts";
import type { ButtonEvent, MessageEvent } from "../core/message.ts";
import type { Reply } from "../core/reply.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell, toActor } from "../people/index.ts";
import { type Claim, type ClaimPlace, RESERVED_MS } from "./campaign.ts";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";
import { codeMessage, talksOf } from "./deliver-code.ts";
import { ticketOf } from "./draw.ts";
import { localText } from "./local-time.ts";

const SHOWN = 20;

/** Who pressed, where, and what runs once that is written. */
export interface Press {
  readonly actor: Actor;
  readonly event: ButtonEvent | MessageEvent;
  readonly hostId: string | undefined;
  readonly afterCommit: (work: () => void) => void;
}

/**
 * The button under a campaign: the question is written down together with the press and answered by the desk, together
 * with everybody else's. Returns what is to be said at once, which is mostly nothing.
 */
export async function askForCoupon(
  deps: CouponDeps,
  stores: CouponStores,
  { actor, event, hostId, afterCommit }: Press,
  arg: string,
  wake: (campaignId: number) => void,
): Promise<readonly Reply[]> {
  const campaignId = /^\d{1,15}$/.test(arg) ? Number(arg) : -1;
  const campaign = await stores.coupons.campaign(campaignId);
  const from = placeOf(actor, event);
  // A message passed on into another host's group gives nothing there.
  if (!campaign || campaign.hostId !== hostId) {
    return whisper(deps, actor, from, campaign ? "coupons.not-for-you" : "coupons.gone", afterCommit);
  }
  const isNew = await stores.coupons.ask(
    { campaignId, personId: actor.person.personId, from },
    deps.clock.now(),
  );
  if (!isNew) return whisper(deps, actor, from, "coupons.wait", afterCommit);
  afterCommit(() => wake(campaignId));
  return [];
}

function placeOf(actor: Actor, event: ButtonEvent | MessageEvent): ClaimPlace {
  return {
    platform: event.platform,
    chatId: event.chat.chatId,
    threadId: event.chat.threadId,
    userId: event.sender.userId,
    updateKey: event.updateKey,
    interaction: event.interaction,
    privateChatId: event.chat.kind === "private" ? event.chat.chatId : actor.person.privateChatId,
    locale: actor.locale,
  };
}

/** To the presser alone: as a whisper, or as the answer to the press where a group has none. */
function whisper(
  deps: CouponDeps,
  actor: Actor,
  from: ClaimPlace,
  key: TextKey,
  afterCommit: Press["afterCommit"],
): readonly Reply[] {
  const text = say(actor.locale, key);
  const way = deps.wayOf(from.platform);
  if (!way || way.whisper) return [toActor(textContent(text), "claim")];
  afterCommit(() => {
    way.answerPress(from.updateKey, { text }).catch((error: unknown) => {
      deps.logger.debug({ error }, "a press could not be answered in time");
    });
  });
  return [];
}

/** The link to the private chat: what was kept for this person goes out there. */
export async function collectCoupon(
  deps: CouponDeps,
  stores: CouponStores,
  { actor, event, afterCommit }: Press,
  arg: string,
): Promise<readonly Reply[]> {
  const { coupons } = stores;
  if (!actor.discreet) return [pointToPrivate(actor, `k-${arg}`)];
  const campaignId = /^\d{1,15}$/.test(arg) ? Number(arg) : -1;
  const campaign = await coupons.lockCampaign(campaignId);
  if (!campaign) return [await showCoupons(deps, stores, actor)];
  const now = deps.clock.now();
  const { personId } = actor.person;
  const kept = (await coupons.heldBy(campaignId, [personId])).filter(
    ({ status, deliveryKey }) => status === "reserved" && deliveryKey === undefined,
  );
  if (kept.length === 0) return [await showCoupons(deps, stores, actor)];
  const from = placeOf(actor, event);
  const quiet = await deps.around.quiet(stores, talksOf([{ personId, from }]), now);
  if (quiet.has(personId)) return [tell(actor, "coupons.quiet")];
  const codes = await coupons.codesAt(
    campaignId,
    kept.flatMap(({ place }) => (place === undefined ? [] : [place])),
  );
  for (const claim of kept) {
    const code = claim.place === undefined ? campaign.settings.code : (codes.get(claim.place) ?? "");
    const message = codeMessage(deps, campaign, { ...claim, from }, code, now);
    if (!message) continue;
    await coupons.moveClaim(claim.claimId, { ...from, chatId: claim.from.chatId });
    await coupons.changeClaims(
      [
        {
          claimId: claim.claimId,
          status: "reserved",
          endsAt: Math.max(claim.endsAt ?? 0, now + RESERVED_MS),
          deliveryKey: message.key,
          tries: 1,
        },
      ],
      now,
    );
    const deliveries = await deps.post(stores, [message.said]);
    afterCommit(() => deps.offer(deliveries));
  }
  return [];
}

/** `/coupons` 我的券: what this person has, to be read alone. */
export async function showCoupons(deps: CouponDeps, stores: CouponStores, actor: Actor): Promise<Reply> {
  if (!actor.discreet) return pointToPrivate(actor, "k-mine");
  const now = deps.clock.now();
  const claims = (await stores.coupons.claimsOf(actor.person.personId, SHOWN)).filter(
    ({ status }) => status !== "refused" && status !== "asked",
  );
  const lines: string[] = [];
  for (const claim of claims) lines.push(await lineOf(stores, actor, claim, now));
  if (lines.length === 0) return tell(actor, "coupons.mine-none");
  return toActor(textContent(say(actor.locale, "coupons.mine", { list: lines.join("\n") })), "coupons");
}

async function lineOf({ coupons }: CouponStores, actor: Actor, claim: Claim, now: number): Promise<string> {
  const campaign = await coupons.campaign(claim.campaignId);
  if (!campaign) return "";
  const { locale } = actor;
  const { settings } = campaign;
  const until = localText(settings.timeZone, settings.closesAt, now);
  const values = { title: settings.title, until };
  if (claim.status === "confirmed") {
    const codes = await coupons.codesAt(claim.campaignId, claim.place === undefined ? [] : [claim.place]);
    const code = claim.place === undefined ? settings.code : (codes.get(claim.place) ?? "");
    return say(locale, "coupons.mine-code", { ...values, code });
  }
  if (claim.status === "entered") {
    return say(locale, "coupons.mine-entered", { ...values, ticket: ticketOf(claim.ticket ?? 0) });
  }
  switch (claim.status) {
    case "waiting":
      return say(locale, "coupons.mine-waiting", values);
    case "reserved":
      return say(locale, "coupons.mine-reserved", values);
    case "void":
      return say(locale, "coupons.mine-void", values);
    default:
      return say(locale, "coupons.mine-released", values);
  }
}
