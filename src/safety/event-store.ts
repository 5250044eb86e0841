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
}
