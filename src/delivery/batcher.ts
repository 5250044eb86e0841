/**
 * Turns many single calls into few calls of `work`: while one batch is under way the next one gathers. A failing batch
 * rejects all its callers.
 * @param work gives one result per item, in order
 */
export function createBatcher<Item, Value>(
  work: (items: readonly Item[]) => Promise<readonly Value[]>,
  maxItems = 500,
): (item: Item) => Promise<Value> {
  const waiting: { item: Item; resolve: (value: Value) => void; reject: (error: unknown) => void }[] = [];
  let busy = false;

  async function run(): Promise<void> {
    busy = true;
    await null; // let everything of this turn join
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxItems);
      try {
        const values = await work(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(values[index] as Value);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void run();
    });
}
