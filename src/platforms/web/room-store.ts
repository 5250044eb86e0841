import type { Content } from "../../core/content.ts";

/** What stands in a room: a visitor's own words (plain, as typed), or something the bot said. */
export type RoomContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "content"; readonly content: Content };

export interface NewRoomMessage {
  readonly room: string;
  /** Unique within its room, at most 64 ASCII characters: a second append with it changes nothing. */
  readonly key: string;
  readonly author: "visitor" | "bot";
  /** The visitor's id, or "bot". */
  readonly authorId: string;
  /** What the room shows, at most 20 characters; empty for the bot. */
  readonly authorName: string;
  /** The one visitor who may see it; null for everybody in the room. */
  readonly visibleTo: string | null;
  readonly replyToId: number | null;
  readonly content: RoomContent;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

export interface RoomMessage extends NewRoomMessage {
  /** Positive, a safe integer, ascending over all rooms. */
  readonly id: number;
}

/**
 * The messages of all rooms. Within one room an id becomes visible only after every smaller one: whoever has read
 * up to an id has missed nothing before it (on PostgreSQL that takes a lock per room while appending).
 */
export interface RoomStore {
  /** Durable when it resolves. When `room` and `key` are taken, resolves with the message that was first. */
  append(message: NewRoomMessage): Promise<RoomMessage>;
  /** The newest `limit` messages that are public or visible to this visitor, oldest first. */
  latest(room: string, options: { visitorId: string; limit: number }): Promise<readonly RoomMessage[]>;
  /** The oldest `limit` messages with an id above `afterId` that this visitor may see, oldest first. */
  after(
    room: string,
    options: { visitorId: string; afterId: number; limit: number },
  ): Promise<readonly RoomMessage[]>;
  /** Other words for a message of the bot, durable when it resolves; undefined when there is no such message. */
  replace(room: string, id: number, content: RoomContent, at: number): Promise<RoomMessage | undefined>;
  /** The oldest edited of those edited at `since` or later with an id up to `upTo` that this visitor may see. */
  edited(
    room: string,
    options: { visitorId: string; since: number; upTo: number; limit: number },
  ): Promise<readonly RoomMessage[]>;
  /** One message of this room, whoever may see it: the caller looks at `visibleTo` before showing it. */
  find(room: string, id: number): Promise<RoomMessage | undefined>;
  /**
   * The newest `limit` messages that visitors wrote since `since` (milliseconds since 1970), whoever may see them,
   * oldest first: read once at start, to hand in what a crash kept from the inbox.
   */
  writtenByVisitors(room: string, options: { since: number; limit: number }): Promise<readonly RoomMessage[]>;
}
