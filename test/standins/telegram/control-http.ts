import type { IncomingMessage, ServerResponse } from "node:http";
import type { Says } from "./control.ts";
import type { Fault } from "./faults.ts";
import { respond } from "./http.ts";
import type { TelegramStandIn } from "./server.ts";
import type { ChatInput, MemberStatus, Raw, UserInput } from "./world.ts";

type Action = (standIn: TelegramStandIn, body: Raw, query: URLSearchParams) => unknown;

/** The in-process control over HTTP, for benchmarks and kill drills that run the stand-in as its own process. */
const ACTIONS: Readonly<Record<string, Action>> = {
  "POST says": (standIn, body) => {
    const { update, messageId } = standIn.userSays(body as unknown as Says);
    return { updateId: update?.update_id, messageId };
  },
  "POST edits": (standIn, body) => {
    const { update, messageId } = standIn.edits(body as unknown as Says & { messageId: number });
    return { updateId: update?.update_id, messageId };
  },
  "POST presses": (standIn, body) => {
    const { update, callbackId } = standIn.presses(
      body as unknown as Parameters<TelegramStandIn["presses"]>[0],
    );
    return { updateId: update?.update_id, callbackId };
  },
  "POST updates": (standIn, body) => {
    const updates = (body.updates as Raw[]).map((update) => standIn.pushUpdate(update)?.update_id);
    return { updateIds: updates };
  },
  "POST migrates": (standIn, body) => {
    standIn.migrates(Number(body.chatId), Number(body.toChatId));
    return {};
  },
  "POST bot-becomes": (standIn, body) => {
    const by = body.by as UserInput | number | undefined;
    standIn.botBecomes(body.chat as ChatInput | number, body.status as MemberStatus, by);
    return {};
  },
  "POST make-admin": (standIn, body) => {
    standIn.makeAdmin(body.chat as ChatInput | number, body.user as UserInput | number);
    return {};
  },
  "POST chats": (standIn, body) => {
    for (const chat of body.chats as (ChatInput | number)[]) standIn.world.chat(chat);
    return {};
  },
  "POST faults": (standIn, body) => {
    standIn.fail(body as unknown as Fault);
    return {};
  },
  "DELETE faults": (standIn) => {
    standIn.clearFaults();
    return {};
  },
  "POST duplicates": (standIn, body) => {
    standIn.duplicateNext(Number(body.count));
    return {};
  },
  "GET sent": (standIn, _, query) => {
    const from = Number(query.get("from") ?? 0);
    const chatId = query.get("chatId");
    const all = standIn.sent.items.slice(from);
    return {
      sent: chatId === null ? all : all.filter((one) => String(one.chatId) === chatId),
      next: from + all.length,
    };
  },
  /** Answers once `count` messages were accepted, or after `timeoutMs` with what there is. */
  "GET wait-sent": async (standIn, _, query) => {
    const wanted = Number(query.get("count") ?? 1);
    const timeoutMs = Number(query.get("timeoutMs") ?? 10_000);
    const reached = await waitUntilSent(standIn, wanted, timeoutMs);
    return { reached, count: standIn.sent.items.length };
  },
  "GET state": (standIn) => ({
    sent: standIn.sent.items.length,
    calls: standIn.calls.items.length,
    pending: standIn.pending.length,
    violations: standIn.violations,
    tooMany: standIn.tooMany,
    webhook: standIn.webhook?.url ?? null,
    allowedUpdates: standIn.allowedUpdates ?? null,
    callbacks: [...standIn.callbacks.values()],
  }),
  "DELETE sent": (standIn) => {
    standIn.sent.items.length = 0;
    standIn.calls.items.length = 0;
    return {};
  },
};

async function waitUntilSent(standIn: TelegramStandIn, wanted: number, timeoutMs: number): Promise<boolean> {
  const { items } = standIn.sent;
  if (items.length >= wanted) return true;
  try {
    await standIn.sent.waitFor(() => items.length >= wanted, timeoutMs);
    return true;
  } catch {
    return false;
  }
}

export async function handleControl(
  standIn: TelegramStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "", standIn.url);
  const action = ACTIONS[`${request.method} ${url.pathname.slice("/_control/".length)}`];
  if (!action) return respond(response, 404, { error: "no such control", known: Object.keys(ACTIONS) });
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const result = await action(standIn, text === "" ? {} : (JSON.parse(text) as Raw), url.searchParams);
  respond(response, 200, result);
}
