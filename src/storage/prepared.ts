import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";
import type { Schema } from "./schema.ts";

/** Stands for a value that is filled in each time the query runs. */
class Slot {
  readonly item: number;
  readonly name: PropertyKey;
  constructor(item: number, name: PropertyKey) {
    this.item = item;
    this.name = name;
  }
}

/** Reads like the values themselves while a query is built; each property is its slot. */
const slotsOf = <Values extends object>(item: number): Values =>
  new Proxy({} as Values, { get: (_, name) => new Slot(item, name) });

/**
 * A query of the busiest way (one message from inbox to receipt) that is built once for each dialect instead of each
 * time: building costs more than running it. `build` may only hand the slots on as values, never look at them.
 */
export function prepared<Values extends object, Row = unknown>(
  build: (db: Kysely<Schema>, values: Values) => Compilable<Row>,
): (db: Kysely<Schema>, values: Values) => Promise<QueryResult<Row>> {
  const run = preparedList<Values, Row>((db, [values]) => build(db, values as Values));
  return (db, values) => run(db, [values]);
}

/** The same for a list; there is one query for each length, so lengths should be few: see `inParts`. */
export function preparedList<Values extends object, Row = unknown>(
  build: (db: Kysely<Schema>, items: readonly Values[]) => Compilable<Row>,
): (db: Kysely<Schema>, items: readonly Values[]) => Promise<QueryResult<Row>> {
  const compiled = new WeakMap<object, Map<number, CompiledQuery<Row>>>();
  return (db, items) => {
    const { adapter } = db.getExecutor(); // one object per database, whatever transaction runs
    let byLength = compiled.get(adapter);
    if (!byLength) {
      byLength = new Map();
      compiled.set(adapter, byLength);
    }
    let query = byLength.get(items.length);
    if (!query) {
      query = build(
        db,
        items.map((_, at) => slotsOf<Values>(at)),
      ).compile();
      byLength.set(items.length, query);
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Slot ? (items[value.item] as Record<PropertyKey, unknown>)[value.name] : value,
    );
    return db.executeQuery({ ...query, parameters });
  };
}

const LONGEST_PART = 64;

/** Cuts a list into parts of 64, 32, 16 … items, so that statements exist in seven lengths only. */
export function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; ) {
    const left = items.length - start;
    const size = Math.min(LONGEST_PART, 2 ** Math.floor(Math.log2(left)));
    parts.push(items.slice(start, start + size));
    start += size;
  }
  return parts;
}
