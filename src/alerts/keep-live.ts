import { textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import type { AlertJobDeps, AlertStores } from "./alerts-deps.ts";
import { settingsOf } from "./broadcast.ts";
import { staffRooms, toRooms } from "./desk.ts";
import { endLive } from "./open-live.ts";
import { nextOf } from "./read-time.ts";

/** A tool that says "off" has to go on saying nothing else for this long: connections break and come back. */
export const OFF_GRACE_MS = 3 * 60_000;
/** A reminder this late is of no use any more: after a stop of the process nobody gets yesterday's. */
const REMINDER_LIFE_MS = 60 * 60_000;
const MOST_AT_ONCE = 50;

/** Ends sessions whose tools said so long enough ago, and reminds hosts of what they planned. Twice is harmless. */
export async function keepLive(deps: AlertJobDeps): Promise<void> {
  const now = deps.clock.now();
  const { over, due } = await deps.transact(async ({ live }) => ({
    over: await live.offBefore(now - OFF_GRACE_MS, MOST_AT_ONCE),
    due: await live.dueSchedules(now, MOST_AT_ONCE),
  }));
  for (const { id } of over) {
    await deps.transact(async (stores) => {
      // Looked at again: it may have come back since.
      const session = await stores.live.session(id);
      if (session?.offSince !== undefined && session.offSince <= now - OFF_GRACE_MS) {
        await endLive(deps, stores, session);
      }
    });
  }
  for (const plan of due) {
    const deliveries = await deps.transact((stores) => remind(deps, stores, plan, now));
    deps.offer(deliveries);
  }
}

async function remind(
  deps: AlertJobDeps,
  stores: AlertStores,
  {
    id,
    hostId,
    cron,
    label,
    title,
    nextAt,
  }: Awaited<ReturnType<AlertStores["live"]["dueSchedules"]>>[number],
  now: number,
): Promise<readonly Delivery[]> {
  if (nextAt === undefined) return [];
  const { timeZone } = await settingsOf(stores.live, hostId);
  const next = cron === undefined ? undefined : nextOf(cron, timeZone, now);
  if (!(await stores.live.moveSchedule(id, nextAt, next))) return [];
  if (now - nextAt > REMINDER_LIFE_MS || (await stores.live.openSession(hostId))?.state === "confirmed")
    return [];
  const button = { label: say("zh", "alerts.button.live"), data: deps.signer.sign("lg", hostId) };
  const content = textContent(
    say("zh", "alerts.schedule-due", { label, title: title === undefined ? "" : `「${title}」` }),
    [[button]],
  );
  const drafts = toRooms(await staffRooms(stores, hostId), content, "live-reminder", "case");
  return await deps.post(stores, `live-reminder:${id}:${nextAt}`, drafts);
}
