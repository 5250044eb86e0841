import { textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { type Campaign, type Claim, type ClaimPlace, type ClaimRefusal, RESERVED_MS } from "./campaign.ts";
import type { CouponDeps, CouponStores, Said } from "./coupon-deps.ts";
import type { ClaimChange } from "./coupon-store.ts";
import { decideClaims, type Known, type Verdict } from "./decide-claims.ts";
import { codeMessage, collectPayload, openPrivateLine, talksOf } from "./deliver-code.ts";
import { ticketOf } from "./draw.ts";
import { localText } from "./local-time.ts";

/** So many share one transaction: a press waits for it, and what it locks others wait for. */
export const SERVED_AT_ONCE = 500;

/** What is said to a press itself once all is written. */
export interface PressAnswer {
  readonly from: ClaimPlace;
  readonly text: string;
  readonly url?: string | undefined;
}

export interface Served {
  readonly count: number;
  readonly deliveries: readonly Delivery[];
  readonly answers: readonly PressAnswer[];
}
const NOTHING: Served = { count: 0, deliveries: [], answers: [] };

/**
 * Answers everybody who asks for a code of this campaign, first come first served, in one transaction of few statements:
 * codes that became free go to the waiting list first. Doing it twice or by several workers at once is harmless, because
 * whoever holds the campaign sees what the one before has done.
 */
export async function serveClaims(
  deps: CouponDeps,
  stores: CouponStores,
  campaignId: number,
  most = SERVED_AT_ONCE,
): Promise<Served> {
  const { coupons } = stores;
  const now = deps.clock.now();
  const campaign = await coupons.lockCampaign(campaignId);
  if (!campaign) return NOTHING;
  const asked = await coupons.claims(campaignId, "asked", most);
  const { promoted, waiting } = await nextInLine(deps, stores, campaign, now);
  if (asked.length + promoted.length === 0) return NOTHING;
  const known = await lookAround(deps, stores, campaign, asked, now);
  const verdicts = decideClaims(
    { ...campaign, taken: campaign.taken + promoted.length },
    asked,
    waiting,
    known,
  );
  const decided = asked.map((claim, at) => ({ claim, verdict: verdicts[at] as Verdict }));
  const giving = [
    ...promoted.map((claim) => ({ claim, asks: false })),
    ...decided.flatMap(({ claim, verdict }) => (verdict.kind === "reserve" ? [{ claim, asks: true }] : [])),
  ];
  const codes = await codesFor(stores, campaign, giving.length);
  const changes: ClaimChange[] = [];
  const said: Said[] = [];
  const answers: PressAnswer[] = [];
  const lines = new Map<string, Said>();

  /** The code goes out in private, or waits until there is a way. */
  function give(claim: Claim, code: string, place: number | undefined, asks: boolean): void {
    const message = codeMessage(deps, campaign as Campaign, claim, code, now);
    changes.push({
      claimId: claim.claimId,
      status: "reserved",
      place,
      endsAt: now + RESERVED_MS,
      deliveryKey: message?.key,
      tries: message ? 1 : 0,
    });
    if (message) said.push(message.said);
    else keepLine(openPrivateLine(deps, campaignId, claim.from, now));
    if (asks)
      tellPress(claim.from, message ? "sent" : "kept", message?.said.draft.to.visibleTo !== undefined);
  }
  function keepLine(line: Said | undefined): void {
    if (line) lines.set(`${line.origin}:${line.draft.to.chatId}`, line);
  }
  /** A whisper that carries the code itself needs no second one. */
  function tellPress(from: ClaimPlace, what: "sent" | "kept", whispered: boolean): void {
    const way = deps.wayOf(from.platform);
    if (what === "sent" && whispered && !from.interaction) return;
    const url = what === "kept" ? way?.deepLink(collectPayload(campaignId)) : undefined;
    tell(from, say(from.locale, what === "sent" ? "coupons.sent" : "coupons.kept"), url);
  }
  function tell(from: ClaimPlace, text: string, url?: string): void {
    if (!deps.wayOf(from.platform)?.whisper) {
      answers.push({ from, text, url });
      return;
    }
    const { platform, chatId, threadId, interaction, userId } = from;
    said.push({
      origin: `coupon-press:${from.updateKey}`,
      draft: {
        lane: "answer",
        purpose: "claim",
        to: { platform, chatId, threadId, interaction, visibleTo: userId },
        content: textContent(text),
      },
    });
  }

  let given = 0;
  const nextCode = () => {
    const code = codes[given];
    given += 1;
    if (!code) throw new Error("a campaign has fewer free codes than it counts");
    return code;
  };
  for (const claim of promoted) {
    const { code, place } = nextCode();
    give(claim, code, place, false);
  }
  let ticket = decided.some(({ verdict }) => verdict.kind === "enter")
    ? await coupons.lastTicket(campaignId)
    : 0;
  const again: { claim: Claim; kept: Claim }[] = [];
  for (const { claim, verdict } of decided) {
    const { claimId, from } = claim;
    switch (verdict.kind) {
      case "reserve": {
        const { code, place } = nextCode();
        give(claim, code, place, true);
        break;
      }
      case "wait":
        changes.push({ claimId, status: "waiting" });
        tell(from, say(from.locale, "coupons.waiting"));
        break;
      case "enter":
        ticket += 1;
        changes.push({ claimId, status: "entered", ticket });
        tell(from, say(from.locale, "coupons.entered", { ticket: ticketOf(ticket) }));
        break;
      case "again":
        changes.push({ claimId, status: "refused", reason: "already-yours" });
        again.push({ claim, kept: verdict.claim });
        break;
      case "refuse":
        changes.push({ claimId, status: "refused", reason: verdict.reason });
        tell(from, refusalText(campaign, from, verdict.reason, now));
        break;
    }
  }
  if (again.length > 0) {
    const places = again.flatMap(({ kept }) => (kept.place === undefined ? [] : [kept.place]));
    const kept = await coupons.codesAt(campaignId, places);
    for (const { claim, kept: held } of again) {
      const code = held.place === undefined ? campaign.settings.code : kept.get(held.place);
      // The newest press knows best where this person can be reached.
      await coupons.moveClaim(held.claimId, claim.from);
      give({ ...held, from: claim.from }, code ?? "", held.place, true);
    }
  }
  await coupons.changeClaims(changes, now);
  if (giving.length > 0) await coupons.changeCampaign(campaignId, { takes: giving.length });
  const deliveries = await deps.post(stores, [...said, ...lines.values()]);
  return { count: asked.length + promoted.length, deliveries, answers };
}

/** Who waited longest for what has become free, and how many wait behind them. */
async function nextInLine(
  deps: CouponDeps,
  stores: CouponStores,
  { campaignId, stock, taken, status, settings }: Campaign,
  now: number,
): Promise<{ readonly promoted: readonly Claim[]; readonly waiting: number }> {
  const free = stock - taken;
  const isOpen = status === "open" && now < settings.closesAt;
  if (free <= 0 || !isOpen || settings.how === "draw") return { promoted: [], waiting: 0 };
  const most = Math.min(free, SERVED_AT_ONCE) + 50;
  const line = await stores.coupons.claims(campaignId, "waiting", most);
  if (line.length === 0) return { promoted: [], waiting: 0 };
  const quiet = await deps.around.quiet(stores, talksOf(line), now);
  const promoted = line
    .filter(({ personId }) => !quiet.has(personId))
    .slice(0, Math.min(free, SERVED_AT_ONCE));
  // Whoever may not be written to now keeps the place in the line and holds up nobody.
  const isWhole = line.length < most;
  const waiting = isWhole ? 0 : (await stores.coupons.countClaims(campaignId, "waiting")) - promoted.length;
  return { promoted, waiting };
}

async function lookAround(
  deps: CouponDeps,
  stores: CouponStores,
  { campaignId, hostId, settings, openedAt }: Campaign,
  asked: readonly Claim[],
  now: number,
): Promise<Known> {
  const { around } = deps;
  const personIds = [...new Set(asked.map(({ personId }) => personId))];
  const held = await stores.coupons.heldBy(campaignId, personIds);
  const quiet = await around.quiet(stores, talksOf(asked), now);
  let entitled: ReadonlySet<string> | undefined;
  if (settings.who === "since") {
    const since = await stores.coupons.knownSince(personIds);
    const before = settings.sinceAt ?? 0;
    entitled = new Set(personIds.filter((id) => (since.get(id) ?? now) <= before));
  } else if (settings.who === "subscribers") {
    entitled = await around.subscribers(stores, hostId, personIds);
  }
  const isFamiliesTime = openedAt !== undefined && now < openedAt + settings.familiesFirstMs;
  const families = isFamiliesTime ? await around.families(stores, hostId, personIds) : undefined;
  const productStopped = await around.isStopped(stores, hostId, settings.title);
  return { now, held, quiet, entitled, families, productStopped };
}

/** As many codes as are needed; the campaign is locked, so that nobody else takes these. */
async function codesFor(
  { coupons }: CouponStores,
  { campaignId, settings }: Campaign,
  count: number,
): Promise<readonly { code: string; place?: number | undefined }[]> {
  if (settings.kind === "pool") return await coupons.takeCodes(campaignId, count);
  return Array.from({ length: count }, () => ({ code: settings.code }));
}

export function refusalText(
  { settings, openedAt }: Campaign,
  { locale }: Pick<ClaimPlace, "locale">,
  reason: ClaimRefusal,
  now: number,
): string {
  const { opensAt, timeZone, closesAt, familiesFirstMs, who, sinceAt } = settings;
  switch (reason) {
    case "not-yet":
      return opensAt === undefined
        ? say(locale, "coupons.not-yet")
        : say(locale, "coupons.not-yet-at", { when: localText(timeZone, opensAt, now) });
    case "over":
      return say(locale, "coupons.over", { when: localText(timeZone, closesAt, now) });
    case "families-first":
      return say(locale, "coupons.not-yet-at", {
        when: localText(timeZone, (openedAt ?? now) + familiesFirstMs, now),
      });
    case "not-for-you":
      if (who === "since" && sinceAt !== undefined) {
        return say(locale, "coupons.not-for-you.since", { when: localText(timeZone, sinceAt, now) });
      }
      return say(locale, who === "subscribers" ? "coupons.not-for-you.subscribers" : "coupons.not-for-you");
    case "already-yours":
      return say(locale, "coupons.already-yours", { count: settings.perPerson });
    default:
      return say(locale, `coupons.${reason}`);
  }
}
