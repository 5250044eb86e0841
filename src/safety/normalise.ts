import { Converter, Locale } from "opencc-js/t2cn";

/** How far apart two neighbouring characters stood in the original text. */
export const GAP = { none: 0, space: 1, list: 2, comma: 3, sentence: 4 } as const;

/** The one form that rules are matched in. */
export interface Normalised {
  /** Lower case, simplified, no separators between Han characters, one space between Latin words. */
  readonly text: string;
  /** `gaps[i]` is the strongest separator that stood directly before `text[i]`. */
  readonly gaps: Uint8Array;
}

/** Forms that the converter leaves alone because they are also words of their own. */
const KEPT_BY_CONVERTER: readonly (readonly [string, string])[] = [
  ["妳", "你"],
  ["祂", "他"],
  ["牠", "它"],
  ["喺", "在"],
  ["著", "着"],
  ["乾", "干"],
];

const HAN_START = 0x3400;
const HAN_END = 0x9fff;

/** Every character of the dictionaries. */
const named = (): ReadonlySet<string> => new Set(JSON.stringify(Locale.to.cn));

/**
 * The simplified code of each code up to the last Han character, so that reading a message needs no dictionary walk.
 * Only characters that the dictionaries name can change: asking for those alone takes a quarter of the time.
 */
export function simplifiedByCode(characters: Iterable<string> = named()): Uint16Array {
  const convert = Converter({ from: "t", to: "cn" });
  const codes = Uint16Array.from({ length: HAN_END + 1 }, (_, code) => code);
  for (const character of characters) {
    const code = character.charCodeAt(0);
    if (code < HAN_START || code > HAN_END) continue;
    const simplified = convert(convert(character));
    if (simplified.length === 1) codes[code] = simplified.charCodeAt(0);
  }
  for (const [from, to] of KEPT_BY_CONVERTER) codes[from.charCodeAt(0)] = to.charCodeAt(0);
  return codes;
}

const SIMPLIFIED = simplifiedByCode();

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLatin = (code: number): boolean => code >= 97 && code <= 122;
const isHan = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);

const codesOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));
const SENTENCE = codesOf("。!?\n\r\u2028\u2029｡");
const COMMA = codesOf(",;:~…—");
const LIST = codesOf("、/");
const APOSTROPHES = codesOf("'’‘`´");
const POINT = 46;
const DEGREE = 0xb0;
const SPACE = 32;

/** A stuck key leaves these twice, because ordinary words say them twice (宝宝, 妈妈). */
const TWICE = codesOf("宝妈爸爷奶姐妹弟哥娃崽囡哈呵嘻eo");

const INVISIBLE = /(?:\p{M}|\p{Cf}|\u115f|\u1160|\u3164|\uffa0)+/gu;
/** Texts of nothing else have no accents, no wide and no invisible characters. */
const PLAIN = /^[ -~\n\u3400-\u4dbf\u4e00-\u9fff。、]*$/;

const fold = (text: string): string =>
  PLAIN.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(INVISIBLE, "");

/**
 * Brings a text into the one form in which rules are matched, so that blanks, dashes, emoji, traditional
 * characters, accents, invisible characters or a stuck key do not hide a word. Linear in the text's length.
 */
export function normalise(text: string): Normalised {
  const folded = fold(text);
  const codes: number[] = [];
  const gaps: number[] = [];
  let gap: number = GAP.none;
  for (let at = 0; at < folded.length; at++) {
    const code = folded.charCodeAt(at);
    if (isHan(code) || isLatin(code) || isDigit(code) || code === DEGREE) {
      codes.push(SIMPLIFIED[code] ?? code);
    } else if (APOSTROPHES.has(code)) {
      continue;
    } else {
      const next = folded.charCodeAt(at + 1);
      const isPoint = code === POINT && gap === GAP.none && isDigit(codes.at(-1) ?? 0) && isDigit(next);
      if (!isPoint) {
        gap = Math.max(gap, separator(code, next));
        continue;
      }
      codes.push(POINT);
    }
    gaps.push(gap);
    gap = GAP.none;
  }
  return squeeze(codes, gaps);
}

function separator(code: number, next: number): number {
  if (SENTENCE.has(code)) return GAP.sentence;
  if (COMMA.has(code)) return GAP.comma;
  if (LIST.has(code)) return GAP.list;
  if (code !== POINT) return GAP.space;
  if (next === POINT) return GAP.comma;
  return Number.isNaN(next) || next === SPACE || next === 10 || next === 13 ? GAP.sentence : GAP.space;
}

/** Shortens runs of three and more and puts the one space between neighbouring Latin words. */
function squeeze(codes: readonly number[], gaps: readonly number[]): Normalised {
  const kept: number[] = [];
  const text: number[] = [];
  for (let start = 0; start < codes.length; ) {
    const code = codes[start] ?? 0;
    let end = start + 1;
    while (end < codes.length && codes[end] === code && (gaps[end] ?? 0) <= GAP.space) end++;
    const copies = end - start >= 3 && !isDigit(code) ? copiesOf(code, codes[end] ?? 0) : end - start;
    for (let copy = 0; copy < copies; copy++) {
      const gap = gaps[start + copy] ?? 0;
      const before = text.at(-1) ?? 0;
      if (gap > 0 && before !== 0 && !isHan(before) && !isHan(code)) {
        text.push(SPACE);
        kept.push(gap);
        kept.push(GAP.none);
      } else {
        kept.push(gap);
      }
      text.push(code);
    }
    start = end;
  }
  return { text: textOf(text), gaps: Uint8Array.from(kept) };
}

/** How often a character stays of which three and more stood together. */
const copiesOf = (code: number, next: number): number =>
  TWICE.has(code) && (isHan(code) || isLatin(next)) ? 2 : 1;

/** In pieces, because a call takes only so many arguments. */
function textOf(codes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < codes.length; at += 4096) {
    text += String.fromCharCode(...(codes.length <= 4096 ? codes : codes.slice(at, at + 4096)));
  }
  return text;
}
