import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie } from "hono/cookie";
import { z } from "zod";
import { randomId } from "../../core/random.ts";
import type { Locale } from "../../core/texts/index.ts";
import { loadAssets } from "./assets.ts";
import { cleanName, isFreeName, type Room } from "./decode.ts";
import {
  callerOf,
  type HttpDeps,
  localeOfRequest,
  problemOf,
  refuseForeignOrigin,
  rememberInCookie,
  roomOf,
  streamRoom,
} from "./http.ts";
import { aliasOf, LANGUAGE_COOKIE, NAME_COOKIE, VISITOR_COOKIE } from "./identity.ts";
import { MAX_FORM_BYTES, MAX_TEXT_LENGTH, REPLAY_COUNT } from "./limits.ts";
import { type Html, messageView } from "./message-view.ts";
import { noteView, pageView, problemPage } from "./page-view.ts";
import { Problem } from "./problem.ts";
import type { RoomMessage } from "./room-store.ts";
import { type Caller, mayRead } from "./visits.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const MessageForm = z.object({
  text: z.string().max(MAX_FORM_BYTES).default(""),
  name: z.string().max(200).optional(),
  clientId: z.string().min(1).max(200).optional(),
  replyTo: z
    .string()
    .regex(/^\d{0,15}$/)
    .optional(),
});

const ButtonForm = z.object({
  data: z.string().min(1).max(200),
  messageId: z.string().regex(/^\d{1,15}$/),
});

async function readForm<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body = await c.req.parseBody().catch((error: unknown) => {
    throw new Problem("invalid", { field: "form", cause: error });
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid", {
    field: parsed.error.issues[0]?.path.map(String).join(".") || "form",
  });
}

const pathOf = (room: Room) => `/room/${encodeURIComponent(room.room)}`;

