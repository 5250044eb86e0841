import type { PlatformName } from "../core/message.ts";

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
}

export interface SafetyEventStore {
  /** Returns the event's number. */
  addEvent(event: SafetyEvent, now: number): Promise<number>;
  /** Which host an event belongs to; undefined when there is no such event. */
  eventHost(number: number): Promise<{ readonly hostId: string | undefined } | undefined>;
  /** Records that a person looked; false when somebody had before, who stays recorded. */
  markSeen(number: number, personId: string, now: number): Promise<boolean>;
}
