import type { ThreadPlace } from "../core/platform.ts";

/** A thread as a feature named it, within the chat that it belongs to. */
export interface ThreadRef {
  readonly platform: string;
  readonly chatId: string;
  readonly key: string;
}

/** `mine`: nobody has opened it, and the caller may until the time it gave. `room`: straight into the chat. */
export type ThreadClaim =
  | { readonly kind: "open"; readonly place: ThreadPlace }
  | { readonly kind: "room" | "mine" | "taken" };

/** Which threads were opened for what. */
export interface ThreadStore {
  claim(thread: ThreadRef, now: number, until: number): Promise<ThreadClaim>;
  /** Where it was opened; undefined when it has to go without one. */
  settle(thread: ThreadRef, place: ThreadPlace | undefined, now: number): Promise<void>;
  /** Gives back what was claimed and could not be opened now. */
  release(thread: ThreadRef): Promise<void>;
  /** Where a thread is; undefined while it is not open, and where its messages go straight into the chat. */
  placeOf(thread: ThreadRef): Promise<ThreadPlace | undefined>;
  /** What a message in a thread belongs to: `chat` as an event names it. */
  keyAt(
    platform: string,
    chat: ThreadPlace,
  ): Promise<{ readonly chatId: string; readonly key: string } | undefined>;
}
