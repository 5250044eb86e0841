import type { Kysely } from "kysely";

/** Birth months of a person's children, `2025-03` with commas between: all that is kept of a child, and only when told. */
export async function children({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("persons").addColumn("children", "text").execute();
}
