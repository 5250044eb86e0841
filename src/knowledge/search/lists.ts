/**
 * Many short lists of numbers laid end to end: list `n` is `values[from[n]]` up to `values[from[n + 1]]`. Takes a
 * fraction of the memory of as many arrays, and reading a question runs through dozens of them.
 */
export interface Lists {
  readonly from: Uint32Array;
  readonly values: Uint32Array;
}

/** Lists while they are written: numbers are added to the last one. */
export interface ListWriter {
  readonly count: () => number;
  add(value: number): void;
  /** Ends the list; the next number begins another. */
  end(): void;
  finish(): Lists;
}

export function createListWriter(): ListWriter {
  let from = new Uint32Array(1_024);
  let values = new Uint32Array(8_192);
  let lists = 0;
  let size = 0;
  const grown = (full: Uint32Array<ArrayBuffer>) => {
    const larger = new Uint32Array(full.length * 2);
    larger.set(full);
    return larger;
  };
  return {
    count: () => lists,
    add(value) {
      if (size === values.length) values = grown(values);
      values[size++] = value;
    },
    end() {
      lists++;
      if (lists === from.length) from = grown(from);
      from[lists] = size;
    },
    finish: () => ({ from: from.slice(0, lists + 1), values: values.slice(0, size) }),
  };
}

/** The same relation from the other side: list `v` of the result names, ascending, the lists that have the value `v`. */
export function turnAround(lists: Lists, count: number): Lists {
  const { from, values } = turnWithPlaces(lists, count);
  return { from, values };
}

/** The same; `places` says for each entry of the result where it stood. */
export function turnWithPlaces(
  { from, values }: Lists,
  count: number,
): Lists & { readonly places: Uint32Array<ArrayBuffer> } {
  const turned = new Uint32Array(count + 1);
  for (const value of values) turned[value + 1] = (turned[value + 1] ?? 0) + 1;
  for (let at = 0; at < count; at++) turned[at + 1] = (turned[at + 1] ?? 0) + (turned[at] ?? 0);
  const next = turned.slice();
  const owners = new Uint32Array(values.length);
  const places = new Uint32Array(values.length);
  for (let list = 0; list + 1 < from.length; list++) {
    const end = from[list + 1] ?? 0;
    for (let at = from[list] ?? 0; at < end; at++) {
      const value = values[at] ?? 0;
      const place = next[value] ?? 0;
      next[value] = place + 1;
      owners[place] = list;
      places[place] = at;
    }
  }
  return { from: turned, values: owners, places };
}

/** The length of list `n`; 0 where there is none. */
export const lengthOf = ({ from }: Lists, n: number): number => (from[n + 1] ?? 0) - (from[n] ?? 0);

/** Adds `amount` to `sums` at each number of list `n`. */
export function addAt(sums: Float64Array, { from, values }: Lists, n: number, amount: number): void {
  const end = from[n + 1] ?? 0;
  for (let at = from[n] ?? 0; at < end; at++) {
    const place = values[at] ?? 0;
    sums[place] = (sums[place] ?? 0) + amount;
  }
}

/** Raises `tops` to at least `level` at each number of list `n`. */
export function raiseTo(tops: Float64Array, { from, values }: Lists, n: number, level: number): void {
  const end = from[n + 1] ?? 0;
  for (let at = from[n] ?? 0; at < end; at++) {
    const place = values[at] ?? 0;
    if (level > (tops[place] ?? 0)) tops[place] = level;
  }
}
