import type { InboundEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import { mayEdit } from "./people/index.ts";
import type { RouterDeps, Scene } from "./scene.ts";

/** A finished article has about 8 KB. */
const MOST_BYTES = 100_000;

/**
 * The text of a file with the caption `/edit …`, fetched before the transaction begins, for people who may edit only.
 * What is no text or cannot be had is said to be unreadable; the sender can send it again.
 */
export async function readDocument(
  deps: Pick<RouterDeps, "transact" | "logger">,
  event: InboundEvent,
  platform: Platform,
): Promise<Scene["document"]> {
  if (event.kind !== "message" || event.command?.name !== "edit" || event.edited || event.limited)
    return undefined;
  const { document, sender } = event;
  if (!document) return undefined;
  const person = await deps.transact(({ people }) => people.findAccount(event.platform, sender.userId));
  if (!person || !mayEdit(person)) return undefined; // refused as every other command
  if (!platform.fetchFile || (document.bytes ?? 0) > MOST_BYTES) return "unreadable";
  try {
    const bytes = await platform.fetchFile(document.ref, MOST_BYTES);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    deps.logger.warn({ error, platform: platform.name }, "a file of an editor could not be read");
    return "unreadable";
  }
}
