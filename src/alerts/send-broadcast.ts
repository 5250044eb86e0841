import { randomId } from "../core/random.ts";
import type { Delivery } from "../delivery/index.ts";
import type { AlertJobDeps, AlertStores } from "./alerts-deps.ts";
import { BEGINNING, type Broadcast, batchOf, settingsOf } from "./broadcast.ts";
import { nextPage } from "./next-page.ts";
import { nextOf } from "./read-time.ts";
import { progressDrafts } from "./show-progress.ts";
import { namesStopped, stopForGoods, tellStopped } from "./stopped-goods.ts";

const FIRST_LOOK_MS = 1_000;
const PROGRESS_EVERY_MS = 5_000;
/** What waits for the morning or for a platform that is away is looked at less often. */
const SLOW_EVERY_MS = 60_000;
const SLOW_AFTER_MS = 10 * 60_000;
const MOST_OFFERED = 1_000;
/** A repetition this late is left out: after a stop of the process nobody gets last week's. */
const REPETITION_LIFE_MS = 60 * 60_000;

/**
 * One step of a broadcast that is due: the next page of its rows, in a transaction that also says how far it came, or a
 * look at how far the sending is. Stopped anywhere it goes on from there; with several workers each page is one's.
 */
export async function sendBroadcast(deps: AlertJobDeps, due: Broadcast): Promise<"more" | "enough"> {
  if (due.state === "queued") deps.offer(await begin(deps, due));
  const page = await writePage(deps, due.id);
  if (!page) {
    await look(deps, due.id);
    return "enough";
  }
  // Rows offered are held in memory until they go out; the dispatcher finds the later ones by itself.
  if (due.targets < MOST_OFFERED) deps.offer(page);
  return "more";
}

async function begin(deps: AlertJobDeps, { id }: Broadcast): Promise<readonly Delivery[]> {
  return await deps.transact(async (stores) => {
    const now = deps.clock.now();
    const found = await stores.broadcasts.broadcast(id);
    if (found?.state !== "queued" || found.nextAt === undefined || found.nextAt > now) return [];
    // Goods may have been stopped since it was written.
    const isStopped = await namesStopped(deps, stores, found);
    const tell = () => tellStopped(deps, stores, found, { count: 0, sent: 0 });
    if (found.cron === undefined) {
      const state = isStopped ? "stopped" : "sending";
      const begun = { state, beganAt: now, nextAt: isStopped ? undefined : now } as const;
      const changed = await stores.broadcasts.change(id, ["queued"], begun, found);
      return changed && isStopped ? await tell() : [];
    }
    const { timeZone } = await settingsOf(stores.live, found.hostId);
    const moved = await stores.broadcasts.change(
      id,
      ["queued"],
      { version: found.version + 1, nextAt: nextOf(found.cron, timeZone, now) },
      found,
    );
    if (!moved || now - found.nextAt > REPETITION_LIFE_MS) return [];
    if (isStopped) return await tell();
    const child = randomId(deps.random, 12);
    await stores.broadcasts.add({
      ...found,
      id: child,
      handle: `bc:${child}`,
      version: 1,
      state: "sending",
      cron: undefined,
      place: BEGINNING,
      beganAt: now,
      nextAt: now,
      createdAt: now,
    });
    return [];
  });
}

/** Writes the next page of rows; undefined when there is none to write, or somebody else wrote it. */
async function writePage(deps: AlertJobDeps, id: string): Promise<readonly Delivery[] | undefined> {
  return await deps.transact(async (stores) => {
    const now = deps.clock.now();
    const found = await stores.broadcasts.broadcast(id);
    if (found?.state !== "sending") return undefined;
    const told = await stopForGoods(deps, stores, found, now);
    if (told) return told;
    const { drafts, place } = await nextPage(deps, stores, found, now);
    const isDone = place.part === "done";
    const changed = await stores.broadcasts.change(
      id,
      ["sending"],
      {
        place,
        targets: found.targets + drafts.length,
        state: isDone ? "running" : "sending",
        nextAt: isDone ? now + FIRST_LOOK_MS : now,
      },
      found,
    );
    if (!changed) return undefined;
    const rows = await deps.queue(stores, `bc:${batchOf(found)}`, drafts);
    return rows.filter(({ notBefore }) => notBefore === undefined);
  });
}

/** Tells the staff how far it is, and ends it when nothing waits any more. */
async function look(deps: AlertJobDeps, id: string): Promise<void> {
  const deliveries = await deps.transact(async (stores) => {
    const now = deps.clock.now();
    const found = await stores.broadcasts.broadcast(id);
    if (found?.nextAt === undefined || found.nextAt > now) return [];
    if (found.state !== "running" && found.state !== "stopped") return [];
    const stopped = found.state === "running" ? await stopForGoods(deps, stores, found, now) : undefined;
    if (stopped) return stopped;
    const counts = await stores.outbox.countBatch(batchOf(found));
    const isOver = counts.waiting === 0 || found.state === "stopped";
    const age = now - (found.beganAt ?? now);
    const pause = age > SLOW_AFTER_MS ? SLOW_EVERY_MS : PROGRESS_EVERY_MS;
    const told = found.told + 1;
    const changed = await stores.broadcasts.change(
      id,
      [found.state],
      {
        told,
        ...(isOver && found.state === "running" ? { state: "done" } : {}),
        // What was under way when it was stopped still settles.
        nextAt: isOver && counts.waiting === 0 ? undefined : now + pause,
      },
      found,
    );
    if (!changed) return [];
    const state = isOver && found.state === "running" ? "done" : found.state;
    return await showIt(deps, stores, { ...found, state, told }, counts, now);
  });
  deps.offer(deliveries);
}

async function showIt(
  deps: AlertJobDeps,
  stores: AlertStores,
  broadcast: Broadcast,
  counts: Parameters<typeof progressDrafts>[3],
  now: number,
): Promise<readonly Delivery[]> {
  const drafts = await progressDrafts(deps, stores, broadcast, counts, now);
  return await deps.post(stores, `bp:${broadcast.id}:${broadcast.told}`, drafts);
}
