import { createHash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { Intake } from "../../core/platform.ts";
import { type Random, randomId } from "../../core/random.ts";
import type { Locale } from "../../core/texts/index.ts";
import {
  buttonEvent,
  cleanName,
  cleanText,
  isFreeName,
  isPrivateText,
  messageEvent,
  type Room,
} from "./decode.ts";
import { aliasOf, type Visitor } from "./identity.ts";
import { MAX_TEXT_LENGTH, type WebLimits } from "./limits.ts";
import { Problem } from "./problem.ts";
import { createRateLimiter, type RateVerdict, strictest } from "./rate-limiter.ts";
import type { RoomHub } from "./room-hub.ts";
import type { RoomMessage, RoomStore } from "./room-store.ts";

/** Who asks, as the request told it. */
export interface Caller {
  readonly visitor: Visitor;
  readonly address: string | undefined;
  readonly locale: Locale;
  /** BCP 47, only when the person chose a language. */
  readonly language: string | undefined;
}

export interface Post {
  readonly text: string;
  readonly name?: string | undefined;
  readonly replyTo?: number | undefined;
  /** Chosen by the client: a second post with it has no second effect. */
  readonly idempotencyKey?: string | undefined;
}

export interface Press {
  readonly data: string;
  readonly messageId: number;
}

/** What visitors do in a room, the same for the page and for the JSON interface; refusals are thrown as `Problem`. */
export interface Visits {
  /** Resolves when the message is in the room and in the inbox. */
  post(room: Room, caller: Caller, post: Post): Promise<RoomMessage>;
  press(room: Room, caller: Caller, press: Press): Promise<void>;
  /** The name that a message of this caller would carry. */
  nameOf(room: Room, caller: Caller, chosen: string | undefined): string;
}

export interface VisitsDeps {
  readonly store: RoomStore;
  readonly hub: RoomHub;
  readonly limits: WebLimits;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Undefined before start and after stop. */
  readonly intake: () => Intake | undefined;
  /** Remembers work until it is settled, so that a stop can wait for it. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
}

const digest = (parts: readonly string[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);

export const mayRead = (message: RoomMessage, visitorId: string): boolean =>
  message.visibleTo === null || message.visibleTo === visitorId;

/** IPv6 addresses count by their /64: one customer has that many. */
const addressKey = (address: string) =>
  address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;

export function createVisits(deps: VisitsDeps): Visits {
  const { store, hub, limits, clock, random, logger, track } = deps;
  const limiter = (rates: WebLimits["perVisitor"]) =>
    createRateLimiter({ rates, hardFactor: limits.hardFactor, clock });
  const byVisitor = limiter(limits.perVisitor);
  const byNewcomerAddress = limiter(limits.perNewcomerAddress);
  const byAddress = limiter(limits.perAddress);

  function weigh({ visitor, address }: Caller): RateVerdict {
    const key = address === undefined ? undefined : addressKey(address);
    const verdicts: RateVerdict[] = [];
    if (key !== undefined) verdicts.push(byAddress.take(key));
    if (visitor.known) verdicts.push(byVisitor.take(visitor.id));
    else if (key !== undefined) verdicts.push(byNewcomerAddress.take(key));
    return strictest(verdicts);
  }

  const tooFast = (retryAfterMs: number) => {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    return new Problem("too-fast", {
      retryAfterS: seconds,
      values: { seconds },
    });
  };

  function readyIntake(): Intake {
    const intake = deps.intake();
    if (!intake) throw new Problem("unavailable", { retryAfterS: 2 });
    return intake;
  }

  function nameOf(room: Room, caller: Caller, chosen: string | undefined): string {
    const name = chosen === undefined ? undefined : cleanName(chosen);
    if (name === undefined) return aliasOf(caller.visitor.id, caller.locale);
    if (!isFreeName(name, room)) throw new Problem("name-not-allowed", { field: "name" });
    return name;
  }

  /**
   * A caller without a cookie cannot be told from another by name, so its key counts together with address and text;
   * it never gets the identity of whoever used that key before.
   */
  function messageKey({ visitor, address }: Caller, { idempotencyKey }: Post, text: string): string {
    if (idempotencyKey === undefined) return randomId(random, 24);
    return visitor.known
      ? digest(["visitor", visitor.id, idempotencyKey])
      : digest(["newcomer", address ?? "", idempotencyKey, text]);
  }

  async function reading<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      logger.error({ error }, "a room could not be read or written");
      throw new Problem("unavailable", { retryAfterS: 5, cause: error });
    }
  }

  async function accept(intake: Intake, event: Parameters<Intake["accept"]>[0][number]): Promise<void> {
    try {
      await intake.accept([event]);
    } catch (error) {
      logger.error({ error }, "a visitor's message could not be written to the inbox");
      throw new Problem("unavailable", { retryAfterS: 5, cause: error });
    }
  }

  async function post(room: Room, caller: Caller, request: Post): Promise<RoomMessage> {
    const text = cleanText(request.text);
    if (text === "") throw new Problem("empty-text", { field: "text" });
    if ([...text].length > MAX_TEXT_LENGTH)
      throw new Problem("text-too-long", {
        field: "text",
        values: { max: MAX_TEXT_LENGTH },
      });
    const intake = readyIntake();
    const authorName = nameOf(room, caller, request.name);
    // Counted before anything is read, so that a flood costs little; triage alone may overrule the count.
    const verdict = weigh(caller);
    const urgent = verdict.kind !== "free" && intake.isUrgent(text);
    if (verdict.kind === "refused" && !urgent) throw tooFast(verdict.retryAfterMs);

    const takeBack = noticeEarly(intake, room, caller, text);
    const { visitor } = caller;
    const parent =
      request.replyTo === undefined ? undefined : await reading(store.find(room.room, request.replyTo));
    if (request.replyTo !== undefined && !(parent && mayRead(parent, visitor.id)))
      throw new Problem("reply-not-found", { field: "replyTo" });

    const secret = (parent?.visibleTo ?? null) !== null || isPrivateText(text, intake.commands);
    const message = await reading(
      hub.append({
        room: room.room,
        key: messageKey(caller, request, text),
        author: "visitor",
        authorId: visitor.id,
        authorName,
        visibleTo: secret ? visitor.id : null,
        replyToId: parent?.id ?? null,
        content: { kind: "text", text },
        at: clock.now(),
      }),
    );
    if (message.content.kind !== "text" || message.content.text !== text)
      throw new Problem("idempotency-key-reused", { field: "idempotencyKey" });
    const event = messageEvent(message, {
      room,
      commands: intake.commands,
      repliesToBot: parent?.author === "bot",
      limited: verdict.kind === "limited" && !urgent,
      language: caller.language,
    });
    await accept(intake, event);
    takeBack(); // accepting looks at it by itself
    return message;
  }

  /** Danger is seen to before the room's own store, which may be slow, has the message and an id for it. */
  function noticeEarly(intake: Intake, room: Room, { visitor, language }: Caller, text: string): () => void {
    if (!intake.notice || !intake.isUrgent(text)) return () => {};
    const sender = { userId: visitor.id, ...(language === undefined ? {} : { language }) };
    return intake.notice([
      {
        kind: "message",
        platform: "web",
        chat: { chatId: room.room, kind: "group", title: room.title },
        updateKey: `early:${randomId(random, 16)}`,
        sentAt: clock.now(),
        messageId: "",
        sender,
        text,
        edited: false,
        addressed: "none",
        media: [],
        discreet: isPrivateText(text, intake.commands),
      },
    ]);
  }

  async function press(room: Room, caller: Caller, { data, messageId }: Press): Promise<void> {
    const intake = readyIntake();
    const verdict = weigh(caller);
    if (verdict.kind === "refused") throw tooFast(verdict.retryAfterMs);
    const message = await reading(store.find(room.room, messageId));
    const carries =
      message?.content.kind === "content" &&
      mayRead(message, caller.visitor.id) &&
      message.content.content.buttons.flat().some((button) => "data" in button && button.data === data);
    if (!carries) throw new Problem("button-not-found", { field: "data" });
    const event = buttonEvent({
      room,
      pressKey: randomId(random, 24),
      visitorId: caller.visitor.id,
      displayName: aliasOf(caller.visitor.id, caller.locale),
      language: caller.language,
      messageId,
      data,
      at: clock.now(),
    });
    await accept(intake, event);
  }

  return {
    nameOf,
    post: (room, caller, request) => track(post(room, caller, request)),
    press: (room, caller, request) => track(press(room, caller, request)),
  };
}

/** Events of messages that visitors wrote in the last day: most are in the inbox, a crash may have kept one out. */
export async function recentEvents(
  store: RoomStore,
  rooms: readonly Room[],
  intake: Intake,
  now: number,
): Promise<Parameters<Intake["accept"]>[0]> {
  const DAY_MS = 86_400_000;
  const events = [];
  for (const room of rooms) {
    for (const message of await store.writtenByVisitors(room.room, {
      since: now - DAY_MS,
      limit: 200,
    })) {
      const parent = message.replyToId === null ? undefined : await store.find(room.room, message.replyToId);
      const repliesToBot = parent?.author === "bot";
      events.push(
        messageEvent(message, {
          room,
          commands: intake.commands,
          repliesToBot,
        }),
      );
    }
  }
  return events;
}
