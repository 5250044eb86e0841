import type { PlatformName } from "../core/message.ts";
import type { Locale } from "../core/texts/index.ts";

/** A text that triage raised; recorded once per update, with the matched words for staff. */
export interface SafetyEvent {
  readonly hostId: string | undefined;
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly personId: string | undefined;
  readonly inboxId: number;
  readonly level: string;
  readonly kinds: readonly string[];
  readonly rules: readonly string[];
  readonly words: readonly string[];
  /** The message and its writer as the platform names them, for what staff may have done about it. */
  readonly messageId: string;
  readonly userId: string;
  readonly locale: Locale;
}

/** What staff can have done about a hurtful message. */
export const ACTS = ["remove", "warn", "mute"] as const;
export type Act = (typeof ACTS)[number];

/** Where a text stood that was raised, and who wrote it; the message is forgotten after a while. */
export interface RaisedText
  extends Pick<SafetyEvent, "hostId" | "platform" | "chatId" | "personId" | "kinds"> {
  readonly messageId: string | undefined;
  readonly userId: string | undefined;
  readonly locale: Locale;
}

export interface SafetyEventStore {
  /** Returns the event's number. */
  addEvent(event: SafetyEvent, now: number): Promise<number>;
  /** Undefined when there is no such event. */
  event(number: number): Promise<RaisedText | undefined>;
  /** Records that a person looked; false when somebody had before, who stays recorded. */
  markSeen(number: number, personId: string, now: number): Promise<boolean>;
  /**
   * Records who has something done about it, of several at once one; gives who was before, who stays recorded unless
   * that was `until` or earlier.
   */
  markAct(
    number: number,
    act: Act,
    personId: string,
    now: number,
    until?: number,
  ): Promise<{ readonly personId: string; readonly at: number } | undefined>;
}
