import type { Article } from "../article.ts";
import type { ArticleIndex } from "./index-articles.ts";
import { normaliseText } from "./normalise.ts";
import type { Vocabulary } from "./query.ts";
import type { Segmenter } from "./segment.ts";

const HAN = /\p{Script=Han}/u;
/** Words that every question has. */
const WEAK = new Set(
  (
    "a an the is are was be been am do does did doing done has have had having can could should would will may might must " +
    "i me my we our you your he she him her his it its they them their this that these those what which who when where " +
    "why how much many and or but if of to in on at for from with without about by as so not no yes please hi hello thanks " +
    "thank just very too also there here get gets got go goes going give gives giving need needs want wants ok okay right " +
    "normal baby babies child children kid kids son daughter little one ones help any some im dont cant doesnt isnt"
  ).split(" "),
);

/** Cuts the endings that do not change what a word is about. */
function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  const bare = word.replace(/(?:'s|ies|sses|ing|ed|es|s)$/, (ending) =>
    ending === "ies" ? "y" : ending === "sses" ? "ss" : "",
  );
  const kept = bare.length >= 3 ? bare : word;
  return kept.replace(/([b-df-hj-np-tv-z])\1$/, "$1").replace(/e$/, "");
}

/** Synonyms that people write in either language have become Chinese words by now. */
const wordsOf = (text: string): string[] =>
  (text.match(/[a-z]+|\d+|\p{Script=Han}+/gu) ?? []).filter((word) => !WEAK.has(word)).map(stem);

/** English needs no dictionary: words stand apart. */
export const englishSegmenter = (): Segmenter => ({
  words: wordsOf,
  allWords: wordsOf,
  partsOf: (word) => [word],
});

/** Nothing in an English text is pinyin. */
export const englishVocabulary: Vocabulary = {
  has: () => true,
  hasPair: () => true,
  bySound: () => undefined,
  asWritten: true,
};

/** The English side of the articles that have one, in the shape that the index takes. */
export const englishArticles = (articles: readonly Article[]): readonly Article[] =>
  articles.flatMap((article) => (article.english ? [{ ...article, ...article.english }] : []));

/** Whether a text is English: it has no Chinese in it and two words of English, or one that an English article has. */
export function isEnglish(text: string, { words }: ArticleIndex): boolean {
  if (HAN.test(text)) return false;
  const said = normaliseText(text).match(/[a-z]{2,}/g) ?? [];
  const plain = said.filter((word) => WEAK.has(word)).length;
  const known = said.some((word) => word.length > 3 && words.numbers.has(stem(word)));
  return known || plain >= 2;
}
