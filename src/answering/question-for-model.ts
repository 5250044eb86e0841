import { maskPersonalData } from "../core/mask.ts";

/** Longer questions are cut: what a model needs to know fits, and a wall of text is how it is led astray. */
const LONGEST = 400;

/** Controls, zero-width and bidi marks, private use and tags: nothing a person types on purpose, and a way to hide orders. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]|\p{Variation_Selector}/gu;

/** Accounts and names, beside what `core/mask.ts` knows: a model needs none of them to understand a question. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/<@[!&]?\d+>|<#\d+>/g, "〔某人〕"],
  [/[@＠][^\s@＠，。！？、,.!?]{1,32}/gu, "〔某人〕"],
  [
    /((?:微信|v信|vx|qq|抖音|快手|支付宝)\s*(?:号|账号|id)?\s*(?:是|为|[:：])?\s*)[A-Za-z0-9_-]{5,30}/giu,
    "$1〔账号〕",
  ],
  [
    /((?:我|宝宝|孩子|娃|儿子|女儿|老公|老婆|他|她|大宝|二宝)(?:的)?(?:名字)?(?:叫做|名叫|叫|大名|小名)(?!不|醒|唤|什么|啥|做什么|起来|了|着|人|我|他|她|救)\s*(?:是|叫)?)[\p{Script=Han}]{2,3}(?=[，,。.！!？?\s]|$)/gu,
    "$1〔名字〕",
  ],
  [/(\bmy (?:name|baby'?s? name|son'?s? name|daughter'?s? name) is )[\p{L}'-]+/giu, "$1〔名字〕"],
];

/** A question as a model may see it: short, without hidden characters, names, accounts, numbers, addresses. */
export function questionForModel(text: string): string {
  const plain = text.normalize("NFKC").replace(HIDDEN, " ");
  // Account ids first: a Discord mention is digits that the mask would take apart.
  const nameless = NAMES.reduce((masked, [shape, mask]) => masked.replace(shape, mask), plain);
  const masked = maskPersonalData(nameless).replace(/\s+/g, " ").trim();
  return [...masked].slice(0, LONGEST).join("");
}
