import { GAP, isDigit, isLatin, type Normalised } from "./normalise.ts";

/** One place where a word stands: `[start, end)` in the normalised text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
}

/** Hits of one text by word id, in the order in which they end. */
export type Hits = ReadonlyMap<number, readonly Hit[]>;

interface Entry {
  readonly id: number;
  readonly length: number;
  /** Must stand at the start or at the end of a clause. */
  readonly opens: boolean;
  readonly closes: boolean;
}

interface Node {
  readonly next: Map<number, Node>;
  readonly entries: Entry[];
  fail: Node | undefined;
  number: number;
}

const emptyNode = (): Node => ({ next: new Map(), entries: [], fail: undefined, number: 0 });

/** A text of one repeated word could hit it thousands of times; the first and the last ones tell enough. */
const MOST_HITS = 200;

/**
 * All words of all rules in one automaton (Aho–Corasick): one pass over a text finds each of them, however many
 * there are. A word may begin or end with `|`: it then counts only at that edge of a clause.
 */
export class WordIndex {
  #root = emptyNode();
  #automaton: Automaton | undefined;
  readonly #ids = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #readWord: (word: string) => string;

  constructor(readWord: (word: string) => string) {
    this.#readWord = readWord;
  }

  /** Adds a word unless it is there and gives its id. Throws when nothing of it is left after normalising. */
  add(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const text = this.#readWord(word.replaceAll("|", ""));
    if (text === "") throw new Error(`the word ${JSON.stringify(word)} is empty`);
    const id = this.#words.length;
    this.#ids.set(word, id);
    this.#words.push(word.replaceAll("|", ""));
    let node = this.#root;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      let next = node.next.get(code);
      if (!next) {
        next = emptyNode();
        node.next.set(code, next);
      }
      node = next;
    }
    node.entries.push({ id, length: text.length, opens: word.startsWith("|"), closes: word.endsWith("|") });
    return id;
  }

  /** The word as its rule writes it. */
  word(id: number): string {
    return this.#words[id] ?? "";
  }

  /** Links each place in the automaton to where reading goes on when a word breaks off; call once, after all words. */
  finish(): void {
    const nodes: Node[] = [this.#root];
    for (const node of nodes) {
      for (const [code, child] of node.next) {
        let fail = node.fail;
        while (fail && !fail.next.has(code)) fail = fail.fail;
        child.fail = fail?.next.get(code) ?? this.#root;
        child.entries.push(...child.fail.entries);
        child.number = nodes.push(child) - 1;
      }
    }
    this.#automaton = new Automaton(nodes);
    this.#root = emptyNode();
  }

  /** Every accepted hit in `normalised`; linear in its length. */
  find(normalised: Normalised): Hits {
    const hits = new Map<number, Hit[]>();
    const { text } = normalised;
    const automaton = this.#automaton;
    if (!automaton) throw new Error("the word index is not finished");
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      node = automaton.step(node, text.charCodeAt(at));
      for (const entry of automaton.entriesAt(node)) {
        const start = at + 1 - entry.length;
        if (!accepts(entry, normalised, start, at + 1)) continue;
        const found = hits.get(entry.id);
        if (!found) hits.set(entry.id, [{ start, end: at + 1 }]);
        else if (found.length < MOST_HITS) found.push({ start, end: at + 1 });
        else found[MOST_HITS - 1] = { start, end: at + 1 };
      }
    }
    return hits;
  }
}

/**
 * The finished places by number, 0 for the start, in flat arrays: thousands of small maps would be several megabytes
 * that every message has to fetch from all over the memory.
 */
class Automaton {
  readonly #entries: readonly (readonly Entry[])[];
  readonly #fail: Int32Array;
  readonly #parent: Int32Array;
  readonly #code: Uint16Array;
  /** Open addressing by parent and code; 0, which is nobody's child, is free. */
  readonly #children: Int32Array;

  constructor(nodes: readonly Node[]) {
    this.#entries = nodes.map(({ entries }) => (entries.length > 0 ? entries : NO_ENTRIES));
    this.#fail = Int32Array.from(nodes, ({ fail }) => fail?.number ?? 0);
    this.#parent = new Int32Array(nodes.length);
    this.#code = new Uint16Array(nodes.length);
    this.#children = new Int32Array(2 ** Math.ceil(Math.log2(nodes.length * 2)));
    for (const { number, next } of nodes) {
      for (const [code, child] of next) {
        this.#parent[child.number] = number;
        this.#code[child.number] = code;
        this.#children[this.#slot(number, code)] = child.number;
      }
    }
  }

  entriesAt(node: number): readonly Entry[] {
    return this.#entries[node] ?? NO_ENTRIES;
  }

  /** The place after reading one more character. */
  step(node: number, code: number): number {
    let from = node;
    let next = this.#child(from, code);
    while (next === 0 && from !== 0) {
      from = this.#fail[from] ?? 0;
      next = this.#child(from, code);
    }
    return next;
  }

  #child(node: number, code: number): number {
    return this.#children[this.#slot(node, code)] ?? 0;
  }

  /** Where this child is or would be put. */
  #slot(node: number, code: number): number {
    const mask = this.#children.length - 1;
    const mixed = Math.imul(node + 1, 0x9e37_79b1) ^ Math.imul(code, 0x85eb_ca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let child = this.#children[slot] ?? 0; child !== 0; child = this.#children[slot] ?? 0) {
      if (this.#parent[child] === node && this.#code[child] === code) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

const NO_ENTRIES: readonly Entry[] = [];

function accepts(entry: Entry, { text, gaps }: Normalised, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  const final = text.charCodeAt(end - 1);
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  const after = end < text.length ? text.charCodeAt(end) : 0;
  if (isLatin(first) && isLatin(before)) return false;
  if (isLatin(final) && isLatin(after)) return false;
  if (isDigit(final) && isDigit(after)) return false;
  if (entry.opens && start > 0 && (gaps[start] ?? 0) < GAP.space) return false;
  if (entry.closes && end < text.length && (gaps[end] ?? 0) < GAP.space) return false;
  let hard = 0;
  let open = 0;
  for (let at = start + 1; at < end; at++) {
    const gap = gaps[at] ?? 0;
    if (gap > hard) hard = gap;
    if (gap === GAP.none) open++;
  }
  if (hard < GAP.list) return true;
  // "不，想，活，了" is one word spread out; "我不想。活了" are two that meet.
  return open === 0 && (end - start > 2 || hard < GAP.comma);
}
