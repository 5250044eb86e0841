/**
 * Many short lists of numbers laid end to end: list `n` is `values[from[n]]` up to `values[from[n + 1]]`. Takes a
 * fraction of the memory of as many arrays, and reading a question runs through dozens of them.
 */
export interface Lists {
  readonly from: Uint32Array;
  readonly values: Uint32Array;
}

export function layOut(lists: readonly (readonly number[])[]): Lists {
  const from = new Uint32Array(lists.length + 1);
  lists.forEach((list, at) => {
    from[at + 1] = (from[at] ?? 0) + list.length;
  });
  return { from, values: Uint32Array.from(lists.flat()) };
}

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
