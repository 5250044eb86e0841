import type { Clock } from "../core/clock.ts";
import type { Pace } from "../core/platform.ts";
import { type Counted, SlidingLimit } from "./sliding-limit.ts";

/** Each good minute gives back a tenth of the published rate; each "too many" halves what is used. */
const RECOVERY_MS = 60_000;
const SLOWEST_SHARE = 0.05;
/** What was under way together is refused together, which is no reason to slow down twice. */
const ONE_INCIDENT_MS = 1_000;
/** Chats of which nothing counts any more say nothing; above this many they are dropped, not more often than this. */
const MAX_CHATS = 20_000;
const PRUNE_EVERY_MS = 10_000;
/** Both clocks tell whole milliseconds. */
const ROUNDING_MS = 2;
/** A send without an answer counts this much longer at most: one that hangs must not stop all others. */
const LONGEST_LATE_MS = 1_000;
/** The quickest answer is looked for anew after this time, because ways through the network change. */
const QUICKEST_FOR_MS = 60_000;
/** Over this time it is averaged how much urgent goes out, for which bulk leaves room. */
const URGENT_OVER_MS = 10_000;

/** A message that was counted. */
export interface Spent {
  /** It leaves for the platform now. */
  leaves(): void;
  /** The platform answered. */
  answered(): void;
  /** Nothing was sent, or the platform refused it because the chat is dead: it costs nothing. */
  giveBack(): void;
}

/**
 * What may go out when, on one platform: the seam for a budget that several processes share. Nothing here waits; whoever
 * asks is told how long.
 */
export interface Pacer {
  /** Milliseconds until this chat may get one more. */
  chatWaitMs(chatId: string): number;
  /**
   * Milliseconds until one more may go as far as all chats together are concerned. Urgent is what somebody waits for: it
   * waits for a place that bulk holds, and for nothing else.
   */
  waitMs(urgent: boolean): number;
  /** Counts a message that goes now. */
  spend(chatId: string, urgent: boolean): Spent;
  /**
   * The platform said "too many", `wholePlatform` when it said that it meant everything. One that does not say means
   * everything when two chats hear it at nearly the same time that had got next to nothing.
   */
  tooMany(chatId: string, said: { wholePlatform: boolean; retryAfterMs?: number | undefined }): void;
  /** Nothing but what is urgent goes for so long: other processes have used up what they share with this one. */
  closeFor(ms: number): void;
  /** Overall messages per second allowed at the moment, all processes together. */
  perSecond(): number;
}

/** What is used of the published rate: learnt from "too many", and forgotten slowly. */
class Share {
  private share = 1;
  private changedAt = 0;

  halve(now: number): void {
    const current = this.at(now);
    if (current < 1 && now - this.changedAt < ONE_INCIDENT_MS) return;
    this.share = Math.max(SLOWEST_SHARE, current / 2);
    this.changedAt = now;
  }

  at(now: number): number {
    const minutes = Math.floor((now - this.changedAt) / RECOVERY_MS);
    if (this.share === 1 || minutes < 1) return this.share;
    this.share = Math.min(1, this.share + 0.1 * minutes);
    this.changedAt = now;
    return this.share;
  }
}

/** Spreads bulk over the second, so that what is urgent finds a place soon; a small burst makes up for a late timer. */
class Spread {
  private tokens: number;
  private filledAt: number;
  private readonly burst: number;

  constructor(burst: number, now: number) {
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = now;
  }

  waitMs(now: number, perSecond: number): number {
    const passedMs = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.burst, this.tokens + (passedMs / 1_000) * perSecond);
    this.filledAt = Math.max(this.filledAt, now);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / perSecond) * 1_000);
  }

  take(): void {
    this.tokens -= 1;
  }

  giveBack(): void {
    this.tokens += 1;
  }

  setBack(byMs: number): void {
    this.filledAt -= byMs;
  }

  /** Nothing is left, and nothing comes back before `until`. */
  empty(until: number): void {
    this.tokens = 0;
    this.filledAt = until;
  }
}

interface Chat {
  readonly limits: readonly SlidingLimit[];
  readonly share: Share;
}

/**
 * Starts from the platform's published figures and learns from what it answers.
 * @param among how many processes have to make do with these figures, each with its part, when nothing else counts for all
 */
