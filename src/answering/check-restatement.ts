import type { Locale } from "../core/texts/index.ts";

const MOST_CHARACTERS: Readonly<Record<Locale, number>> = { zh: 80, en: 200 };
/** What a whole question needs and a follow-up leaves out. */
const GLUE_CHARACTERS: ReadonlySet<string> = new Set(
  "的吗呢了要怎么办可以能多少什么时候几岁月天吃喝用给是有需在宝孩子娃和跟对还",
);
const GLUE_WORDS: ReadonlySet<string> = new Set(
  "the a an is are do does can could should would what how when why which much many my baby child if for to of in with and about it".split(
    " ",
  ),
);

/**
 * Whether a restated question is made of the two questions that it stands for: every character (word in English) comes
 * from one of them or only holds a question together, and so does every number. A model that puts in a subject of its own
 * would choose what the fan is told.
 */
export function isRestatement(restated: string, earlier: string, question: string, locale: Locale): boolean {
  const text = restated.normalize("NFKC").toLowerCase().trim();
  if (text === "" || text.length > MOST_CHARACTERS[locale] || /[\n<>{}[\]]|https?:/.test(text)) return false;
  const given = `${earlier} ${question}`.normalize("NFKC").toLowerCase();
  const numbers: readonly string[] = given.match(/\d+(?:\.\d+)?/g) ?? [];
  if ((text.match(/\d+(?:\.\d+)?/g) ?? []).some((number) => !numbers.includes(number))) return false;
  const words = new Set<string>(given.match(/[a-z']+/g) ?? []);
  if ((text.match(/[a-z']+/g) ?? []).some((word) => !words.has(word) && !GLUE_WORDS.has(word))) return false;
  const characters = new Set(given);
  return [...text.replace(/[^\p{Script=Han}]/gu, "")].every(
    (character) => characters.has(character) || GLUE_CHARACTERS.has(character),
  );
}
