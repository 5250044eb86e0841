import type { Article } from "../../src/knowledge/index.ts";

/**
 * Judges what a fan would read, without any code of the check that it judges. It knows nothing of equal meanings: a clause
 * is one of the article's, letter by letter, or one of a few kind words written down here, or it has escaped.
 */
export function escapeIn(said: string, article: Article): string | undefined {
  const { sections } = article;
  const quotable = [
    article.short,
    ...[sections.todo, sections.avoid, sections.thrift, sections.doctor].flat().map(({ text }) => text),
  ];
  const clauses = new Set(quotable.flatMap(split));
  for (const clause of split(said)) {
    if (!clauses.has(clause) && !KIND_WORDS.has(clause)) return `not in the article: ${clause}`;
  }
  for (const { text } of sections.avoid) {
    for (const clause of split(text)) {
      if (!/[不别没勿未禁]/.test(text) && !article.short.includes(clause) && split(said).includes(clause))
        return `without its heading: ${clause}`;
    }
  }
  for (const sentence of article.short.split(/(?<=[。；])/)) {
    if (/[别不]|医院|急诊/.test(sentence) && !said.includes(sentence.replace(/[。；]$/, ""))) {
      return `a warning is gone: ${sentence}`;
    }
  }
  // Whoever quotes the middle of a sentence has to quote the rest of it: a dose belongs to its medicine.
  const quoted = new Set(split(said));
  const sentences = quotable.flatMap((line) => line.split(/(?<=[。；])/)).map(split);
  const whole = new Set(sentences.filter((parts) => parts.every((part) => quoted.has(part))).flat());
  for (const clause of quoted) {
    if (/\d/.test(clause) && !whole.has(clause)) return `half a sentence: ${clause}`;
  }
  return undefined;
}

const KIND_WORDS = new Set(["辛苦了", "先别慌", "您好"]);
const split = (text: string): string[] =>
  text
    .split(/[，。；：！？,.;:!?()（）\n]/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