export function createPacer(pace: Pace, clock: Clock, among: () => number = () => 1): Pacer {
  const published = pace.overallPerSecond;
  const overall = new SlidingLimit({ messages: published, perMs: 1_000 });
  const spread = new Spread(Math.max(1, Math.floor(published / 10)), clock.now());
  const share = new Share();
  const chats = new Map<string, Chat>();
  let bulkUntil = Number.NEGATIVE_INFINITY;
  let closedUntil = Number.NEGATIVE_INFINITY;
  /** The last chat that was told "too many" although it had got next to nothing. */
  let puzzled: { readonly chatId: string; readonly at: number } | undefined;
  let prunedAt = Number.NEGATIVE_INFINITY;
  let lookedAt = clock.now();
  let urgentPerSecond = 0;
  let urgentAt = lookedAt;
  let quickestMs = Number.POSITIVE_INFINITY;
  let quickestBeforeMs = Number.POSITIVE_INFINITY;
  let quickestUntil = lookedAt;

  function look(): number {
    const now = clock.now();
    if (now < lookedAt) {
      const byMs = lookedAt - now;
      overall.setBack(byMs);
      for (const { limits } of chats.values()) for (const limit of limits) limit.setBack(byMs);
      bulkUntil -= byMs;
      closedUntil -= byMs;
      spread.setBack(byMs);
    }
    lookedAt = now;
    return now;
  }

  function chatFor(chatId: string, now: number): Chat {
    let chat = chats.get(chatId);
    if (!chat) {
      if (chats.size >= MAX_CHATS && now - prunedAt > PRUNE_EVERY_MS) prune(now);
      chat = { limits: pace.perChat({ chatId }).map((limit) => new SlidingLimit(limit)), share: new Share() };
      chats.set(chatId, chat);
    }
    return chat;
  }

  function prune(now: number): void {
    prunedAt = now;
    for (const [key, { limits, share: its }] of chats) {
      if (its.at(now) === 1 && limits.every((limit) => limit.used(now) === 0)) chats.delete(key);
    }
  }

  function countUrgent(now: number): void {
    const kept = Math.exp(-Math.max(0, now - urgentAt) / URGENT_OVER_MS);
    urgentPerSecond = urgentPerSecond * kept + 1_000 / URGENT_OVER_MS;
    urgentAt = now;
  }

  /** Places that bulk leaves free: twice as many as urgent messages came lately, a third at most. */
  function keptFree(now: number): number {
    const kept = Math.exp(-Math.max(0, now - urgentAt) / URGENT_OVER_MS);
    return Math.min(Math.floor(published / 3), Math.floor(2 * urgentPerSecond * kept));
  }

  /**
   * How much longer than the quickest one this answer took: so much later than usual the message may have arrived there,
   * and so much longer it counts. No window at the platform's end is then ever too full.
   */
  function lateMs(tookMs: number, now: number): number {
    if (now >= quickestUntil) {
      quickestBeforeMs = quickestMs;
      quickestMs = Number.POSITIVE_INFINITY;
      quickestUntil = now + QUICKEST_FOR_MS;
    }
    quickestMs = Math.min(quickestMs, tookMs);
    return Math.min(LONGEST_LATE_MS, tookMs - Math.min(quickestMs, quickestBeforeMs));
  }

  return {
    chatWaitMs(chatId) {
      const now = look();
      return Math.max(0, ...(chats.get(chatId)?.limits.map((limit) => limit.waitMs(now)) ?? []));
    },
    waitMs(urgent) {
      const now = look();
      if (urgent) return bulkUntil > now ? overall.waitMs(now) : 0;
      return Math.max(
        closedUntil - now,
        overall.waitMs(now, keptFree(now)),
        spread.waitMs(now, (published * share.at(now)) / among()),
      );
    },
    spend(chatId, urgent) {
      const now = look();
      const chat = chatFor(chatId, now);
      const parts = among();
      const used = share.at(now) / parts;
      const all = overall.add(now, used);
      const places: [SlidingLimit, Counted][] = chat.limits.map((limit) => [
        limit,
        limit.add(now, chat.share.at(now) / parts),
      ]);
      places.push([overall, all]);
      if (urgent) countUrgent(now);
      else {
        spread.take();
        bulkUntil = Math.max(bulkUntil, all.endsAt);
      }
      let leftAt = now;
      const hold = (byMs: number) => {
        for (const [, counted] of places) counted.endsAt += byMs;
      };
      // Until it is answered nobody knows when it arrived.
      hold(LONGEST_LATE_MS + ROUNDING_MS);
      return {
        leaves() {
          leftAt = look();
          hold(leftAt - now);
        },
        answered() {
          const answeredAt = look();
          hold(lateMs(Math.max(0, answeredAt - leftAt), answeredAt) - LONGEST_LATE_MS);
        },
        giveBack() {
          for (const [limit, counted] of places) limit.remove(counted);
          if (!urgent) spread.giveBack();
        },
      };
    },
    tooMany(chatId, { wholePlatform, retryAfterMs }) {
      const now = look();
      const chat = chatFor(chatId, now);
      const isPuzzling = chat.limits.every((limit) => limit.used(now) <= 1);
      const isSecond = puzzled && puzzled.chatId !== chatId && now - puzzled.at <= ONE_INCIDENT_MS;
      if (isPuzzling) puzzled = { chatId, at: now };
      if (!wholePlatform && !(isPuzzling && isSecond)) {
        chat.share.halve(now);
        return;
      }
      share.halve(now);
      // What is only guessed makes slower: the chats that heard it rest by themselves.
      if (wholePlatform) closedUntil = Math.max(closedUntil, now + (retryAfterMs ?? 0));
    },
    closeFor(ms) {
      closedUntil = Math.max(closedUntil, look() + ms);
      spread.empty(closedUntil);
    },
    perSecond: () => published * share.at(clock.now()),
  };
}
