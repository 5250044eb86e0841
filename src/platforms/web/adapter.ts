import { Hono } from "hono";
import type { Clock } from "../../core/clock.ts";
import { OperationalError, PermanentError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Intake, Outgoing, Platform } from "../../core/platform.ts";
import type { Random } from "../../core/random.ts";
import { type Locale, say } from "../../core/texts/index.ts";
import { createApi } from "./api.ts";
import type { Room } from "./decode.ts";
import { createStreamCounter, type HttpDeps } from "./http.ts";
import { createVisitorSigner } from "./identity.ts";
import { ABILITIES, DEFAULT_WEB_LIMITS, PACE, type WebLimits } from "./limits.ts";
import { createPages } from "./pages.ts";
import { createRoomHub } from "./room-hub.ts";
import type { RoomStore } from "./room-store.ts";
import { createVisits, recentEvents } from "./visits.ts";

export interface WebPlatformOptions {
  readonly store: RoomStore;
  /** At least 32 random bytes that survive a restart: they sign the visitors' cookies. */
  readonly cookieKey: Uint8Array;
  /** The room that `/room` opens. */
  readonly defaultRoom: string;
  readonly rooms: () => Promise<readonly Room[]>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits?: WebLimits;
  /** Called with the room of each message that this process has written or changed; others `refresh` it then. */
  readonly onWritten?: ((room: string) => void) | undefined;
  /** True when the public address is https. */
  readonly secureCookies: boolean;
  /** Scheme and host under which browsers see the room, when a proxy hides it. */
  readonly publicOrigin?: string | undefined;
  /** True when every request comes through a proxy that appends to X-Forwarded-For. */
  readonly trustedProxy?: boolean;
  /** Up to four questions that the page offers; its own when undefined. */
  readonly sampleQuestions?: (locale: Locale) => Promise<readonly string[]>;
}

export interface WebPlatform extends Platform {
  /** The page, its assets and the JSON interface, to be mounted at `/`. */
  routes(): Hono;
  /** Another process has written into this room. */
  refresh(room: string): void;
}

const ROOMS_FRESH_MS = 5_000;
const RECOVER_AGAIN_MS = 5_000;

/** The web room as a platform: `send` appends to the room's store, visitors' posts go to the intake. */
export function createWebPlatform(options: WebPlatformOptions): WebPlatform {
  const { store, clock, random, logger } = options;
  const limits = options.limits ?? DEFAULT_WEB_LIMITS;
  const hub = createRoomHub(store, clock, options.onWritten);
  const open = new Set<Promise<unknown>>();
  let intake: Intake | undefined;
  let recovered = true;
  let cancelRecovery: () => void = () => {};
  let known: { readonly rooms: ReadonlyMap<string, Room>; readonly readAt: number } | undefined;

  async function track<T>(work: Promise<T>): Promise<T> {
    open.add(work);
    try {
      return await work;
    } finally {
      open.delete(work);
    }
  }

  /** A room that was there at the last look is answered from memory: nobody in danger waits for a slow database here. */
  async function findRoom(id: string): Promise<Room | undefined> {
    const room = known?.rooms.get(id);
    if (!known || !room) return (await readRooms()).get(id);
    if (clock.now() - known.readAt > ROOMS_FRESH_MS) {
      void track(readRooms()).catch((error: unknown) =>
        logger.warn({ error }, "rooms could not be read anew"),
      );
    }
    return room;
  }

  let readingRooms: Promise<ReadonlyMap<string, Room>> | undefined;
  function readRooms(): Promise<ReadonlyMap<string, Room>> {
    readingRooms ??= options
      .rooms()
      .then((rooms) => {
        const found = new Map(rooms.map((room) => [room.room, room]));
        known = { rooms: found, readAt: clock.now() };
        return found;
      })
      .finally(() => {
        readingRooms = undefined;
      });
    return readingRooms;
  }

  async function recover(target: Intake): Promise<void> {
    try {
      const rooms = [...(await readRooms()).values()];
      const events = await recentEvents(store, rooms, target, clock.now());
      if (events.length > 0) await target.accept(events);
      recovered = true;
    } catch (error) {
      recovered = false;
      logger.error({ error }, "the room's recent messages could not be handed in; trying again");
      cancelRecovery = clock.after(RECOVER_AGAIN_MS, () => {
        if (intake === target) void track(recover(target));
      });
    }
  }

  async function send({ key, to, content }: Outgoing): Promise<{ messageId: string }> {
    const replyToId = /^\d{1,15}$/.test(to.replyToMessageId ?? "") ? Number(to.replyToMessageId) : null;
    try {
      if (!(await findRoom(to.chatId))) throw new PermanentError("target-gone", "there is no such room");
      const parent = replyToId === null ? undefined : await store.find(to.chatId, replyToId);
      const message = await hub.append({
        room: to.chatId,
        key,
        author: "bot",
        authorId: "bot",
        authorName: "",
        // What answers a message that one person alone can see must not be read by the others either.
        visibleTo: to.visibleTo ?? parent?.visibleTo ?? null,
        replyToId: parent?.id ?? null,
        content: { kind: "content", content },
        at: clock.now(),
      });
      return { messageId: String(message.id) };
    } catch (error) {
      if (error instanceof PermanentError) throw error;
      // Appending again with the same key is harmless, so a lost result is no unknown outcome here.
      throw new OperationalError("the room's store failed", {
        scope: "platform",
        cause: error,
      });
    }
  }

  async function edit({ to, content, messageId }: Outgoing & { readonly messageId: string }): Promise<void> {
    try {
      const id = /^\d{1,15}$/.test(messageId) ? Number(messageId) : 0;
      if (await hub.replace(to.chatId, id, { kind: "content", content })) return;
    } catch (error) {
      throw new OperationalError("the room's store failed", { scope: "platform", cause: error });
    }
    throw new PermanentError("message-gone", "there is no such message in this room");
  }

  const ownSamples = async (locale: Locale) => say(locale, "web.sample-questions").split("|");
  const httpDeps: HttpDeps = {
    store,
    hub,
    visits: createVisits({
      store,
      hub,
      limits,
      clock,
      random,
      logger,
      intake: () => intake,
      track,
    }),
    signer: createVisitorSigner(options.cookieKey, random),
    streams: createStreamCounter(limits),
    findRoom,
    defaultRoom: options.defaultRoom,
    sampleQuestions: options.sampleQuestions ?? ownSamples,
    clock,
    random,
    logger,
    secureCookies: options.secureCookies,
    publicOrigin: options.publicOrigin,
    trustedProxy: options.trustedProxy ?? false,
  };

  return {
    name: "web",
    abilities: ABILITIES,
    pace: PACE,
    async start(newIntake) {
      intake = newIntake;
      await track(recover(newIntake));
    },
    async stop() {
      intake = undefined;
      cancelRecovery();
      hub.close();
      await Promise.allSettled([...open]);
    },
    send,
    edit,
    status: () => ({
      connected: intake !== undefined,
      degraded: recovered ? [] : ["Recent messages of the web room could not be handed to the inbox yet."],
    }),
    deepLink: () => undefined,
    inviteLink: () => undefined,
    isChatAdmin: async () => undefined,
    refresh: hub.refresh,
    routes() {
      const routes = new Hono();
      routes.route("/", createApi(httpDeps));
      routes.route("/", createPages(httpDeps));
      return routes;
    },
  };
}
