import type { Clock } from "../core/clock.ts";
import { LANES, type Lane, RESEND_UNKNOWN } from "../core/content.ts";
import type { PermanentReason } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { PlatformName } from "../core/message.ts";
import type { Platform } from "../core/platform.ts";
import type { Random } from "../core/random.ts";
import type { Transact } from "../core/transact.ts";
import { createAttempt, FIRST_RETRY_MS, type ToSay } from "./attempt.ts";
import { createBatcher } from "./batcher.ts";
import { type Share, shareOf } from "./cluster.ts";
import { createHoldings } from "./holdings.ts";
import { createLine, LINE_ENDS_AFTER_MS } from "./join-line.ts";
import { joinPaces } from "./join-paces.ts";
import { createLeases } from "./leases.ts";
import type { Delivery, Lease, OutboxStore, Settlement } from "./outbox-store.ts";
import { createPacer, type Pacer } from "./pacer.ts";
import { createPauses } from "./pauses.ts";
import { createSendGate, type Place, type SendGate } from "./send-gate.ts";
import type { SharedState } from "./shared-state.ts";
import { TargetQueue } from "./target-queue.ts";
import type { ThreadStore } from "./thread-store.ts";

export interface DispatcherDeps {
  readonly transact: Transact<{ outbox: OutboxStore; threads: ThreadStore }>;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  /** True when no other process may use the database: leases of strangers are then surely dead. */
  readonly alone: boolean;
  /** Which part of all chats this process looks after, where several send. */
  readonly share?: () => Share;
  /** What all of them share beside the database. */
  readonly shared?: SharedState | undefined;
  readonly leaseMs: number;
  /** A chat turned out to be gone or to have moved; the feature that keeps chats is told. */
  readonly onTargetGone: (platform: PlatformName, chatId: string, reason: PermanentReason) => Promise<void>;
  /**
   * A private word, or one about a case, could not be delivered; the person may be told so where they asked, without
   * saying what it was.
   */
  readonly onPrivateRefused?: (delivery: Delivery) => Promise<void>;
  readonly onTargetMoved: (platform: PlatformName, fromChatId: string, toChatId: string) => Promise<void>;
  readonly onSettled?: (delivery: Delivery, outcome: Settlement["outcome"], tookMs: number) => void;
}

export interface Dispatcher {
  /** A lease for rows that this process is about to write and to offer at once. */
  lease(): Lease;
  /** Dispatches at once what this process has just committed. */
  offer(deliveries: readonly Delivery[]): void;
  /** Takes up what an earlier process left and begins to look for due rows. */
  start(): Promise<void>;
  /** Begins no new send; resolves when what is under way is settled. Everything else waits in the database. */
  stop(): Promise<void>;
  /** Resolves when nothing is due or under way; what waits for a later try does not count. */
  idle(): Promise<void>;
}

const SWEEP_MS = 2_000;
/** Rows of one lane that are read at once, and that are held when they were offered without a lease. */
const PAGE = 250;
/** Statements in one look that end what has become too old. */
const DROPS = 20;
/** A pause longer than this is written to the database instead of being waited for in memory. */
const LONGEST_WAIT_IN_MEMORY_MS = 2_000;

/** A message that leaves later than this after its place in line takes another one. */
const PLACE_LASTS_MS = 250;

const ALL_LANES = Object.keys(LANES) as Lane[];

const targetKey = ({ to }: Delivery): string => `${to.platform}:${to.chatId}`;

interface Lines {
  readonly platform: Platform;
  readonly pacer: Pacer;
  readonly gate: SendGate;
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { transact, clock, logger } = deps;
  const { pause, wakeAll } = createPauses(clock);
  const count = () => deps.share?.().count ?? 1;
  const inLine = createLine(deps.shared, count, pause);
  const joined = joinPaces(deps.shared);
  const lines = new Map<string, Lines>(
    deps.platforms.map((platform) => {
      const among = () => (deps.shared?.isUp() ? 1 : count());
      const pacer = joined.join(platform.name, createPacer(platform.pace, clock, among));
      const gate = createSendGate(pacer, clock, !platform.abilities.exactlyOnce);
      return [platform.name, { platform, pacer, gate }];
    }),
  );
  const targets = new Map<string, TargetQueue>();
  /** Chats that a platform asked to leave alone until a moment. */
  const resting = new Map<string, number>();
  const held = createHoldings(PAGE / 2, () => sweepAt(clock.now()));
  const running = new Set<Promise<void>>();
  const idleWaiters: (() => void)[] = [];
  let stopped = false;
  let cancelSweep = () => {};

