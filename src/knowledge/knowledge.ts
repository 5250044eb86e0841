import type { Clock } from "../core/clock.ts";
import type { Article } from "./article.ts";
import { closesAtMs } from "./article-schema.ts";

/** The reviewed articles; one whose `review.by` has passed is not given out by any of these. Instants are ms UTC. */
export interface Knowledge {
  published(now?: number): readonly Article[];
  isPublished(article: Article, now?: number): boolean;
  byId(id: string, now?: number): Article | undefined;
  /** The article only in the very revision that was quoted; undefined after an edit. */
  byRevision(id: string, revision: string, now?: number): Article | undefined;
}

export function createKnowledge(articles: readonly Article[], clock: Pick<Clock, "now">): Knowledge {
  const entries = new Map(
    articles.map((article) => [article.id, { article, closesAtMs: closesAtMs(article.review.by) }]),
  );
  const byId = (id: string, now = clock.now()) => {
    const entry = entries.get(id);
    return entry && now < entry.closesAtMs ? entry.article : undefined;
  };
  return {
    published: (now = clock.now()) => articles.filter(({ id }) => byId(id, now)),
    isPublished: (article, now) => byId(article.id, now) === article,
    byId,
    byRevision(id, revision, now) {
      const article = byId(id, now);
      return article?.revision === revision ? article : undefined;
    },
  };
}
