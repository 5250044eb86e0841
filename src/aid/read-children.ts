import { UTC_OFFSET_MS } from "./words.ts";

const MONTH = /(?<!\d)((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})(?!\d)/gu;
const NEAR = /(今年|去年|前年)\s*(\d{1,2})\s*月/gu;
const AGO: Readonly<Record<string, number>> = { 今年: 0, 去年: 1, 前年: 2 };
const MOST_CHILDREN = 8;
const OLDEST_YEARS = 18;

/**
 * Birth months in a line ("2023年5月和2021-03", "去年8月"), as `2023-05`, youngest last; nothing else of what stands
 * there is kept, so that no child's name is. Empty when there are none.
 */
export function readChildren(text: string, now: number): readonly string[] {
  const plain = text.normalize("NFKC");
  const today = new Date(now + UTC_OFFSET_MS);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth() + 1];
  const found = [
    ...[...plain.matchAll(MONTH)].map(([, inYear, inMonth]) => [Number(inYear), Number(inMonth)] as const),
    ...[...plain.matchAll(NEAR)].map(
      ([, word = "", inMonth]) => [year - (AGO[word] ?? 0), Number(inMonth)] as const,
    ),
  ].filter(
    ([inYear, inMonth]) =>
      inMonth >= 1 &&
      inMonth <= 12 &&
      inYear >= year - OLDEST_YEARS &&
      (inYear < year || (inYear === year && inMonth <= month)),
  );
  return [...new Set(found.map(([inYear, inMonth]) => `${inYear}-${String(inMonth).padStart(2, "0")}`))]
    .sort()
    .slice(0, MOST_CHILDREN);
}
