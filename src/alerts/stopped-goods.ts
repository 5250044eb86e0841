import { type Button, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import type { Delivery } from "../delivery/index.ts";
import type { AlertDeps, AlertJobDeps, AlertStores } from "./alerts-deps.ts";
import { type Broadcast, batchOf, type Message } from "./broadcast.ts";
import { staffRooms, toRooms } from "./desk.ts";
import { wordsOf } from "./read-announcement.ts";

/** Whether a broadcast names goods that are stopped. A recall has to name them: it is about them. */
export async function namesStopped(
  deps: Pick<AlertDeps, "isStopped">,
  stores: Pick<AlertStores, "products">,
  { hostId, kind, message }: Pick<Broadcast, "hostId" | "kind"> & { readonly message: Message },
): Promise<boolean> {
  return kind !== "recall" && (await deps.isStopped(stores, hostId, wordsOf(message)));
}

/** How an announcement is called when the staff is told about it: its first words. */
export const firstWords = ({ text }: Pick<Message, "text">): string => {
  const [line = ""] = text.split("\n");
  const letters = [...line];
  return letters.length <= 20 ? line : `${letters.slice(0, 20).join("")}…`;
};

/**
 * Ends a broadcast under way whose goods were stopped meanwhile, and tells the staff. A live alert goes on: she is live,
 * whatever she sells. Undefined when there is nothing to stop.
 */
export async function stopForGoods(
  deps: AlertJobDeps,
  stores: AlertStores,
  broadcast: Broadcast,
  now: number,
): Promise<readonly Delivery[] | undefined> {
  if (broadcast.kind === "live" || !(await namesStopped(deps, stores, broadcast))) return undefined;
  const stopped = await stores.broadcasts.change(
    broadcast.id,
    [broadcast.state],
    { state: "stopped", nextAt: now },
    broadcast,
  );
  if (!stopped) return undefined;
  let count = 0;
  for (let some = -1; some !== 0; count += some)
    some = await stores.outbox.stopBatch(batchOf(broadcast), now);
  const { sent } = await stores.outbox.countBatch(batchOf(broadcast));
  return await tellStopped(deps, stores, broadcast, { count, sent });
}

/** Word to the staff that an announcement waits for nothing any more; what is out can be taken back with one tap. */
export async function tellStopped(
  deps: AlertJobDeps,
  stores: AlertStores,
  { id, hostId, kind, message, version, nextAt }: Broadcast,
  { count, sent }: { readonly count: number; readonly sent: number },
): Promise<readonly Delivery[]> {
  const what = say("zh", `alerts.kind.${kind}`);
  const text = say("zh", "alerts.goods-stopped", { what, words: firstWords(message), count, sent });
  const takeBack: Button = {
    label: say("zh", "alerts.button.take-back"),
    data: deps.signer.sign("aw", id),
  };
  const content = textContent(text, sent > 0 && !message.edits ? [[takeBack]] : []);
  const rooms = await staffRooms(stores, hostId);
  const origin = `goods-stopped:${id}:${version}:${nextAt ?? 0}`;
  return await deps.post(stores, origin, toRooms(rooms, content, "goods-stopped", "case"));
}
