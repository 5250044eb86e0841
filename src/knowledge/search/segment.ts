import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Jieba } from "@node-rs/jieba";

/** Words that jieba's corpus saw less often than this are left out: loading takes 50 ms instead of 300. */
const MIN_FREQUENCY = 10;
const CUSTOM_FREQUENCY = 20_000;

/** jieba's own word list without rare words, shortened in place: nothing of it stays in memory. */
function commonWords(): Uint8Array {
  const words = readFileSync(createRequire(import.meta.url).resolve("@node-rs/jieba/dict.txt"));
  let size = 0;
  for (let start = 0; start < words.length; ) {
    const newline = words.indexOf(10, start);
    const end = newline === -1 ? words.length : newline + 1;
    let frequency = 0;
    for (let at = words.indexOf(32, start) + 1; at < end; at++) {
      const digit = (words[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      frequency = frequency * 10 + digit;
    }
    if (frequency >= MIN_FREQUENCY) {
      words.copyWithin(size, start, end);
      size += end - start;
    }
    start = end;
  }
  return words.subarray(0, size);
}

export interface Segmenter {
  /** The words of a text, each character in one word; what no dictionary knows stays single characters. */
  words(text: string): string[];
  /** The same, and before a long word the shorter words inside it. */
  allWords(text: string): string[];
  /** What `allWords` makes of a single one of the `words`. */
  partsOf(word: string): readonly string[];
}

/** Long words whose parts are remembered; beyond that they are asked for each time. */
const MOST_REMEMBERED = 20_000;

/** With jieba's own words alone, loaded ahead; whoever makes a segmenter next takes it. */
let spare: Jieba | undefined;

/** Loads the word list, most of what making a segmenter takes, while there is nothing else to do. */
export function prepareSegmenter(): void {
  spare ??= Jieba.withDict(commonWords());
}

/** The one made last: an edited article seldom has other keywords, and each word list takes 20 MB. */
let latest: { readonly key: string; readonly segmenter: Segmenter } | undefined;

/** `words` are kept whole wherever they stand. */
export function createSegmenter(words: Iterable<string>): Segmenter {
  const own = [...new Set(words)].filter((word) => word.length > 1 && !/\s/.test(word));
  const key = own.join("\n");
  if (latest?.key !== key) latest = { key, segmenter: loadSegmenter(own) };
  return latest.segmenter;
}

function loadSegmenter(own: readonly string[]): Segmenter {
  const jieba = spare ?? Jieba.withDict(commonWords());
  spare = undefined;
  jieba.loadDict(Buffer.from(own.map((word) => `${word} ${CUSTOM_FREQUENCY} n\n`).join("")));
  const allWords = (text: string) => jieba.cutForSearch(text, false);
  const parts = new Map<string, readonly string[]>();
  return {
    words: (text) => jieba.cut(text, false),
    allWords,
    partsOf(word) {
      const known = parts.get(word);
      if (known) return known;
      const found = allWords(word);
      if (parts.size < MOST_REMEMBERED) parts.set(word, found);
      return found;
    },
  };
}
