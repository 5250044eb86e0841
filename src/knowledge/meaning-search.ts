import { createHash } from "node:crypto";
import type { Article } from "./article.ts";

/** Turns texts into vectors. Throws when it cannot; the caller decides what that means. */
export interface Embedder {
  /** Vectors of different models cannot be compared. */
  readonly model: string;
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

/** Vectors of reviewed texts, kept from start to start under the hash of the text. */
export interface VectorStore {
  vectors(model: string): Promise<readonly KeptVector[]>;
  addVectors(model: string, vectors: readonly KeptVector[]): Promise<void>;
  forgetVectors(model: string, hashes: readonly string[]): Promise<void>;
}

export interface KeptVector {
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly vector: Float32Array;
}

/** The server sent vectors of another length than before: comparing them would give nonsense, so none are compared. */
export class WrongDimensionsError extends Error {
  override readonly name = "WrongDimensionsError";
  readonly expected: number;
  readonly got: number;
  constructor(expected: number, got: number) {
    super(`the embedding model gave vectors of ${got} numbers where ${expected} were expected`);
    this.expected = expected;
    this.got = got;
  }
}

export interface Likeness {
  readonly articleId: string;
  /** Cosine, -1 to 1. */
  readonly likeness: number;
}

/** Articles by the meaning of their questions and short answers, beside the word search and never instead of it. */
export interface MeaningSearch {
  /**
   * Takes these articles as the whole set; embeds only what no earlier run has. Throws what the embedder throws, or
   * `WrongDimensionsError`, and then finds nothing until it was called again with success.
   */
  index(articles: readonly Article[], signal: AbortSignal): Promise<{ readonly embedded: number }>;
  /** Nearest first; empty before `index`. Throws what the embedder throws, or `WrongDimensionsError`. */
  near(question: string, limit: number, signal: AbortSignal): Promise<readonly Likeness[]>;
  /** Numbers in a vector; undefined before the first. */
  dimensions(): number | undefined;
}

/** Texts in one request: small enough for the usual limits of compatible servers. */
const BATCH = 64;

export function createMeaningSearch(embedder: Embedder, store: VectorStore): MeaningSearch {
  let entries: readonly { readonly articleId: string; readonly vector: Float32Array }[] = [];
  let dimensions: number | undefined;

  const checked = (vector: Float32Array): Float32Array => {
    dimensions ??= vector.length;
    if (vector.length !== dimensions || vector.length === 0) {
      throw new WrongDimensionsError(dimensions, vector.length);
    }
    return unit(vector);
  };

  return {
    dimensions: () => dimensions,

    async index(articles, signal) {
      entries = [];
      dimensions = undefined;
      const wanted = new Map<string, string>();
      for (const text of articles.flatMap(textsOf)) wanted.set(hashOf(text), text);
      const kept = new Map((await store.vectors(embedder.model)).map(({ hash, vector }) => [hash, vector]));
      const known = new Map<string, Float32Array>();
      for (const [hash, vector] of kept) if (wanted.has(hash)) known.set(hash, checked(vector));
      const missing = [...wanted].filter(([hash]) => !known.has(hash));
      for (let from = 0; from < missing.length; from += BATCH) {
        const batch = missing.slice(from, from + BATCH);
        const vectors = await embedder.embed(
          batch.map(([, text]) => text),
          signal,
        );
        const made = batch.map(([hash], at) => ({
          hash,
          vector: checked(vectors[at] ?? new Float32Array()),
        }));
        await store.addVectors(embedder.model, made);
        for (const { hash, vector } of made) known.set(hash, vector);
      }
      await store.forgetVectors(
        embedder.model,
        [...kept.keys()].filter((hash) => !wanted.has(hash)),
      );
      entries = articles.flatMap((article) =>
        textsOf(article).flatMap((text) => {
          const vector = known.get(hashOf(text));
          return vector ? [{ articleId: article.id, vector }] : [];
        }),
      );
      return { embedded: missing.length };
    },

    async near(question, limit, signal) {
      if (entries.length === 0) return [];
      const [vector] = await embedder.embed([question], signal);
      const asked = checked(vector ?? new Float32Array());
      const best = new Map<string, number>();
      for (const { articleId, vector: text } of entries) {
        const likeness = dot(asked, text);
        if (likeness > (best.get(articleId) ?? -1)) best.set(articleId, likeness);
      }
      return [...best]
        .map(([articleId, likeness]) => ({ articleId, likeness }))
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, limit);
    },
  };
}

/** What a question is compared with: other ways of asking, and what is answered. */
const textsOf = ({ title, variants, short, english }: Article): readonly string[] => [
  title,
  ...variants,
  short,
  ...(english ? [english.title, ...english.variants, english.short] : []),
];

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Of length 1, so that a dot product is the cosine. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
