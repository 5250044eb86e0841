import { type Button, type Draft, textContent } from "../core/content.ts";
import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { type Actor, mayManage } from "../people/index.ts";
import type { AlertDeps, AlertJobDeps, AlertStores } from "./alerts-deps.ts";
import { hostHere, isReply, onlyHost, sayHere, staffRooms, toRooms } from "./desk.ts";
import type { Look, Probe } from "./probe-store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two looks when all is well: such pages shut out whoever asks more often. */
const PAUSE_MS = 5 * MINUTE_MS;
/** Added by chance, so that looks fall into no rhythm. */
const JITTER_MS = MINUTE_MS;
/** After a page that could not be read, doubled each time. */
const UNKNOWN_MS = { first: 10 * MINUTE_MS, longest: 2 * HOUR_MS } as const;
/** After a page that said "too often", doubled each time. */
const THROTTLED_MS = { first: HOUR_MS, longest: 12 * HOUR_MS } as const;
/** Longer than a look may take. */
const TAKEN_MS = 2 * MINUTE_MS;
const MOST_AT_ONCE = 10;
/** So many looks in a row have to say that it is over before anybody is asked. */
const OFF_LOOKS = 3;
/** A guess that nobody confirmed is forgotten after this long, and one that was ended is not made again before. */
const GUESS_LIFE_MS = 3 * HOUR_MS;
const AFTER_END_MS = 30 * MINUTE_MS;

/** `/probe LINK`: looks at the page of a live room from time to time; `/probe off` ends it; alone it says how it is. */
export async function setProbe(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  const { hostId } = host;
  if (!mayManage(actor.person, hostId)) return onlyHost(actor);
  const text = args.trim();
  if (text === "") {
    const probe = await stores.probes.probe(hostId);
    if (!probe) return sayHere(actor, "alerts.probe-none");
    const seen = say(actor.locale, `alerts.probe-seen.${probe.seen ?? "nothing"}`);
    return sayHere(actor, "alerts.probe-now", { link: probe.link, seen });
  }
  if (/^(?:off|关|关闭|停)$/i.test(text)) {
    await stores.probes.remove(hostId);
    await forgetGuess(stores, hostId, deps.clock.now());
    return sayHere(actor, "alerts.probe-off");
  }
  const link = deps.probe.readLink(text);
  if (link === undefined) return sayHere(actor, "alerts.probe-usage");
  await stores.probes.set(hostId, link, deps.clock.now() + MINUTE_MS, PAUSE_MS);
  return sayHere(actor, "alerts.probe-on", { link });
}

/** Looks at the pages that are due, outside of any transaction. Twice is harmless, and one worker looks at a time. */
export async function keepProbes(deps: AlertJobDeps, stopped: Promise<"stopped">): Promise<void> {
  const due = await deps.transact(({ probes }) => probes.due(deps.clock.now(), MOST_AT_ONCE));
  for (const probe of due) {
    const until = deps.clock.now() + TAKEN_MS;
    if (!(await deps.transact(({ probes }) => probes.take(probe, until)))) continue;
    // A page of strangers may be slow, and nobody waits for it when the process ends: the look is taken again later.
    const look = await Promise.race([stopped, deps.probe.look(probe.link)]);
    if (look === "stopped") return;
    deps.offer(await deps.transact((stores) => takeLook(deps, stores, { ...probe, nextAt: until }, look)));
  }
}

async function takeLook(
  deps: AlertJobDeps,
  stores: AlertStores,
  probe: Probe,
  look: Look,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now();
  const pauseMs = pauseAfter(look, probe);
  const inARow = look === probe.seen ? probe.inARow + 1 : 1;
  const nextAt = now + pauseMs + Math.floor(deps.random.fraction() * JITTER_MS);
  const noted = { ...probe, nextAt, pauseMs, seen: look, seenAt: now, inARow };
  if (!(await stores.probes.note(noted))) return [];
  const drafts = await corroborate(deps, stores, noted, now);
  return await deps.post(stores, `probe:${probe.hostId}:${now}`, drafts);
}

function pauseAfter(look: Look, { seen, pauseMs }: Probe): number {
  if (look === "live" || look === "offline") return PAUSE_MS;
  const { first, longest } = look === "throttled" ? THROTTLED_MS : UNKNOWN_MS;
  return look === seen ? Math.min(longest, Math.max(first, pauseMs * 2)) : first;
}

/**
 * What a look is worth beside what people said: it makes a guess of which the host is asked, and it asks her whether she
 * has finished. It announces nothing and ends nothing that was announced; what could not be seen says nothing.
 */
async function corroborate(
  deps: AlertJobDeps,
  stores: AlertStores,
  { hostId, link, seen, inARow }: Probe,
  now: number,
): Promise<readonly Draft[]> {
  const { live } = stores;
  const open = await live.openSession(hostId);
  if (open?.state === "likely") {
    const isOver = seen === "offline" && inARow >= OFF_LOOKS;
    if (isOver || now - open.firstSeenAt > GUESS_LIFE_MS) await forgetGuess(stores, hostId, now);
    return [];
  }
  if (open) {
    if (seen !== "offline" || inARow !== OFF_LOOKS) return [];
    return await askRooms(stores, hostId, "alerts.probe-ask-off", {
      label: say("zh", "alerts.button.end"),
      data: deps.signer.sign("le", open.id),
    });
  }
  if (seen !== "live") return [];
  const latest = await live.latestSession(hostId);
  const restMs = latest?.state === "ended" && latest.confirmedAt === undefined ? GUESS_LIFE_MS : AFTER_END_MS;
  // The page lags behind what she said herself, and a guess that she left alone is not made again at once.
  if (latest?.endedAt !== undefined && now - latest.endedAt < restMs) return [];
  const guessed = await live.addSession({
    id: randomId(deps.random, 12),
    hostId,
    state: "likely",
    source: "probe",
    title: undefined,
    link,
    broadcastId: undefined,
    firstSeenAt: now,
    confirmedAt: undefined,
    offSince: undefined,
    endedAt: undefined,
  });
  if (!guessed) return [];
  return await askRooms(stores, hostId, "alerts.probe-ask-on", {
    label: say("zh", "alerts.button.live"),
    data: deps.signer.sign("lg", hostId),
  });
}

async function askRooms(
  stores: AlertStores,
  hostId: string,
  key: TextKey,
  button: Button,
): Promise<readonly Draft[]> {
  const rooms = await staffRooms(stores, hostId);
  return toRooms(rooms, textContent(say("zh", key), [[button]]), "probe", "case");
}

/** Nobody was told of it, so nobody is told that it is over. */
async function forgetGuess({ live }: AlertStores, hostId: string, now: number): Promise<void> {
  const open = await live.openSession(hostId);
  if (open?.state === "likely") await live.changeSession(open.id, "likely", { state: "ended", endedAt: now });
}
