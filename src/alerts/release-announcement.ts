import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayBind, tell } from "../people/index.ts";
import type { AlertDeps, AlertStores, Wake } from "./alerts-deps.ts";
import { type Broadcast, batchOf, Message, settingsOf } from "./broadcast.ts";
import { reachOf, sayInPlace } from "./compose-announcement.ts";
import { findingsText, refuse, sayHere, staffRooms } from "./desk.ts";
import { contentFor } from "./next-page.ts";
import { wordsOf } from "./read-announcement.ts";
import { namesStopped } from "./stopped-goods.ts";

/** So long a press can be taken back before anything goes out. */
const UNDO_MS = 30_000;
const AGAIN_LIFE_MS = 24 * 3_600_000;

/** The broadcast that a button names, if whoever presses it may; or the kind refusal. */
async function broadcastFor(
  { broadcasts }: AlertStores,
  actor: Actor,
  id: string,
): Promise<{ readonly found: Broadcast } | { readonly refusal: Reply }> {
  const found = await broadcasts.broadcast(id);
  if (!found) return { refusal: tell(actor, "people.button-stale") };
  return mayBind(actor.person, found.hostId) ? { found } : { refusal: refuse(actor) };
}

type Press = (
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  id: string,
  wake: Wake,
) => Promise<readonly Reply[]>;

const pressed =
  (
    act: (
      deps: AlertDeps,
      stores: AlertStores,
      actor: Actor,
      found: Broadcast,
      wake: Wake,
    ) => Promise<readonly Reply[]>,
  ): Press =>
  async (deps, stores, actor, id, wake) => {
    const checked = await broadcastFor(stores, actor, id);
    return "refusal" in checked ? [checked.refusal] : await act(deps, stores, actor, checked.found, wake);
  };

const button = (
  deps: AlertDeps,
  actor: Actor,
  key: Parameters<typeof say>[1],
  action: string,
  id: string,
): Button => ({
  label: say(actor.locale, key),
  data: deps.signer.sign(action, id),
});

/** Sends it after half a minute, at its time, or after a second person agreed. */
export const releaseAnnouncement = pressed(async (deps, stores, actor, found, wake) => {
  const verdict = deps.guard(wordsOf(found.message));
  if (verdict.outcome === "block") {
    return [sayHere(actor, "alerts.refused", { findings: findingsText(actor, verdict.findings) })];
  }
  if (await namesStopped(deps, stores, found)) {
    return [sayHere(actor, "alerts.product-stopped")];
  }
  const { approveAbove } = await settingsOf(stores.live, found.hostId);
  const { groups, persons } = await reachOf(stores, found);
  if (groups + persons === 0) return [sayHere(actor, "alerts.nobody")];
  if (verdict.outcome === "second" || groups > approveAbove) {
    const asked = await stores.broadcasts.change(found.id, ["draft"], { state: "approval" });
    if (!asked) return [sayHere(actor, "alerts.too-late")];
    return [
      sayHere(actor, "alerts.second-asked", {}, [
        [button(deps, actor, "alerts.button.agree", "aa", found.id)],
      ]),
    ];
  }
  return await queue(deps, stores, actor, found, { from: "draft", approvedBy: undefined }, wake);
});

/** The second person: whoever wrote it cannot agree to it. */
export const approveAnnouncement = pressed(async (deps, stores, actor, found, wake) => {
  if (found.createdBy === actor.person.personId) return [sayHere(actor, "alerts.second-other")];
  if (await namesStopped(deps, stores, found)) {
    return [sayHere(actor, "alerts.product-stopped")];
  }
  const approvedBy = actor.person.personId;
  return await queue(deps, stores, actor, found, { from: "approval", approvedBy }, wake);
});

