import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLibrary, createSearch, KnowledgeError, loadArticles } from "../../src/knowledge/index.ts";
import { loadAside } from "../../src/knowledge/load-aside.ts";
import { createPackFile } from "../../src/knowledge/pack-file.ts";
import { readArticleTexts } from "../../src/knowledge/read-article-texts.ts";
import { openSearch } from "../../src/knowledge/search/search.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";
import { writeArticles } from "../support/article-files.ts";

describe("articles that are loaded aside", () => {
  let folder: string;
  let cache: string;
  beforeEach(async () => {
    folder = await writeArticles();
    cache = await mkdtemp(join(tmpdir(), "beluga-cache-"));
  });
  afterEach(async () => {
    await rm(cache, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }); // compiled code is kept as a process ends
  });
  const kept = () =>
    createPackFile(
      cache,
      readArticleTexts(folder).map(({ id, text, english }) => ({
        articleId: id,
        text,
        english: english?.text,
      })),
    );

  it("are the same, and found the same, as those loaded here", async () => {
    const { articles, texts, search } = await loadAside(KNOWLEDGE_FOLDER).shipped;
    const own = await loadArticles(KNOWLEDGE_FOLDER);
    expect(articles).toEqual(own);
    expect(texts.map(({ revision }) => revision)).toEqual(own.map(({ revision }) => revision));
    if (!search) throw new Error("nothing was worked out about them");
    const [aside, here] = [openSearch(articles, search), createSearch(own)];
    const found = (by: typeof here, text: string) =>
      by.find(text, { limit: 16 }).map(({ article, score }) => [article.id, score]);
    const questions = own.flatMap(({ title, variants, english }) => [
      title,
      ...variants,
      english?.title ?? "",
    ]);
    for (const text of questions.filter((_, at) => at % 7 === 0)) {
      expect(found(aside, text), text).toEqual(found(here, text));
    }
  });

  it("are not given out while one of them is broken: its file, line and reason are told", async () => {
    await writeFile(join(folder, "broken.md"), "---\nid: other\ntitle: [\n---\n");
    const failure = await loadAside(folder, cache).shipped.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KnowledgeError);
    expect(String(failure)).toMatch(/broken\.md:\d+: YAML/);
  });

  it("are sent where nothing can be kept", async () => {
    const nowhere = join(folder, "vitamin-d.md", "cache");
    const { articles, search } = await loadAside(folder, nowhere).shipped;
    expect(articles).toEqual(await loadArticles(folder));
    expect(search).toBeDefined();
  });

  it("can be given up while they are being indexed", async () => {
    const loading = loadAside(KNOWLEDGE_FOLDER);
    loading.stop();
    await expect(loading.shipped).rejects.toThrow("ended too early");
  });

  it("are kept for the next start, which needs no other process", async () => {
    const first = await loadAside(folder, cache).shipped;
    expect(kept().read()).toBeDefined();
    const again = loadAside(folder, cache);
    again.stop(); // there is nothing to stop
    expect(await again.shipped).toEqual(first);
  });

  it("are worked out anew when an article has changed or what was kept is spoilt", async () => {
    await loadAside(folder, cache).shipped;
    expect(kept().read()).toBeDefined();
    const path = join(cache, "articles.pack");
    const bytes = await readFile(path);
    for (const spoilt of [
      bytes.subarray(0, bytes.length - 1),
      bytes.with(bytes.length >> 1, 1 ^ (bytes[bytes.length >> 1] ?? 0)),
      Buffer.alloc(0),
    ]) {
      await writeFile(path, spoilt);
      expect(kept().read()).toBeUndefined();
    }
    expect((await loadAside(folder, cache).shipped).articles.length).toBeGreaterThan(0);
    expect(kept().read()).toBeDefined();
    const [{ file = "", text = "" } = {}] = readArticleTexts(folder);
    await writeFile(join(folder, file), `${text}\n- 先洗手。\n`);
    expect(kept().read()).toBeUndefined();
  });

  it("make a library without being indexed again, unless editors have changed something", async () => {
    const { articles, search } = await loadAside(folder).shipped;
    const [first] = articles;
    if (!first) throw new Error("no articles");
    const open = (retired: readonly string[]) =>
      createLibrary(
        articles,
        { now: () => Date.parse("2026-11-22T00:00:00Z") },
        {
          overrides: { version: 3, retired, texts: [] },
          search,
          onProblem: () => {},
        },
      );
    const find = (library: ReturnType<typeof open>) =>
      library.search.find(first.title, { limit: 1 })[0]?.article.id;
    expect(find(open([]))).toBe(first.id);
    expect(open([]).shelf().version).toBe(3);
    expect(find(open([first.id]))).not.toBe(first.id);
  });
});
