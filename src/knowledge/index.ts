export type { Article, Line, Review, Source, Topic } from "./article.ts";
export { createKnowledge, type Knowledge } from "./knowledge.ts";
export { KnowledgeError } from "./knowledge-error.ts";
export { loadArticles } from "./load-articles.ts";
export { createSearch, type Found, type Search } from "./search/search.ts";
