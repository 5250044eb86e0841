import { type Content, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { type Campaign, WON_MS } from "./campaign.ts";
import type { CouponDeps, CouponStores, Said } from "./coupon-deps.ts";
import type { ClaimChange } from "./coupon-store.ts";
import { codeMessage, openPrivateLine, talksOf } from "./deliver-code.ts";
import { drawCommand, drawOrder, fileOf, ticketList, ticketOf } from "./draw.ts";

async function orderOf({ coupons }: Pick<CouponStores, "coupons">, { campaignId, seed }: Campaign) {
  const tickets = await coupons.tickets(campaignId);
  if (tickets.length === 0) return [];
  return drawOrder(seed ?? "", ticketList(tickets.map(ticketOf)));
}

/**
 * Gives what is there to the next tickets in the order that seed and list fix; a redraw goes on where the last one
 * ended, so that nobody wins twice and nobody can choose. For a locked campaign.
 */
export async function drawWinners(
  deps: CouponDeps,
  stores: CouponStores,
  campaign: Campaign,
  now: number,
): Promise<readonly Delivery[]> {
  const { campaignId, settings, drawn } = campaign;
  const { coupons } = stores;
  const order = await orderOf(stores, campaign);
  const tickets = order.slice(drawn, drawn + Math.max(0, campaign.stock - campaign.taken));
  const places = new Map(tickets.map((ticket, at) => [Number(ticket.slice(1)), at]));
  const winners = (await coupons.withTickets(campaignId, [...places.keys()])).filter(
    // A second ticket of one person was taken back when the accounts were linked.
    ({ status }) => status === "entered",
  );
  winners.sort((one, other) => (places.get(one.ticket ?? 0) ?? 0) - (places.get(other.ticket ?? 0) ?? 0));
  const codes =
    settings.kind === "pool"
      ? await coupons.takeCodes(campaignId, winners.length)
      : winners.map(() => ({ code: settings.code, place: undefined }));
  const talks = talksOf(winners);
  const quiet = await deps.around.quiet(stores, talks, now);
  const changes: ClaimChange[] = [];
  const said: Said[] = [];
  for (const [at, claim] of winners.entries()) {
    const one = codes[at];
    if (!one) throw new Error("a campaign has fewer free codes than it counts");
    // The prize of whom nothing may be promised now is kept, and goes out later.
    const isQuiet = quiet.has(claim.personId);
    const message = isQuiet ? undefined : codeMessage(deps, campaign, claim, one.code, now);
    changes.push({
      claimId: claim.claimId,
      status: "reserved",
      place: one.place,
      reason: isQuiet ? "quiet" : undefined,
      endsAt: now + WON_MS,
      deliveryKey: message?.key,
      tries: message ? 1 : 0,
    });
    if (message) said.push(message.said);
    else if (!isQuiet) {
      const line = openPrivateLine(deps, campaignId, claim.from, now);
      if (line) said.push(line);
    }
  }
  await coupons.changeClaims(changes, now);
  await coupons.changeCampaign(campaignId, {
    status: "closed",
    takes: winners.length,
    drawn: drawn + tickets.length,
    nextAt: now,
    settings: {
      ...settings,
      posting: { what: "drawn", done: 0, before: drawn, winners: tickets.length },
    },
  });
  return await deps.post(stores, said);
}

/** The result, the seed, and how anybody finds the same. */
export async function drawnContent(
  stores: Pick<CouponStores, "coupons">,
  campaign: Campaign,
  { before, winners }: { readonly before: number; readonly winners: number },
): Promise<Content> {
  const { campaignId, settings, seed = "" } = campaign;
  const tickets = (await orderOf(stores, campaign)).slice(before, before + winners);
  if (tickets.length === 0) return textContent(say("zh", "coupons.drawn-none", { title: settings.title }));
  const file = fileOf(campaignId);
  const text = say("zh", before > 0 ? "coupons.redrawn" : "coupons.drawn", {
    title: settings.title,
    tickets: tickets.join("、"),
    seed,
    file,
  });
  const command = drawCommand(seed, file, winners, before);
  const content = textContent(text);
  return { ...content, blocks: [...content.blocks, { kind: "text", text: command }] };
}
