import type { Action, Content, EditOr, Lane, Target } from "../core/content.ts";
import type { Share } from "./cluster.ts";

export interface NewDelivery {
  /** Purpose, target and version: the same key never becomes a second message. */
  readonly dedupeKey: string;
  /** Random, at most 25 characters: what a platform that removes duplicates compares. */
  readonly nonce: string;
  readonly lane: Lane;
  readonly to: Target;
  readonly content: Content;
  /** Versions of one message within its chat carry the same handle; see `Draft`. */
  readonly handle?: string | undefined;
  readonly edit?: EditOr | undefined;
  readonly action?: Action | undefined;
  /** Written when this one fails. */
  readonly unreached?: NewDelivery | undefined;
  /** See `Draft`. */
  readonly batch?: string | undefined;
  readonly notBefore?: number | undefined;
  readonly expiresAt?: number | undefined;
}

/** How far a batch has come, in messages. `dropped`: too old, stopped, or nothing left to change. */
export interface BatchCounts {
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
  readonly dropped: number;
}

export interface Delivery extends NewDelivery {
  readonly id: number;
  readonly attempts: number;
  readonly createdAt: number;
  /** Until when it is ours since it was written; undefined: it has to be leased before it is sent. */
  readonly leasedUntil?: number | undefined;
}

export interface Lease {
  readonly owner: string;
  readonly until: number;
  /**
   * Where several processes send nothing is ours before its turn in its chat has come (`leaseInTurn`): what is written
   * with such a lease is not taken, but nobody else looks at it for so long.
   */
  readonly headStartMs?: number | undefined;
}

/** How one attempt ended. `retry` and a resent `unknown` give the time of the next try. */
export type Settlement =
  | { readonly id: number; readonly outcome: "sent"; readonly messageId: string }
  | {
      readonly id: number;
      readonly outcome: "retry";
      readonly nextTryAt: number;
      readonly detail: string;
      /** What it should change is gone: the next try says it anew. */
      readonly anew?: boolean;
    }
  /** `nextTryAt` undefined: a person decides whether it is sent again. */
  | {
      readonly id: number;
      readonly outcome: "unknown";
      readonly nextTryAt: number | undefined;
      readonly detail: string;
    }
  | { readonly id: number; readonly outcome: "failed"; readonly detail: string }
  /** What it should change is gone and nobody wants it said anew, or it has become too old. */
  | { readonly id: number; readonly outcome: "skipped"; readonly detail: string };

/** What is to be done about a version of a message whose turn has come. `wait`: another version is under way. */
export type Turn =
  | { readonly kind: "send"; readonly content: Content }
  /** `or`: what to do when the message turns out to be gone. */
  | { readonly kind: "edit"; readonly content: Content; readonly messageId: string; readonly or: EditOr }
  | { readonly kind: "wait" | "settled" };

export interface OutboxStore {
  /**
   * Writes what is new and returns only that, in order. With a lease it is ours from the beginning, which saves a commit
   * for what is sent at once; a crash then counts it as `unknown` although it may not have been tried, so only lanes in
   * `RESEND_UNKNOWN` are written with one. Rows with a handle never have one: they are taken by `takeTurn`.
   */
  enqueue(deliveries: readonly NewDelivery[], now: number, lease?: Lease): Promise<readonly Delivery[]>;
  /** Gives back what was leased and not tried. */
  release(ids: readonly number[], nextTryAt: number): Promise<void>;
  /** Takes pending rows for `owner` until `until`; returns the ids that were really taken. */
  lease(ids: readonly number[], owner: string, until: number): Promise<readonly number[]>;
  /**
   * The same where other processes send too: takes a row when nothing of its chat is under way and nothing older of its
   * lane waits. Of the others that still wait it gives when to look again; what is missing is somebody else's or settled.
   */
  leaseInTurn(
    ids: readonly number[],
    lease: Lease,
    now: number,
  ): Promise<ReadonlyMap<number, "ours" | number>>;
  /**
   * Takes one version of a message with a handle: at most one is under way at a time, and it goes out with the newest
   * words that wait, whose own rows end as `replaced`. `settled`: nothing is left to do for this row.
   */
  takeTurn(id: number, lease: Lease, now: number, canEdit: boolean): Promise<Turn>;
  /** The handle of a sent message in one of these chats; undefined when it has none. */
  handleOf(platform: string, chatIds: readonly string[], messageId: string): Promise<string | undefined>;
  /** Rows that fail leave what is to be said then (`unreached`) in the same transaction; so does `failTarget`. */
  settle(settlements: readonly Settlement[], now: number): Promise<void>;
  /**
   * Pending rows of these platforms whose time has come and is not over, most urgent lane first, then what came due
   * first. Rows of a platform that is not configured now must not fill the limit. `page` asks for one lane alone, without
   * what is held already; its cost does not grow with what waits behind the page, in other lanes or for a later time.
   * With a `share` only that part of all chats.
   */
  due(
    now: number,
    limit: number,
    platforms: readonly string[],
    page?: {
      readonly lane: Lane;
      readonly held: ReadonlySet<number>;
      readonly share?: Share | undefined;
    },
  ): Promise<readonly Delivery[]>;
  /**
   * Rows whose holder is gone: lease over, or (`exceptOwner` given) held by anybody else, for a database that only one
   * process may use. Each gets the receipt `unknown`; lanes in `RESEND_UNKNOWN` become pending again. Returns how many.
   */
  expireLeases(now: number, exceptOwner: string | undefined): Promise<number>;
  /** Moves every pending row of a chat to a later time, so that a paused chat costs nothing meanwhile. */
  postpone(platform: string, chatId: string, until: number): Promise<void>;
  /** Ends every pending row of a chat that is gone. */
  failTarget(platform: string, chatId: string, detail: string, now: number): Promise<void>;
  /**
   * Ends pending rows that were tried at least once, and tells where each of these keys stands then; what nobody wrote
   * is left out.
   */
  withdraw(
    dedupeKeys: readonly string[],
    detail: string,
    now: number,
  ): Promise<ReadonlyMap<string, "pending" | "leased" | "sent" | "unknown" | "failed">>;
  /** A chat that lives on under another id takes everything with it that was not sent yet. */
  retarget(platform: string, fromChatId: string, toChatId: string): Promise<void>;
  /** When the next pending row of these platforms comes due after `now`; undefined when none waits for that. */
  nextDueAt(platforms: readonly string[], now: number): Promise<number | undefined>;
  /** Pending and parked rows by lane, for metrics. */
  counts(): Promise<readonly { readonly lane: number; readonly status: string; readonly count: number }[]>;
  /** Ends what waits and has become too old, each with a record, some hundred at a time; returns how many. */
  dropExpired(now: number): Promise<number>;
  countBatch(batch: string): Promise<BatchCounts>;
  /** Ends what of a batch was not begun; returns how many. */
  stopBatch(batch: string, now: number): Promise<number>;
  /** Sends again what failed or, when a person said so, what nobody knows about; returns how many. */
  resendBatch(
    batch: string,
    which: "failed" | "unknown",
    expiresAt: number | undefined,
    now: number,
  ): Promise<number>;
}
