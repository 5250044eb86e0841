import table from "./pinyin-table.json" with { type: "json" };

const DIGIT_READINGS = ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"];
const LETTER_READINGS: Readonly<Record<string, string>> = { a: "ei", b: "bi", c: "xi", d: "di", e: "yi" };

/** Sounds that many speakers do not tell apart fall together: zh/z, ch/c, sh/s, -ng/-n. */
const fold = (syllable: string): string => syllable.replace(/^(z|c|s)h/, "$1").replace(/([aei]n)g$/, "$1");

const readings = new Map<string, string>();
const syllables = new Set<string>();
for (const [syllable, characters] of Object.entries(table)) {
  syllables.add(syllable);
  for (const character of characters) readings.set(character, fold(syllable));
}
DIGIT_READINGS.forEach((reading, digit) => void readings.set(String(digit), fold(reading)));
for (const [letter, reading] of Object.entries(LETTER_READINGS)) readings.set(letter, fold(reading));

/** The folded syllable of one character, or undefined for what has no reading. */
export const readingOf = (character: string): string | undefined => readings.get(character);

/** Folded syllables joined by `'`, or undefined when a character has no reading: equal keys sound alike. */
export function soundOf(word: string): string | undefined {
  const sounds: string[] = [];
  for (const character of word) {
    const sound = readings.get(character);
    if (sound === undefined) return undefined;
    sounds.push(sound);
  }
  return sounds.join("'");
}

/** Splits typed pinyin ("weishengsu") into folded syllables, longest first; undefined when it is no pinyin. */
export function splitPinyin(latin: string): readonly string[] | undefined {
  // dead[i]: nothing after i can be split, so that odd input costs no more than its length.
  const dead = new Set<number>();
  const found: string[] = [];
  const from = (at: number): boolean => {
    if (at === latin.length) return true;
    if (dead.has(at)) return false;
    for (let length = Math.min(6, latin.length - at); length > 0; length--) {
      const part = latin.slice(at, at + length);
      if (!syllables.has(part)) continue;
      found.push(fold(part));
      if (from(at + length)) return true;
      found.pop();
    }
    dead.add(at);
    return false;
  };
  return from(0) ? found : undefined;
}
