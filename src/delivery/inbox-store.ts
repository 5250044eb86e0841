import type { InboundEvent, MessageEvent, PlatformName } from "../core/message.ts";

/** One update that was written down; `id` grows in the order of arrival. */
export interface InboxEntry {
  readonly id: number;
  readonly event: InboundEvent;
  readonly attempts: number;
  readonly receivedAt: number;
}

export interface InboxStore {
  /**
   * Writes what is new (unique by platform, chat and update) and returns only that, in order. `owner`: the process that
   * works on it, where there are several.
   */
  add(events: readonly InboundEvent[], now: number, owner?: string): Promise<readonly InboxEntry[]>;
  /** Entries still to be worked on with an id above `afterId`, oldest first; with an owner its own only. */
  unfinished(afterId: number, limit: number, owner?: string): Promise<readonly InboxEntry[]>;
  /** Gives `owner` what belongs to no process that lives; of two that ask each entry goes to one. Oldest first. */
  adopt(owner: string, limit: number): Promise<readonly InboxEntry[]>;
  /** Which of these have to wait for an earlier entry of their chat, whoever works on that. */
  behind(ids: readonly number[]): Promise<readonly number[]>;
  /** Marks an entry done; false when it already was, so that its effects must not be written again. */
  finish(id: number, now: number): Promise<boolean>;
  /** Counts a failed attempt; with a reference the entry is given up and waits for a human. */
  recordFailure(id: number, errorRef: string | undefined, now: number): Promise<void>;
  /**
   * Texts that this person wrote in this chat before entry `beforeId` and since `since`, the last four of them,
   * oldest first; commands and edits are left out.
   */
  earlierTexts(
    of: { readonly platform: PlatformName; readonly chatId: string; readonly senderId: string },
    beforeId: number,
    since: number,
  ): Promise<readonly string[]>;
  /** The newest message seen in each chat of a platform. */
  cursors(platform: PlatformName): Promise<readonly { chatId: string; messageId: string }[]>;
  /** Erases the words of one update as soon as it is handled: there was a key in it. */
  eraseText(platform: PlatformName, chatId: string, updateKey: string): Promise<void>;
  /** A message that somebody wrote in this chat, while its words are kept. */
  message(platform: PlatformName, chatId: string, messageId: string): Promise<MessageEvent | undefined>;
}
