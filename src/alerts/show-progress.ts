import { type Button, type Draft, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { BatchCounts } from "../delivery/index.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import type { Broadcast } from "./broadcast.ts";
import { staffRooms } from "./desk.ts";

const MINUTE_MS = 60_000;

/** The one message in each staff room that says how far a broadcast is, and in the end what came of it. */
export async function progressDrafts(
  deps: Pick<AlertDeps, "signer">,
  stores: AlertStores,
  broadcast: Broadcast,
  counts: BatchCounts,
  now: number,
): Promise<readonly Draft[]> {
  const { id, hostId, state, message, told, version } = broadcast;
  const rooms = await staffRooms(stores, hostId);
  const isOver = state === "done" || state === "stopped";
  const what = say("zh", `alerts.kind.${broadcast.kind}`);
  const key = state === "stopped" ? "alerts.stopped" : isOver ? "alerts.receipt" : "alerts.progress";
  const text = say("zh", message.edits ? "alerts.progress-edit" : key, {
    what,
    sent: counts.sent,
    waiting: counts.waiting,
    failed: counts.failed,
    unknown: counts.unknown,
    dropped: counts.dropped,
    left: broadcast.place.left,
    minutes: minutesLeft(broadcast, counts, now),
  });
  const button = (label: Parameters<typeof say>[1], action: string): Button => ({
    label: say("zh", label),
    data: deps.signer.sign(action, id),
  });
  const again = [
    ...(counts.failed > 0 ? [button("alerts.button.again-failed", "ar")] : []),
    ...(counts.unknown > 0 ? [button("alerts.button.again-unknown", "an")] : []),
  ];
  const canTakeBack = !message.edits && broadcast.kind !== "live" && counts.sent > 0;
  const buttons = isOver
    ? [again, canTakeBack ? [button("alerts.button.take-back", "aw")] : []]
    : [[button("alerts.button.stop", "ax")]];
  const content = textContent(
    text,
    buttons.filter((row) => row.length > 0),
  );
  return rooms.map((to) => ({
    lane: "answer",
    purpose: "progress",
    to,
    content,
    handle: `bp:${id}`,
    edit: told > 1 || version > 1 ? "or-send" : undefined,
  }));
}

/** As fast as until now; at least one minute while anything waits. */
function minutesLeft({ beganAt }: Broadcast, { sent, waiting }: BatchCounts, now: number): number {
  const perMs = sent / Math.max(1, now - (beganAt ?? now));
  return sent === 0 ? 1 : Math.max(1, Math.ceil(waiting / perMs / MINUTE_MS));
}
