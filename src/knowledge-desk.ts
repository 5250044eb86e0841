import { type Config, loadConfig, readEnvironment } from "./config.ts";
import { systemClock } from "./core/clock.ts";
import type { Draft } from "./core/content.ts";
import { createLogger } from "./core/logger.ts";
import { PLATFORM_NAMES } from "./core/message.ts";
import { randomId, systemRandom } from "./core/random.ts";
import { createButtonSigner } from "./core/signed-data.ts";
import type { EditingStores } from "./editing/index.ts";
import { loadShipped } from "./knowledge/index.ts";
import { EVALUATION_FILE, KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { type Editing, openEditing } from "./open-editing.ts";
import { mayEdit } from "./people/index.ts";
import { openStorage } from "./storage/index.ts";

/** Something that the person at the terminal can mend; its message says how. */
export class CommandError extends Error {}

export interface KnowledgeOptions {
  readonly config?: Pick<Config, "databaseUrl" | "dataDir" | "logLevel">;
  readonly knowledgeFolder?: string;
  readonly evaluationFile?: string;
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** The records and articles for one command; throws `FolderInUseError` while the bot works on the embedded ones. */
export async function openDesk(options: KnowledgeOptions) {
  const config = options.config ?? loadConfig(readEnvironment());
  const logger = createLogger(config.logLevel === "info" ? "warn" : config.logLevel);
  const shipped = await loadShipped(options.knowledgeFolder ?? KNOWLEDGE_FOLDER);
  const { storage, unlock } = await openStorage(config, (error) =>
    logger.warn({ error }, "a database connection broke"),
  );
  const { transact } = storage;
  const close = async () => {
    await storage.close();
    unlock();
  };
  try {
    const editing: Editing = await openEditing({
      transact,
      clock: systemClock,
      random: systemRandom,
      signer: createButtonSigner(systemRandom.bytes(32)), // nobody presses buttons in a terminal
      logger,
      shipped,
      evaluationFile: options.evaluationFile ?? EVALUATION_FILE,
      post,
      offer: () => {}, // sent by the bot when it runs
      pollMs: undefined,
    });
    return { ...editing, shipped, transact, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Messages from here are short: none has to be split. */
const post = ({ outbox }: Pick<EditingStores, "outbox">, origin: string, drafts: readonly Draft[]) =>
  outbox.enqueue(
    drafts.map((draft) => ({
      dedupeKey: `${origin}:${draft.purpose}:${draft.to.platform}:${draft.to.chatId}:0`,
      nonce: randomId(systemRandom, 20),
      lane: draft.lane,
      to: draft.to,
      content: draft.content,
    })),
    systemClock.now(),
  );

/** The person behind `--as`, if that account may change articles. */
export async function editorOf(
  { people }: Pick<EditingStores, "people">,
  as: string | undefined,
): Promise<string> {
  if (as === undefined) throw new CommandError("Who acts? Please add --as ACCOUNT, such as telegram:12345.");
  const [platform, userId] = [as.slice(0, as.indexOf(":")), as.slice(as.indexOf(":") + 1)];
  const known = PLATFORM_NAMES.find((one) => one === platform);
  if (!known || userId === "")
    throw new CommandError(`An account is written like telegram:12345 (${PLATFORM_NAMES.join(", ")}).`);
  const person = await people.findAccount(known, userId);
  if (!person)
    throw new CommandError("The bot has not met this account yet: it has to write to the bot once.");
  if (!mayEdit(person)) throw new CommandError("This account is neither editor nor operator.");
  return person.personId;
}
