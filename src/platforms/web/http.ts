import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { streamSSE } from "hono/streaming";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import { type Random, randomId } from "../../core/random.ts";
import type { Locale } from "../../core/texts/index.ts";
import type { Room } from "./decode.ts";
import { COOKIE_MAX_AGE_S, LANGUAGE_COOKIE, VISITOR_COOKIE, type VisitorSigner } from "./identity.ts";
import type { WebLimits } from "./limits.ts";
import { Problem } from "./problem.ts";
import type { RoomHub } from "./room-hub.ts";
import type { RoomMessage, RoomStore } from "./room-store.ts";
import type { Caller, Visits } from "./visits.ts";

/** What the page's and the JSON interface's routes share. */
export interface HttpDeps {
  readonly store: RoomStore;
  readonly hub: RoomHub;
  readonly visits: Visits;
  readonly signer: VisitorSigner;
  readonly streams: StreamCounter;
  readonly findRoom: (room: string) => Promise<Room | undefined>;
  readonly defaultRoom: string;
  readonly sampleQuestions: (locale: Locale) => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly secureCookies: boolean;
  readonly publicOrigin: string | undefined;
  readonly trustedProxy: boolean;
}

/** Chinese unless the person switched: a phone set to English may well belong to somebody who reads Chinese. */
export const localeOfRequest = (c: Context): Locale => (getCookie(c, LANGUAGE_COOKIE) === "en" ? "en" : "zh");

const cookieOptions = (deps: Pick<HttpDeps, "secureCookies">) =>
  ({
    httpOnly: true,
    sameSite: "Lax",
    secure: deps.secureCookies,
    path: "/",
    maxAge: COOKIE_MAX_AGE_S,
  }) as const;

export function rememberInCookie(
  c: Context,
  deps: Pick<HttpDeps, "secureCookies">,
  name: string,
  value: string,
): void {
  setCookie(c, name, value, cookieOptions(deps));
}

function addressOf(c: Context, trustedProxy: boolean): string | undefined {
  // The last entry is the one that our own proxy wrote; those before it are whatever the client claimed.
  const forwarded = trustedProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  try {
    return getConnInfo(c).remote.address;
  } catch {
    // Called without a connection, as Hono's own `app.request` does.
    return undefined;
  }
}

/** Who asks; a missing, broken or forged cookie makes a new visitor, whose cookie goes out with the answer. */
export function callerOf(c: Context, deps: HttpDeps, language?: Locale): Caller {
  const known = deps.signer.read(getCookie(c, VISITOR_COOKIE));
  const id = known ?? deps.signer.fresh();
  if (known === undefined) rememberInCookie(c, deps, VISITOR_COOKIE, deps.signer.seal(id));
  const chosen = language ?? (getCookie(c, LANGUAGE_COOKIE) === "en" ? "en" : undefined);
  return {
    visitor: { id, known: known !== undefined },
    address: addressOf(c, deps.trustedProxy),
    locale: chosen ?? "zh",
    language: chosen,
  };
}

/** Browsers say where a request comes from; what another site makes them send is refused. Other clients say nothing. */
export function refuseForeignOrigin(c: Context, publicOrigin: string | undefined): void {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Problem("foreign-origin");
  const origin = c.req.header("origin");
  if (origin === undefined || origin === publicOrigin) return;
  if (!URL.canParse(origin) || new URL(origin).host !== c.req.header("host"))
    throw new Problem("foreign-origin");
}

/** The error that is shown for anything thrown; what nobody expected is logged with the reference that is shown. */
export function problemOf(error: unknown, deps: Pick<HttpDeps, "logger" | "random">): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(error.status === 415 ? "unsupported-media-type" : "invalid-json", { cause: error });
  }
  const reference = randomId(deps.random, 8);
  deps.logger.error({ error, reference }, "a web request failed");
  return new Problem("unexpected", { values: { reference }, cause: error });
}

export async function roomOf(c: Context, deps: Pick<HttpDeps, "findRoom">): Promise<Room> {
  const room = await deps.findRoom(c.req.param("room") ?? "");
  if (!room) throw new Problem("room-not-found", { field: "room" });
  return room;
}

export interface StreamCounter {
  /** Counts one more open stream, or refuses with undefined; the returned function counts it off again, once. */
  enter(caller: Caller): (() => void) | undefined;
}

export function createStreamCounter(limits: WebLimits): StreamCounter {
  const counts = new Map<string, number>();
  return {
    enter({ visitor, address }) {
      const bounds: [string, number][] = [
        ["all", limits.streamsOverall],
        [`visitor:${visitor.id}`, limits.streamsPerVisitor],
      ];
      if (address !== undefined) bounds.push([`address:${address}`, limits.streamsPerAddress]);
      if (bounds.some(([key, most]) => (counts.get(key) ?? 0) >= most)) return undefined;
      for (const [key] of bounds) counts.set(key, (counts.get(key) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        for (const [key] of bounds) {
          const count = (counts.get(key) ?? 1) - 1;
          if (count === 0) counts.delete(key);
          else counts.set(key, count);
        }
      };
    },
  };
}

/** `Last-Event-ID`, or else `?after=`; what is no number counts as not given. */
export function resumePoint(c: Context): number | undefined {
  const given = c.req.header("last-event-id") ?? c.req.query("after");
  return given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}

/**
 * Answers with server-sent events: what `encode` makes of each message, a comment as heartbeat. Ends when the
 * client goes, the platform stops or the store fails; the client comes back with the last id it saw.
 */
export function streamRoom(
  c: Context,
  deps: HttpDeps,
  options: {
    readonly room: Room;
    readonly caller: Caller;
    readonly event: string | undefined;
    readonly encode: (message: RoomMessage) => Promise<string>;
  },
): Response {
  const { room, caller, event, encode } = options;
  const leave = deps.streams.enter(caller);
  if (!leave) throw new Problem("too-many-streams", { retryAfterS: 10 });
  const feed = deps.hub.open(room.room, caller.visitor.id, resumePoint(c));
  // Nginx buffers answers unless told not to, and would hold messages back.
  c.header("X-Accel-Buffering", "no");
  const response = streamSSE(c, async (stream) => {
    stream.onAbort(() => {
      feed.close();
      leave();
    });
    try {
      await stream.write("retry: 2000\n: welcome\n\n");
      for (;;) {
        const item = await feed.next();
        if (item.kind === "end" || stream.aborted) break;
        if (item.kind === "heartbeat") await stream.write(": still here\n\n");
        else {
          // An edit leaves the place to go on from as it is, so it has no id.
          const isEdit = item.kind === "edited";
          await stream.writeSSE({
            data: await encode(item.message),
            ...(isEdit ? { event: "edited" } : { id: String(item.message.id) }),
            ...(isEdit || event === undefined ? {} : { event }),
          });
        }
      }
    } catch (error) {
      deps.logger.error({ error }, "a room's event stream ended with an error");
    } finally {
      feed.close();
      leave();
    }
  });
  // A connection that carried a stream is of no further use; kept alive it would only hold up a stop.
  response.headers.set("Connection", "close");
  return response;
}
