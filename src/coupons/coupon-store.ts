import type {
  Campaign,
  CampaignSettings,
  CampaignStatus,
  Claim,
  ClaimPlace,
  ClaimStatus,
} from "./campaign.ts";

export interface CampaignChange {
  readonly status?: CampaignStatus;
  readonly settings?: CampaignSettings;
  readonly stock?: number;
  /** How many more are taken (negative: given back). */
  readonly takes?: number;
  readonly openedAt?: number;
  /** Null: the clock need not look. */
  readonly nextAt?: number | null;
  readonly seed?: string;
  readonly drawn?: number;
}

/** What becomes of a claim; what is left out is emptied, except place and ticket, which stay; `tries` is added. */
export interface ClaimChange {
  readonly claimId: number;
  readonly status: ClaimStatus;
  readonly place?: number | undefined;
  readonly ticket?: number | undefined;
  readonly reason?: string | undefined;
  readonly endsAt?: number | undefined;
  readonly deliveryKey?: string | undefined;
  readonly tries?: number | undefined;
}

export interface CampaignFigures {
  readonly byStatus: Readonly<Partial<Record<ClaimStatus, number>>>;
  readonly used: number;
  /** Reserved and confirmed ones by the group they were claimed in, most first. */
  readonly byGroup: readonly { readonly platform: string; readonly chatId: string; readonly count: number }[];
  /** The same by the hour in which they were claimed, milliseconds since 1970, in order of time. */
  readonly byHour: readonly { readonly hour: number; readonly count: number }[];
}

/** How the outbox row of a reserved claim ended. */
export interface CodeReceipt extends Claim {
  readonly outcome: "sent" | "unknown" | "failed";
}

export interface CouponStore {
  /** Returns the campaign's number. */
  addCampaign(
    campaign: Pick<Campaign, "hostId" | "settings" | "createdBy" | "stock">,
    now: number,
  ): Promise<number>;
  campaign(campaignId: number): Promise<Campaign | undefined>;
  /** The same, held against everybody else until the transaction ends: whoever counts or takes codes does this first. */
  lockCampaign(campaignId: number): Promise<Campaign | undefined>;
  changeCampaign(campaignId: number, change: CampaignChange): Promise<void>;
  /** Newest first. */
  campaignsOf(hostIds: readonly string[] | "everybody", limit: number): Promise<readonly Campaign[]>;
  /** The newest draft of this person in which a question is open. */
  draftOf(personId: string): Promise<Campaign | undefined>;
  /** Campaigns that the clock has to look at. */
  dueCampaigns(now: number, limit: number): Promise<readonly number[]>;
  /** Brings forward everything of this host that begins with a live start; returns how many. */
  startWithLive(hostId: string, now: number): Promise<number>;

  /** Which of these the campaign has already. */
  knownCodes(campaignId: number, codes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Adds codes behind those that are there; returns how many were new. For a locked campaign. */
  addCodes(campaignId: number, codes: readonly string[]): Promise<number>;
  /** Takes as many free codes as there are, at most `count`, in their order; for a locked campaign. */
  takeCodes(campaignId: number, count: number): Promise<readonly { place: number; code: string }[]>;
  freeCodes(campaignId: number, places: readonly number[]): Promise<void>;
  codesAt(campaignId: number, places: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Where a code comes from, of those that were given out; the shared codes of campaigns included. */
  givenCode(code: string): Promise<{ readonly campaignId: number; readonly hostId: string } | undefined>;
  /** Marks as used what a shop says was used; returns how many were not marked yet. */
  markUsed(campaignId: number, codes: readonly string[], now: number): Promise<number>;

  /** Writes down that somebody asks; false when a question of the same person is open there. */
  ask(
    claim: { readonly campaignId: number; readonly personId: string; readonly from: ClaimPlace },
    now: number,
  ): Promise<boolean>;
  /** Campaigns with open questions. */
  askedCampaigns(limit: number): Promise<readonly number[]>;
  /** Claims of one campaign and status in the order in which they came. */
  claims(campaignId: number, status: ClaimStatus, limit: number): Promise<readonly Claim[]>;
  countClaims(campaignId: number, status: ClaimStatus): Promise<number>;
  /** Every ticket of a draw, in order; the last one, 0 before the first; and whose these are. */
  tickets(campaignId: number): Promise<readonly number[]>;
  lastTicket(campaignId: number): Promise<number>;
  withTickets(campaignId: number, tickets: readonly number[]): Promise<readonly Claim[]>;
  /** What these persons have there: reserved, confirmed, waiting or entered. */
  heldBy(campaignId: number, personIds: readonly string[]): Promise<readonly Claim[]>;
  /** Everything one person has, of any campaign, newest first. */
  claimsOf(personId: string, limit: number): Promise<readonly Claim[]>;
  changeClaims(changes: readonly ClaimChange[], now: number): Promise<void>;
  /** Where the answer goes from now on, and where the private chat is. */
  moveClaim(claimId: number, from: ClaimPlace): Promise<void>;
  /** Every claim of one person becomes another's. */
  moveClaims(fromPersonId: string, toPersonId: string): Promise<void>;
  /** These are nobody's from now on, and came from nowhere; codes and figures stay. */
  forgetClaims(claims: readonly Claim[]): Promise<void>;
  /** Reserved claims whose outbox row has an end: of which campaigns there are any, and those of one. */
  receiptCampaigns(limit: number): Promise<readonly number[]>;
  receipts(campaignId: number, limit: number): Promise<readonly CodeReceipt[]>;
  /** Reserved claims whose time is over. */
  overdueCampaigns(now: number, limit: number): Promise<readonly number[]>;
  overdue(campaignId: number, now: number, limit: number): Promise<readonly Claim[]>;
  /** Holders who were not reminded yet; marks them. */
  takeReminders(campaignId: number, limit: number, now: number): Promise<readonly Claim[]>;
  /** When these persons were first seen, milliseconds since 1970. */
  knownSince(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  figures(campaignId: number): Promise<CampaignFigures>;

  /** Writes down a push of a shop; false when it is known already. */
  addPush(
    push: { readonly shop: string; readonly pushId: string; readonly body: string },
    now: number,
  ): Promise<boolean>;
  pushes(
    limit: number,
  ): Promise<readonly { readonly shop: string; readonly pushId: string; readonly body: string }[]>;
  donePush(shop: string, pushId: string, now: number): Promise<void>;
}
