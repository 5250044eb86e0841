import type { Locale } from "./texts/index.ts";

const HAN = /\p{Script=Han}/u;
/** Words that an English sentence can hardly do without; none of them is a syllable of pinyin. */
const ENGLISH =
  /\b(?:the|is|my|baby|what|how|should|does|are|when|with|for|which|year|month|old|child|newborn)\b/gi;

/** The language that a text is plainly written in; undefined where it does not say ("D3", pinyin, a smile). */
export function languageOf(text: string): Locale | undefined {
  if (HAN.test(text)) return "zh";
  return (text.match(ENGLISH)?.length ?? 0) >= 2 ? "en" : undefined;
}
