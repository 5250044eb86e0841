import { type CompiledQuery, type Kysely, sql } from "kysely";
import { preparedList } from "./prepared.ts";
import type { Schema } from "./schema.ts";

interface ClaimRow {
  readonly id: number;
  readonly status: string;
  readonly place: number | null;
  readonly ticket: number | null;
  readonly reason: string | null;
  readonly endsAt: number | null;
  readonly key: string | null;
  readonly tries: number;
  readonly now: number;
}

/** Many claims, each to an end of its own, in one statement: both engines name the columns of VALUES alike. */
export const updateClaims = preparedList((db: Kysely<Schema>, rows: readonly ClaimRow[]) => ({
  compile: (): CompiledQuery<unknown> => {
    const values = rows.map(
      (row) => sql`(cast(${row.id} as bigint), cast(${row.status} as text), cast(${row.place} as integer),
        cast(${row.reason} as text), cast(${row.endsAt} as bigint), cast(${row.key} as text),
        cast(${row.tries} as integer), cast(${row.now} as bigint), cast(${row.ticket} as integer))`,
    );
    return sql`update coupon_claims set status = v.column2, place = coalesce(v.column3, coupon_claims.place),
      reason = v.column4, ends_at = v.column5, delivery_key = v.column6,
      tries = coupon_claims.tries + v.column7, changed_at = v.column8,
      ticket = coalesce(v.column9, coupon_claims.ticket)
      from (values ${sql.join(values)}) as v where coupon_claims.id = v.column1`.compile(db);
  },
}));

export const insertCodes = preparedList(
  (
    db: Kysely<Schema>,
    rows: readonly { readonly campaign: number; readonly place: number; readonly code: string }[],
  ) =>
    db
      .insertInto("coupon_codes")
      .values(rows.map((row) => ({ campaign_id: row.campaign, place: row.place, code: row.code, taken: 0 })))
      .onConflict((conflict) => conflict.columns(["campaign_id", "code"]).doNothing())
      .returning("code"),
);
