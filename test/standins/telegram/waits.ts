/** A list that can be waited on: tests wait for what happens, not for time. */
export interface Watched<T> {
  readonly items: T[];
  add(item: T): void;
  /** Looks at everything again, for items that changed in place. */
  touch(): void;
  /** The first item that fits, now or later; rejects after `timeoutMs` so that a failing test says what it waited for. */
  waitFor(fits: (item: T) => boolean, timeoutMs?: number): Promise<T>;
  /** Resolves with the items once `count` of them fit. */
  waitForCount(count: number, fits?: (item: T) => boolean, timeoutMs?: number): Promise<T[]>;
}

export function createWatched<T>(what: string, keep = 200_000): Watched<T> {
  const items: T[] = [];
  const checks = new Set<() => void>();
  const wait = <R>(look: () => R | undefined, timeoutMs: number, missing: () => string): Promise<R> => {
    const now = look();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        checks.delete(check);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => {
        checks.delete(check);
        reject(new Error(missing()));
      }, timeoutMs);
      checks.add(check);
    });
  };
  const touch = () => {
    for (const check of [...checks]) check();
  };
  return {
    items,
    add(item) {
      items.push(item);
      if (items.length > keep) items.splice(0, items.length - keep);
      touch();
    },
    touch,
    waitFor: (fits, timeoutMs = 10_000) =>
      wait(
        () => items.find(fits),
        timeoutMs,
        () => `no ${what} fitted within ${timeoutMs} ms; there were ${items.length}`,
      ),
    waitForCount: (count, fits = () => true, timeoutMs = 10_000) =>
      wait(
        () => {
          const found = items.filter(fits);
          return found.length >= count ? found : undefined;
        },
        timeoutMs,
        () =>
          `fewer than ${count} ${what} fitted within ${timeoutMs} ms; there were ${items.filter(fits).length}`,
      ),
  };
}
