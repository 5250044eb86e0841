import { Converter } from "opencc-js/t2cn";

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

/** Character by character, so that reading a message needs no dictionary walk. */
function simplifiedByChar(): ReadonlyMap<string, string> {
  const convert = Converter({ from: "t", to: "cn" });
  const map = new Map<string, string>();
  for (let code = 0x3400; code <= 0x9fff; code++) {
    const traditional = String.fromCharCode(code);
    const simplified = convert(convert(traditional));
    if (simplified !== traditional && simplified.length === 1) map.set(traditional, simplified);
  }
  for (const [from, to] of KEPT_BY_CONVERTER) map.set(from, to);
  return map;
}

const TO_SIMPLIFIED = simplifiedByChar();

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLatin = (code: number): boolean => code >= 97 && code <= 122;
const isHan = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);

const SENTENCE = new Set("。!?\n\r\u2028\u2029｡");
const COMMA = new Set(",;:~…—");
const LIST = new Set("、/");
const APOSTROPHES = new Set("'’‘`´");

/** A stuck key leaves these twice, because ordinary words say them twice (宝宝, 妈妈). */
const TWICE = new Set("宝妈爸爷奶姐妹弟哥娃崽囡哈呵嘻eo");

const INVISIBLE = /(?:\p{M}|\p{Cf}|\u115f|\u1160|\u3164|\uffa0)+/gu;

/**
 * Brings a text into the one form in which rules are matched, so that blanks, dashes, emoji, traditional
 * characters, accents, invisible characters or a stuck key do not hide a word. Linear in the text's length.
 */
export function normalise(text: string): Normalised {
  const folded = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(INVISIBLE, "");
  const chars: string[] = [];
  const gaps: number[] = [];
  let gap: number = GAP.none;
  for (let at = 0; at < folded.length; at++) {
    const raw = folded[at] ?? "";
    const code = raw.charCodeAt(0);
    const next = folded.charCodeAt(at + 1);
    if (APOSTROPHES.has(raw)) continue;
    const point = raw === "." && gap === GAP.none && isDigit(last(chars)) && isDigit(next);
    if (isHan(code) || isLatin(code) || isDigit(code) || point || raw === "°") {
      chars.push(TO_SIMPLIFIED.get(raw) ?? raw);
      gaps.push(gap);
      gap = GAP.none;
    } else {
      gap = Math.max(gap, separator(raw, next));
    }
  }
  return squeeze(chars, gaps);
}

const last = (chars: readonly string[]): number => chars.at(-1)?.charCodeAt(0) ?? 0;

function separator(raw: string, next: number): number {
  if (SENTENCE.has(raw)) return GAP.sentence;
  if (COMMA.has(raw)) return GAP.comma;
  if (LIST.has(raw)) return GAP.list;
  if (raw !== ".") return GAP.space;
  if (next === 46) return GAP.comma;
  return Number.isNaN(next) || next === 32 || next === 10 || next === 13 ? GAP.sentence : GAP.space;
}

/** Shortens runs of three and more and puts the one space between neighbouring Latin words. */
function squeeze(chars: readonly string[], gaps: readonly number[]): Normalised {
  const text: string[] = [];
  const kept: number[] = [];
  for (let start = 0; start < chars.length; ) {
    const char = chars[start] ?? "";
    let end = start + 1;
    while (chars[end] === char && (gaps[end] ?? 0) <= GAP.space) end++;
    const code = char.charCodeAt(0);
    const long = end - start >= 3 && !isDigit(code);
    const copies = long
      ? TWICE.has(char) && (isHan(code) || isLatin(last(chars.slice(end, end + 1))))
        ? 2
        : 1
      : end - start;
    for (let copy = 0; copy < copies; copy++) {
      const gap = gaps[start + copy] ?? 0;
      const before = last(text);
      if (gap > 0 && before !== 0 && !isHan(before) && !isHan(code)) {
        text.push(" ");
        kept.push(gap);
        kept.push(GAP.none);
      } else {
        kept.push(gap);
      }
      text.push(char);
    }
    start = end;
  }
  return { text: text.join(""), gaps: Uint8Array.from(kept) };
}
