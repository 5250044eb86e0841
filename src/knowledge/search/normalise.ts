import { Converter } from "opencc-js/t2cn";
import synonyms from "./synonyms.json" with { type: "json" };
import weakWords from "./weak-words.json" with { type: "json" };

/** Longest text that is looked at before and after NFKC (which may make 18 characters of one), in UTF-16 units. */
const RAW_LIMIT = 4000;
/** What is searched for at most, in characters. Long stories carry their question at the end. */
const CONTENT_LIMIT = 300;
const QUESTION_LIMIT = 120;

const toSimplified = Converter({ from: "hk", to: "cn" });
/** The simplified form of each UTF-16 unit: 0 before it is first met, ODD when it is not one unit again. */
const simplifiedUnits = new Uint16Array(65_536);
const ODD = 0xffff;

function simplifiedUnit(unit: number): number {
  const known = simplifiedUnits[unit] ?? ODD;
  if (known !== 0) return known;
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  const simple = isHalf ? "" : toSimplified(String.fromCharCode(unit));
  const learned = simple.length === 1 ? simple.charCodeAt(0) : ODD;
  simplifiedUnits[unit] = learned;
  return learned;
}

function simplifyCharacter(character: string): string {
  const simple = character.length === 1 ? simplifiedUnit(character.charCodeAt(0)) : ODD;
  return simple === ODD ? toSimplified(character) : String.fromCharCode(simple);
}

/** By single characters: the phrase rules of OpenCC change almost nothing in this direction. Most texts stay as they are. */
function simplify(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (simplifiedUnit(unit) !== unit) return Array.from(text, (one) => simplifyCharacter(one)).join("");
  }
  return text;
}

interface Rule {
  readonly from: string;
  readonly to: string;
}

/** Replacement rules by first character, longest first. */
function compileRules(): ReadonlyMap<number, readonly Rule[]> {
  const rules: Rule[] = weakWords.drop.map((from) => ({ from, to: " " }));
  for (const [to, words] of Object.entries(synonyms)) {
    // The word itself is a rule too, so that no shorter rule is applied inside it.
    for (const from of [to, ...words]) rules.push({ from, to });
  }
  rules.sort((a, b) => b.from.length - a.from.length);
  const byFirst = new Map<number, Rule[]>();
  for (const rule of rules) {
    const first = rule.from.charCodeAt(0);
    const list = byFirst.get(first);
    if (list) list.push(rule);
    else byFirst.set(first, [rule]);
  }
  return byFirst;
}

const RULES = compileRules();
const isLatin = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/** The longest rule that may be applied at this place; Latin rules only match whole words. */
function ruleAt(text: string, at: number): Rule | undefined {
  const first = text.charCodeAt(at);
  return RULES.get(first)?.find(({ from }) => {
    if (!text.startsWith(from, at)) return false;
    return (
      !isLatin(first) || !(isLatin(text.charCodeAt(at - 1)) || isLatin(text.charCodeAt(at + from.length)))
    );
  });
}

/** One pass from left to right. */
export function replaceSynonyms(text: string): string {
  let out = "";
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const rule = ruleAt(text, at);
    if (!rule) {
      at++;
      continue;
    }
    out += text.slice(copied, at) + rule.to;
    at += rule.from.length;
    copied = at;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

const DIGITS = "零一二三四五六七八九";
const NUMBER =
  /([零一二两三四五六七八九十百半]{1,5})(?=个半?多?月|岁|周|天|度|次|斤|毫升|ml|滴|小时|分钟|顿|勺)/gu;

function readNumber(han: string): string {
  if (han === "半") return "半";
  let total = 0;
  let digit = 0;
  for (const character of han.replaceAll("两", "二").replaceAll("半", "")) {
    if (character === "十") {
      total += (digit || 1) * 10;
      digit = 0;
    } else if (character === "百") {
      total += (digit || 1) * 100;
      digit = 0;
    } else digit = digit * 10 + Math.max(0, DIGITS.indexOf(character));
  }
  return String(total + digit);
}

const QUESTION = /[?？]|吗|呢|怎|咋|什么|啥|多少|几|能不能|可不可以|可以|要不要|行不行|为什么|正常/u;

function cutLong(text: string): string {
  const characters = [...text];
  if (characters.length <= CONTENT_LIMIT) return text;
  const sentences = text.split(/(?<=[。!?;\n])/u);
  const asked = sentences.findLast((sentence) => QUESTION.test(sentence)) ?? "";
  const question = [...asked].slice(-QUESTION_LIMIT);
  return `${characters.slice(0, CONTENT_LIMIT - question.length).join("")} ${question.join("")}`;
}

/** Has that form already but for traditional characters and numbers, like most questions. */
const PLAIN = new RegExp(`^[\u3400-\u4dbf\u4e00-\u9fffa-z0-9 ]{0,${CONTENT_LIMIT}}$`);

/** NFKC, lower case, of what is no letter and no number only marks that end a sentence, and spaces for the rest. */
const clean = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, "")
    .replace(/[^\p{L}\p{N}。!?;.\n]+/gu, " ");

/** Characters of one form: clean, simplified, Arabic numbers before units, spaces for all that is no letter. */
const fold = (text: string, cut: (text: string) => string): string =>
  simplify(PLAIN.test(text) ? text : cut(clean(text)).replace(/(?<!\d)\.|\.(?!\d)|[。!?;\n]/gu, " "))
    .replace(NUMBER, (_, han: string) => readNumber(han))
    .replace(/ +/g, " ")
    .trim();

const bound = (text: string): string =>
  text.length <= RAW_LIMIT ? text : `${text.slice(0, RAW_LIMIT * 0.6)}\n${text.slice(-RAW_LIMIT * 0.4)}`;

/** A question of any length in the form that is searched for; of a long one its beginning and its last question. */
export const normaliseText = (raw: string): string =>
  fold(PLAIN.test(raw) ? raw : bound(bound(raw).normalize("NFKC")), cutLong);

/** An article's own text in the same form, in full. */
export const normaliseArticleText = (text: string): string => fold(text, (whole) => whole);
