import type { Article } from "../article.ts";
import { type IndexData, PAIR_SHARE } from "./index-data.ts";
import { coreWords, createForeignWords, idfOf, indexKeywords, soundsOf, titles } from "./index-parts.ts";
import { createListWriter, type Lists, lengthOf, turnAround, turnWithPlaces } from "./lists.ts";
import { normaliseArticleText, replaceSynonyms } from "./normalise.ts";
import { isContent, pairsOf } from "./query.ts";
import type { Segmenter } from "./segment.ts";
import { createNumbering, createTally } from "./tally.ts";

const K1 = 1.2;
const LENGTH_SHARE = 0.5;

const canonical = (text: string): string => replaceSynonyms(normaliseArticleText(text));

/** Lines that are segmented once, however many articles share them; a knowledge base has about 5,000. */
const MOST_LINES = 20_000;

/**
 * Builds the inverted index; terms of one article are weighted by the field they stand in. `segment` makes the segmenter
 * that keeps the given words whole.
 */
export function buildIndex(
  articles: readonly Article[],
  segment: (words: readonly string[]) => Segmenter,
): IndexData {
  const keywords = articles.map((article) => [...new Set(article.keywords.map(canonical))].filter(Boolean));
  const ownWords = [...new Set(keywords.flatMap((own) => own.flatMap((keyword) => keyword.split(" "))))];
  const segmenter = segment(ownWords);
  const foreign = createForeignWords();
  const words = createNumbering<string>();
  const pairs = createNumbering<number>();
  /** The word's number, -1 for what every question has. */
  const known = new Map<string, number>();
  const numberOf = (word: string): number => {
    let number = known.get(word);
    if (number === undefined) {
      number = isContent(word) ? words.of(word) : -1;
      known.set(word, number);
    }
    return number;
  };

  const questionWords = createListWriter();
  const questionPairs = createListWriter();
  const articleWords = createListWriter();
  const articleNamed = createListWriter();
  const articlePairs = createListWriter();
  const frequencies: number[] = [];
  const inText = createTally();
  const inArticle = createTally();
  const named = createTally();
  const namedPairs = createTally();
  const questionsFrom = new Uint32Array(articles.length + 1);

  const numbersIn = (text: string) => segmenter.allWords(text).map(numberOf);
  const lines = new Map<string, readonly number[]>();
  const numbersOfLine = (line: string) => {
    const numbers = lines.get(line) ?? numbersIn(canonical(line));
    if (lines.size < MOST_LINES) lines.set(line, numbers);
    return numbers;
  };
  /** Each word of a text once. */
  const take = (text: string) => {
    inText.clear();
    for (const number of numbersIn(text)) if (number >= 0) inText.add(number, 1);
    return inText.met;
  };
  articles.forEach(({ title, variants, keywords: written, short, sections }, owner) => {
    const questions = [title, ...variants];
    questions.forEach((question, at) => {
      const normalised = normaliseArticleText(question);
      foreign.look(normalised);
      const text = replaceSynonyms(normalised);
      for (const word of take(text)) {
        inArticle.add(word, at === 0 ? 2 : 8 / questions.length);
        named.add(word, 1);
        questionWords.add(word);
      }
      questionWords.end();
      for (const pair of pairsOf(text)) {
        const number = pairs.of(pair);
        namedPairs.add(number, 1);
        questionPairs.add(number);
      }
      questionPairs.end();
    });
    for (const keyword of written) foreign.look(normaliseArticleText(keyword));
    foreign.endArticle();
    for (const keyword of keywords[owner] ?? []) {
      for (const word of take(keyword)) {
        inArticle.add(word, 1.5);
        named.add(word, 1);
      }
      for (const pair of pairsOf(keyword)) namedPairs.add(pairs.of(pair), 1);
    }
    for (const word of take(canonical(short))) inArticle.add(word, 1);
    for (const section of [sections.todo, sections.avoid, sections.thrift, sections.doctor]) {
      for (const { text } of section) {
        for (const number of numbersOfLine(text)) if (number >= 0) inArticle.add(number, 0.25);
      }
    }
    for (const word of inArticle.met) {
      articleWords.add(word);
      frequencies.push(inArticle.sumOf(word));
    }
    for (const word of named.met) articleNamed.add(word);
    for (const pair of namedPairs.met) articlePairs.add(pair);
    for (const list of [articleWords, articleNamed, articlePairs]) list.end();
    for (const tally of [inArticle, named, namedPairs]) tally.clear();
    questionsFrom[owner + 1] = questionWords.count();
  });

  const wordsOfQuestions = questionWords.finish();
  const pairsOfQuestions = questionPairs.finish();
  const questionCount = questionWords.count();
  const list = [...words.numbers.keys()];
  const finished = {
    list,
    ...weigh(articleWords.finish(), frequencies, articles.length, list.length),
    named: turnAround(articleNamed.finish(), list.length),
    questions: turnAround(wordsOfQuestions, list.length),
  };
  const sorted = sortPairs(pairs.numbers);
  const pairQuestions = turnAround(renumber(pairsOfQuestions, sorted.places), sorted.keys.length);
  const pairIdf = Float64Array.from(sorted.keys, (_, n) => idfOf(questionCount, lengthOf(pairQuestions, n)));
  const questionWeight = Float64Array.from({ length: questionCount }, (_, question) => {
    let sum = 0;
    for (let at = wordsOfQuestions.from[question] ?? 0; at < (wordsOfQuestions.from[question + 1] ?? 0); at++)
      sum += finished.idf[wordsOfQuestions.values[at] ?? 0] ?? 0;
    for (let at = pairsOfQuestions.from[question] ?? 0; at < (pairsOfQuestions.from[question + 1] ?? 0); at++)
      sum += PAIR_SHARE * (pairIdf[sorted.places[pairsOfQuestions.values[at] ?? 0] ?? 0] ?? 0);
    return sum;
  });
  return {
    ownWords,
    words: finished,
    pairs: {
      keys: sorted.keys,
      idf: pairIdf,
      named: turnAround(renumber(articlePairs.finish(), sorted.places), sorted.keys.length),
      questions: pairQuestions,
    },
    questionsFrom,
    questionWeight,
    keywords: indexKeywords(keywords, words.numbers, finished.idf),
    ...titles(wordsOfQuestions, questionsFrom, finished.idf),
    ...coreWords(wordsOfQuestions, questionsFrom, finished.idf),
    foreign: foreign.finish(),
    sounds: soundsOf(finished, keywords),
    unknownIdf: 0.7 * idfOf(articles.length, 0),
  };
}

