import type { InboundEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import { isOperator, mayEdit, type Person } from "./people/index.ts";
import type { RouterDeps, Scene } from "./scene.ts";

/** A finished article has about 8 KB. */
const MOST_BYTES = 100_000;

type Holder = Pick<Person, "roles">;
/** Which commands take a file, and from whom. */
const TAKES_FILES: Readonly<Record<string, (person: Holder) => boolean>> = {
  edit: mayEdit,
  codes: (person) => isOperator(person) || person.roles.some(({ role }) => role === "host"),
  used: (person) => isOperator(person) || person.roles.some(({ role }) => role === "host"),
};

/**
 * The text of a file with the caption `/edit …`, fetched before the transaction begins, for people who may edit only.
 * What is no text or cannot be had is said to be unreadable; the sender can send it again.
 */
export async function readDocument(
  deps: Pick<RouterDeps, "transact" | "logger">,
  event: InboundEvent,
  platform: Platform,
): Promise<Scene["document"]> {
  if (event.kind !== "message" || event.edited || event.limited) return undefined;
  const { document, sender, command } = event;
  const may = command && Object.hasOwn(TAKES_FILES, command.name) ? TAKES_FILES[command.name] : undefined;
  if (!document || !may) return undefined;
  const person = await deps.transact(({ people }) => people.findAccount(event.platform, sender.userId));
  if (!person || !may(person)) return undefined; // refused as every other command
  if (!platform.fetchFile || (document.bytes ?? 0) > MOST_BYTES) return "unreadable";
  try {
    const bytes = await platform.fetchFile(document.ref, MOST_BYTES);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    deps.logger.warn({ error, platform: platform.name }, "a file of the staff could not be read");
    return "unreadable";
  }
}
