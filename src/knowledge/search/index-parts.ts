import type { IndexData } from "./index-data.ts";
import { createListWriter, type Lists, lengthOf, turnAround } from "./lists.ts";
import outOfDomain from "./out-of-domain.json" with { type: "json" };
import { soundOf } from "./pinyin.ts";
import synonyms from "./synonyms.json" with { type: "json" };
import { createNumbering, createTally } from "./tally.ts";
import weakWords from "./weak-words.json" with { type: "json" };
import { createWordFinder, growWordTree } from "./word-finder.ts";

const CORE_WORDS = 8;

export const idfOf = (count: number, having: number): number =>
  Math.log(1 + (count - having + 0.5) / (having + 0.5));

export function indexKeywords(
  keywords: readonly (readonly string[])[],
  words: ReadonlyMap<string, number>,
  idf: Float64Array,
): IndexData["keywords"] {
  const numbering = createNumbering<string>();
  const lists = createListWriter();
  for (const own of keywords) {
    for (const keyword of own) lists.add(numbering.of(keyword));
    lists.end();
  }
  const known = [...numbering.numbers.keys()];
  return {
    tree: growWordTree(known),
    idf: Float64Array.from(known, (keyword) => idf[words.get(keyword) ?? -1] ?? idfOf(keywords.length, 1)),
    articles: turnAround(lists.finish(), known.length),
  };
}

/** The title is each article's first question. */
export function titles({ from, values }: Lists, questionsFrom: Uint32Array, idf: Float64Array) {
  const lists = createListWriter();
  const titleWeight = Float64Array.from({ length: questionsFrom.length - 1 }, (_, owner) => {
    const title = questionsFrom[owner] ?? 0;
    const own = values.subarray(from[title], from[title + 1]);
    own.forEach(lists.add);
    lists.end();
    return own.reduce((sum, word) => sum + (idf[word] ?? 0), 0);
  });
  return { titleWords: lists.finish(), titleWeight };
}

/** Words that most questions of an article have, heaviest first. */
export function coreWords({ from, values }: Lists, questionsFrom: Uint32Array, idf: Float64Array) {
  const lists = createListWriter();
  const weights: number[] = [];
  const tally = createTally();
  for (let owner = 0; owner + 1 < questionsFrom.length; owner++) {
    tally.clear();
    const end = from[questionsFrom[owner + 1] ?? 0] ?? 0;
    for (let at = from[questionsFrom[owner] ?? 0] ?? 0; at < end; at++) {
      const word = values[at] ?? 0;
      tally.add(word, idf[word] ?? 0);
    }
    const heaviest = tally.met.toSorted((a, b) => tally.sumOf(b) - tally.sumOf(a)).slice(0, CORE_WORDS);
    // Three central words together are a full match.
    const full = heaviest.slice(0, 3).reduce((total, word) => total + tally.sumOf(word), 0);
    for (const word of heaviest) {
      lists.add(word);
      weights.push(tally.sumOf(word) / full);
    }
    lists.end();
  }
  return { core: lists.finish(), coreWeights: Float64Array.from(weights) };
}

/** Collects article by article which words of other subjects its title, variants and keywords have. */
export function createForeignWords() {
  const words = Object.values(outOfDomain).flat();
  const tree = growWordTree(words);
  const findIn = createWordFinder(tree);
  const lists = createListWriter();
  const found = new Set<number>();
  return {
    /** `text` is normalised, with its synonyms as they were written. */
    look(text: string): void {
      for (const word of findIn(text)) found.add(word);
    },
    endArticle(): void {
      found.forEach(lists.add);
      lists.end();
      found.clear();
    },
    finish: (): IndexData["foreign"] => ({ tree, spokenOfBy: turnAround(lists.finish(), words.length) }),
  };
}

/** Of the words that sound alike the weightiest is meant, and of these the first. */
export function soundsOf(
  { list, named, questions }: IndexData["words"],
  keywords: readonly (readonly string[])[],
): IndexData["sounds"] {
  const sounds = new Map<string, { word: string; weight: number }>();
  const learn = (word: string, weight: number) => {
    const sound = word.length > 1 ? soundOf(word) : undefined;
    if (sound === undefined) return;
    const known = sounds.get(sound);
    if (!known || known.weight < weight) sounds.set(sound, { word, weight });
  };
  for (const word of weakWords.weak) learn(word, 1);
  for (const word of Object.values(synonyms).flat()) learn(word, 1);
  list.forEach((word, n) => {
    if (lengthOf(named, n) > 0) learn(word, 1 + lengthOf(questions, n));
  });
  for (const keyword of keywords.flat()) learn(keyword, 3);
  return { keys: [...sounds.keys()], words: Array.from(sounds.values(), ({ word }) => word) };
}
