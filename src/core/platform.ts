import type { CommandSpec } from "./commands.ts";
import type { Content, NotDone, Target } from "./content.ts";
import type { InboundEvent, PlatformName } from "./message.ts";

/** What differs between platforms, as values; nobody outside `platforms/` asks for a platform by name. */
export interface Abilities {
  /** Longest text of one message, in UTF-16 code units after formatting is parsed. */
  readonly maxTextLength: number;
  readonly maxButtonRows: number;
  readonly maxButtonsPerRow: number;
  /** Longest button label, in UTF-16 code units. */
  readonly maxButtonLabel: number;
  /** A message of the bot can be changed afterwards: then there is `edit`. */
  readonly canEdit: boolean;
  /** A chat may have threads: then there are `openThread` and `closeThread`. */
  readonly threads: boolean;
  /** What staff may have done to others, where the bot has the right: then there are the methods for it. */
  readonly moderates: { readonly removes: boolean; readonly mutes: boolean };
  /** Can send a text as a file. */
  readonly files: boolean;
  /**
   * What can be sent of pictures, recordings and files: `maxUploadBytes` 0 where nothing can. `reuses`: what came from
   * this platform is sent again by its ref, whatever its size.
   */
  readonly media: { readonly maxUploadBytes: number; readonly reuses: boolean };
  /** Can show a message in a group to one person alone. */
  readonly whisper: boolean;
  /** A repeated send with the same key has one effect. */
  readonly exactlyOnce: boolean;
  /** Can call everybody in a group; done only where the host has allowed it. */
  readonly mentionsEverybody: boolean;
  /**
   * Announcements of one minute to one chat above which the rest comes in one digest; what is over the budget of the day
   * comes in one too. Undefined: each is sent by itself or left out.
   */
  readonly digestAbove: number | undefined;
  /** Which messages to nobody in particular are answered in a group. */
  readonly answersUnaddressed: "questions" | "confident";
}

/** At most so many messages in any stretch of this length. */
export interface Limit {
  readonly messages: number;
  readonly perMs: number;
}

/** Published limits from which pacing starts; see the numbers' sources in each `limits.ts`. */
export interface Pace {
  /** Messages in any second over all chats, for lanes that nobody waits for. */
  readonly overallPerSecond: number;
  /** All of these hold in this chat. */
  readonly perChat: (chat: { chatId: string }) => readonly Limit[];
}

export interface Outgoing {
  /** Unique per delivery and at most 25 characters: the platform's nonce where it takes one. */
  readonly key: string;
  readonly to: Target;
  /** With one medium at most. */
  readonly content: Content;
  /** That medium's bytes, where the platform cannot send it by its ref. */
  readonly upload?: Uint8Array | undefined;
}

export interface Suggestion {
  readonly articleId: string;
  readonly title: string;
}

/** What an adapter hands in and may ask while it receives. */
export interface Intake {
  /**
   * Resolves once every event is durably in the inbox (or was there before): only then may the platform be told
   * that it arrived. Rejects when it could not be written; then it must not be acknowledged.
   */
  accept(events: readonly InboundEvent[]): Promise<void>;
  /**
   * What has come to light and cannot be accepted yet, because what came before is still being written: only danger is
   * seen to. It has to be accepted later all the same. The returned function takes the notice back, for an adapter whose
   * event is accepted under another key than it was noticed by.
   */
  notice?(events: readonly InboundEvent[]): () => void;
  /** Triage alone, for texts that an adapter is about to refuse for a limit: true means let it through. */
  isUrgent(text: string): boolean;
  /** Reviewed questions that start like or resemble `text`, for autocompletion. */
  suggest(text: string, limit: number): Promise<readonly Suggestion[]>;
  /** Where reading went on to: the last entry of each chat the bot is bound to or has talked in privately. */
  cursors(
    platform: PlatformName,
  ): Promise<readonly { readonly chatId: string; readonly messageId: string }[]>;
  /** Whether a press of this button is answered in words of its own soon, with `answerPress`. */
  answersPress?(data: string): boolean;
  readonly commands: readonly CommandSpec[];
}

export interface PlatformStatus {
  readonly connected: boolean;
  /** What works less than it should, each as one sentence for the operator; empty when all is well. */
  readonly degraded: readonly string[];
}

/** Where a thread is written to: a chat of its own, or a part of its chat. */
export interface ThreadPlace {
  readonly chatId: string;
  readonly threadId?: string | undefined;
}

/** How a deed of staff ended; `gone`: the message or the member is not there. */
export type DeedOutcome = "done" | Exclude<NotDone, "failed">;

/**
 * A place where people chat. `send` resolves with the platform's message id and throws `OperationalError`,
 * `UnknownOutcomeError`, `PermanentError` or `MigratedError` from `errors.ts`, nothing else on purpose.
 */
export interface Platform {
  readonly name: PlatformName;
  readonly abilities: Abilities;
  readonly pace: Pace;
  /** Resolves when receiving has begun; connection troubles afterwards show in `status`, never as a rejection. */
  start(intake: Intake): Promise<void>;
  /** Stops receiving; resolves when nothing handed to `accept` is open any more. Sending still works. */
  stop(): Promise<void>;
  send(outgoing: Outgoing): Promise<{ readonly messageId: string }>;
  /**
   * Changes a message that `send` gave the id of to other words and buttons. Doing it twice is harmless: what looks like
   * that already is done. Throws as `send` does; `message-gone` when the message cannot be changed any more.
   */
  edit?(outgoing: Outgoing & { readonly messageId: string }): Promise<void>;
  /** Opens a thread; undefined where this chat has none or the bot may not. Throws as `send` does. */
  openThread?(chatId: string, title: string): Promise<ThreadPlace | undefined>;
  /** Puts a thread away; messages can still be sent to it. */
  closeThread?(place: ThreadPlace): Promise<void>;
  /** Takes a thread out again, where people could not write in it otherwise. Throws as `send` does. */
  reopenThread?(place: ThreadPlace): Promise<void>;
  /** A link that opens a thread, for who is in its chat. */
  threadLink?(place: ThreadPlace): string | undefined;
  /** Both are harmless when repeated, and throw as `send` does. */
  removeMessage?(chatId: string, messageId: string): Promise<DeedOutcome>;
  muteMember?(chatId: string, userId: string, untilMs: number): Promise<DeedOutcome>;
  /**
   * Answers the press itself, where that is how one person alone is told: words, or a link of `deepLink` that opens.
   * False when it is too late for that. It may be lost, so that nothing depends on it.
   */
  answerPress?(
    updateKey: string,
    answer: { readonly text: string; readonly url?: string | undefined },
  ): Promise<boolean>;
  status(): PlatformStatus;
  /** A link that opens a private chat with the bot and sends `/start payload` (at most 64 of A-Za-z0-9_-). */
  deepLink(payload: string): string | undefined;
  /** A link that adds the bot to a group. */
  inviteLink(payload: string): string | undefined;
  /**
   * The content of a file that came with a message, where people can send one. Rejects when it is longer than
   * `maxBytes` (with a `TooLongError`), gone, or cannot be had now.
   */
  fetchFile?(ref: string, maxBytes: number): Promise<Uint8Array>;
  /** Whether this user administers this chat; undefined when the platform cannot tell. */
  isChatAdmin(chatId: string, userId: string): Promise<boolean | undefined>;
}
