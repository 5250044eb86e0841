import { decideAnswer } from "./answering/index.ts";
import type { Clock } from "./core/clock.ts";
import type { Logger } from "./core/logger.ts";
import type { Random } from "./core/random.ts";
import type { ButtonSigner } from "./core/signed-data.ts";
import type { Transact } from "./core/transact.ts";
import {
  createPublisher,
  type EditingDeps,
  type EditingStores,
  type Publisher,
  readEvaluation,
} from "./editing/index.ts";
import {
  checkText,
  createLibrary,
  type FurtherRules,
  keepLibrary,
  type Library,
  type LibraryKeeper,
  type Shipped,
} from "./knowledge/index.ts";

export interface Editing {
  readonly library: Library;
  readonly keeper: LibraryKeeper;
  readonly editing: EditingDeps;
  readonly publisher: Publisher;
}

/** The shipped articles with what editors put in their place, and everything that changes them: for bot and terminal. */
export async function openEditing(options: {
  readonly transact: Transact<EditingStores>;
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
  readonly logger: Logger;
  readonly shipped: Shipped;
  readonly evaluationFile: string;
  readonly post: EditingDeps["post"];
  readonly offer: EditingDeps["offer"];
  /** How often another process may have changed something; undefined where this one is alone. */
  readonly pollMs: number | undefined;
  readonly rules?: FurtherRules;
}): Promise<Editing> {
  // Taken apart, so that what is used later does not keep the shipped texts alive.
  const { transact, clock, logger, shipped, evaluationFile, rules } = options;
  const overrides = await transact(async (stores) => {
    await stores.articles.keepBase(shipped.texts, clock.now());
    return await stores.articles.overrides();
  });
  const library = createLibrary(shipped.articles, clock, {
    overrides,
    search: shipped.search,
    onProblem: (problem) =>
      logger.error({ problem }, "a published article cannot be read and is not given out"),
  });
  const keeper = keepLibrary({ library, transact, clock, logger, pollMs: options.pollMs });
  const editing: EditingDeps = {
    clock,
    random: options.random,
    signer: options.signer,
    library,
    keeper,
    check: (articleId, text) => checkText(articleId, text, library.shelf().articles, clock.now(), rules),
    transact,
    post: options.post,
    offer: options.offer,
  };
  const publisher = createPublisher({
    ...editing,
    logger,
    decide: (shelf, text) => {
      const { outcome, candidates } = decideAnswer({ ...shelf, clock }, { text });
      const offered = candidates.map(({ article }) => article.id);
      return { answered: outcome === "answered" ? offered[0] : undefined, offered };
    },
    evaluation: () => readEvaluation(evaluationFile),
  });
  return { library, keeper, editing, publisher };
}
