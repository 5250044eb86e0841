import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Reply } from "../core/reply.ts";
import type { Transact } from "../core/transact.ts";
import { type Actor, mayManage, pointToPrivate } from "../people/index.ts";
import type { AlertDeps, AlertStores, Wake } from "./alerts-deps.ts";
import { settingsOf } from "./broadcast.ts";
import { LINK } from "./declare-live.ts";
import { hostHere, isReply, refuse, sayHere } from "./desk.ts";
import { openLive } from "./open-live.ts";

/** A call this old, or this far ahead, is refused; for so long calls are remembered too. */
const WINDOW_MS = 5 * 60_000;
/** Calls in a minute, whoever makes them: more is a tool gone wrong. */
const CALLS_PER_MINUTE = 60;

const Call = z.object({
  event: z.enum(["start", "end"]),
  title: z.string().trim().max(60).optional(),
  link: z.string().max(500).regex(LINK).refine(URL.canParse).optional(),
});

export interface HookDeps extends AlertDeps {
  readonly transact: Transact<AlertStores>;
  /** What the secrets of hosts are made from; never leaves the process. */
  readonly hookKey: Uint8Array;
  readonly wake: Wake;
}

/** The secret of a host's tools: made anew from the installation's key each time, so that no table holds it. */
export const hookSecret = (key: Uint8Array, hostId: string, generation: number): string =>
  createHmac("sha256", key).update(`${hostId}:${generation}`).digest("base64url");

export const signHook = (secret: string, timestamp: string, body: string): string =>
  createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");

export type HookAnswer = "accepted" | "unsigned" | "too-old" | "replayed" | "too-many" | "malformed";

export interface HookCall {
  readonly hostId: string;
  /** Milliseconds or seconds since 1970, as the tool wrote it. */
  readonly timestamp: string;
  /** Hexadecimal, with or without `sha256=` before it. */
  readonly signature: string;
  readonly body: string;
}

/**
 * One call of a tool that says that a host is live or off. A start is announced; an end has to last a while. A host who
 * does not exist is answered like a wrong signature.
 */
export async function receiveHook(deps: HookDeps, call: HookCall): Promise<HookAnswer> {
  const now = deps.clock.now();
  const answer = await deps.transact(async (stores): Promise<HookAnswer> => {
    const { hookGeneration } = await settingsOf(stores.live, call.hostId);
    if (hookGeneration === 0) return "unsigned";
    const wanted = signHook(hookSecret(deps.hookKey, call.hostId, hookGeneration), call.timestamp, call.body);
    if (!isSame(wanted, call.signature.replace(/^sha256=/, ""))) return "unsigned";
    const at = /^\d{9,13}$/.test(call.timestamp)
      ? Number(call.timestamp) * (call.timestamp.length <= 10 ? 1_000 : 1)
      : Number.NaN;
    if (!(Math.abs(now - at) <= WINDOW_MS)) return "too-old";
    const digest = createHash("sha256").update(wanted).digest("base64url");
    if (!(await stores.live.noteCall(call.hostId, digest, now))) return "replayed";
    await stores.live.forgetCalls(now - 3 * WINDOW_MS);
    const count = await stores.people.countAttempt(`hook:${call.hostId}`, 60_000, now);
    if (count > CALLS_PER_MINUTE) return "too-many";
    const read = Call.safeParse(readJson(call.body));
    if (!read.success) return "malformed";
    const { event, title, link } = read.data;
    if (event === "start") {
      await openLive(deps, stores, {
        hostId: call.hostId,
        source: "hook",
        title: title === "" ? undefined : title,
        link,
        by: undefined,
      });
      return "accepted";
    }
    const open = await stores.live.openSession(call.hostId);
    if (open?.state === "confirmed" && open.offSince === undefined) {
      await stores.live.changeSession(open.id, "confirmed", { offSince: now });
    }
    return "accepted";
  });
  if (answer === "accepted") deps.wake();
  return answer;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(wanted: string, given: string): boolean {
  const [one, other] = [Buffer.from(wanted), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** `/hook`: a new secret for the host's tools, shown once; the one before ends. `/hook off` ends it. */
export async function showHook(
  deps: AlertDeps & { readonly hookKey: Uint8Array; readonly publicUrl: string | undefined },
  stores: AlertStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  if (!mayManage(actor.person, host.hostId)) return refuse(actor);
  if (!actor.discreet) return pointToPrivate(actor, "hook");
  const settings = await settingsOf(stores.live, host.hostId);
  const isOff = /^(?:off|关|关闭|停)$/i.test(args.trim());
  // Going below what was given out once would make an old secret count again.
  const hookGeneration = isOff ? 0 : deps.clock.now();
  await stores.live.saveSettings(host.hostId, { ...settings, hookGeneration });
  if (isOff) return sayHere(actor, "alerts.hook-off");
  const path = `/hooks/live/${host.hostId}`;
  return sayHere(actor, "alerts.hook-shown", {
    url: `${deps.publicUrl ?? ""}${path}`,
    secret: hookSecret(deps.hookKey, host.hostId, hookGeneration),
  });
}