  const leases = createLeases({
    ...deps,
    track(work) {
      running.add(work);
      void work.finally(() => running.delete(work));
    },
  });
  const { take, giveBack } = leases;
  const attempt = createAttempt({ ...deps, offer }, async (key) => {
    const queue = targets.get(key);
    if (queue) await forget(queue, clock.now());
  });
  const settle = createBatcher<Settlement, void>(async (settlements) => {
    // What was sent must be known as sent: while the database is away this waits, and the chats with it.
    for (;;) {
      try {
        await transact(({ outbox }) => outbox.settle(settlements, clock.now()));
        return settlements.map(() => undefined);
      } catch (error) {
        logger.error({ error, count: settlements.length }, "writing receipts failed");
        if (stopped) throw error;
        await pause(FIRST_RETRY_MS);
      }
    }
  });

  const postpone = createBatcher<{ delivery: Delivery; until: number }, void>(async (items) => {
    const chats = new Map(items.map((item) => [targetKey(item.delivery), item]));
    await transact(async ({ outbox }) => {
      for (const { delivery, until } of chats.values()) {
        await outbox.postpone(delivery.to.platform, delivery.to.chatId, until);
      }
    });
    for (const { until } of chats.values()) sweepAt(until);
    return items.map(() => undefined);
  });

