/** Topic folders of the knowledge base; an article with another word does not load. */
export const TOPICS = [
  "newborn",
  "milk",
  "supplements",
  "food",
  "meals",
  "sleep",
  "illness",
  "skin",
  "safety",
  "vaccines",
  "growth",
  "development",
  "eyes-teeth",
  "behaviour",
  "gear",
  "mother-body",
  "mother-mood",
  "rights",
  "work-kindy",
  "scams",
] as const;
export type Topic = (typeof TOPICS)[number];

export interface Line {
  readonly kind: "item" | "paragraph";
  readonly text: string;
}

/** `read` says how the editors know the source: `listed` is known by its name only. */
export interface Source {
  readonly publisher: string;
  readonly title: string;
  readonly year: number;
  readonly read: "original" | "repost" | "listed";
  readonly url?: string | undefined;
}

/** Dates are calendar days, `YYYY-MM-DD`; after the day `by` the article is no longer reachable. */
export interface Review {
  readonly level: "source-checked";
  readonly reviewer: string;
  readonly on: string;
  readonly by: string;
}

export interface Sections {
  readonly todo: readonly Line[];
  readonly avoid: readonly Line[];
  readonly thrift: readonly Line[];
  readonly doctor: readonly Line[];
}

export interface Article {
  /** File name without `.md`. */
  readonly id: string;
  /** First 8 hex digits of the SHA-256 of the file: an answer stays pinned to the text it quoted. */
  readonly revision: string;
  /** A question as a mother would ask it. */
  readonly title: string;
  readonly topic: Topic;
  /** Ages of the child for which it is valid, in months, both ends included. */
  readonly stage: { readonly fromMonths: number; readonly toMonths: number };
  readonly variants: readonly string[];
  readonly keywords: readonly string[];
  /** At most 120 characters, safe when read alone. */
  readonly short: string;
  readonly sections: Sections;
  readonly sources: readonly Source[];
  readonly review: Review;
}
