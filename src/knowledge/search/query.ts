import { ageInText } from "./age.ts";
import { normaliseText, replaceSynonyms } from "./normalise.ts";
import { readingOf, soundOf, splitPinyin } from "./pinyin.ts";
import type { Segmenter } from "./segment.ts";
import weakWords from "./weak-words.json" with { type: "json" };

const WEAK: ReadonlySet<string> = new Set(weakWords.weak);
/** What was only understood by its sound counts for less than what was written. */
const BY_SOUND = 0.7;
const LONGEST_SOUND = 7;
const SPACE = 32;

export const isWeak = (word: string): boolean => WEAK.has(word);

/** Small numbers are ages and amounts of any subject. */
export const isContent = (word: string): boolean => !WEAK.has(word) && !/^(?:\s*|\d{1,2})$/.test(word);

const pairOf = (first: number, second: number): number => (first << 16) | second;

/** Pairs of neighbouring characters as numbers, which cost less to look up than strings; runs are separated by spaces. */
export function pairsOf(text: string): Set<number> {
  const pairs = new Set<number>();
  let before = SPACE;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (before !== SPACE && code !== SPACE) pairs.add(pairOf(before, code));
    before = code;
  }
  return pairs;
}

export interface Clause {
  readonly words: ReadonlySet<string>;
  readonly text: string;
}

export interface Query {
  readonly normalised: string;
  /** With dialect and synonyms replaced and homophones repaired. */
  readonly text: string;
  /** Content words with a weight of at most 1. */
  readonly words: ReadonlyMap<string, number>;
  /** The parts between punctuation marks that say anything: the question proper is one part of a long story. */
  readonly clauses: readonly Clause[];
  readonly pairs: ReadonlySet<number>;
  readonly ageMonths: number | undefined;
}

/** What the reader of questions has to know about the articles' words. */
export interface Vocabulary {
  has(word: string): boolean;
  hasPair(pair: number): boolean;
  /** The word of the articles that sounds like this (see `soundOf`). */
  bySound(sound: string): string | undefined;
  /** Nothing in this language is typed by its sound. */
  readonly asWritten?: boolean;
}

export function readQuery(raw: string, segmenter: Segmenter, vocabulary: Vocabulary): Query {
  const normalised = normaliseText(raw);
  const guessed = new Set<string>();
  const soundsToo = vocabulary.asWritten !== true;
  const spelled =
    soundsToo && /[a-z]{2}/.test(normalised) ? replacePinyin(normalised, vocabulary, guessed) : normalised;
  const plain = replaceSynonyms(spelled).replace(/ +/g, " ").trim();
  const tokens = segmenter.words(plain);
  const text = soundsToo ? repairHomophones(tokens, vocabulary, guessed) : plain;
  const words = new Map<string, number>();
  const clauses: { words: Set<string>; text: string }[] = [];
  let clause = { words: new Set<string>(), text: "" };
  const take = (word: string) => {
    if (!isContent(word)) return;
    if (clause.words.size === 0) clauses.push(clause);
    clause.words.add(word);
    words.set(word, guessed.has(word) ? BY_SOUND : 1);
  };
  for (const token of text === plain ? tokens : segmenter.words(text)) {
    if (token === " ") {
      clause = { words: new Set(), text: "" };
      continue;
    }
    clause.text += token;
    if (token.length <= 2) take(token);
    else for (const part of segmenter.partsOf(token)) take(part);
  }
  return { normalised, text, words, clauses, pairs: pairsOf(text), ageMonths: ageInText(normalised) };
}

/** Reads runs of typed pinyin back into words that the articles or everyday questions use. */
function replacePinyin(text: string, vocabulary: Vocabulary, guessed: Set<string>): string {
  return text.replace(/(?<![a-z])[a-z]+(?:[ \d]+[a-z]+)*(?![a-z])/g, (run) => {
    let out = "";
    let sounds: string[] = [];
    const flush = () => {
      if (sounds.length > 1) out += decode(sounds, vocabulary, guessed);
      sounds = [];
    };
    for (const part of run.match(/[a-z]+\d*|\d+/g) ?? []) {
      const split = vocabulary.has(part) ? undefined : splitPinyin(part);
      if (split) {
        sounds.push(...split);
        continue;
      }
      flush();
      out += ` ${part} `;
    }
    flush();
    return out;
  });
}

function decode(sounds: readonly string[], vocabulary: Vocabulary, guessed: Set<string>): string {
  let out = "";
  for (let at = 0; at < sounds.length; ) {
    let length = Math.min(LONGEST_SOUND, sounds.length - at);
    let word: string | undefined;
    for (; length > 1; length--) {
      word = vocabulary.bySound(sounds.slice(at, at + length).join("'"));
      if (word !== undefined) break;
    }
    if (word !== undefined) {
      if (!WEAK.has(word)) guessed.add(word);
      out += word;
      at += length;
    } else {
      out += " ";
      at++;
    }
  }
  return out;
}

/**
 * Replaces runs of characters that form no word ("辅时") by a word of the articles that sounds the same ("辅食").
 * Characters that stand next to each other like this in an article are left alone.
 */
function repairHomophones(tokens: readonly string[], vocabulary: Vocabulary, guessed: Set<string>): string {
  let out = "";
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    let end = at;
    let before = 0;
    while (end < tokens.length && end - at < LONGEST_SOUND) {
      const next = tokens[end] ?? "";
      if (next.length !== 1 || next === " " || readingOf(next) === undefined) break;
      const code = next.charCodeAt(0);
      if (end > at && vocabulary.hasPair(pairOf(before, code))) break;
      before = code;
      end++;
    }
    let word: string | undefined;
    for (; end - at > 1; end--) {
      const part = tokens.slice(at, end);
      if (part.every(isWeak)) continue;
      word = vocabulary.bySound(soundOf(part.join("")) ?? "");
      if (word !== undefined && !WEAK.has(word)) break;
      word = undefined;
    }
    if (word === undefined) {
      out += token;
    } else {
      guessed.add(word);
      out += word;
      at = end - 1;
    }
  }
  return out;
}
