import { enableCompileCache } from "node:module";
import { serialize } from "node:v8";
import type { Outcome, Packed } from "./load-aside.ts";

// A process of its own that parses and indexes the articles of a folder, says once what became of it, and ends.
const [folder = "", cacheFolder] = process.argv.slice(2);
if (cacheFolder !== undefined) enableCompileCache(cacheFolder);
const { loadShipped } = await import("./load-articles.ts");
const { buildSearchData } = await import("./search/search.ts");
const { KnowledgeError } = await import("./knowledge-error.ts");
const { createPackFile } = await import("./pack-file.ts");

async function work(): Promise<Outcome> {
  try {
    const { articles, texts } = await loadShipped(folder);
    const packed = serialize({ articles, search: buildSearchData(articles) } satisfies Packed);
    const isKept = cacheFolder !== undefined && createPackFile(cacheFolder, texts).write(packed);
    return isKept ? { kept: true } : { packed };
  } catch (error) {
    if (error instanceof KnowledgeError) return { problems: error.problems };
    throw error;
  }
}

process.send?.(await work(), () => process.exit());
