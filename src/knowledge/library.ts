import type { Clock } from "../core/clock.ts";
import type { Article } from "./article.ts";
import { closesAtMs } from "./article-schema.ts";
import type { Overrides } from "./article-store.ts";
import { createKnowledge, type Knowledge } from "./knowledge.ts";
import type { Problem } from "./knowledge-error.ts";
import { parseArticle } from "./parse-article.ts";
import { createSearch, openSearch, type Search, type SearchData } from "./search/search.ts";

/** The articles of one moment with their search. */
export interface Shelf {
  readonly version: number;
  readonly articles: readonly Article[];
  readonly knowledge: Knowledge;
  readonly search: Search;
}

/**
 * The articles that are given out: shipped files and what editors put in their place. `knowledge` and `search` stay the
 * same objects for their users and always speak of the same moment.
 */
export interface Library {
  readonly knowledge: Knowledge;
  readonly search: Search;
  /** The shipped article of this id. */
  base(id: string): Article | undefined;
  shelf(): Shelf;
  /** What the articles would be with these overrides; published texts that cannot be read any more are reported. */
  compose(overrides: Overrides): {
    readonly articles: readonly Article[];
    readonly problems: readonly Problem[];
  };
  /** A shelf to swap in later; building takes about a millisecond for each article and nothing waits for it. */
  build(version: number, articles: readonly Article[]): Shelf;
  /** Takes effect at once for everything that asks afterwards. An older version than the current one changes nothing. */
  swap(shelf: Shelf): void;
  /** Stops giving out an article at once, until a shelf of this version or a later one is swapped in. */
  withdraw(id: string, version: number): void;
}

export function createLibrary(
  base: readonly Article[],
  clock: Pick<Clock, "now">,
  first?: {
    readonly overrides: Overrides;
    /** What was built from `base`; used when nothing stands in for it. */
    readonly search?: SearchData | undefined;
    readonly onProblem: (problem: Problem) => void;
  },
): Library {
  const shipped = new Map(base.map((article) => [article.id, article]));
  const parsed = new Map<string, Article>();

  /** The same text is the same object: what was found just before a swap still counts as published after it. */
  function read(articleId: string, text: string): Article | readonly Problem[] {
    const key = `${articleId}\n${text}`;
    const known = parsed.get(key);
    if (known) return known;
    const result = parseArticle(`${articleId}.md`, articleId, text);
    if (!("article" in result)) return result;
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(key, result.article);
    return result.article;
  }

  const compose: Library["compose"] = ({ retired, texts }) => {
    const problems: Problem[] = [];
    const articles = new Map(shipped);
    for (const id of retired) articles.delete(id);
    for (const { articleId, text } of texts) {
      const article = read(articleId, text);
      if ("id" in article) articles.set(articleId, article);
      else {
        // The shipped text was replaced for a reason, so it does not come back.
        articles.delete(articleId);
        problems.push(...article);
      }
    }
    return { articles: [...articles.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), problems };
  };

  const shelf = (version: number, articles: readonly Article[], search: Search): Shelf => ({
    version,
    articles,
    knowledge: createKnowledge(articles, clock),
    search,
  });
  const build: Library["build"] = (version, articles) => shelf(version, articles, createSearch(articles));

  function begin(): Shelf {
    if (!first) return build(0, base);
    const { overrides, search, onProblem } = first;
    const { version, retired, texts } = overrides;
    if (search && retired.length === 0 && texts.length === 0)
      return shelf(version, base, openSearch(base, search));
    const { articles, problems } = compose(overrides);
    for (const problem of problems) onProblem(problem);
    return build(version, articles);
  }
  let current = begin();
  const withdrawn = new Map<string, number>();
  const open = <T extends Pick<Article, "id">>(article: T | undefined): T | undefined =>
    article && !withdrawn.has(article.id) ? article : undefined;

  return {
    knowledge: {
      published: (now) => current.knowledge.published(now).filter(open),
      isPublished: (article, now) => !!open(article) && current.knowledge.isPublished(article, now),
      byId: (id, now) => open(current.knowledge.byId(id, now)),
      byRevision: (id, revision, now) => open(current.knowledge.byRevision(id, revision, now)),
    },
    search: {
      find: (text, options) => {
        const { only } = options;
        if (withdrawn.size === 0) return current.search.find(text, options);
        return current.search.find(text, {
          ...options,
          only: (article) => !!open(article) && (!only || only(article)),
        });
      },
    },
    base: (id) => shipped.get(id),
    shelf: () => current,
    compose,
    build,
    swap(shelf) {
      if (shelf.version < current.version) return;
      current = shelf;
      for (const [id, version] of withdrawn) if (version <= shelf.version) withdrawn.delete(id);
    },
    withdraw(id, version) {
      if (version > current.version) withdrawn.set(id, version);
    },
  };
}

/** Texts of editors that are kept parsed; beyond that all are read anew, a millisecond each. */
const MOST_PARSED = 2_000;

/** Whether an article's review has run out. */
export const isOver = (article: Article, now: number): boolean => now >= closesAtMs(article.review.by);
