import type { Article, Sections } from "./article.ts";
import type { Problem } from "./knowledge-error.ts";

/**
 * What no article says, not even to deny it: superlatives and promises of cure (advertising law, articles 9 and 16), and
 * whatever could put something in the place of breast milk (article 20). What fans call a thing may stand in the
 * questions of the articles that warn of it.
 */
const FORBIDDEN: readonly (readonly [words: RegExp, why: string])[] = [
  [/最好的|第一名|最有效|最高级|最佳|顶级|国家级|全网最/u, "an advertising superlative"],
  [/包治|根治|治愈率|特效|神药|保证治好|保证有效|药到病除|一定能治好/u, "a promise of cure"],
  [/100%|百分之百|绝对安全|(?:无|没有|没)副作用/u, "a promise of safety"],
  [/(?:代替|替代|取代|媲美|接近|胜过|优于|不输)母乳/u, "something in the place of breast milk"],
  [/\b(?:miracle|guaranteed?|100 ?%|no side effects|cures?|best (?:brand|formula))\b/iu, "a promise"],
  [/\b(?:as good as|replaces?|better than) breast ?milk\b/iu, "something in the place of breast milk"],
];

/** Characters from one end of a sentence to the next; what is longer is not understood at three in the morning. */
const LONGEST_SENTENCE = 40;
const LONGEST_LINE = 90;
const MEAN_SENTENCE = 22;
const LONGEST_ENGLISH_SENTENCE_WORDS = 30;

const END = /[。！？；!?;]+/u;
const ENGLISH_END = /[.!?;:]+(?=\s|$)/u;
const linesOf = (sections: Sections): readonly string[] =>
  Object.values(sections).flatMap((lines: Sections["todo"]) => lines.map(({ text }) => text));
const lengthOf = (text: string): number => [...text].length;

/** Every rule about words that an article breaks; the format itself is the parser's to check. */
export function checkRules(article: Article, others: readonly Article[]): readonly Problem[] {
  const file = `${article.id}.md`;
  const reasons: string[] = [];
  const { english, sections, short, stages, redFlags } = article;
  const advice = [short, ...stages.map((stage) => stage.short), ...redFlags, ...linesOf(sections)];
  const englishAdvice = english
    ? [
        english.short,
        ...english.stages.map((stage) => stage.short),
        ...english.redFlags,
        ...linesOf(english.sections),
      ]
    : [];
  for (const text of [...advice, ...englishAdvice]) {
    for (const [words, why] of FORBIDDEN) {
      const found = words.exec(text)?.[0];
      if (found) reasons.push(`"${found}" is ${why}`);
    }
  }
  reasons.push(...hardToRead(advice), ...hardEnglish(englishAdvice));
  const ids = new Set(others.map(({ id }) => id));
  for (const id of article.related) {
    if (!ids.has(id) || id === article.id) reasons.push(`related: no other article "${id}"`);
  }
  return [...new Set(reasons)].map((reason) => ({ file, line: 1, reason }));
}

function hardToRead(texts: readonly string[]): string[] {
  const problems: string[] = [];
  const sentences: number[] = [];
  for (const text of texts) {
    if (lengthOf(text) > LONGEST_LINE && text !== texts[0]) {
      problems.push(
        `a line has ${lengthOf(text)} characters, more than ${LONGEST_LINE}: "${text.slice(0, 20)}…"`,
      );
    }
    for (const sentence of text.split(END)) {
      const length = lengthOf(sentence.trim());
      if (length === 0) continue;
      sentences.push(length);
      if (length > LONGEST_SENTENCE) {
        problems.push(
          `a sentence has ${length} characters, more than ${LONGEST_SENTENCE}: "${sentence.slice(0, 20)}…"`,
        );
      }
    }
  }
  const mean = sentences.reduce((sum, length) => sum + length, 0) / Math.max(1, sentences.length);
  if (mean > MEAN_SENTENCE)
    problems.push(`sentences have ${mean.toFixed(1)} characters on average, more than ${MEAN_SENTENCE}`);
  return problems;
}

function hardEnglish(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    text.split(ENGLISH_END).flatMap((sentence) => {
      const words = sentence.split(/\s+/).filter(Boolean).length;
      if (words <= LONGEST_ENGLISH_SENTENCE_WORDS) return [];
      return [
        `a sentence has ${words} words, more than ${LONGEST_ENGLISH_SENTENCE_WORDS}: "${sentence.trim().slice(0, 30)}…"`,
      ];
    }),
  );
}
