import { hash } from "node:crypto";
import type { Clock } from "../core/clock.ts";

/** What a model said, kept under what was asked; values hold reviewed words or numbers, never a person's text. */
export interface AnswerCache {
  get(key: string): CachedAnswer | undefined;
  set(key: string, value: CachedAnswer): void;
}

export type CachedAnswer =
  | { readonly kind: "worded"; readonly sentences: readonly string[] }
  /** The rewording failed its check: asking the same again would fail again. */
  | { readonly kind: "not-worded" }
  /** The chosen article; undefined: none of them. */
  | { readonly kind: "chosen"; readonly articleId: string | undefined };

const DAY_MS = 86_400_000;
/** Reviewed text changes its revision and with it the key; the rest grows old for the sake of better models. */
const LASTS_MS = { worded: 7 * DAY_MS, chosen: 7 * DAY_MS, "not-worded": DAY_MS / 24 } as const;

/** Keeps at most `most` answers in memory; the one not asked for the longest goes first. */
export function createAnswerCache(clock: Pick<Clock, "now">, most = 2_000): AnswerCache {
  const entries = new Map<string, { readonly value: CachedAnswer; readonly until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.until <= clock.now()) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, until: clock.now() + LASTS_MS[value.kind] });
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
    },
  };
}

/** Words that change nothing about what is asked. */
const FILLERS =
  /请问|想问(?:一下|下)?|问一下|求助|各位|宝妈们?|姐妹们?|有没有人知道|谁知道|谢谢|急急*|在线等|我们?家的?|俺家?|咱家?|[吗嘛么呢啊呀哦啦吧的了]|\b(?:please|hello|hi|thanks|thank you|the|a|an)\b/giu;

/** The words that carry a question, in order: what is asked with other politeness or punctuation is the same question. */
export const meaningOf = (question: string): string =>
  question
    .normalize("NFKC")
    .toLowerCase()
    .replace(FILLERS, "")
    .replace(/[^\p{L}\p{N}.%]+/gu, " ")
    .trim();

/** A key from which nothing can be read back. */
export const cacheKey = (...parts: readonly string[]): string => hash("sha256", JSON.stringify(parts));
