import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Transact } from "../core/transact.ts";
import type { ArticleStore } from "./article-store.ts";
import type { LiveChange } from "./change-live.ts";
import type { Library } from "./library.ts";

export interface LibraryKeeper {
  /** A change that was committed here: the article is withdrawn at once, the library follows in the background. */
  changed(change: LiveChange): void;
  /** Brings the library to the newest version of the database; resolves when it is there. Never rejects. */
  refresh(): Promise<void>;
  /** Resolves when no change is being taken over. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps the library equal to the database. Whoever publishes tells its own process; the others ask for the version, one
 * row, every `pollMs` (undefined: there are none).
 */
export function keepLibrary(deps: {
  readonly library: Library;
  readonly transact: Transact<{ readonly articles: ArticleStore }>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pollMs: number | undefined;
}): LibraryKeeper {
  const { library, transact, clock, logger, pollMs } = deps;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let cancel = () => {};

  async function round(): Promise<void> {
    const version = await transact(({ articles }) => articles.version());
    if (version <= library.shelf().version) return;
    const overrides = await transact(({ articles }) => articles.overrides());
    const { articles, problems } = library.compose(overrides);
    if (problems.length > 0)
      logger.error({ problems }, "published articles cannot be read by this version and are not given out");
    // Questions that wait are answered before the index is built, which takes a while.
    await new Promise((resolve) => setImmediate(resolve));
    library.swap(library.build(overrides.version, articles));
  }

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        await round();
      } catch (error) {
        logger.error({ error }, "the library could not be brought up to date");
      }
    } while (again && !stopped);
    running = undefined;
  }

  function refresh(): Promise<void> {
    again = running !== undefined;
    running ??= work();
    return running;
  }

  function poll(): void {
    if (pollMs === undefined || stopped) return;
    cancel = clock.after(pollMs, () => void refresh().then(poll));
  }
  poll();

  return {
    changed({ articleId, version }) {
      library.withdraw(articleId, version);
      void refresh();
    },
    refresh,
    async idle() {
      await running;
    },
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
