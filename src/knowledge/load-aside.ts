import { type ChildProcess, fork } from "node:child_process";
import { deserialize } from "node:v8";
import type { Article } from "./article.ts";
import { KnowledgeError, type Problem } from "./knowledge-error.ts";
import { createPackFile } from "./pack-file.ts";
import { type ArticleText, baseTexts, readArticleTexts, type Shipped } from "./read-article-texts.ts";
import type { SearchData } from "./search/search.ts";

/** What the other process says: that it has left its work in the cache, or the work, or what is wrong with the files. */
export type Outcome =
  | { readonly kept: true }
  | { readonly packed: Uint8Array }
  | { readonly problems: readonly Problem[] };

/** What `packed` holds. */
export interface Packed {
  readonly articles: readonly Article[];
  readonly search: SearchData;
}

export interface Loading {
  /** Rejects with a `KnowledgeError` for broken articles. */
  readonly shipped: Promise<Shipped>;
  /** Gives up; `shipped` then rejects unless it has resolved. */
  stop(): void;
}

/** Room to build in without stopping every few milliseconds to tidy up. */
const YOUNG_MB = 64;

/**
 * Begins to load the articles of `folder` and returns. What was worked out at the last start is taken from
 * `cacheFolder`; where there is none, or articles or code have changed, another process does it anew. (A thread leaves
 * some 75 MB behind that the system never gets back, a process nothing.) This file is knowledge's door for whoever
 * starts: nothing large is loaded with it.
 */
export function loadAside(folder: string, cacheFolder?: string): Loading {
  let child: ChildProcess | undefined;
  let stopped = false;
  const begin = async (): Promise<Shipped> => {
    const files = readArticleTexts(folder);
    const kept = () => {
      const texts = files.map(({ id, text, english }) => ({ articleId: id, text, english: english?.text }));
      return cacheFolder === undefined ? undefined : createPackFile(cacheFolder, texts).read();
    };
    const before = kept();
    if (before) return unpack(before, files);
    // It reads the files itself: what is sent to it would wait until this thread has loaded everything else.
    child = fork(
      new URL("./pack-articles.ts", import.meta.url),
      [folder, ...(cacheFolder === undefined ? [] : [cacheFolder])],
      {
        env: {}, // it has no business with anybody's tokens
        execArgv: [`--max-semi-space-size=${YOUNG_MB}`],
        serialization: "advanced",
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      },
    );
    const outcome = await outcomeOf(child).catch((error: unknown) => {
      if (stopped) throw error;
      return undefined;
    });
    if (outcome && "problems" in outcome) throw new KnowledgeError(outcome.problems);
    const packed = outcome && "packed" in outcome ? outcome.packed : kept();
    if (packed) return unpack(packed, files);
    // No process may be started here, or the files changed meanwhile: slower, and as good.
    const { loadShipped } = await import("./load-articles.ts");
    return await loadShipped(folder);
  };
  const shipped = begin();
  shipped.catch(() => {}); // whoever waits for it sees the failure
  return {
    shipped,
    stop() {
      stopped = true;
      child?.kill();
    },
  };
}

function unpack(packed: Uint8Array, files: readonly ArticleText[]): Shipped {
  const { articles, search }: Packed = deserialize(packed);
  return { articles, texts: baseTexts(articles, files), search };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    child.once("message", (outcome: Outcome) => resolve(outcome));
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the process that loads the articles ended too early")));
  });
}
