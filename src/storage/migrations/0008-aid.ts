import type { Kysely } from "kysely";
import type { Engine } from "../engine.ts";

/** Help programmes, applications to them with what happened to each, and forms that are being filled in. */
export async function aid(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  const number = engine === "sqlite" ? "integer" : "bigserial";
  await schema
    .createTable("aid_programmes")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("contents", "text", (column) => column.notNull())
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("unit", "text", (column) => column.notNull())
    .addColumn("total", "integer", (column) => column.notNull())
    .addColumn("share", "integer", (column) => column.notNull())
    .addColumn("reserved", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("until_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("aid_programmes_host").on("aid_programmes").columns(["host_id", "id"]).execute();
  await schema
    .createTable("aid_applications")
    .addColumn("id", number, (column) =>
      engine === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn("programme_id", "bigint", (column) => column.notNull().references("aid_programmes.id"))
    .addColumn("host_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    // 1 while it stands in the way of a second one of the same person.
    .addColumn("live", "integer", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("way", "text", (column) => column.notNull())
    .addColumn("answers", "text")
    .addColumn("contact", "text")
    .addColumn("phone_digest", "text")
    .addColumn("address_digest", "text")
    .addColumn("sent_at", "bigint", (column) => column.notNull())
    .addColumn("status_at", "bigint", (column) => column.notNull())
    .addColumn("approved_by", "text")
    .addColumn("handled_by", "text")
    .addColumn("refused_by", "text")
    .addColumn("reason", "text")
    .addColumn("has_appealed", "integer", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("aid_applications_one_live")
    .on("aid_applications")
    .columns(["programme_id", "person_id"])
    .unique()
    .where("live" as never, "=", 1)
    .execute();
  const index = (name: string, columns: readonly string[]) =>
    schema
      .createIndex(name)
      .on("aid_applications")
      .columns([...columns])
      .execute();
  await index("aid_applications_person", ["person_id", "id"]);
  await index("aid_applications_work", ["host_id", "status", "id"]);
  await index("aid_applications_phone", ["phone_digest"]);
  await index("aid_applications_address", ["address_digest"]);
  await index("aid_applications_status", ["status", "status_at"]);
  await schema
    .createTable("aid_events")
    .addColumn("application_id", "bigint", (column) => column.notNull().references("aid_applications.id"))
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("by_id", "text")
    .addColumn("sealed", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("aid_events_pk", ["application_id", "seq"])
    .execute();
  await schema
    .createTable("aid_forms")
    .addColumn("person_id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("answers", "text", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("aid_forms_updated").on("aid_forms").column("updated_at").execute();
}
