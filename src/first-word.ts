import type { Clock } from "./core/clock.ts";
import type { Draft, Target } from "./core/content.ts";
import { OperationalError } from "./core/errors.ts";
import type { Logger } from "./core/logger.ts";
import type { InboundEvent, MessageEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import type { Random } from "./core/random.ts";
import type { Transact } from "./core/transact.ts";
import { toDeliveries } from "./delivery/index.ts";
import type { PeopleStore } from "./people/index.ts";
import { firstAlert, type Hotlines, isUrgent, levelRank, raiseAlarm, type Triage } from "./safety/index.ts";
import { localeFor } from "./scene.ts";

export interface FirstWordDeps {
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly triage: (text: string) => Triage;
  readonly hotlines: Hotlines;
  readonly transact: Transact<{ people: Pick<PeopleStore, "boundChats" | "operatorChats"> }>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Where somebody is in danger and the database is slow or away, the card and the word to the staff do not wait for it:
 * they are sent as they are, from memory. What was said so is said again, with the number of its case, as soon as it is
 * written: twice, never not at all. Two things have to wait all the same: what is shown in a web room is written in the
 * database first (its staff is told at once), and Telegram hands a webhook the next message of a chat only when the one
 * before is acknowledged; polling brings a hundred that are not.
 */
export interface FirstWords {
  /** Looks at what has arrived and is not written yet, until the returned function is called. */
  watch(events: readonly InboundEvent[]): () => void;
  /** It is written and will be handled. */
  written(event: InboundEvent): void;
  /** All of these are written; what was not new was seen to before. */
  settled(events: readonly InboundEvent[]): void;
  /** The usual way has said what was to be said. */
  handled(event: InboundEvent): void;
  /** To whose staff a private chat belongs. */
  remember(platform: string, chatId: string, hostId: string | undefined): void;
  stop(): void;
}

/** Longer than a database that is well takes for all of it, and short enough that two more seconds are left to send. */
const WAIT_MS = 1_000;
/** The same person is not told again so soon, unless it is graver now: the usual way tells everything. */
const AGAIN_AFTER_MS = 60_000;
const ROOMS_EVERY_MS = 30_000;
const MOST_REMEMBERED = 10_000;
const TRIES = 3;
const LONGEST_PAUSE_MS = 5_000;

interface Pending {
  readonly cancel: () => void;
  isWritten: boolean;
}

export function createFirstWords(deps: FirstWordDeps): FirstWords {
  const { clock, logger, platforms } = deps;
  const pending = new Map<string, Pending>();
  const hosts = new Map<string, string | undefined>();
  const lastSaid = new Map<string, { readonly at: number; readonly rank: number }>();
  const said = new Set<string>();
  let rooms: Awaited<ReturnType<PeopleStore["boundChats"]>> = [];
  let operators: readonly Target[] = [];
  let stopped = false;
  let cancelRefresh = () => {};

  /** Two queries at rest between long pauses: what is known is a little old, and never waits for anything. */
  async function refresh(): Promise<void> {
    try {
      [rooms, operators] = await deps.transact(async ({ people }) => [
        await people.boundChats(),
        (await people.operatorChats()).map(({ platform, chatId }) => ({ platform, chatId })),
      ]);
    } catch (error) {
      logger.warn({ error }, "where staff reads could not be looked up; what was known before stands");
    }
    if (!stopped) cancelRefresh = clock.after(ROOMS_EVERY_MS, () => void refresh());
  }
  void refresh();

  async function speak(event: MessageEvent, triage: Triage): Promise<void> {
    const person = `${event.platform}:${event.sender.userId}`;
    const before = lastSaid.get(person);
    const rank = levelRank(triage.level);
    if (before && clock.now() - before.at < AGAIN_AFTER_MS && before.rank >= rank) return;
    keepIn(lastSaid, person, { at: clock.now(), rank });
    logger.warn({ platform: event.platform }, "the database is slow: an alarm is raised ahead of it");
    await Promise.all(draftsOf(event, triage).map((draft) => send(draft)));
  }

  function draftsOf(event: MessageEvent, triage: Triage): readonly Draft[] {
    const here = chatKey(event.platform, event.chat.chatId);
    const bound = rooms.find((room) => chatKey(room.platform, room.chatId) === here);
    const hostId = bound?.host?.hostId ?? hosts.get(here);
    const staffed = rooms.filter(
      ({ purpose, gone, host }) => purpose === "staff" && !gone && host?.hostId === hostId,
    );
    const listening = staffed.length > 0 ? staffed : operators;
    const platform = platforms.get(event.platform);
    const isAlone = event.chat.kind === "private" || event.discreet === true;
    const to: Target = { platform: event.platform, chatId: event.chat.chatId, threadId: event.chat.threadId };
    const alone: Target = {
      ...to,
      visibleTo: event.chat.kind === "private" ? undefined : event.sender.userId,
    };
    const cards = raiseAlarm({
      triage,
      place: isAlone ? "private" : "group",
      locale: localeFor(event),
      hotlines: deps.hotlines,
      now: new Date(clock.now()),
      way: platform ?? { deepLink: () => undefined },
    }).flatMap(({ lane, purpose, audience, content }): Draft[] => {
      if (audience === "chat") return [{ lane, purpose, content, to: isAlone ? alone : to }];
      return platform?.abilities.whisper ? [{ lane, purpose, content, to: alone }] : [];
    });
    const alert = firstAlert(triage, { kind: event.chat.kind, title: bound?.title ?? event.chat.title });
    const alerts = listening
      .filter((room) => chatKey(room.platform, room.chatId) !== here)
      .map(
        ({ platform: name, chatId }): Draft => ({
          lane: "distress",
          purpose: "first-alert",
          content: alert,
          to: { platform: name, chatId },
        }),
      );
    return [...cards, ...alerts];
  }

  async function send(draft: Draft): Promise<void> {
    const platform = platforms.get(draft.to.platform);
    if (!platform) return;
    for (const { nonce, to, content } of toDeliveries(draft, "first", platform.abilities, deps.random)) {
      for (let tries = 1; tries <= TRIES; tries += 1) {
        try {
          await platform.send({ key: nonce, to, content });
          break;
        } catch (error) {
          logger.warn({ error, platform: platform.name }, "an alarm ahead of the database was not sent");
          // What is refused for good, or may have arrived, is the usual way's to settle.
          if (!(error instanceof OperationalError) || stopped) break;
          await rest(error.retryAfterMs ?? 1_000);
        }
      }
    }
  }

  const rest = (ms: number) =>
    new Promise<void>((resolve) => void clock.after(Math.min(ms, LONGEST_PAUSE_MS), resolve));

  function forget(event: InboundEvent): void {
    const key = updateKey(event);
    pending.get(key)?.cancel();
    pending.delete(key);
  }

  return {
    watch(events) {
      for (const event of events) {
        if (event.kind !== "message" || stopped) continue;
        const triage = deps.triage(event.text);
        const key = updateKey(event);
        // The platform hands in again what it was not told to have arrived.
        if (!isUrgent(triage) || pending.has(key) || said.has(key)) continue;
        const cancel = clock.after(WAIT_MS, () => {
          pending.delete(key);
          said.add(key);
          if (said.size > MOST_REMEMBERED) for (const oldest of said) if (said.delete(oldest)) break;
          void speak(event, triage);
        });
        pending.set(key, { cancel, isWritten: false });
      }
      return () => events.forEach(forget);
    },
    written(event) {
      const found = pending.get(updateKey(event));
      if (found) found.isWritten = true;
    },
    settled(events) {
      for (const event of events) if (pending.get(updateKey(event))?.isWritten === false) forget(event);
    },
    handled: forget,
    remember: (platform, chatId, hostId) => keepIn(hosts, chatKey(platform, chatId), hostId),
    stop() {
      stopped = true;
      cancelRefresh();
      for (const { cancel } of pending.values()) cancel();
      pending.clear();
    },
  };
}

const chatKey = (platform: string, chatId: string): string => `${platform}:${chatId}`;
const updateKey = ({ platform, chat, updateKey: key }: InboundEvent): string =>
  `${platform}:${chat.chatId}:${key}`;

/** The newest ones only. */
function keepIn<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MOST_REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    break;
  }
}
