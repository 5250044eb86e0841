import type { Content, Target } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseView } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { isWorking, RUNGS, type Rung } from "./deadlines.ts";
import { type HostTimes, timesOf } from "./host-times.ts";
import { isReached, type Reached, reach } from "./rungs.ts";
import { caseButton, headText } from "./show-card.ts";
import { durationText, purposeOf } from "./words.ts";

const MOST_STEPS = 200;

export interface Climbed {
  readonly one: Case;
  /** All with a place of their own to go to. */
  readonly replies: readonly Reply[];
}

/**
 * One step up: the next rung on which there is anybody who has not been told yet; a rung without one is passed over at
 * once. Past the last rung all are reminded again. Nobody at all: the case stands as if the step had been taken, so that
 * it is tried again.
 */
export async function climb(
  deps: CaseDeps,
  stores: CaseStores,
  held: Case,
  times: HostTimes,
): Promise<Climbed> {
  const now = deps.clock.now();
  const told = await toldSince(stores, held);
  for (const rung of RUNGS.slice(held.view.ladderStep)) {
    const reached = await reach(stores, held, rung, times, now, told);
    if (isReached(reached)) return await takeStep(deps, stores, held, RUNGS.indexOf(rung) + 1, rung, reached);
  }
  const everyone = await reach(stores, held, "everyone", times, now, new Set());
  const operator = await reach(stores, held, "operator", times, now, new Set());
  const all: Reached = {
    told: [...everyone.told, ...operator.told],
    alone: distinct([...everyone.alone, ...operator.alone]),
    rooms: everyone.rooms,
    names: everyone.names,
  };
  return await takeStep(
    deps,
    stores,
    held,
    Math.max(RUNGS.length, held.view.ladderStep) + 1,
    isReached(everyone) ? "everyone" : "operator",
    all,
  );
}

/**
 * Calls whoever is on duty together with the card of a case that has just begun; of what cannot wait the host, where
 * nobody is. Without either the card in the staff room is the first step.
 */
export async function callDuty(deps: CaseDeps, stores: CaseStores, held: Case): Promise<Climbed> {
  const nothing = { one: held, replies: [] };
  const { view, hostId } = held;
  if (hostId === undefined || view.acknowledgedAt !== undefined || view.ladderStep > 0) return nothing;
  const times = await timesOf(stores, hostId);
  const now = deps.clock.now();
  if (view.level === "care" && !isWorking(times, now)) return nothing;
  const rungs = view.level === "care" ? (["duty", "backup"] as const) : (["duty", "backup", "host"] as const);
  for (const rung of rungs) {
    const reached = await reach(stores, held, rung, times, now, new Set());
    // Whoever can be called in the room only has its card before her.
    if (reached.alone.length === 0) continue;
    return await takeStep(deps, stores, held, RUNGS.indexOf(rung) + 1, rung, {
      ...reached,
      rooms: [],
      names: [],
    });
  }
  return nothing;
}

/** Who was told since the ladder last began from below. */
async function toldSince({ cases }: CaseStores, { caseId, view }: Case): Promise<ReadonlySet<string>> {
  if (view.ladderStep === 0) return new Set();
  const began = Math.max(view.levelSince, view.acknowledgedAt ?? 0, view.lastStaffAt ?? 0);
  const steps = await cases.eventsOf(caseId, ["ladder-step"], MOST_STEPS);
  return new Set(
    steps.flatMap((event) => (event.type === "ladder-step" && event.at >= began ? event.told : [])),
  );
}

async function takeStep(
  deps: CaseDeps,
  stores: CaseStores,
  held: Case,
  step: number,
  rung: Rung,
  { told, alone, rooms, names }: Reached,
): Promise<Climbed> {
  const now = deps.clock.now();
  const one = await appendAll(stores, held, now, [{ type: "ladder-step", step, told }]);
  const purpose = purposeOf(one, "call");
  const send = (to: Target, content: Content): Reply => ({
    lane: "distress",
    purpose,
    audience: "chat",
    to,
    content,
  });
  // A private chat may be the room, where no room is open.
  const others = rooms.filter((room) => !alone.some((chat) => isSame(chat, room)));
  return {
    one,
    replies: [
      ...distinct(alone).map((to) => send(to, callCard(deps, one, held.view, rung, [], now))),
      ...others.map((to) =>
        send(to, callCard(deps, one, held.view, names.length > 0 ? rung : "everyone", names, now)),
      ),
    ],
  };
}

/** What somebody reads who is called to a case: how long a fan has waited and why it is her turn; no word of the fan. */
function callCard(
  { signer }: CaseDeps,
  one: Case,
  before: CaseView,
  rung: Rung,
  names: readonly string[],
  now: number,
): Content {
  const waits = now - (before.waitingSince ?? before.levelSince);
  const isUnseen = before.acknowledgedAt === undefined;
  const lines = [
    ...(names.length === 0 ? [] : [say("zh", "rosters.call-names", { names: names.join("、") })]),
    say("zh", `rosters.call-${rung}`),
    waits < 60_000
      ? say("zh", "rosters.call-new")
      : say("zh", isUnseen ? "rosters.call-unseen" : "rosters.call-unanswered", {
          time: durationText("zh", waits),
        }),
  ];
  const button = (key: "take" | "show" | "reply") => caseButton(signer, "zh", key, one);
  return {
    tone: "plain",
    blocks: [
      { kind: "heading", text: headText("zh", one) },
      { kind: "text", text: lines.join("\n") },
    ],
    buttons: [
      [...(one.view.assigneeId === undefined ? [button("take")] : []), button("show"), button("reply")],
    ],
  };
}

const isSame = (one: Target, other: Target): boolean =>
  one.platform === other.platform && one.chatId === other.chatId;

const distinct = (targets: readonly Target[]): readonly Target[] =>
  targets.filter((target, at) => targets.findIndex((other) => isSame(other, target)) === at);