/** Saturates what the fields add up to, and gives each word its rarity. */
function weigh(words: Lists, frequencies: readonly number[], count: number, terms: number) {
  const { from, values, places } = turnWithPlaces(words, terms);
  const articles = { from, values };
  const lengths = new Float64Array(count);
  for (let at = 0; at < values.length; at++) {
    const owner = values[at] ?? 0;
    lengths[owner] = (lengths[owner] ?? 0) + (frequencies[places[at] ?? 0] ?? 0);
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count);
  const weights = Float64Array.from(values, (owner, at) => {
    const frequency = frequencies[places[at] ?? 0] ?? 0;
    const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[owner] ?? 0)) / meanLength;
    return frequency / (K1 * length + frequency);
  });
  const idf = Float64Array.from({ length: terms }, (_, n) => idfOf(count, lengthOf(articles, n)));
  return { idf, articles, weights };
}

/** Ascending, so that a pair is found without a map; `places` leads from the old numbers to the new ones. */
function sortPairs(numbers: ReadonlyMap<number, number>) {
  const keys = Int32Array.from(numbers.keys()).sort();
  const places = new Uint32Array(keys.length);
  keys.forEach((key, at) => {
    places[numbers.get(key) ?? 0] = at;
  });
  return { keys, places };
}

const renumber = ({ from, values }: Lists, places: Uint32Array): Lists => ({
  from,
  values: values.map((value) => places[value] ?? 0),
});
