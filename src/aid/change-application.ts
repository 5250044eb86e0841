import { ok, type Result, refuse } from "../core/result.ts";
import type { AidStores } from "./aid-deps.ts";
import { type Application, type ApplicationEvent, HOLDING } from "./application.ts";

type Change = Partial<
  Pick<Application, "status" | "approvedBy" | "handledBy" | "refusedBy" | "reason" | "hasAppealed" | "from">
>;

/**
 * The only way by which anything happens to an application that the caller holds locked: writes the event and takes or
 * gives back its share of the stock with it, so that never more is promised than there is.
 */
export async function changeApplication(
  { aid }: Pick<AidStores, "aid">,
  held: Application,
  change: Change,
  event: ApplicationEvent,
): Promise<Result<Application, "none-left">> {
  const status = change.status ?? held.status;
  const wasHolding = HOLDING.has(held.status);
  const holds = HOLDING.has(status);
  if (!wasHolding && holds && !(await aid.reserve(held.programmeId))) return refuse("none-left");
  if (wasHolding && !holds) await aid.release(held.programmeId);
  const statusAt = status === held.status ? held.statusAt : event.at;
  const next = { ...held, ...change, status, statusAt, seq: held.seq + 1 };
  await aid.append(next, event);
  return ok(next);
}

/** The same where the stock cannot stand in the way: nothing new is taken of it. */
export async function noteApplication(
  stores: Pick<AidStores, "aid">,
  held: Application,
  change: Change,
  event: ApplicationEvent,
): Promise<Application> {
  const done = await changeApplication(stores, held, change, event);
  if (!done.ok) throw new Error(`application ${held.applicationId} took stock where it must not`);
  return done.value;
}
