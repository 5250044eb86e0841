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

/**
 * What stands behind a source: a national standard, a law or official notice, a guideline, an expert consensus, or the
 * practice that a public body or a textbook describes.
 */
export const EVIDENCE_KINDS = ["standard", "law", "guideline", "consensus", "practice"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `read` says how the editors know the source: `listed` is known by its name only. */
export interface Source {
  readonly kind: EvidenceKind;
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

/** For whom a stage's answer is: a child by age in months, both ends included, or its mother. */
export type Stage =
  | { readonly fromMonths: number; readonly toMonths: number }
  | { readonly who: "pregnant" | "postpartum" };

/** The same question answered for one stage; at most 120 characters (280 in English), safe when read alone. */
export type StageAnswer = Stage & { readonly short: string };

/** What an article says in English; everything else is the Chinese article's. */
export interface English {
  readonly title: string;
  readonly variants: readonly string[];
  readonly keywords: readonly string[];
  /** At most 280 characters. */
  readonly short: string;
  /** In the order of the article's `redFlags` and `stages`. */
  readonly redFlags: readonly string[];
  readonly stages: readonly StageAnswer[];
  readonly sections: Sections;
}

export interface Article {
  /** File name without `.md`. */
  readonly id: string;
  /** First 8 hex digits of the SHA-256 of its files: an answer stays pinned to the text it quoted. */
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
  /** Where the answer differs by stage; outside of them `short` holds. */
  readonly stages: readonly StageAnswer[];
  /** What makes one go to a hospital or call now, the most dangerous first. */
  readonly redFlags: readonly string[];
  /** Ids of articles that a reader may want next. */
  readonly related: readonly string[];
  readonly english?: English | undefined;
  readonly sections: Sections;
  readonly sources: readonly Source[];
  readonly review: Review;
}
