/**
 * Words as a tree of characters in flat arrays, which another process or a file can take as they are. The children of
 * node `n` are the nodes `children[n]` up to `children[n + 1]`, by ascending character; node 0 is the root.
 */
export interface WordTree {
  readonly codes: Uint16Array;
  readonly children: Uint32Array;
  /** Number of the word that ends at a node, -1 for none. */
  readonly words: Int32Array;
}

/** Of a word that stands there twice the later number is found. */
export function growWordTree(words: readonly string[]): WordTree {
  const sorted = words
    .map((word, number) => ({ word, number }))
    .sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : a.number - b.number));
  const codes = [0];
  const children: number[] = [];
  const ends: number[] = [];
  // Level by level; each node stands for the sorted words that begin alike.
  const starts = [{ from: 0, to: sorted.length, depth: 0 }];
  for (let node = 0; node < starts.length; node++) {
    const { from, to, depth } = starts[node] ?? { from: 0, to: 0, depth: 0 };
    children.push(starts.length);
    let at = from;
    let own = -1;
    for (; at < to && sorted[at]?.word.length === depth; at++) own = sorted[at]?.number ?? -1;
    ends.push(depth === 0 ? -1 : own);
    while (at < to) {
      const code = sorted[at]?.word.charCodeAt(depth) ?? 0;
      let end = at + 1;
      while (end < to && sorted[end]?.word.charCodeAt(depth) === code) end++;
      codes.push(code);
      starts.push({ from: at, to: end, depth: depth + 1 });
      at = end;
    }
  }
  children.push(starts.length);
  return {
    codes: Uint16Array.from(codes),
    children: Uint32Array.from(children),
    words: Int32Array.from(ends),
  };
}

/**
 * Tells which words of the tree stand in a text, by their numbers, in no order and possibly more than once. Costs what
 * the text is long, not how many words there are.
 */
export function createWordFinder({ codes, children, words }: WordTree): (text: string) => readonly number[] {
  // Most characters begin no word, so the first step is the one that counts.
  const begins = new Map<number, number>();
  for (let node = children[0] ?? 0; node < (children[1] ?? 0); node++) begins.set(codes[node] ?? 0, node);
  const childOf = (node: number, code: number): number => {
    let low = children[node] ?? 0;
    let high = (children[node + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = codes[middle] ?? 0;
      if (found === code) return middle;
      if (found < code) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
  return (text) => {
    const found: number[] = [];
    for (let start = 0; start < text.length; start++) {
      let node = begins.get(text.charCodeAt(start)) ?? -1;
      for (let at = start + 1; node > 0; at++) {
        const word = words[node] ?? -1;
        if (word >= 0) found.push(word);
        node = at < text.length ? childOf(node, text.charCodeAt(at)) : -1;
      }
    }
    return found;
  };
}
