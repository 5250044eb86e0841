import type { MediaRef } from "../core/content.ts";
import { randomId } from "../core/random.ts";
import { say } from "../core/texts/index.ts";
import type { GuardVerdict } from "../safety/index.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import { Audience, BEGINNING, batchOf, Message } from "./broadcast.ts";
import type { LiveSession } from "./live.ts";

/** A start is news for this long; what could not be sent by then is dropped with a record. */
export const LIVE_NEWS_MS = 30 * 60_000;
/** Whoever comes back within this time goes on with the same session: connections break. */
const RESUME_MS = 10 * 60_000;
/** A session that nobody ended is forgotten after this long, without a word. */
const STALE_MS = 12 * 3_600_000;

export interface Start {
  readonly hostId: string;
  readonly source: LiveSession["source"];
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly media?: readonly MediaRef[];
  readonly by: string | undefined;
}

export interface Started {
  readonly kind: "announced" | "resumed" | "renewed" | "already";
  readonly session: LiveSession;
  /** What the title may not say, or that it names goods that are stopped; the start is announced without it. */
  readonly withheld?: GuardVerdict | "stopped-goods";
}

const liveMessage = (
  host: string,
  { title, link }: Pick<Start, "title" | "link">,
  media: readonly MediaRef[],
) =>
  Message.parse({
    text:
      title === undefined
        ? say("zh", "alerts.live-on", { host })
        : say("zh", "alerts.live-on-title", { host, title }),
    buttons: link === undefined ? [] : [{ label: say("zh", "alerts.live-enter"), url: link }],
    media,
  });

/**
 * The host says that she is live, by whatever way: one session and one alert, whoever says so and however often. The
 * worker sends it; wake it after the commit.
 */
export async function openLive(deps: AlertDeps, stores: AlertStores, start: Start): Promise<Started> {
  const { live, broadcasts } = stores;
  const now = deps.clock.now();
  const verdict = start.title === undefined ? undefined : deps.guard(start.title);
  const isStopped = start.title !== undefined && (await deps.isStopped(stores, start.hostId, start.title));
  const guarded = verdict && verdict.outcome !== "pass" ? verdict : undefined;
  const withheld: Started["withheld"] = isStopped ? "stopped-goods" : guarded;
  const title = withheld ? undefined : start.title;
  const more = withheld ? { withheld } : {};
  const host = (await stores.people.host(start.hostId))?.name ?? "";

  const open = await live.openSession(start.hostId);
  if (open?.state === "confirmed" && now - open.firstSeenAt < STALE_MS) {
    if (open.offSince !== undefined) await live.changeSession(open.id, "confirmed", { offSince: undefined });
    const renewed = {
      title: title ?? open.title,
      link: start.link ?? open.link,
    };
    if (renewed.title === open.title && renewed.link === open.link) {
      return { kind: "already", session: open, ...more };
    }
    await live.changeSession(open.id, "confirmed", renewed);
    const session = { ...open, ...renewed };
    await sayAnew(deps, stores, session, liveMessage(host, renewed, start.media ?? []), "go-on");
    return { kind: "renewed", session, ...more };
  }
  if (open?.state === "confirmed")
    await live.changeSession(open.id, "confirmed", { state: "ended", endedAt: now });

  const latest = open ? undefined : await live.latestSession(start.hostId);
  if (latest?.state === "ended" && latest.broadcastId && now - (latest.endedAt ?? 0) < RESUME_MS) {
    const back = { state: "confirmed", endedAt: undefined, offSince: undefined } as const;
    if (await live.changeSession(latest.id, "ended", back)) {
      const session = { ...latest, ...back, title: title ?? latest.title, link: start.link ?? latest.link };
      await live.changeSession(latest.id, "confirmed", { title: session.title, link: session.link });
      await sayAnew(deps, stores, session, liveMessage(host, session, start.media ?? []), "go-on");
      return { kind: "resumed", session, ...more };
    }
  }

  const sessionId = open?.state === "likely" ? open.id : randomId(deps.random, 12);
  const broadcastId = randomId(deps.random, 12);
  const session: LiveSession = {
    id: sessionId,
    hostId: start.hostId,
    state: "confirmed",
    source: start.source,
    title,
    link: start.link ?? (open?.state === "likely" ? open.link : undefined),
    broadcastId,
    firstSeenAt: open?.state === "likely" ? open.firstSeenAt : now,
    confirmedAt: now,
    offSince: undefined,
    endedAt: undefined,
  };
  const isOurs =
    open?.state === "likely"
      ? await live.changeSession(sessionId, "likely", session)
      : await live.addSession(session);
  if (!isOurs) return { kind: "already", session: (await live.openSession(start.hostId)) ?? session };
  await broadcasts.add({
    id: broadcastId,
    hostId: start.hostId,
    kind: "live",
    state: "sending",
    version: 1,
    message: liveMessage(host, session, start.media ?? []),
    audience: Audience.parse({ partners: true }),
    handle: `live:${sessionId}`,
    createdBy: start.by,
    approvedBy: undefined,
    cron: undefined,
    expiresAfterMs: LIVE_NEWS_MS,
    beganAt: now,
    nextAt: now,
    place: BEGINNING,
    targets: 0,
    told: 0,
    createdAt: now,
  });
  await stores.coupons.startWithLive(start.hostId, now);
  return { kind: "announced", session, ...more };
}

/** She is off: the alert says so in its place, what was not sent yet is not sent any more. */
export async function endLive(deps: AlertDeps, stores: AlertStores, session: LiveSession): Promise<boolean> {
  const now = deps.clock.now();
  const ended = { state: "ended", endedAt: now, offSince: undefined } as const;
  if (!(await stores.live.changeSession(session.id, session.state, ended))) return false;
  if (session.state !== "confirmed") return true;
  const host = (await stores.people.host(session.hostId))?.name ?? "";
  await sayAnew(
    deps,
    stores,
    session,
    Message.parse({ text: say("zh", "alerts.live-off", { host }) }),
    "stop",
  );
  return true;
}

/** Changes the alert of a session in every group that has got it; `stop`: whoever has not is told nothing any more. */
async function sayAnew(
  { clock }: AlertDeps,
  { broadcasts, outbox }: AlertStores,
  { broadcastId }: LiveSession,
  message: Message,
  rest: "go-on" | "stop",
): Promise<void> {
  const found = broadcastId === undefined ? undefined : await broadcasts.broadcast(broadcastId);
  if (!found) return;
  const now = clock.now();
  // Rows that are still being written take the new words with them.
  if (
    rest === "go-on" &&
    (await broadcasts.change(found.id, ["sending"], { message: { ...message, edits: found.message.edits } }))
  )
    return;
  await broadcasts.change(found.id, ["sending", "running", "done", "stopped"], {
    version: found.version + 1,
    // A picture stays where it is: only words can be changed under it.
    message: {
      ...message,
      media: message.media.length > 0 ? message.media : found.message.media,
      edits: true,
    },
    state: "sending",
    expiresAfterMs: undefined,
    place: BEGINNING,
    targets: 0,
    beganAt: now,
    nextAt: now,
  });
  if (rest === "stop") while ((await outbox.stopBatch(batchOf(found), now)) > 0);
}
