import type { Clock } from "../core/clock.ts";
import { type Draft, textContent } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Transact } from "../core/transact.ts";
import type { Delivery, OutboxStore } from "../delivery/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { climb } from "./climb.ts";
import { expectedAgain, isWorking, nextClock, nextWorking, slipsAt } from "./deadlines.ts";
import { type HostTimes, timesOf } from "./host-times.ts";
import { toFan } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { momentText, purposeOf, teamOf } from "./words.ts";

/** Another process may have written a case that is due sooner than what this one knows of. */
const LOOK_EVERY_MS = 10_000;
const BATCH = 50;

export interface LadderStores extends CaseStores {
  readonly outbox: OutboxStore;
}

export interface LadderDeps {
  readonly cases: CaseDeps;
  readonly transact: Transact<LadderStores>;
  /** Writes messages into the outbox; `origin` is what caused them, so that doing it again sends nothing twice. */
  readonly post: (
    stores: Pick<LadderStores, "outbox">,
    origin: string,
    drafts: readonly Draft[],
  ) => Promise<readonly Delivery[]>;
  /** What was committed and may be sent now. */
  readonly offer: (deliveries: readonly Delivery[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Ladder {
  /** Looks at nothing more; resolves when what is under way is done. */
  stop(): Promise<void>;
  /** Resolves when no look is under way. */
  idle(): Promise<void>;
}

/**
 * Looks at each case whose clock has run out, in this process and in any other on the same database: the row's lock lets
 * one of them take a step, the other finds it taken.
 */
export function startLadder(deps: LadderDeps): Ladder {
  const { clock, logger, transact } = deps;
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  const plan = (delayMs: number) => {
    cancel = clock.after(delayMs, () => {
      running = round();
    });
  };

  async function round(): Promise<void> {
    let pause = LOOK_EVERY_MS;
    try {
      await lookAtDue();
      const next = await transact(({ cases }) => cases.earliestClock());
      // What could not be done is due still: it waits for the next look like everything else.
      if (next !== undefined && next > clock.now()) pause = Math.min(pause, next - clock.now());
    } catch (error) {
      logger.error({ error }, "the ladder could not look at the cases");
    }
    if (!stopped) plan(pause);
  }

  async function lookAtDue(): Promise<void> {
    const now = clock.now();
    for (let behind: { caseId: number; clockAt: number } | undefined; !stopped; ) {
      const last = behind;
      const due = await transact(({ cases }) => cases.dueCases(now, last, BATCH));
      for (const { caseId } of due) {
        if (stopped) return;
        try {
          deps.offer(await transact((stores) => lookAtCase(deps, stores, caseId)));
        } catch (error) {
          logger.error({ error, caseId }, "a step of the ladder failed and is tried again");
        }
      }
      behind = due.at(-1);
      if (due.length < BATCH) return;
    }
  }

  plan(0);
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
    idle: () => running,
  };
}

/** One case whose clock may have run out: at most one step, whatever time has passed, and the truth for the fan. */
export async function lookAtCase(
  deps: Pick<LadderDeps, "cases" | "post">,
  stores: LadderStores,
  caseId: number,
): Promise<readonly Delivery[]> {
  const held = await stores.cases.lock(caseId);
  if (!held) return [];
  const now = deps.cases.clock.now();
  const times = await timesOf(stores, held.hostId);
  const due = nextClock(held.view, times);
  const sleeps = held.view.level === "care" && !isWorking(times, now);
  if (due === undefined || due > now || sleeps) {
    // Hours or deadlines have changed since the clock was set, or somebody else was quicker.
    await stores.cases.setClock(caseId, due === undefined || due > now ? due : nextWorking(times, now));
    return [];
  }
  const climbed = await climb(deps.cases, stores, held, times);
  const told = await tellSlip(deps.cases, stores, climbed.one, times);
  return await deps.post(
    stores,
    `ladder:${caseId}:${climbed.one.view.seq}`,
    toDrafts([...climbed.replies, ...told]),
  );
}

const toDrafts = (replies: readonly Reply[]): readonly Draft[] =>
  replies.flatMap(({ lane, purpose, content, to, handle, edit }) =>
    to ? [{ lane, purpose, content, to, handle, edit }] : [],
  );

/**
 * What the fan was told has not come true: she hears so, the first time with a later moment, then honestly without one.
 * Once for each promise, not for each step.
 */
async function tellSlip(
  deps: CaseDeps,
  stores: CaseStores,
  one: Case,
  times: HostTimes,
): Promise<readonly Reply[]> {
  const now = deps.clock.now();
  const slipped = slipsAt(one.view);
  if (slipped === undefined || slipped > now) return [];
  const { level, slips, from } = one.view;
  const expectedBy = slips === 0 ? expectedAgain(times, level, now) : undefined;
  const promised = await appendAll(stores, one, now, [
    { type: "promised", expectedBy, receipt: false, slips: slips + 1 },
  ]);
  const values = { team: await teamOf(stores.people, one.hostId, from.locale), number: one.caseId };
  const text =
    expectedBy === undefined
      ? say(from.locale, "rosters.slipped-again", values)
      : say(from.locale, "rosters.slipped", {
          ...values,
          when: momentText(from.locale, expectedBy, now, times.zone),
        });
  const content = textContent(`${text}\n\n${say(from.locale, "cases.emergency")}`);
  return [
    ...(await toFan(deps, stores, promised, purposeOf(promised, "promise"), content)),
    ...(await changedCard(deps, stores, promised)),
  ];
}
