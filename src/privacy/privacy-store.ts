import type { KeepingRule } from "../core/kept.ts";

/** A person who wishes to be forgotten, and of whom something has to stay until it is over. */
export interface ForgetWish {
  readonly personId: string;
  readonly receiptId: string;
}

/** Where words of a forgotten person may still stand: chats of hers alone, and cases. */
export interface SweepTargets {
  readonly chats: readonly { readonly platform: string; readonly chatId: string }[];
  readonly caseIds: readonly number[];
}

export interface ForgetStore {
  /** What shows that it was done; `doneAt` undefined while something stays. */
  addReceipt(receiptId: string, askedAt: number, doneAt: number | undefined): Promise<void>;
  finishReceipt(receiptId: string, now: number): Promise<void>;
  addWish(wish: ForgetWish, now: number): Promise<void>;
  dropWish(personId: string): Promise<void>;
  /** Persons without a role none of whose accounts has come since `before`, behind one. */
  sleepers(before: number, after: string, limit: number): Promise<readonly string[]>;
  /** In order of persons, behind one. */
  wishes(after: string, limit: number): Promise<readonly ForgetWish[]>;

  /** The outbox is large and not sorted by chat: it is looked through in portions, also after a restart. */
  addSweep(sweepId: string, targets: SweepTargets, now: number): Promise<void>;
  sweeps(limit: number): Promise<readonly { readonly sweepId: string; readonly targets: SweepTargets }[]>;
  /** Erases the words of the next `limit` rows that are settled and fit; returns the last row's id, undefined at the end. */
  sweep(targets: SweepTargets, afterId: number, limit: number): Promise<number | undefined>;
  /** The last step: what was received in these chats until the sweep was wished for is deleted, and the sweep itself. */
  endSweep(sweepId: string): Promise<void>;
}

/** How far one round came. */
export interface Erased {
  readonly count: number;
  /** From where the next portion goes on. */
  readonly after: string;
  /** Whether there may be more that is old enough. */
  readonly more: boolean;
}

export interface RetentionStore {
  /** Erases one portion of what this rule is about and is older than `before`. */
  erase(rule: KeepingRule, before: number, after: string, limit: number): Promise<Erased>;
}

/** Tables with sealed texts, in which a text moves from an old key to the newest. */
export const SEALED_PARTS = [
  "case-events",
  "aid-applications",
  "aid-events",
  "aid-forms",
  "inbox",
  "deliveries",
  "room-messages",
] as const;
export type SealedPart = (typeof SEALED_PARTS)[number];

export interface SealedStore {
  /** Names of the keys under which something may be sealed; undefined when nobody has looked yet. */
  keysInUse(): Promise<readonly string[] | undefined>;
  setKeysInUse(keyIds: readonly string[]): Promise<void>;
  /** Looks at the records themselves, which takes a while. */
  findKeys(): Promise<readonly string[]>;
  /** Seals one portion of texts anew that another key, or none, has sealed. `unreadable`: no key opens these. */
  reseal(
    part: SealedPart,
    after: string,
    limit: number,
  ): Promise<{
    readonly count: number;
    readonly unreadable: number;
    readonly after: string;
    readonly more: boolean;
  }>;
}
