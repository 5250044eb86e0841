import type { PlatformName } from "../core/message.ts";

/** One account of a person on a platform. */
export interface Account {
  readonly platform: PlatformName;
  readonly userId: string;
  readonly privateChatId: string | undefined;
  /** Kept of staff only. */
  readonly displayName: string | undefined;
  readonly createdAt: number;
}

/** A code that was shown on one account and typed on another. */
export interface ClaimedLink {
  readonly linkId: string;
  /** Who was shown the code. */
  readonly personId: string;
  /** Who typed it. */
  readonly claimedBy: string;
}

export interface LinkStore {
  /** Newest first. */
  accountsOf(personId: string): Promise<readonly Account[]>;
  /** The months in which her children were born, as far as she told. */
  childrenOf(personId: string): Promise<readonly string[]>;
  /** A new code of a person, which ends her earlier ones. */
  addLinkCode(
    code: { readonly linkId: string; readonly codeHash: string; readonly personId: string },
    expiresAt: number,
  ): Promise<void>;
  /** Uses a code up for whoever types it: of two one wins. Undefined: wrong, over, or used. `own`: it was shown to her. */
  claimLinkCode(codeHash: string, personId: string, now: number): Promise<ClaimedLink | "own" | undefined>;
  /** Takes a claimed code for good, once; undefined when it is over, was used, or somebody else typed it. */
  useLink(linkId: string, claimedBy: string, now: number): Promise<ClaimedLink | undefined>;
  /**
   * Holds persons until the transaction ends, always in the same order, and nobody can become one of them meanwhile;
   * returns which of them still stand for themselves.
   */
  lockPersons(personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Accounts, roles, invitations and what staff did become the other person's; `fromId` only leads to her. */
  mergePersons(fromId: string, intoId: string): Promise<void>;
  /** An account leaves its person and is a new one, who has nothing. False when it is not hers, or her last. */
  splitAccount(
    account: { readonly platform: PlatformName; readonly userId: string },
    personId: string,
    newId: string,
    now: number,
  ): Promise<boolean>;
  /** Erases her children's months, open questions and codes; with `accounts` the person and her accounts too. */
  forgetPerson(personId: string, accounts: boolean): Promise<void>;
}
