import type { Campaign, Claim, ClaimRefusal } from "./campaign.ts";

export type Verdict =
  | { readonly kind: "reserve" | "wait" | "enter" }
  /** A code is kept for this person already and has not arrived: it is sent (again), nothing new is taken. */
  | { readonly kind: "again"; readonly claim: Claim }
  | { readonly kind: "refuse"; readonly reason: ClaimRefusal };

export interface Known {
  readonly now: number;
  readonly held: readonly Claim[];
  /** Persons to whom nothing may be promoted now. */
  readonly quiet: ReadonlySet<string>;
  /** Persons who belong to those it is for; undefined: for everybody. */
  readonly entitled: ReadonlySet<string> | undefined;
  /** Families of a help programme; undefined where nobody knows. */
  readonly families: ReadonlySet<string> | undefined;
  readonly productStopped: boolean;
}

/**
 * What becomes of each question, in the order in which they were asked: nobody gets more than the limit, and never more
 * is promised than there is. A code that is free while others wait belongs to them.
 */
export function decideClaims(
  campaign: Pick<Campaign, "status" | "settings" | "stock" | "taken" | "openedAt">,
  asked: readonly Claim[],
  waiting: number,
  known: Known,
): readonly Verdict[] {
  const { settings } = campaign;
  let free = Math.max(0, campaign.stock - campaign.taken - waiting);
  const held = new Map<string, Claim[]>();
  for (const claim of known.held) held.set(claim.personId, [...(held.get(claim.personId) ?? []), claim]);
  const promised = new Map<string, number>();
  const closed = closedReason(campaign, known);

  return asked.map(({ personId, askedAt }): Verdict => {
    const mine = held.get(personId) ?? [];
    if (known.quiet.has(personId)) return { kind: "refuse", reason: "quiet" };
    const unsent = mine.find(({ status, deliveryKey }) => status === "reserved" && deliveryKey === undefined);
    // What was promised is kept, also after the end.
    if (unsent) return { kind: "again", claim: unsent };
    if (closed) return { kind: "refuse", reason: closed };
    if (askedAt >= settings.closesAt) return { kind: "refuse", reason: "over" };
    if (known.entitled && !known.entitled.has(personId)) return { kind: "refuse", reason: "not-for-you" };
    if (isFamiliesTime(campaign, known.now) && known.families && !known.families.has(personId)) {
      return { kind: "refuse", reason: "families-first" };
    }
    const count = mine.length + (promised.get(personId) ?? 0);
    if (settings.how === "draw") {
      if (count > 0) return { kind: "refuse", reason: "already-entered" };
      promised.set(personId, 1);
      return { kind: "enter" };
    }
    if (mine.some(({ status }) => status === "waiting")) return { kind: "refuse", reason: "already-waiting" };
    if (count >= settings.perPerson) return { kind: "refuse", reason: "already-yours" };
    if (free <= 0 && !settings.waitingList) return { kind: "refuse", reason: "sold-out" };
    promised.set(personId, (promised.get(personId) ?? 0) + 1);
    if (free <= 0) return { kind: "wait" };
    free -= 1;
    return { kind: "reserve" };
  });
}

const isFamiliesTime = (
  { settings, openedAt }: Pick<Campaign, "settings" | "openedAt">,
  now: number,
): boolean => openedAt !== undefined && now < openedAt + settings.familiesFirstMs;

function closedReason(
  { status }: Pick<Campaign, "status">,
  { productStopped }: Known,
): ClaimRefusal | undefined {
  if (productStopped) return "product-stopped";
  switch (status) {
    case "draft":
    case "scheduled":
      return "not-yet";
    case "paused":
      return "paused";
    case "stopped":
    case "frozen":
    case "closed":
      return "over";
    case "open":
      return undefined;
  }
}
