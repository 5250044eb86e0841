import type { Content, Draft } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import type { AlertJobDeps, AlertStores } from "./alerts-deps.ts";
import { type Broadcast, settingsOf } from "./broadcast.ts";
import { localOf, quietFor } from "./read-time.ts";
import type { DigestPlace } from "./robot-store.ts";
import { firstWords, namesStopped } from "./stopped-goods.ts";

const MOST_AT_ONCE = 50;
const MOST_LINES = 20;
const MINUTE_MS = 60_000;
/** What waited for the morning since the morning before is a day old when it is told, and a little more. */
const LATE_MS = 60 * MINUTE_MS;

/** One message to each chat for all that was over its budget. Twice is harmless: what was taken is gone. */
export async function sendDigests(deps: AlertJobDeps): Promise<void> {
  const due = await deps.transact(({ robots }) => robots.dueDigests(deps.clock.now(), MOST_AT_ONCE));
  for (const place of due) deps.offer(await deps.transact((stores) => sendDigest(deps, stores, place)));
}

async function sendDigest(
  deps: AlertJobDeps,
  stores: AlertStores,
  place: DigestPlace,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now();
  const group = await stores.audience.target(place.platform, place.chatId);
  const { timeZone } = await settingsOf(stores.live, group?.hostId ?? "");
  const quietMinutes = group?.quiet ? quietFor(group.quiet, localOf(now, timeZone).minute) : 0;
  const kept = await stores.robots.takeDigest(place);
  const told: Broadcast[] = [];
  for (const id of kept) {
    const broadcast = group && (await stores.broadcasts.broadcast(id));
    if (broadcast && (await isStillNews(deps, stores, broadcast, now))) told.push(broadcast);
  }
  if (told.length === 0) return [];
  const draft: Draft = {
    lane: "digest",
    purpose: "digest",
    to: place,
    content: digestOf(told),
    notBefore: quietMinutes === 0 ? undefined : now - (now % MINUTE_MS) + quietMinutes * MINUTE_MS,
  };
  return await deps.queue(stores, `digest:${kept.join(",")}`, [draft]);
}

/** What was stopped, taken back or has become old is not told after all; neither are goods that are stopped. */
async function isStillNews(
  deps: AlertJobDeps,
  stores: AlertStores,
  broadcast: Broadcast,
  now: number,
): Promise<boolean> {
  const { state, beganAt, createdAt, expiresAfterMs, message } = broadcast;
  if (state === "stopped" || state === "cancelled") return false;
  if (expiresAfterMs !== undefined && (beganAt ?? createdAt) + expiresAfterMs + LATE_MS < now) return false;
  if (message.edits && message.text === say("zh", "alerts.taken-back")) return false;
  return !(await namesStopped(deps, stores, broadcast));
}

const digestOf = (broadcasts: readonly Broadcast[]): Content => ({
  tone: "plain",
  blocks: [
    { kind: "text", text: say("zh", "alerts.digest", { count: broadcasts.length }) },
    {
      kind: "list",
      items: broadcasts.slice(0, MOST_LINES).map(({ message }) => {
        const page = message.buttons[0]?.url;
        return page === undefined ? firstWords(message) : `${firstWords(message)} ${page}`;
      }),
    },
  ],
  buttons: [],
});