/** The room as a page: HTML for people, pieces of it for htmx, and the same forms without any script. */
export function createPages(deps: HttpDeps): Hono {
  const pages = new Hono();
  const assets = loadAssets();
  const asset = assets.path;

  async function piece(message: RoomMessage, caller: Caller): Promise<Html> {
    const found =
      message.replyToId === null ? undefined : await deps.store.find(message.room, message.replyToId);
    const parent = found && mayRead(found, caller.visitor.id) ? found : undefined;
    return messageView({
      message,
      parent,
      visitorId: caller.visitor.id,
      locale: caller.locale,
      asset,
    });
  }

  function chosenName(c: Context, room: Room): string {
    const name = cleanName(getCookie(c, NAME_COOKIE) ?? "");
    return name !== undefined && isFreeName(name, room) ? name : "";
  }

  async function page(
    c: Context,
    room: Room,
    caller: Caller,
    failed?: { text: string; reason: string },
  ): Promise<string> {
    const visitorId = caller.visitor.id;
    const messages = await deps.store.latest(room.room, {
      visitorId,
      limit: REPLAY_COUNT,
    });
    const spoken = messages.some(({ author, authorId }) => author === "visitor" && authorId === visitorId);
    const view = pageView({
      room,
      locale: caller.locale,
      messages: await Promise.all(messages.map((message) => piece(message, caller))),
      lastId: messages.at(-1)?.id ?? 0,
      asset,
      samples: spoken ? [] : (await deps.sampleQuestions(caller.locale)).slice(0, 4),
      alias: aliasOf(visitorId, caller.locale),
      chosenName: chosenName(c, room),
      clientId: randomId(deps.random, 20),
      failed,
    });
    return String(await view);
  }

  const wantsPiece = (c: Context) => c.req.header("hx-request") === "true";

  /** A failed post comes back with its text: as a note beside it, or as the whole page without a script. */
  async function failedPost(c: Context, room: Room, caller: Caller, error: unknown, text: string) {
    const problem = problemOf(error, deps);
    if (problem.retryAfterS !== undefined) c.header("Retry-After", String(problem.retryAfterS));
    const reason = problem.reason(caller.locale);
    if (wantsPiece(c)) return c.html(noteView(reason), problem.status);
    return c.html(await page(c, room, caller, { text, reason }), problem.status);
  }

  function rememberName(c: Context, name: string | undefined): void {
    if (name === undefined) return;
    const clean = cleanName(name);
    if (clean === undefined) deleteCookie(c, NAME_COOKIE, { path: "/" });
    else rememberInCookie(c, deps, NAME_COOKIE, clean);
  }

  pages.onError(async (error, c) => {
    const problem = problemOf(error, deps);
    const locale = localeOfRequest(c);
    if (problem.retryAfterS !== undefined) c.header("Retry-After", String(problem.retryAfterS));
    if (wantsPiece(c)) {
      // The stream's target is the log, where an error is no message.
      if (c.req.path.endsWith("/stream")) c.header("HX-Reswap", "none");
      return c.html(noteView(problem.reason(locale)), problem.status);
    }
    return c.html(problemPage({ reason: problem.reason(locale), locale, asset }), problem.status);
  });

  const guard = async (c: Context, next: () => Promise<void>) => {
    c.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "same-origin");
    c.header("Cache-Control", "no-store");
    if (c.req.method === "POST") refuseForeignOrigin(c, deps.publicOrigin);
    await next();
  };
  pages.use("/room", guard);
  pages.use("/room/*", guard);
  pages.use(
    "/room/*",
    bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: () => {
        throw new Problem("body-too-large", {
          values: { max: MAX_TEXT_LENGTH },
        });
      },
    }),
  );

  pages.get("/room-assets/:version/:file", (c) => assets.serve(c) ?? c.notFound());

  async function showRoom(c: Context, room: Room): Promise<Response> {
    const asked = c.req.query("lang");
    if (asked === "zh" || asked === "en") {
      rememberInCookie(c, deps, LANGUAGE_COOKIE, asked satisfies Locale);
      return c.redirect(pathOf(room), 303);
    }
    const caller = callerOf(c, deps);
    // Each visit makes the year begin anew.
    if (caller.visitor.known) rememberInCookie(c, deps, VISITOR_COOKIE, deps.signer.seal(caller.visitor.id));
    return c.html(await page(c, room, caller));
  }

  pages.get("/room", async (c) => {
    const room = await deps.findRoom(deps.defaultRoom);
    if (!room) throw new Problem("room-not-found");
    return showRoom(c, room);
  });
  pages.get("/room/:room", async (c) => showRoom(c, await roomOf(c, deps)));

  pages.get("/room/:room/stream", async (c) => {
    const room = await roomOf(c, deps);
    const caller = callerOf(c, deps);
    const encode = async (message: RoomMessage) => String(await piece(message, caller));
    return streamRoom(c, deps, { room, caller, event: undefined, encode });
  });

  pages.post("/room/:room/messages", async (c) => {
    const room = await roomOf(c, deps);
    const form = await readForm(c, MessageForm);
    const caller = callerOf(c, deps);
    try {
      await deps.visits.post(room, caller, {
        text: form.text,
        name: form.name ?? chosenName(c, room),
        replyTo: form.replyTo ? Number(form.replyTo) : undefined,
        idempotencyKey: form.clientId,
      });
    } catch (error) {
      return failedPost(c, room, caller, error, form.text);
    }
    rememberName(c, form.name);
    return wantsPiece(c) ? c.html("") : c.redirect(`${pathOf(room)}#text`, 303);
  });

  pages.post("/room/:room/buttons", async (c) => {
    const room = await roomOf(c, deps);
    const form = await readForm(c, ButtonForm);
    const caller = callerOf(c, deps);
    try {
      await deps.visits.press(room, caller, {
        data: form.data,
        messageId: Number(form.messageId),
      });
    } catch (error) {
      return failedPost(c, room, caller, error, "");
    }
    return wantsPiece(c) ? c.html("") : c.redirect(`${pathOf(room)}#text`, 303);
  });

  return pages;
}
