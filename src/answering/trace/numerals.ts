const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** "一百零五" → 105; only what is written out with its scales. */
function amountOf(numeral: string): number {
  let sum = 0;
  let digit: number | undefined;
  for (const sign of numeral) {
    const scale = SCALES[sign];
    if (scale === undefined) digit = DIGITS[sign];
    else {
      sum += (digit ?? 1) * scale;
      digit = undefined;
    }
  }
  return sum + (digit ?? 0);
}

const SIGNS = "零〇一二两三四五六七八九十百千";
/** Never beside a digit: "周三3个" holds no 33. */
const RUN = new RegExp(`(?<!\\d)[${SIGNS}]+(?!\\d)`, "gu");
/** Each digit with its scale, the scales falling: "三十五", not "三五" (three to five) and not "一二〇". */
const WRITTEN_OUT =
  /^(?:[一二两三四五六七八九]千零?)?(?:[一二两三四五六七八九]百零?)?(?:[一二两三四五六七八九]?十)?[一二两三四五六七八九]?$/u;

/**
 * Chinese numerals as Arabic ones, percentages as `%`, ranges with `~`, no thousands separators. "三五天" stays as it is:
 * it means three to five and must never become 35. The text has gone through NFKC and lower case.
 */
export function arabicNumerals(text: string): string {
  return text
    .replace(/百分之([零〇一二两三四五六七八九十百\d.]+)/gu, (_, part: string) => `${plain(part)}%`)
    .replace(RUN, (run) => plain(run))
    .replace(/(?<![\d,])(\d{1,3}),(?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d)点(?=\d)/gu, "$1.")
    .replace(/(?<=[\d%])\s*(?:到|至|-|–|—|~|to)\s*(?=\d)/gu, "~");
}

const plain = (run: string): string => (run !== "" && WRITTEN_OUT.test(run) ? String(amountOf(run)) : run);
