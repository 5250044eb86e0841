import type { Limit } from "../core/platform.ts";

/** One message that wants to leave, as all processes count it. */
export interface Reservation {
  readonly platform: string;
  readonly chatId: string;
  /** Messages per second over all chats at the moment. */
  readonly perSecond: number;
  /** Of this chat; all of them hold. */
  readonly limits: readonly Limit[];
  /** What somebody waits for is counted overall and does not wait for it. */
  readonly urgent: boolean;
}

/** `afterMs`: counted, and it may leave then. `againMs`: not counted, ask again then; `of` names what is used up. */
export type Reserved =
  | { readonly afterMs: number }
  | { readonly againMs: number; readonly of: "chat" | "all" };

/** What processes tell each other at once; whoever misses it finds it in the database a little later. */
export type Topic = "outbox" | "cluster" | "slow" | "asked" | "room";

/**
 * What the processes on one database share beside it. It may go away at any moment: nothing is lost with it, the pace
 * becomes slower and the looking later.
 */
export interface SharedState {
  /** Undefined while it is away: then each process keeps to its part of the pace. */
  reserve(of: Reservation): Promise<Reserved | undefined>;
  isUp(): boolean;
  /** For how long it has been there since it was last away; 0 while it is. */
  upForMs(): number;
  /** Called each time that it goes away. */
  onAway(work: () => void): void;
  /** Tells the other processes; never fails. */
  tell(topic: Topic, what?: string): void;
  /** Calls `work` with what other processes tell. */
  hear(topic: Topic, work: (what: string) => void): void;
  close(): Promise<void>;
}
