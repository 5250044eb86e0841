export type { Article, Line, Review, Sections, Source, Topic } from "./article.ts";
export { TOPICS } from "./article.ts";
export { createKnowledge, type Knowledge } from "./knowledge.ts";
export { KnowledgeError, type Problem } from "./knowledge-error.ts";
export { loadArticles } from "./load-articles.ts";
export { createSearch, type Found, type Search, type SearchOptions } from "./search/search.ts";
