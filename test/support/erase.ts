import type { KeepingRule } from "../../src/core/kept.ts";
import type { Stores } from "../../src/storage/index.ts";

/** Erases everything of a rule that is older than `before`, from the beginning; returns how much that was. */
export async function erase(
  { transact }: { transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> },
  rule: KeepingRule,
  before: number,
  limit = 100,
): Promise<number> {
  let count = 0;
  for (let after = "", more = true; more; ) {
    const from = after;
    const done = await transact(({ retention }) => retention.erase(rule, before, from, limit));
    count += done.count;
    ({ after, more } = done);
  }
  return count;
}
