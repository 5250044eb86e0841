const MASKS: readonly (readonly [RegExp, string])[] = [
  // The name before the @ is bounded and begins at its own start, so that a long text without any costs nothing.
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, "〔邮箱〕"],
  [/(?:https?:\/\/|www\.)\S+/gi, "〔网址〕"],
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, "〔证件号〕"],
  // Telephone numbers as people write them, with spaces or dashes between the groups.
  [/(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)/g, "〔电话〕"],
  [/(?<!\d)0\d{2,3}[-\s]\d{7,8}(?!\d)/g, "〔电话〕"],
  // Cards as they are printed: groups of four.
  [/(?<!\d)\d{4}(?:[-\s]\d{4}){2,3}(?:[-\s]\d{1,4})?(?!\d)/g, "〔号码〕"],
  [/(?<!\d)\d{7,}(?!\d)/g, "〔号码〕"],
  [
    /[\p{Script=Han}\d]{0,12}(?:路|街|巷|弄|大道|小区|花园|村)[\p{Script=Han}\d-]{0,8}\d+\s*(?:号|栋|幢|单元|室|楼|组)[\p{Script=Han}\d-]{0,12}/gu,
    "〔地址〕",
  ],
];

/** Digits as Chinese keyboards write them at full width. */
const narrow = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/** Replaces telephone and ID numbers, addresses, mail and web addresses; what is left may be kept and shown to staff. */
export function maskPersonalData(text: string): string {
  return MASKS.reduce((masked, [shape, mask]) => masked.replace(shape, mask), narrow(text));
}
