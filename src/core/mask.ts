/** What is masked, in order: what begins like something longer comes behind it. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // The name before the @ is bounded and begins at its own start, so that a long text without any costs nothing.
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, "〔邮箱〕"],
  [/(?:https?:\/\/|www\.)\S+/gi, "〔网址〕"],
  // Identity cards: 18 figures, the last maybe an X, as they are typed in groups too.
  [
    /(?<!\d)[1-9]\d{5}[-\s]?(?:19|20)\d{2}[-\s]?\d{2}[-\s]?\d{2}[-\s]?\d{3}[-\s]?[\dXx](?![\dA-Za-z])/g,
    "〔证件号〕",
  ],
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, "〔证件号〕"],
  // Cards as they are printed: groups of four.
  [/(?<!\d)\d{4}(?:[-\s]\d{4}){2,3}(?:[-\s]\d{1,4})?(?!\d)/g, "〔号码〕"],
  // Telephone numbers as people write them, with spaces, dots or dashes between the groups, and the country before them.
  [/(?<!\d)(?:(?:\+|00)?86[-\s.]{0,3})?\(?1[3-9]\d\)?(?:[-\s.]{0,2}\d){8}(?!\d)/g, "〔电话〕"],
  [/(?<!\d)\(?0\d{2,3}\)?[-\s.]{1,2}\d{3,4}[-\s]?\d{4}(?!\d)/g, "〔电话〕"],
  // Names in other services: a word for it, then letters and figures.
  [
    /((?:加?我?的?(?:微信|薇信|威信|微❤|v信|VX|WX|wechat)(?:号|id)?|加我?V|加微)\s*(?:是|为|[:：=])?\s*)(?!\d{1,5}(?!\d))[A-Za-z0-9][\w-]{4,30}/gi,
    "$1〔微信号〕",
  ],
  [/((?:QQ|扣扣|企鹅)(?:号|群)?\s*(?:是|为|[:：=])?\s*)\d{5,12}(?!\d)/gi, "$1〔号码〕"],
  [/(?<!\d)\d{7,}(?!\d)/g, "〔号码〕"],
  // A street, a village or an estate with a number in it, whatever stands before and behind.
  [
    /[\p{Script=Han}\d]{0,20}(?:路|街|巷|弄|胡同|大道|小区|花园|公寓|家园|村|屯|寨|队|镇|乡)[\p{Script=Han}\d-]{0,12}\d+\s*(?:号|栋|幢|座|单元|室|楼|组|队|户)[\p{Script=Han}\d-]{0,16}/gu,
    "〔地址〕",
  ],
  // From province or city down to a village or street, without a number: at least three steps.
  [
    /(?:\p{Script=Han}{2,7}(?:省|自治区))?\s?(?:\p{Script=Han}{2,7}(?:市|州|盟|地区))\s?(?:\p{Script=Han}{1,7}(?:区|县|旗|市))\s?\p{Script=Han}{1,7}(?:镇|乡|街道|路|村|社区)[\p{Script=Han}\d-]{0,16}/gu,
    "〔地址〕",
  ],
  [
    /\p{Script=Han}{2,7}(?:县|旗)\p{Script=Han}{1,7}(?:镇|乡|街道)(?:\p{Script=Han}{1,7}(?:村|屯|社区|组))?/gu,
    "〔地址〕",
  ],
  // A flat: "3栋2单元501".
  [
    /(?<![\d.])\d{1,3}\s*(?:栋|幢|号楼)(?:\s*[\d一二三四五六七八九十]{1,3}\s*单元)?\s*\d{0,4}\s*(?:室|号)?/gu,
    "〔地址〕",
  ],
];

/** Zero-width characters that copied numbers carry along. */
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

/** Figures, letters and signs as Chinese keyboards write them at full width; other characters stay as they are. */
const narrow = (text: string): string =>
  text
    .replace(INVISIBLE, "")
    .replace(/[０-９Ａ-Ｚａ-ｚ＋－＠．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[‐‑‒–—]/g, "-");

/** Replaces telephone and ID numbers, addresses, mail and web addresses; what is left may be kept and shown to staff. */
export function maskPersonalData(text: string): string {
  return MASKS.reduce((masked, [shape, mask]) => masked.replace(shape, mask), narrow(text));
}
