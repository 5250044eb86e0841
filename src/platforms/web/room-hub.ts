import type { Clock } from "../../core/clock.ts";
import { HEARTBEAT_MS, REPLAY_COUNT } from "./limits.ts";
import type { NewRoomMessage, RoomContent, RoomMessage, RoomStore } from "./room-store.ts";

export type FeedItem =
  | { readonly kind: "message"; readonly message: RoomMessage }
  /** One that was shown has other words now. */
  | { readonly kind: "edited"; readonly message: RoomMessage }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "end" };

/** What one open page receives, in order of ids, without a gap or a repetition. */
export interface RoomFeed {
  /** Resolves with what is next to be sent; rejects when the store cannot be read. */
  next(): Promise<FeedItem>;
  close(): void;
}

export interface RoomHub {
  /** Appends and then hands the message to every open feed that may see it. */
  append(message: NewRoomMessage): Promise<RoomMessage>;
  /** Changes a message of the bot wherever it is shown; undefined when there is no such message. */
  replace(room: string, id: number, content: RoomContent): Promise<RoomMessage | undefined>;
  /** Begins after `afterId`, or with the newest messages when undefined. */
  open(room: string, visitorId: string, afterId: number | undefined): RoomFeed;
  /** Another process has written into this room: its feeds look into the store. */
  refresh(room: string): void;
  /** Ends all feeds; later ones end at once. */
  close(): void;
}

/** A feed that falls this far behind forgets its queue and reads from the store again. */
const MAX_QUEUED = 64;
const PAGE = 50;
/** A page that was away this long shows old words until it is loaded again. */
const EDITS_LOOKED_BACK_MS = 10 * 60_000;

class Feed implements RoomFeed {
  readonly #room: string;
  readonly #visitorId: string;
  readonly #store: RoomStore;
  readonly #clock: Clock;
  readonly #onClose: (feed: Feed) => void;
  #cursor: number | undefined;
  #queue: RoomMessage[] = [];
  #edits: RoomMessage[] = [];
  #editsReadTo: number;
  /** The store may hold messages that are not in the queue. */
  #stale = true;
  #heartbeatDue = false;
  #closed = false;
  #cancelHeartbeat: () => void = () => {};
  #wake: () => void = () => {};

  constructor(options: {
    room: string;
    visitorId: string;
    afterId: number | undefined;
    store: RoomStore;
    clock: Clock;
    onClose: (feed: Feed) => void;
  }) {
    this.#room = options.room;
    this.#visitorId = options.visitorId;
    this.#cursor = options.afterId;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#onClose = options.onClose;
    this.#editsReadTo = options.clock.now() - EDITS_LOOKED_BACK_MS;
    this.#scheduleHeartbeat();
  }

  offerEdit(message: RoomMessage): void {
    if (message.room !== this.#room) return;
    if (message.visibleTo !== null && message.visibleTo !== this.#visitorId) return;
    this.#queue = this.#queue.map((one) => (one.id === message.id ? message : one));
    if (message.id > (this.#cursor ?? 0)) return;
    this.#edits = [...this.#edits.filter(({ id }) => id !== message.id), message];
    this.#wake();
  }

  offer(message: RoomMessage): void {
    if (message.room !== this.#room || this.#stale) return;
    if (message.visibleTo !== null && message.visibleTo !== this.#visitorId) return;
    if (this.#queue.length >= MAX_QUEUED) {
      this.#queue = [];
      this.#stale = true;
    } else {
      this.#queue.push(message);
    }
    this.#wake();
  }

  refresh(room: string): void {
    if (room !== this.#room) return;
    this.#stale = true;
    this.#wake();
  }

  async next(): Promise<FeedItem> {
    while (!this.#closed) {
      const message = this.#queue.shift();
      if (message) {
        if (message.id <= (this.#cursor ?? 0)) continue;
        this.#cursor = message.id;
        return { kind: "message", message };
      }
      const edited = this.#edits.shift();
      if (edited) return { kind: "edited", message: edited };
      if (this.#stale) {
        await this.#read();
        continue;
      }
      if (this.#heartbeatDue) {
        this.#heartbeatDue = false;
        this.#scheduleHeartbeat();
        return { kind: "heartbeat" };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return { kind: "end" };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelHeartbeat();
    this.#onClose(this);
    this.#wake();
  }

  async #read(): Promise<void> {
    // From here on new messages queue up behind what is being read; those in both are skipped by their id.
    this.#stale = false;
    const visitorId = this.#visitorId;
    let cursor = this.#cursor;
    if (cursor !== undefined) {
      // An id from before the data folder was replaced would hide everything that is said now.
      const [newest] = await this.#store.latest(this.#room, {
        visitorId,
        limit: 1,
      });
      if ((newest?.id ?? 0) < cursor) cursor = undefined;
    }
    if (cursor === undefined) {
      this.#cursor = 0;
      const rows = await this.#store.latest(this.#room, {
        visitorId,
        limit: REPLAY_COUNT,
      });
      this.#queue = [...rows, ...this.#queue];
      this.#editsReadTo = this.#clock.now() - HEARTBEAT_MS;
      return;
    }
    // What another process changed, and what was changed while this page was away.
    const lookedAt = this.#clock.now();
    const edited = await this.#store.edited(this.#room, {
      visitorId,
      since: this.#editsReadTo,
      upTo: cursor,
      limit: PAGE,
    });
    const offered = new Set(this.#edits.map(({ id }) => id));
    this.#edits = [...edited.filter(({ id }) => !offered.has(id)), ...this.#edits];
    this.#editsReadTo = lookedAt - HEARTBEAT_MS;
    const rows = await this.#store.after(this.#room, {
      visitorId,
      afterId: cursor,
      limit: PAGE,
    });
    if (rows.length < PAGE) {
      this.#queue = [...rows, ...this.#queue];
    } else {
      this.#queue = [...rows];
      this.#stale = true;
    }
  }

  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      this.#heartbeatDue = true;
      // Another process on the same database may have appended: the store is looked at with each heartbeat.
      this.#stale = true;
      this.#wake();
    });
  }
}

/** @param onWritten called with the room of each message that this process has written or changed */
export function createRoomHub(
  store: RoomStore,
  clock: Clock,
  onWritten: (room: string) => void = () => {},
): RoomHub {
  const feeds = new Set<Feed>();
  const lastAppend = new Map<string, Promise<unknown>>();
  let closed = false;

  return {
    append(message) {
      // One after the other within a room: a feed that has shown an id never meets a smaller one later.
      const before = lastAppend.get(message.room) ?? Promise.resolve();
      const appended = before.then(async () => {
        const stored = await store.append(message);
        for (const feed of feeds) feed.offer(stored);
        onWritten(message.room);
        return stored;
      });
      const settled = appended.catch(() => {});
      lastAppend.set(message.room, settled);
      void settled.then(() => {
        if (lastAppend.get(message.room) === settled) lastAppend.delete(message.room);
      });
      return appended;
    },
    async replace(room, id, content) {
      const stored = await store.replace(room, id, content, clock.now());
      if (stored) for (const feed of feeds) feed.offerEdit(stored);
      if (stored) onWritten(room);
      return stored;
    },
    open(room, visitorId, afterId) {
      const feed = new Feed({
        room,
        visitorId,
        afterId,
        store,
        clock,
        onClose: (ended) => feeds.delete(ended),
      });
      if (closed) feed.close();
      else feeds.add(feed);
      return feed;
    },
    refresh(room) {
      for (const feed of feeds) feed.refresh(room);
    },
    close() {
      closed = true;
      for (const feed of [...feeds]) feed.close();
    },
  };
}
