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

/** Runs one statement with these parameters at once. */
export type DirectRun = <Row>(parameters: readonly unknown[]) => QueryResult<Row>;

/**
 * An engine of one connection in this process can run a statement without asking for that connection: half of what a
 * small statement costs. Kept by the dialect's adapter, which is one object per database, whatever transaction runs.
 */
const direct = new WeakMap<object, (sql: string) => DirectRun>();

/** From now on this database's prepared queries are run by what `open` makes of their SQL, once for each. */
export function runDirectly(db: Kysely<Schema>, open: (sql: string) => DirectRun): void {
  direct.set(db.getExecutor().adapter, open);
}

interface Ready<Row> {
  readonly query: CompiledQuery<Row>;
  readonly run: DirectRun | undefined;
}

/** The same for a list; there is one query for each length, so lengths should be few: see `inParts`. */
export function preparedList<Values extends object, Row = unknown>(
  build: (db: Kysely<Schema>, items: readonly Values[]) => Compilable<Row>,
): (db: Kysely<Schema>, items: readonly Values[]) => Promise<QueryResult<Row>> {
  const ready = new WeakMap<object, Map<number, Ready<Row>>>();

  function prepare(db: Kysely<Schema>, adapter: object, length: number): Ready<Row> {
    const slots = Array.from({ length }, (_, at) => slotsOf<Values>(at));
    const query = build(db, slots).compile();
    return { query, run: direct.get(adapter)?.(query.sql) };
  }

  return async (db, items) => {
    const { adapter } = db.getExecutor();
    let byLength = ready.get(adapter);
    if (!byLength) {
      byLength = new Map();
      ready.set(adapter, byLength);
    }
    let known = byLength.get(items.length);
    if (!known) {
      known = prepare(db, adapter, items.length);
      byLength.set(items.length, known);
    }
    const { query, run } = known;
    const parameters = query.parameters.map((value) =>
      value instanceof Slot ? (items[value.item] as Record<PropertyKey, unknown>)[value.name] : value,
    );
    return run ? run<Row>(parameters) : await db.executeQuery({ ...query, parameters });
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