async function queue(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  found: Broadcast,
  { from, approvedBy }: { readonly from: "draft" | "approval"; readonly approvedBy: string | undefined },
  wake: Wake,
): Promise<readonly Reply[]> {
  const now = deps.clock.now();
  const planned = found.beganAt !== undefined && found.beganAt > now + UNDO_MS ? found.beganAt : undefined;
  const queued = await stores.broadcasts.change(found.id, [from], {
    state: "queued",
    approvedBy,
    nextAt: planned ?? now + UNDO_MS,
  });
  if (!queued) return [sayHere(actor, "alerts.too-late")];
  wake();
  const undo = [[button(deps, actor, "alerts.button.undo", "au", found.id)]];
  if (planned === undefined) return [sayHere(actor, "alerts.queued", {}, undo)];
  const { timeZone } = await settingsOf(stores.live, found.hostId);
  const at = new Intl.DateTimeFormat(actor.locale === "zh" ? "zh-CN" : "en", {
    timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  }).format(planned);
  return [sayHere(actor, "alerts.planned", { at }, undo)];
}

/** Back to the draft, while nothing has gone out; a repeating one comes no more. */
export const undoAnnouncement = pressed(async (_deps, stores, actor, found) => {
  const back = await stores.broadcasts.change(found.id, ["queued"], { state: "draft", nextAt: undefined });
  return [sayHere(actor, back ? "alerts.undone" : "alerts.too-late-stop")];
});

export const cancelAnnouncement = pressed(async (_deps, stores, actor, found) => {
  const gone = await stores.broadcasts.change(found.id, ["draft", "approval", "queued"], {
    state: "cancelled",
    nextAt: undefined,
  });
  return [sayHere(actor, gone ? "alerts.cancelled" : "alerts.too-late-stop")];
});

/** Into every staff room of this host, as each platform shows it. */
export const tryAnnouncement = pressed(async (_deps, stores, actor, found) => {
  const host = (await stores.people.host(found.hostId))?.name ?? "";
  const content = contentFor(found, host, undefined);
  const rooms = await staffRooms(stores, found.hostId);
  const tries = rooms.map((to): Reply => ({ lane: "answer", purpose: "try", audience: "chat", to, content }));
  return [...tries, sayHere(actor, "alerts.tried", { count: rooms.length })];
});

/** In flight: what has not gone out yet stays here. */
export const stopAnnouncement = pressed(async (deps, stores, actor, found, wake) => {
  const now = deps.clock.now();
  const stopped = await stores.broadcasts.change(found.id, ["queued", "sending", "running"], {
    state: "stopped",
    nextAt: now,
  });
  if (!stopped) return [sayHere(actor, "alerts.too-late")];
  let count = 0;
  for (let some = -1; some !== 0; count += some) some = await stores.outbox.stopBatch(batchOf(found), now);
  wake();
  return [sayHere(actor, "alerts.stopping", { count })];
});

/** Sends again what failed, or what nobody knows about: that one may then be there twice, and a person decides so. */
const again = (which: "failed" | "unknown") =>
  pressed(async (deps, stores, actor, found, wake) => {
    const now = deps.clock.now();
    const running = await stores.broadcasts.change(found.id, ["done", "stopped"], {
      state: "running",
      nextAt: now,
    });
    if (!running) return [sayHere(actor, "alerts.too-late")];
    const count = await stores.outbox.resendBatch(batchOf(found), which, now + AGAIN_LIFE_MS, now);
    wake();
    return [sayHere(actor, "alerts.again", { count })];
  });
export const resendFailed = again("failed");
export const resendUnknown = again("unknown");

/** What was sent says that it does not count any more, where it can be changed. */
export const takeBackAnnouncement = pressed(async (deps, stores, actor, found, wake) => {
  const message = Message.parse({ text: say("zh", "alerts.taken-back"), media: found.message.media });
  if (!(await sayInPlace(deps, stores, found, message))) return [sayHere(actor, "alerts.too-late")];
  wake();
  return [sayHere(actor, "alerts.changing")];
});
