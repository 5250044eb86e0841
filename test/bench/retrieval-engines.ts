import { BM25Retriever } from "@langchain/community/retrievers/bm25";
import { Document } from "@langchain/core/documents";
import { create, insert, search } from "@orama/orama";
import MiniSearch from "minisearch";
import type { Article } from "../../src/knowledge/index.ts";
import { englishSegmenter } from "../../src/knowledge/search/english.ts";
import { normaliseArticleText, replaceSynonyms } from "../../src/knowledge/search/normalise.ts";
import { isContent, readQuery, type Vocabulary } from "../../src/knowledge/search/query.ts";
import type { Segmenter } from "../../src/knowledge/search/segment.ts";

export interface Hit {
  readonly id: string;
  readonly score: number;
}

export interface Engine {
  readonly name: string;
  /** Best first; two are enough. */
  ask(text: string): Promise<readonly Hit[]> | readonly Hit[];
}

/** An article as the other engines get it: our content words, synonyms replaced, joined by spaces. */
export interface Fields {
  readonly id: string;
  readonly title: string;
  readonly variants: string;
  readonly keywords: string;
  readonly short: string;
  readonly body: string;
}

/** The words of a text, remembered by line: generated articles share most of their lines. */
export function createTokenizer(segmenter: Segmenter): (text: string) => string {
  const remembered = new Map<string, string>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const words = segmenter.allWords(replaceSynonyms(normaliseArticleText(text))).filter(isContent);
    const joined = words.join(" ");
    if (remembered.size < 50_000) remembered.set(text, joined);
    return joined;
  };
}

export function fieldsOf(article: Article, tokens: (text: string) => string): Fields {
  const english = createTokenizer(englishSegmenter());
  const bodyOf = ({ todo, avoid, thrift, doctor }: Article["sections"]) =>
    [...todo, ...avoid, ...thrift, ...doctor].map(({ text }) => text);
  const both = (
    of: (one: Pick<Article, "title" | "variants" | "keywords" | "short" | "sections">) => readonly string[],
  ) => [...of(article).map(tokens), ...(article.english ? of(article.english).map(english) : [])].join(" ");
  return {
    id: article.id,
    title: both(({ title }) => [title]),
    variants: both(({ variants }) => variants),
    keywords: both(({ keywords }) => keywords),
    short: both(({ short }) => [short]),
    body: both(({ sections }) => bodyOf(sections)),
  };
}

/** A question in the same words; typed pinyin and wrong homophones are mended for all engines alike. */
export function createQueryReader(
  segmenter: Segmenter,
  vocabulary: Vocabulary,
): (text: string) => readonly string[] {
  const english = englishSegmenter();
  return (text) =>
    /\p{Script=Han}/u.test(text) || !/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text)
      ? [...readQuery(text, segmenter, vocabulary).words.keys()]
      : english.words(normaliseArticleText(text));
}

type Reader = (text: string) => readonly string[];

const FIELDS = ["title", "variants", "keywords", "short", "body"] as const;
/** What served each engine best on the development questions that are not held out (250 articles). */
const MINISEARCH = {
  boost: { title: 1, variants: 6, keywords: 1, short: 1, body: 0.5 },
  bm25: { k: 3, b: 0.9, d: 0 },
};
const ORAMA = { boost: { title: 1, variants: 6, keywords: 1, short: 0.5, body: 0.2 } };

export function buildMiniSearch(documents: readonly Fields[], read: Reader): Engine {
  const engine = new MiniSearch<Fields>({
    fields: [...FIELDS],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term || null,
    searchOptions: { ...MINISEARCH, combineWith: "OR" },
  });
  for (const document of documents) engine.add(document);
  return {
    name: "minisearch",
    ask: (text) =>
      engine
        .search(read(text).join(" "))
        .slice(0, 2)
        .map(({ id, score }) => ({ id: String(id), score })),
  };
}

/** Writes each word as a number in letters, of which none is a part of another. */
function createSpeller() {
  const numbers = new Map<string, string>();
  return {
    known: (words: readonly string[]): readonly string[] => words.flatMap((word) => numbers.get(word) ?? []),
    spell: (words: string): string =>
      words
        .split(" ")
        .filter(Boolean)
        .map((word) => {
          const spelled = numbers.get(word) ?? `w${String(numbers.size).padStart(7, "0")}`;
          numbers.set(word, spelled);
          return spelled;
        })
        .join(" "),
  };
}

/** Finds every word that begins like the one asked for, which costs Chinese a third of the right answers; hence spelled. */
export function buildOrama(documents: readonly Fields[], read: Reader): Engine {
  const { known, spell } = createSpeller();
  const database = create({
    schema: { title: "string", variants: "string", keywords: "string", short: "string", body: "string" },
    components: {
      tokenizer: {
        language: "english",
        normalizationCache: new Map(),
        tokenize: (raw: string) => raw.split(" ").filter(Boolean),
      },
    },
  });
  for (const { id, title, variants, keywords, short, body } of documents) {
    insert(database, {
      id,
      title: spell(title),
      variants: spell(variants),
      keywords: spell(keywords),
      short: spell(short),
      body: spell(body),
    });
  }
  return {
    name: "orama",
    async ask(text) {
      const words = known(read(text));
      if (words.length === 0) return [];
      const { hits } = await search(database, {
        ...ORAMA,
        term: words.join(" "),
        properties: [...FIELDS],
        threshold: 1,
        tolerance: 0,
        limit: 2,
      });
      return hits.map(({ id, score }) => ({ id, score }));
    },
  };
}

/** Counts a text's length in `\w+` and finds terms inside of words, neither of any use for Chinese; hence spelled. */
export function buildLangchain(documents: readonly Fields[], read: Reader): Engine {
  const { known, spell } = createSpeller();
  const docs = documents.map(
    (document) =>
      new Document({
        pageContent: FIELDS.map((field) => spell(document[field])).join(" "),
        metadata: { article: document.id },
      }),
  );
  const retriever = new BM25Retriever({ docs, k: 2, includeScore: true });
  return {
    name: "langchain-bm25",
    async ask(text) {
      const words = known(read(text));
      if (words.length === 0) return [];
      const found = await retriever.invoke(words.join(" "));
      return found.map(({ metadata }) => ({
        id: String(metadata.article),
        score: Number(metadata.bm25Score),
      }));
    },
  };
}