  function offer(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      if (held.has(delivery.id)) continue;
      const line = stopped ? undefined : lines.get(delivery.to.platform);
      if (!line) {
        // Stopping, or a platform that is not configured now: the row waits.
        void giveBack(delivery, delivery.createdAt);
        continue;
      }
      if (delivery.leasedUntil === undefined && held.ofLane(delivery).size >= 2 * PAGE) {
        held.leftBehind(delivery);
        continue;
      }
      const key = targetKey(delivery);
      const restingUntil = resting.get(key);
      if (restingUntil !== undefined && restingUntil > clock.now()) {
        void giveBack(delivery, restingUntil);
        // Written later by the sweep when this fails: the row is pending and comes due again.
        postpone({ delivery, until: restingUntil }).catch((error: unknown) =>
          logger.warn({ error }, "putting off a delivery failed"),
        );
        continue;
      }
      resting.delete(key);
      held.add(delivery);
      let queue = targets.get(key);
      if (!queue) {
        queue = new TargetQueue();
        targets.set(key, queue);
      }
      queue.add(delivery);
      if (queue.active) {
        line.gate.hurry(key, queue.peek()?.lane ?? delivery.lane);
        continue;
      }
      queue.active = true;
      const run = runTarget(key, queue, line).catch((error: unknown) => {
        logger.error({ error }, "a delivery target stopped unexpectedly");
        return forget(queue, clock.now());
      });
      running.add(run);
      void run.finally(() => {
        running.delete(run);
        queue.active = false;
        if (queue.size > 0 && !stopped) {
          const left = queue.takeAll();
          for (const { id } of left) held.delete(id);
          offer(left);
        } else if (!queue.active && queue.size === 0 && targets.get(key) === queue) targets.delete(key);
        if (running.size === 0) for (const wake of idleWaiters.splice(0)) wake();
      });
    }
  }

  /** Leaves what waits in memory to the database. */
  async function forget(queue: TargetQueue, nextTryAt: number): Promise<void> {
    const left = queue.takeAll();
    for (const { id } of left) held.delete(id);
    await Promise.all(left.map((delivery) => giveBack(delivery, nextTryAt)));
  }

  /** Sends what waits for one chat, one after the other; what has to pause longer goes back to the database. */
  async function runTarget(key: string, queue: TargetQueue, line: Lines): Promise<void> {
    while (!stopped) {
      const next = queue.peek();
      if (!next) return;
      if (isTooOld(next)) {
        queue.take();
        held.delete(next.id);
        continue; // the next sweep ends it with a record
      }
      if (isOthers(next)) {
        leaveToOthers(queue, next);
        continue;
      }
      const waitMs = next.lane === "distress" ? 0 : line.pacer.chatWaitMs(next.to.chatId);
      if (waitMs > LONGEST_WAIT_IN_MEMORY_MS) {
        await putOff(queue, next, clock.now() + waitMs);
        return;
      }
      if (waitMs > 0) {
        await pause(waitMs);
        continue; // something more urgent may have come meanwhile
      }
      const place = await line.gate.enter(key, next.to.chatId, next.lane);
      if (!place) return;
      try {
        if (isOthers(next)) {
          place.giveBack();
          continue;
        }
        const waitsFor = await inLine(next, line);
        if (waitsFor) {
          place.giveBack();
          if (waitsFor.of === "all") line.pacer.closeFor(waitsFor.againMs);
          else if (waitsFor.againMs > LONGEST_WAIT_IN_MEMORY_MS) {
            await putOff(queue, next, clock.now() + waitsFor.againMs);
            return;
          } else await pause(waitsFor.againMs);
          continue;
        }
        const delivery = queue.peek(); // the most urgent one by now
        if (!delivery || stopped || isTooOld(delivery)) {
          place.giveBack();
          continue;
        }
        queue.take();
        try {
          if (!(await deliver(delivery, queue, line, place, clock.now()))) return;
        } finally {
          held.delete(delivery.id); // also when the database failed: the next sweep takes it up again
        }
      } finally {
        place.leave();
      }
    }
  }

  /** Where the database was slow many places in line are over at once: their messages stand in line again. */
  async function standAgain(delivery: Delivery, line: Lines, placedAt: number): Promise<void> {
    for (let tries = 0; tries < 5 && clock.now() - placedAt > PLACE_LASTS_MS && !stopped; tries += 1) {
      const waitsFor = await inLine(delivery, line);
      if (!waitsFor) return;
      await pause(Math.min(waitsFor.againMs, LONGEST_WAIT_IN_MEMORY_MS));
    }
  }

  /**
   * Whether another process looks after this chat by now: what nobody waits for is left to it, so that no place in line
   * is taken for what somebody else sends.
   */
  function isOthers({ lane, to }: Delivery): boolean {
    const share = deps.share?.();
    if (share === undefined || share.count === 1 || RESEND_UNKNOWN.has(lane)) return false;
    return shareOf(to, share.count) !== share.index;
  }

  function leaveToOthers(queue: TargetQueue, { id }: Delivery): void {
    queue.take();
    held.delete(id);
    deps.shared?.tell("outbox");
  }

  const isTooOld = ({ expiresAt }: Delivery): boolean => expiresAt !== undefined && expiresAt <= clock.now();

  /** One attempt from lease to receipt; false when the target has to rest. */
  async function deliver(
    delivery: Delivery,
    queue: TargetQueue,
    line: Lines,
    place: Place,
    placedAt: number,
  ): Promise<boolean> {
    const toSay = await takeToSay(delivery, line);
    if (!toSay || toSay.kind === "later") place.giveBack(); // nothing goes out now
    if (!toSay) return true; // taken by somebody else, or no longer wanted
    if (toSay.kind === "later") {
      await putOff(queue, delivery, toSay.until);
      return false;
    }
    await standAgain(delivery, line, placedAt);
    const begunAt = clock.now();
    place.leaves();
    const { outcome, restUntil, isDead } = await attempt(delivery, toSay, line);
    if (isDead) place.giveBack();
    place.answered();
    await settle(outcome);
    deps.onSettled?.(delivery, outcome.outcome, clock.now() - begunAt);
    const isToldElsewhere = outcome.outcome === "failed" && delivery.unreached !== undefined;
    if (isToldElsewhere || (outcome.outcome === "retry" && outcome.anew)) sweepAt(clock.now());
    if (restUntil === undefined) return true;
    await putOff(queue, delivery, restUntil);
    return false;
  }

  async function takeToSay(
    delivery: Delivery,
    { platform }: Lines,
  ): Promise<ToSay | { readonly kind: "later"; readonly until: number } | undefined> {
    if (delivery.handle === undefined) {
      const state = await take(delivery);
      if (state === "ours") return { kind: "send", content: delivery.content };
      return state === "gone" ? undefined : { kind: "later", until: state };
    }
    const canEdit = platform.abilities.canEdit;
    const turn = await transact(({ outbox }) =>
      outbox.takeTurn(delivery.id, leases.begin(), clock.now(), canEdit),
    );
    if (turn.kind === "wait") sweepAt(clock.now() + FIRST_RETRY_MS);
    return turn.kind === "send" || turn.kind === "edit" ? turn : undefined;
  }

  /** Lets a chat rest: its rows become due together later, in their order, and cost nothing until then. */
  async function putOff(queue: TargetQueue, next: Delivery, until: number): Promise<void> {
    resting.set(targetKey(next), until);
    held.delete(next.id);
    await forget(queue, until);
    await postpone({ delivery: next, until });
  }

  let nextSweepAt = Number.POSITIVE_INFINITY;
  function sweepAt(at: number): void {
    if (stopped || at >= nextSweepAt) return;
    cancelSweep();
    nextSweepAt = at;
    cancelSweep = clock.after(Math.max(0, at - clock.now()), () => {
      nextSweepAt = Number.POSITIVE_INFINITY;
      const run = sweep().catch((error: unknown) =>
        logger.error({ error }, "looking for due deliveries failed"),
      );
      running.add(run);
      void run.finally(() => {
        running.delete(run);
        if (running.size === 0) for (const wake of idleWaiters.splice(0)) wake();
        sweepAt(clock.now() + SWEEP_MS);
      });
    });
  }

  async function sweep(): Promise<void> {
    const now = clock.now();
    await transact(({ outbox }) => outbox.expireLeases(now, undefined));
    for (let drops = 0; drops < DROPS; drops += 1) {
      if ((await transact(({ outbox }) => outbox.dropExpired(now))) === 0) break;
    }
    for (const page of await readPages(now)) offer(page);
    const next = await transact(({ outbox }) => outbox.nextDueAt([...lines.keys()], now));
    if (next !== undefined) sweepAt(next);
  }

  /** Each platform and each lane by itself: what waits for one must not keep another's from being looked at. */
  async function readPages(now: number): Promise<readonly (readonly Delivery[])[]> {
    const places = [...lines.values()].flatMap(({ platform }) =>
      ALL_LANES.map((lane) => ({ lane, to: { platform: platform.name } })),
    );
    const few = places.filter((place) => held.ofLane(place).size < PAGE / 2);
    const pages: (readonly Delivery[])[] = [];
    await transact(async ({ outbox }) => {
      pages.length = 0; // a transaction may be tried again
      for (const { lane, to } of few) {
        const page = { lane, held: held.ofLane({ lane, to }), share: deps.share?.() };
        pages.push(await outbox.due(now, PAGE, [to.platform], page));
      }
    });
    for (const [at, place] of few.entries()) if (pages[at]?.length === PAGE) held.leftBehind(place);
    return pages;
  }

  return {
    lease: leases.begin,
    offer,
    async start() {
      const lost = await transact(({ outbox }) =>
        outbox.expireLeases(clock.now(), deps.alone ? deps.owner : undefined),
      );
      if (lost > 0) logger.warn({ count: lost }, "deliveries were under way when the last process ended");
      // What stands in the line that all share leaves first.
      deps.shared?.onAway(() => {
        for (const { pacer } of lines.values()) pacer.closeFor(LINE_ENDS_AFTER_MS);
      });
      deps.shared?.hear("outbox", () => sweepAt(clock.now()));
      await sweep();
      sweepAt(clock.now() + SWEEP_MS);
    },
    async stop() {
      stopped = true;
      cancelSweep();
      wakeAll();
      for (const { gate } of lines.values()) gate.close();
      leases.stop();
      await Promise.allSettled([...running]);
      await Promise.all([...targets.values()].map((queue) => forget(queue, clock.now())));
    },
    idle() {
      return running.size === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },
  };
}
