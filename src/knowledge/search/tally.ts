/** Numbers for terms in the order in which they are first met. */
export function createNumbering<K>() {
  const numbers = new Map<K, number>();
  return {
    numbers,
    of(term: K): number {
      let number = numbers.get(term);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(term, number);
      }
      return number;
    },
  };
}

/** The terms of one thing with their summed weight, each once, in the order in which they were met. */
export function createTally() {
  const sums: number[] = [];
  const metIn: number[] = [];
  const met: number[] = [];
  let round = 1;
  return {
    met,
    sumOf: (term: number) => sums[term] ?? 0,
    add(term: number, weight: number): void {
      if (metIn[term] === round) {
        sums[term] = (sums[term] ?? 0) + weight;
        return;
      }
      while (metIn.length <= term) {
        metIn.push(0);
        sums.push(0);
      }
      metIn[term] = round;
      sums[term] = weight;
      met.push(term);
    },
    clear(): void {
      round++;
      met.length = 0;
    },
  };
}
