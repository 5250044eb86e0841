import type { Locale } from "../../core/texts/index.ts";
import equivalents from "./equivalents.json" with { type: "json" };
import { arabicNumerals } from "./numerals.ts";

/** Part of a sentence between two commas, colons or brackets, in the form in which texts are compared. */
export interface Clause {
  /** Without spaces, punctuation and particles; what means the same is written the same. */
  readonly form: string;
  readonly asks: boolean;
}

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const bounded = (word: string): string =>
  /^[a-z'µμ]+$/.test(word) ? `(?<![a-z'])${literal(word)}(?![a-z'])` : literal(word);

function replacer(groups: readonly (readonly string[])[]): (text: string) => string {
  const first = new Map(groups.flatMap((group) => group.map((word) => [word, group[0] ?? word] as const)));
  const words = [...first.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(words.map(bounded).join("|"), "gu");
  return (text) => text.replace(any, (word) => first.get(word) ?? word);
}

const sameWords: Readonly<Record<Locale, (text: string) => string>> = {
  zh: replacer(equivalents.zh),
  en: replacer(equivalents.en),
};

/** "别" as "do not", and not as part of a word such as 特别 or 别人. */
const BIE = /(?<![特级区性分个告识辨])别(?![的人处家])/gu;
const PARTICLES: Readonly<Record<Locale, RegExp>> = {
  zh: /[的地了呢呀哦啦哈嘛啊着]/gu,
  en: /(?<![a-z])(?:the|a|an)(?![a-z])/g,
};

/** Texts that mean the same, number by number and word by word, have one form; nothing else is made equal. */
export function canonical(text: string, locale: Locale): string {
  const plain = arabicNumerals(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[’‘]/g, "'")
      .replace(/[“”「」『』]/g, '"'),
  );
  const same = sameWords[locale](locale === "zh" ? plain.replace(BIE, "不要") : plain).replace(
    /每kg/g,
    "/kg",
  );
  return same.replaceAll("<=", "≤").replaceAll(">=", "≥");
}

/** A full stop, comma or colon of half width between two digits belongs to the number; of full width it never does. */
const CLAUSE_END = /(?<!\d)[.,:]|[.,:](?!\d)|[。;!?()[\]\n—…]/gu;
const SENTENCE_END = /[。；;!！?？\n]|(?<!\d)\.(?!\w)|(?<=\d)\.(?=\s|$)/gu;

const KEPT = '\\p{L}\\p{N}%~/.≤≥<>+=°"《》_';
/** Whatever stands between two digits, so that leaving it out makes no other number of them. */
const BETWEEN_DIGITS = new RegExp(`(?<=\\d)[^${KEPT}、]+(?=\\d)`, "gu");
/** "不、要" is not "不要", and a word in quotation marks may be its opposite: those signs stay. */
const LEFT_OUT: Readonly<Record<Locale, RegExp>> = {
  zh: new RegExp(`[^${KEPT}、]`, "gu"),
  en: new RegExp(`[^${KEPT}']+`, "gu"),
};

function shape(text: string, locale: Locale): string {
  const parted = text.replace(BETWEEN_DIGITS, (between) => `_${between.trim().codePointAt(0) ?? ""}_`);
  const bare = parted.replace(PARTICLES[locale], "");
  if (locale === "zh") return bare.replace(LEFT_OUT.zh, "");
  return bare
    .replace(LEFT_OUT.en, " ")
    .replace(/(\d)\s+(?=[a-z%°])/g, "$1")
    .trim();
}

/** The clauses of a text in order; a clause of nothing but punctuation is none. */
export function clausesOf(text: string, locale: Locale): readonly Clause[] {
  const whole = text.replace(/[，：；]/g, "\n").normalize("NFKC");
  const clauses: Clause[] = [];
  let from = 0;
  for (const end of [...whole.matchAll(CLAUSE_END), undefined]) {
    const form = shape(canonical(whole.slice(from, end?.index ?? whole.length), locale), locale);
    if (/[\p{L}\p{N}]/u.test(form)) clauses.push({ form, asks: end?.[0] === "?" });
    from = end ? end.index + end[0].length : whole.length;
  }
  return clauses;
}

/** Sentences of reviewed text, as written; a decimal point ends none. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const end of text.matchAll(SENTENCE_END)) {
    sentences.push(text.slice(from, end.index + end[0].length));
    from = end.index + end[0].length;
  }
  sentences.push(text.slice(from));
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** Numbers as they stand in a canonical text, ranges whole, each with the unit or sign right after it. */
export function numbersOf(text: string): readonly { readonly value: string; readonly unit: string }[] {
  return [...text.matchAll(/(\d+(?:\.\d+)?(?:~\d+(?:\.\d+)?)?)\s?(%|[a-z°µμ/]+|\p{Script=Han}?)/gu)].map(
    ([, value = "", unit = ""]) => ({ value, unit: unit.trim() }),
  );
}
