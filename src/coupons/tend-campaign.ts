import { type Content, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import type { Chat } from "../people/index.ts";
import { type Campaign, type Claim, FROZEN_MS } from "./campaign.ts";
import type { CouponDeps, CouponStores, Said } from "./coupon-deps.ts";
import { privateTarget, talksOf } from "./deliver-code.ts";
import { commitmentOf, fileOf, listHash, ticketList, ticketOf } from "./draw.ts";
import { drawnContent, drawWinners } from "./draw-winners.ts";
import { localText } from "./local-time.ts";

const GROUPS_AT_ONCE = 200;
const PERSONS_AT_ONCE = 200;

/**
 * Does the next thing whose time has come: opens, tells the groups, reminds, closes, draws. Each step is a transaction
 * of its own that says what comes after it, so that a process may end after any of them.
 */
export async function tendCampaign(
  deps: CouponDeps,
  stores: CouponStores,
  campaignId: number,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now();
  const campaign = await stores.coupons.lockCampaign(campaignId);
  if (!campaign || campaign.nextAt === undefined || campaign.nextAt > now) return [];
  const { settings, status } = campaign;
  if (settings.posting) return await tellGroups(deps, stores, campaign, now);
  switch (status) {
    case "scheduled":
      await open(deps, stores, campaign, now);
      return [];
    case "open":
    case "paused":
      if (now >= settings.closesAt) return await close(deps, stores, campaign, now);
      return status === "open" ? await remind(deps, stores, campaign, now) : [];
    case "frozen":
      return await drawWinners(deps, stores, campaign, now);
    default:
      await stores.coupons.changeCampaign(campaignId, { nextAt: null });
      return [];
  }
}

async function open(
  deps: CouponDeps,
  { coupons }: CouponStores,
  { campaignId, settings }: Campaign,
  now: number,
): Promise<void> {
  const seed = Buffer.from(deps.random.bytes(32)).toString("hex");
  await coupons.changeCampaign(campaignId, {
    status: now >= settings.closesAt ? "closed" : "open",
    openedAt: now,
    nextAt: now,
    settings: { ...settings, posting: { what: "opened", done: 0, before: 0, winners: 0 } },
    ...(settings.how === "draw" ? { seed } : {}),
  });
}

/** When the clock looks again at a campaign that goes on. */
export function nextLook(
  { closesAt, remindMs }: Campaign["settings"],
  now: number,
  reminded = false,
): number {
  return remindMs === 0 || reminded ? closesAt : Math.max(now, closesAt - remindMs);
}

async function tellGroups(
  deps: CouponDeps,
  stores: CouponStores,
  campaign: Campaign,
  now: number,
): Promise<readonly Delivery[]> {
  const { campaignId, hostId, settings, status } = campaign;
  const posting = settings.posting ?? { what: "opened", done: 0, before: 0, winners: 0 };
  const groups = (await groupsOf(stores, hostId)).slice(posting.done, posting.done + GROUPS_AT_ONCE);
  const done = posting.done + groups.length;
  const isLast = groups.length < GROUPS_AT_ONCE;
  const content = groups.length === 0 ? undefined : await contentOf(deps, stores, campaign, now);
  const said = groups.flatMap(({ platform, chatId }): readonly Said[] =>
    content
      ? [
          {
            origin: `campaign:${campaignId}:${posting.what}:${posting.before}`,
            draft: { lane: "coupon", purpose: posting.what, to: { platform, chatId }, content },
          },
        ]
      : [],
  );
  const next = status === "open" ? nextLook(settings, now) : status === "frozen" ? now + FROZEN_MS : null;
  await stores.coupons.changeCampaign(campaignId, {
    settings: { ...settings, posting: isLast ? undefined : { ...posting, done } },
    nextAt: isLast ? next : now,
  });
  return await deps.post(stores, said);
}

/** The host's groups in an order that stays. */
export async function groupsOf(
  { people }: Pick<CouponStores, "people">,
  hostId: string,
): Promise<readonly Chat[]> {
  const chats = (await people.chatsOf(hostId, "fan")).filter(({ gone }) => !gone);
  const key = ({ platform, chatId }: Chat) => `${platform}:${chatId}`;
  return chats.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

async function contentOf(
  deps: CouponDeps,
  stores: CouponStores,
  campaign: Campaign,
  now: number,
): Promise<Content> {
  const { campaignId, settings, seed = "" } = campaign;
  const { posting } = settings;
  if (posting?.what === "drawn") return await drawnContent(stores, campaign, posting);
  if (posting?.what === "frozen") {
    const tickets = (await stores.coupons.tickets(campaignId)).map(ticketOf);
    const list = ticketList(tickets);
    const values = {
      title: settings.title,
      count: tickets.length,
      hash: listHash(list),
      file: fileOf(campaignId),
    };
    return {
      ...textContent(say("zh", "coupons.frozen", values)),
      file: { name: fileOf(campaignId), text: list },
    };
  }
  return openedContent(deps, campaign, seed, now);
}

/** What the groups read when it begins. */
export function openedContent(
  deps: Pick<CouponDeps, "signer">,
  { campaignId, settings, stock }: Campaign,
  seed: string,
  now: number,
): Content {
  const until = localText(settings.timeZone, settings.closesAt, now);
  const isDraw = settings.how === "draw";
  const text = isDraw
    ? say("zh", "coupons.opened-draw", {
        title: settings.title,
        stock,
        until,
        commitment: commitmentOf(seed),
      })
    : say("zh", "coupons.opened", { title: settings.title, stock, until, count: settings.perPerson });
  const label = say("zh", isDraw ? "coupons.enter-button" : "coupons.claim-button");
  return textContent(text, [[{ label, data: deps.signer.sign("kc", String(campaignId)) }]]);
}

async function close(
  deps: CouponDeps,
  stores: CouponStores,
  { campaignId, settings }: Campaign,
  now: number,
): Promise<readonly Delivery[]> {
  if (settings.how === "draw") {
    // Whoever pressed before the end was looked at before, because the list waits for what is still asked.
    if ((await stores.coupons.claims(campaignId, "asked", 1)).length > 0) {
      await stores.coupons.changeCampaign(campaignId, { nextAt: now + 500 });
      return [];
    }
    await stores.coupons.changeCampaign(campaignId, {
      status: "frozen",
      nextAt: now,
      settings: { ...settings, posting: { what: "frozen", done: 0, before: 0, winners: 0 } },
    });
    return [];
  }
  // Whoever waited hears that it came to nothing.
  const waiting = await stores.coupons.claims(campaignId, "waiting", PERSONS_AT_ONCE);
  await stores.coupons.changeClaims(
    waiting.map(({ claimId }) => ({ claimId, status: "lost" })),
    now,
  );
  if (waiting.length < PERSONS_AT_ONCE) {
    await stores.coupons.changeCampaign(campaignId, { status: "closed", nextAt: null });
  }
  return await tellPersons(deps, stores, waiting, "waited-in-vain", settings.title, now);
}

async function remind(
  deps: CouponDeps,
  stores: CouponStores,
  { campaignId, settings }: Campaign,
  now: number,
): Promise<readonly Delivery[]> {
  const isTime = settings.remindMs > 0 && now >= settings.closesAt - settings.remindMs;
  const holders = isTime ? await stores.coupons.takeReminders(campaignId, PERSONS_AT_ONCE, now) : [];
  const isAll = holders.length < PERSONS_AT_ONCE;
  await stores.coupons.changeCampaign(campaignId, { nextAt: isAll ? nextLook(settings, now, isTime) : now });
  const until = localText(settings.timeZone, settings.closesAt, now);
  return await tellPersons(deps, stores, holders, "reminder", settings.title, now, until);
}

/** A private word to whom nothing forbids it; nobody is looked for who has no private way. */
async function tellPersons(
  deps: CouponDeps,
  stores: CouponStores,
  claims: readonly Claim[],
  what: "reminder" | "waited-in-vain",
  title: string,
  now: number,
  until = "",
): Promise<readonly Delivery[]> {
  if (claims.length === 0) return [];
  const talks = talksOf(claims);
  const quiet = await deps.around.quiet(stores, talks, now);
  const said = claims.flatMap(({ claimId, personId, from }): readonly Said[] => {
    const to = quiet.has(personId) ? undefined : privateTarget(deps, from);
    if (!to) return [];
    const content = textContent(say(from.locale, `coupons.${what}`, { title, until }));
    return [{ origin: `coupon:${claimId}`, draft: { lane: "coupon", purpose: what, to, content } }];
  });
  return await deps.post(stores, said);
}
