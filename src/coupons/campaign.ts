import { z } from "zod";
import { InteractionRef, PLATFORM_NAMES } from "../core/message.ts";

/** `shared`: one code for everybody; `pool`: a code each; `keyword`: words to say in the live room (口令). */
export const CAMPAIGN_KINDS = ["shared", "pool", "keyword"] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/** Who may have one: everybody, who is known since a day, or who subscribed to something of this host. */
export const AUDIENCES = ["all", "since", "subscribers"] as const;

/** `frozen`: the list of a draw is closed and published, the draw itself follows. */
export const CAMPAIGN_STATUSES = [
  "draft",
  "scheduled",
  "open",
  "paused",
  "frozen",
  "closed",
  "stopped",
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

const instant = z.number().int().nonnegative();

/** What a host decides; lengths are those of one message, times are milliseconds since 1970. */
export const CampaignSettings = z.object({
  kind: z.enum(CAMPAIGN_KINDS),
  title: z.string().max(40),
  /** The shared code or the keyword. */
  code: z.string().max(64),
  how: z.enum(["first", "draw"]),
  starts: z.enum(["hand", "at", "live"]),
  opensAt: instant.optional(),
  closesAt: instant,
  timeZone: z.string().max(40),
  perPerson: z.number().int().min(1).max(10),
  who: z.enum(AUDIENCES),
  /** With `since`: persons whom the bot has known since before. */
  sinceAt: instant.optional(),
  /** For this long after the start only families of a help programme; 0: no such time. */
  familiesFirstMs: z.number().int().nonnegative(),
  /** How long before the end holders are reminded; 0: not at all. */
  remindMs: z.number().int().nonnegative(),
  waitingList: z.boolean(),
  /** What the host's groups are still to be told, and how many of them were. */
  posting: z
    .object({
      what: z.enum(["opened", "frozen", "drawn"]),
      done: z.number().int().nonnegative(),
      /** Of a draw: winners before this one, and of this one. */
      before: z.number().int().nonnegative(),
      winners: z.number().int().nonnegative(),
    })
    .optional(),
  /** The next question of the set-up, and where it was asked. */
  step: z.enum(["title", "code", "stock"]).optional(),
  askedIn: z.string().max(200).optional(),
  askedAt: instant.optional(),
  /** The guard found something in the words that a second person has to look at. */
  needsSecond: z.boolean(),
});
export type CampaignSettings = z.infer<typeof CampaignSettings>;

export interface Campaign {
  readonly campaignId: number;
  readonly hostId: string;
  readonly status: CampaignStatus;
  readonly settings: CampaignSettings;
  /** How many there are in all, and how many of these are reserved or confirmed. */
  readonly stock: number;
  readonly taken: number;
  readonly openedAt: number | undefined;
  /** When the clock has to look at it next. */
  readonly nextAt: number | undefined;
  /** Secret until the draw; its SHA-256 is told at the start. */
  readonly seed: string | undefined;
  /** Winners drawn so far, of an order that the seed fixes. */
  readonly drawn: number;
  readonly createdBy: string;
}

/** One code cannot be copied into more than this many rows in one go; more can be added later. */
export const MOST_STOCK = 100_000;
/** How long a code is kept for somebody whom it has not reached. */
export const RESERVED_MS = 15 * 60_000;
/** The same for whoever won a draw while asleep. */
export const WON_MS = 48 * 3_600_000;
/** The list of a draw lies open this long before the seed does. */
export const FROZEN_MS = 60_000;

/**
 * `asked`: pressed and not looked at yet; `reserved`: a code is kept; `confirmed`: it was delivered (or may have been);
 * `entered`/`lost`: of a draw; `void`: a second one of two accounts that turned out to be one person.
 */
export const CLAIM_STATUSES = [
  "asked",
  "reserved",
  "confirmed",
  "waiting",
  "entered",
  "lost",
  "released",
  "refused",
  "void",
] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export const REFUSALS = [
  "sold-out",
  "not-yet",
  "over",
  "paused",
  "already-yours",
  "already-waiting",
  "already-entered",
  "not-for-you",
  "families-first",
  "quiet",
  "product-stopped",
  "gone",
  "wait",
] as const;
export type ClaimRefusal = (typeof REFUSALS)[number];

/** Where somebody pressed, so that the answer finds the way back, also after a restart. */
export const ClaimPlace = z.object({
  platform: z.enum(PLATFORM_NAMES),
  chatId: z.string().max(128),
  threadId: z.string().max(64).optional(),
  userId: z.string().max(128),
  updateKey: z.string().max(200),
  interaction: InteractionRef.optional(),
  privateChatId: z.string().max(128).optional(),
  locale: z.enum(["zh", "en"]),
});
export type ClaimPlace = z.infer<typeof ClaimPlace>;

export interface Claim {
  readonly claimId: number;
  readonly campaignId: number;
  readonly personId: string;
  readonly status: ClaimStatus;
  /** The code's place in the pool. */
  readonly place: number | undefined;
  /** In a draw. */
  readonly ticket: number | undefined;
  readonly from: ClaimPlace;
  readonly reason: string | undefined;
  readonly askedAt: number;
  readonly endsAt: number | undefined;
  /** The outbox row that carries the code. */
  readonly deliveryKey: string | undefined;
  readonly tries: number;
}
