import { silentLogger } from "../../src/core/logger.ts";
import type { InboundEvent } from "../../src/core/message.ts";
import { createInbox, type InboxEntry } from "../../src/delivery/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { message } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { openMemory } from "./harness.ts";

type Handle = (entry: InboxEntry) => Promise<void>;

export const texts = (entries: readonly InboxEntry[]): string[] =>
  entries.map(({ event }) => (event.kind === "message" ? event.text : ""));
export const said = (chatId: string, text: string): InboundEvent => message({ chatId, text });

/** A database on which inboxes can be started, one after the other as after restarts. */
export async function openInboxes() {
  const storage = await openMemory();
  const clock = createFakeClock();
  /** Set to make the database refuse the inbox's works; finishing an entry is not among them. */
  const failing: { with: Error | undefined } = { with: undefined };
  const finish = (entry: InboxEntry) => storage.transact(({ inbox }) => inbox.finish(entry.id, clock.now()));
  return {
    storage,
    clock,
    failing,
    finish,
    rows: () =>
      storage.transact(({ db }) =>
        db.selectFrom("inbox").select(["id", "status", "attempts", "error_ref"]).orderBy("id").execute(),
      ),
    start(handle: Handle = async () => {}, onGivenUp: (ref: string) => Promise<void> = async () => {}) {
      const handled: InboxEntry[] = [];
      const inbox = createInbox({
        transact: async (work) => {
          if (failing.with) throw failing.with;
          return await storage.transact(work);
        },
        async handle(entry) {
          await handle(entry);
          if (await finish(entry)) handled.push(entry);
        },
        onGivenUp: (_entry, ref) => onGivenUp(ref),
        clock,
        random: createSeededRandom(),
        logger: silentLogger,
      });
      return { inbox, handled };
    },
  };
}
