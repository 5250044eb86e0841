import { ok, type Result, refuse } from "../core/result.ts";
import type { CaseEventBody, NewCaseEvent } from "./case.ts";
import type { Case, CaseStore } from "./case-store.ts";
import { nextClock } from "./deadlines.ts";
import { applyEvent } from "./fold-case.ts";
import { timesOf } from "./host-times.ts";
import type { RosterStore } from "./roster-store.ts";

/** Why an event was not written: there is no such case, or it went on meanwhile and is now as `found`. */
export type Stale = { readonly code: "unknown" } | { readonly code: "moved-on"; readonly found: Case };

interface AppendStores {
  readonly cases: Pick<CaseStore, "lock" | "append">;
  readonly rosters: Pick<RosterStore, "keptTimes">;
}

/**
 * The only way by which anything happens in a case: writes the event, what the case is after it and when the ladder has
 * to look, all in the caller's transaction. Of two who decided on the same state (`expectedSeq`) one wins.
 */
export async function appendEvent(
  { cases, rosters }: AppendStores,
  caseId: number,
  expectedSeq: number,
  event: NewCaseEvent,
): Promise<Result<Case, Stale>> {
  const found = await cases.lock(caseId);
  if (!found) return refuse({ code: "unknown" });
  if (found.view.seq !== expectedSeq) return refuse({ code: "moved-on", found });
  const written = { ...event, seq: expectedSeq + 1 };
  const view = applyEvent(found.view, written);
  const times = await timesOf({ rosters }, found.hostId);
  await cases.append(caseId, written, view, nextClock(view, times));
  return ok({ ...found, view });
}

/** The case, locked; the one in which it goes on, if it was joined to another of the same person. */
export async function lockCurrent(
  { cases }: { readonly cases: Pick<CaseStore, "lock"> },
  caseId: number,
): Promise<Case | undefined> {
  let held = await cases.lock(caseId);
  // The older one is kept each time, so numbers only fall.
  while (held?.view.joinedInto !== undefined && held.view.joinedInto < held.caseId) {
    held = await cases.lock(held.view.joinedInto);
  }
  return held;
}

/** Several events at once of a case that the caller holds locked, so that nothing can come between. */
export async function appendAll(
  stores: AppendStores,
  held: Case,
  at: number,
  bodies: readonly CaseEventBody[],
): Promise<Case> {
  let now = held;
  for (const body of bodies) {
    const done = await appendEvent(stores, now.caseId, now.view.seq, { ...body, at });
    if (!done.ok) throw new Error(`case ${now.caseId} was changed under its lock`);
    now = done.value;
  }
  return now;
}
