import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import type { InboxStore } from "./inbox-store.ts";
import type { OutboxStore } from "./outbox-store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What people wrote is kept this long after it was handled, for looking into complaints; then only its key stays. */
export const INBOX_KEPT_MS = 7 * DAY_MS;
/** What the bot said is kept this long after its receipt. */
export const OUTBOX_KEPT_MS = 30 * DAY_MS;

/** What is kept beside inbox and outbox: the room's log and what staff were told of a danger. */
export interface RecordStore {
  /** Deletes messages of web rooms; returns how many. */
  eraseRoomMessages(before: number): Promise<number>;
  /** Deletes the words that triage matched; level, kinds and rules stay for counting. */
  eraseSafetyWords(before: number): Promise<number>;
  /** Deletes times without promotion that ended before `before`. */
  eraseQuietTimes(before: number): Promise<number>;
}
export const ROOM_KEPT_MS = 90 * DAY_MS;
export const SAFETY_WORDS_KEPT_MS = 180 * DAY_MS;

/** Erases old contents at start and every hour; the returned function stops it. */
export function startRetention(deps: {
  readonly transact: Transact<{ inbox: InboxStore; outbox: OutboxStore; records: RecordStore }>;
  readonly clock: Clock;
  readonly logger: Logger;
}): () => void {
  let cancel = () => {};
  let stopped = false;
  const round = async () => {
    try {
      const now = deps.clock.now();
      await deps.transact(({ inbox }) => inbox.erasePayloads(now - INBOX_KEPT_MS));
      await deps.transact(({ outbox }) => outbox.erasePayloads(now - OUTBOX_KEPT_MS));
      await deps.transact(({ records }) => records.eraseRoomMessages(now - ROOM_KEPT_MS));
      await deps.transact(({ records }) => records.eraseSafetyWords(now - SAFETY_WORDS_KEPT_MS));
      await deps.transact(({ records }) => records.eraseQuietTimes(now));
    } catch (error) {
      deps.logger.error({ error }, "erasing old contents failed");
    }
    if (!stopped) cancel = deps.clock.after(HOUR_MS, () => void round());
  };
  cancel = deps.clock.after(60_000, () => void round());
  return () => {
    stopped = true;
    cancel();
  };
}
