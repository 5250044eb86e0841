import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ZodError } from "zod";
import { publicMessage } from "./encode.ts";
import {
  callerOf,
  type HttpDeps,
  localeOfRequest,
  problemOf,
  refuseForeignOrigin,
  roomOf,
  streamRoom,
} from "./http.ts";
import { MAX_JSON_BYTES, MAX_TEXT_LENGTH, REPLAY_COUNT } from "./limits.ts";
import { Problem } from "./problem.ts";
import {
  ErrorBody,
  EventsHeader,
  EventsQuery,
  IdempotencyHeader,
  ListQuery,
  MessageList,
  Posted,
  PostMessage,
  PressButton,
  Pressed,
  RoomParam,
} from "./schemas.ts";

const failure = (description: string) => ({
  description,
  content: { "application/json": { schema: ErrorBody } },
});

const FAILURES = {
  400: failure("The request is not valid; `field` names what is wrong"),
  404: failure("There is no such room (or button)"),
  503: failure("Not now; nothing was promised, send it again"),
};
const WRITE_FAILURES = {
  ...FAILURES,
  403: failure("A browser sent it for another site"),
  413: failure("The body is larger than 16 KB"),
  415: failure("The body is not application/json"),
  429: failure("Too many messages; `Retry-After` says when to go on, in seconds"),
};

const postRoute = createRoute({
  method: "post",
  path: "/api/rooms/{room}/messages",
  operationId: "postMessage",
  summary: "Say something in a room; 202 when it is durably stored",
  request: {
    params: RoomParam,
    headers: IdempotencyHeader,
    body: {
      required: true,
      content: { "application/json": { schema: PostMessage } },
    },
  },
  responses: {
    202: {
      description: "Stored",
      content: { "application/json": { schema: Posted } },
    },
    ...WRITE_FAILURES,
    422: failure("The idempotency key belongs to another message"),
  },
});

const pressRoute = createRoute({
  method: "post",
  path: "/api/rooms/{room}/buttons",
  operationId: "pressButton",
  summary: "Press a button of a message",
  request: {
    params: RoomParam,
    body: {
      required: true,
      content: { "application/json": { schema: PressButton } },
    },
  },
  responses: {
    202: {
      description: "Stored",
      content: { "application/json": { schema: Pressed } },
    },
    ...WRITE_FAILURES,
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/rooms/{room}/messages",
  operationId: "listMessages",
  summary: "The newest messages, or those after an id, oldest first",
  request: { params: RoomParam, query: ListQuery },
  responses: {
    200: {
      description: "Messages",
      content: { "application/json": { schema: MessageList } },
    },
    ...FAILURES,
  },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/api/rooms/{room}/events",
  operationId: "roomEvents",
  summary:
    "Server-sent events named `message`, each with one Message as its data and the message's id as its id",
  request: { params: RoomParam, query: EventsQuery, headers: EventsHeader },
  responses: {
    200: {
      description:
        "The last 50 messages or those after the given id, then each new one; an event named `edited`, without an id, when a message has other words now; a comment every 15 s",
      content: { "text/event-stream": { schema: { type: "string" } } },
    },
    ...FAILURES,
  },
});

function problemOfIssues(error: ZodError): Problem {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join(".") || "body";
  if (field === "text" && issue?.code === "too_big")
    return new Problem("text-too-long", {
      field,
      values: { max: MAX_TEXT_LENGTH },
    });
  if (field === "text" && issue?.code === "too_small") return new Problem("empty-text", { field });
  if (field === "name" && issue?.code === "too_big") return new Problem("name-not-allowed", { field });
  return new Problem("invalid", { field });
}

function errorAnswer(c: Context, problem: Problem): Response {
  if (problem.retryAfterS !== undefined) c.header("Retry-After", String(problem.retryAfterS));
  c.header("Cache-Control", "no-store");
  const error = {
    code: problem.code,
    ...(problem.field === undefined ? {} : { field: problem.field }),
    reason: problem.reason(localeOfRequest(c)),
  };
  return c.json({ error }, problem.status);
}

/** The public JSON interface of the room under `/api`. */
export function createApi(deps: HttpDeps): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw problemOfIssues(result.error);
    },
  });
  api.onError((error, c) => errorAnswer(c, problemOf(error, deps)));

  api.use("/api/rooms/*", async (c, next) => {
    c.header("Cache-Control", "no-store");
    c.header("X-Content-Type-Options", "nosniff");
    if (c.req.method === "POST") {
      refuseForeignOrigin(c, deps.publicOrigin);
      // A form can be posted by any page without asking first; JSON cannot.
      if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
        throw new Problem("unsupported-media-type");
    }
    await next();
  });
  api.use(
    "/api/rooms/*",
    bodyLimit({
      maxSize: MAX_JSON_BYTES,
      onError: () => {
        throw new Problem("body-too-large", {
          field: "body",
          values: { max: MAX_TEXT_LENGTH },
        });
      },
    }),
  );

  api.openapi(postRoute, async (c) => {
    const { text, name, replyTo, clientId, language } = c.req.valid("json");
    const room = await roomOf(c, deps);
    const idempotencyKey = c.req.valid("header")["idempotency-key"] ?? clientId;
    const caller = callerOf(c, deps, language);
    const message = await deps.visits.post(room, caller, {
      text,
      name,
      replyTo,
      idempotencyKey,
    });
    return c.json({ id: message.id, room: message.room, at: message.at }, 202);
  });

  api.openapi(pressRoute, async (c) => {
    const { data, messageId, language } = c.req.valid("json");
    const room = await roomOf(c, deps);
    await deps.visits.press(room, callerOf(c, deps, language), {
      data,
      messageId,
    });
    return c.json({ ok: true as const }, 202);
  });

  api.openapi(listRoute, async (c) => {
    const { after, limit } = c.req.valid("query");
    const room = await roomOf(c, deps);
    const caller = callerOf(c, deps);
    const visitorId = caller.visitor.id;
    const count = limit === undefined ? REPLAY_COUNT : Number(limit);
    const rows =
      after === undefined
        ? await deps.store.latest(room.room, { visitorId, limit: count })
        : await deps.store.after(room.room, {
            visitorId,
            afterId: Number(after),
            limit: count,
          });
    return c.json(
      {
        messages: rows.map((row) => publicMessage(row, visitorId, caller.locale)),
      },
      200,
    );
  });

  api.openapi(eventsRoute, async (c) => {
    const room = await roomOf(c, deps);
    const caller = callerOf(c, deps);
    return streamRoom(c, deps, {
      room,
      caller,
      event: "message",
      encode: async (message) => JSON.stringify(publicMessage(message, caller.visitor.id, caller.locale)),
    });
  });

  api.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Beluga room",
      version: "1.0.0",
      description:
        "The group chat that the web page shows, for programs. A visitor is known by a signed cookie, set with the first answer; keep it to see messages meant for you alone.",
    },
  });
  api.all("/api/rooms/*", () => {
    throw new Problem("not-found");
  });
  return api;
}
