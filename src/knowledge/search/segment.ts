import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Jieba } from "@node-rs/jieba";

/** Words that jieba's corpus saw less often than this are left out: loading takes 50 ms instead of 300. */
const MIN_FREQUENCY = 10;
const CUSTOM_FREQUENCY = 20_000;

let common: Uint8Array | undefined;

function commonWords(): Uint8Array {
  if (common) return common;
  const whole = readFileSync(createRequire(import.meta.url).resolve("@node-rs/jieba/dict.txt"));
  const kept = Buffer.allocUnsafe(whole.length);
  let size = 0;
  for (let start = 0; start < whole.length; ) {
    const newline = whole.indexOf(10, start);
    const end = newline === -1 ? whole.length : newline + 1;
    let frequency = 0;
    for (let at = whole.indexOf(32, start) + 1; at < end; at++) {
      const digit = (whole[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      frequency = frequency * 10 + digit;
    }
    if (frequency >= MIN_FREQUENCY) {
      whole.copy(kept, size, start, end);
      size += end - start;
    }
    start = end;
  }
  common = Uint8Array.prototype.slice.call(kept, 0, size);
  return common;
}

export interface Segmenter {
  /** The words of a text, each character in one word; what no dictionary knows stays single characters. */
  words(text: string): string[];
  /** The same, and before a long word the shorter words inside it. */
  allWords(text: string): string[];
}

/** `words` are kept whole wherever they stand. */
export function createSegmenter(words: Iterable<string>): Segmenter {
  const jieba = Jieba.withDict(commonWords());
  const own = [...new Set(words)].filter((word) => word.length > 1 && !/\s/.test(word));
  jieba.loadDict(Buffer.from(own.map((word) => `${word} ${CUSTOM_FREQUENCY} n\n`).join("")));
  return {
    words: (text) => jieba.cut(text, false),
    allWords: (text) => jieba.cutForSearch(text, false),
  };
}
