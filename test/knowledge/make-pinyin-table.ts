import { writeFileSync } from "node:fs";
import { pinyin } from "pinyin-pro";

/**
 * Every character of GB 2312 with its most common reading, without tones. pinyin-pro takes 50 ms to load and 40 MB of
 * memory; the start and memory budgets are better spent, so the search reads this table and a test keeps it true.
 */
export function makePinyinTable(): Record<string, string> {
  const decoder = new TextDecoder("gb18030");
  const table: Record<string, string> = {};
  for (let high = 0xb0; high <= 0xf7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) {
      const character = decoder.decode(Uint8Array.of(high, low));
      const syllable = pinyin(character, { toneType: "none", type: "array", v: true })[0];
      if (syllable && /^[a-z]+$/.test(syllable)) table[syllable] = (table[syllable] ?? "") + character;
    }
  }
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (import.meta.main) {
  const path = new URL("../../src/knowledge/search/pinyin-table.json", import.meta.url);
  writeFileSync(path, `${JSON.stringify(makePinyinTable(), null, 2)}\n`);
}
