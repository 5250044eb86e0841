import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseEvent, JoinedState } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case, CaseStore } from "./case-store.ts";
import { deliverHeld } from "./deliver-held.ts";
import { deskOf, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { purposeOf } from "./words.ts";

const MOST_CASES = 1_000;
/** More than these were never joined to one case; each is one linking of accounts. */
const MOST_JOINED = 20;

/**
 * Two accounts turn out to be one person's: all cases become hers, and of two open ones of one kind with one host the
 * younger goes on in the older, with both histories. Returns what the staff is told, and what waited for a way to her.
 */
export async function joinCases(
  deps: CaseDeps,
  stores: CaseStores,
  fromId: string,
  intoId: string,
): Promise<{ readonly replies: readonly Reply[]; readonly joined: readonly number[] }> {
  const now = deps.clock.now();
  const theirs = await openOf(stores, fromId);
  const hers = await openOf(stores, intoId);
  const replies: Reply[] = [];
  const joined: number[] = [];
  for (const one of theirs) {
    const twin = hers.find(({ hostId, view }) => hostId === one.hostId && view.kind === one.view.kind);
    if (!twin) continue;
    const [keptId, endedId] = [one.caseId, twin.caseId].sort((a, b) => a - b);
    // In the order of their numbers, as everybody does who holds several.
    const kept = keptId === undefined ? undefined : await stores.cases.lock(keptId);
    const ended = endedId === undefined ? undefined : await stores.cases.lock(endedId);
    // Somebody may have closed one of them meanwhile; then there is nothing to join.
    if (!kept || !ended || kept.view.status !== "open" || ended.view.status !== "open") continue;
    for (const { caseId, view } of [kept, ended]) {
      replies.push(...(await deliverHeld(deps, stores, caseId, view.from)));
    }
    const both = await join(stores, kept.caseId, ended.caseId, now);
    const { caseId } = both;
    joined.push(caseId);
    const told = textContent(say("zh", "cases.joined-told", { number: caseId, other: ended.caseId }));
    replies.push(...toRooms(await deskOf(stores.people, both), purposeOf(kept, "told"), told));
    replies.push(...(await changedCard(deps, stores, both)));
    const over = await stores.cases.lock(ended.caseId);
    if (over) replies.push(...(await changedCard(deps, stores, over, { closes: true })));
  }
  await stores.cases.moveCases(fromId, intoId);
  return { replies, joined };
}

const openOf = async ({ cases }: CaseStores, personId: string): Promise<readonly Case[]> =>
  (await cases.allOf(personId, MOST_CASES)).filter(({ view }) => view.status === "open");

async function join(stores: CaseStores, keptId: number, endedId: number, now: number): Promise<Case> {
  const ended = await stores.cases.lock(endedId);
  const kept = await stores.cases.lock(keptId);
  if (!ended || !kept) throw new Error("a case vanished under its lock");
  const joined = { type: "joined", other: endedId, ...stateOf(ended) } as const;
  await appendAll(stores, ended, now, [{ type: "joined-to", into: keptId }]);
  return await appendAll(stores, kept, now, [joined]);
}

const stateOf = ({ view }: Case): JoinedState => ({
  level: view.level,
  levelSince: view.levelSince,
  acknowledgedAt: view.acknowledgedAt,
  assigneeId: view.assigneeId,
  firstAnswerAt: view.firstAnswerAt,
  waitingSince: view.waitingSince,
  expectedBy: view.expectedBy,
  lastFanAt: view.lastFanAt,
  lastStaffAt: view.lastStaffAt,
  askedHuman: view.askedHuman,
  ladderStep: view.ladderStep,
  ladderAt: view.ladderAt,
  from: view.from,
});

/** The newest events of a case and of those that go on in it, in the order in which they happened. */
export async function historyOf(
  cases: Pick<CaseStore, "events" | "eventsOf">,
  caseId: number,
  limit: number,
): Promise<readonly CaseEvent[]> {
  const own = await cases.events(caseId, limit);
  const joins = await cases.eventsOf(caseId, ["joined"], MOST_JOINED);
  if (joins.length === 0) return own;
  const others: CaseEvent[] = [];
  for (const event of joins) {
    if (event.type === "joined") others.push(...(await historyOf(cases, event.other, limit)));
  }
  return [...own, ...others].sort((one, other) => one.at - other.at).slice(-limit);
}
