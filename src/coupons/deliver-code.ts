import { type Content, type Target, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import { dedupeKeyOf } from "../delivery/index.ts";
import type { Talk } from "../safety/index.ts";
import type { Campaign, Claim, ClaimPlace } from "./campaign.ts";
import type { CouponDeps, Said } from "./coupon-deps.ts";
import { localText } from "./local-time.ts";

/** Where only this person reads; undefined where the bot has no such way yet. */
export function privateTarget(deps: Pick<CouponDeps, "wayOf">, from: ClaimPlace): Target | undefined {
  const { platform, chatId, threadId, userId, privateChatId } = from;
  if (privateChatId !== undefined) return { platform, chatId: privateChatId };
  return deps.wayOf(platform)?.whisper ? { platform, chatId, threadId, visibleTo: userId } : undefined;
}

export function codeContent(campaign: Campaign, from: ClaimPlace, code: string, now: number): Content {
  const { settings } = campaign;
  const until = localText(settings.timeZone, settings.closesAt, now);
  const key = settings.kind === "keyword" ? "coupons.your-keyword" : "coupons.your-code";
  return textContent(say(from.locale, key, { title: settings.title, code, until }));
}

/** The message that carries the code, and the key of its row; undefined when there is no private way yet. */
export function codeMessage(
  deps: Pick<CouponDeps, "wayOf">,
  campaign: Campaign,
  claim: Pick<Claim, "claimId" | "from" | "tries">,
  code: string,
  now: number,
): { readonly said: Said; readonly key: string } | undefined {
  const to = privateTarget(deps, claim.from);
  if (!to) return undefined;
  const origin = `coupon:${claim.claimId}:${claim.tries}`;
  const content = codeContent(campaign, claim.from, code, now);
  const draft = { lane: "coupon", purpose: "code", to, content } as const;
  return { said: { origin, draft }, key: dedupeKeyOf(origin, draft) };
}

/** The line is said once in this time, however many it is for. */
const LINE_EVERY_MS = 10 * 60_000;
export const collectPayload = (campaignId: number): string => `k-${campaignId}`;

/** What the group reads when somebody's code has no way yet: neither who nor what. */
export function openPrivateLine(
  deps: Pick<CouponDeps, "wayOf">,
  campaignId: number,
  { platform, chatId, threadId }: ClaimPlace,
  now: number,
): Said | undefined {
  const url = deps.wayOf(platform)?.deepLink(collectPayload(campaignId));
  if (url === undefined) return undefined;
  const content = textContent(say("zh", "coupons.open-private"), [
    [{ label: say("zh", "coupons.open-private-button"), url }],
  ]);
  return {
    origin: `coupon-line:${campaignId}:${Math.floor(now / LINE_EVERY_MS)}`,
    draft: { lane: "coupon", purpose: "open-private", to: { platform, chatId, threadId }, content },
  };
}

/** The talks that a code would follow in: where it was asked for, and where it goes. */
export const talksOf = (claims: readonly Pick<Claim, "personId" | "from">[]): readonly Talk[] =>
  claims.flatMap(({ personId, from: { platform, chatId, privateChatId } }) => [
    { personId, platform, chatId },
    ...(privateChatId === undefined || privateChatId === chatId
      ? []
      : [{ personId, platform, chatId: privateChatId }]),
  ]);
