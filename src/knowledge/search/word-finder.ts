interface Node {
  readonly next: Map<number, Node>;
  /** Number of the word that ends here, -1 for none. */
  word: number;
}

const emptyNode = (): Node => ({ next: new Map(), word: -1 });

/**
 * Tells which of `words` stand in a text, by their numbers, in no order and possibly more than once. Costs what the
 * text is long, not how many words there are.
 */
export function createWordFinder(words: readonly string[]): (text: string) => readonly number[] {
  const root = emptyNode();
  words.forEach((word, number) => {
    let node = root;
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at);
      let next = node.next.get(code);
      if (!next) {
        next = emptyNode();
        node.next.set(code, next);
      }
      node = next;
    }
    node.word = number;
  });

  return (text) => {
    const found: number[] = [];
    for (let start = 0; start < text.length; start++) {
      let node = root.next.get(text.charCodeAt(start));
      for (let at = start + 1; node; at++) {
        if (node.word >= 0) found.push(node.word);
        node = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
      }
    }
    return found;
  };
}
