import { type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type {
  AidStore,
  Application,
  ApplicationAnswers,
  ApplicationEvent,
  ApplicationStatus,
  Form,
  Programme,
  ProgrammeStatus,
  RefusalReason,
} from "../aid/index.ts";
import type { FanWay } from "../cases/index.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { Engine } from "./engine.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** Asked for each private message, whose sender hardly ever fills in a form. */
const selectForm = prepared((db, { personId }: { personId: string }) =>
  db.selectFrom("aid_forms").selectAll().where("person_id", "=", personId),
);

const OVER: ReadonlySet<ApplicationStatus> = new Set<ApplicationStatus>(["refused", "withdrawn", "expired"]);
/** In `live`: it counts, beside another one of the same person in the same programme. */
const BESIDE = 2;
const ofForm = (personId: string): string => `aid-form:${personId}`;
const ofApplication = (id: number): string => `aid:${id}`;

const toProgramme = (row: Selectable<Schema["aid_programmes"]>): Programme => ({
  programmeId: row.id,
  hostId: row.host_id,
  title: row.title,
  contents: row.contents,
  who: row.who,
  unit: row.unit === "yuan" ? "yuan" : "pack",
  total: row.total,
  share: row.share,
  reserved: row.reserved,
  status: row.status as ProgrammeStatus,
  createdAt: row.created_at,
  until: row.until_at,
});

const toApplication = (row: Selectable<Schema["aid_applications"]>): Application => ({
  applicationId: row.id,
  programmeId: row.programme_id,
  hostId: row.host_id,
  personId: row.person_id,
  status: row.status as ApplicationStatus,
  seq: row.seq,
  from: JSON.parse(row.way) as FanWay,
  sentAt: row.sent_at,
  statusAt: row.status_at,
  approvedBy: row.approved_by ?? undefined,
  handledBy: row.handled_by ?? undefined,
  refusedBy: row.refused_by ?? undefined,
  reason: (row.reason ?? undefined) as RefusalReason | undefined,
  hasAppealed: row.has_appealed === 1,
});

/** Whose it was, told apart from others for the sake of the index alone. */
const nobody = (applicationId: number) => ({
  person_id: `gone:${applicationId}`,
  way: JSON.stringify({ platform: "web", chatId: "", kind: "group", userId: "", locale: "zh" }),
  phone_digest: null,
  address_digest: null,
});

/** What was told goes, and with `person` also whose it was. */
export async function eraseApplicationRow(
  db: Kysely<Schema>,
  applicationId: number,
  person: boolean,
  now: number,
): Promise<void> {
  const erased = { answers: null, contact: null };
  await db
    .updateTable("aid_applications")
    .set(person ? { ...erased, ...nobody(applicationId), erased_at: now } : erased)
    .where("id", "=", applicationId)
    .where("erased_at", "is", null)
    .execute();
  await db
    .updateTable("aid_events")
    .set({ sealed: null })
    .where("application_id", "=", applicationId)
    .execute();
}

export function createAidStore(db: Kysely<Schema>, sealer: TextSealer, engine: Engine): AidStore {
  const opened = <T>(sealed: string | null, about: string): T | undefined => {
    const text = sealed === null ? undefined : sealer.open(sealed, about);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  const eventRow = (
    applicationId: number,
    seq: number,
    event: ApplicationEvent,
  ): Insertable<Schema["aid_events"]> => ({
    application_id: applicationId,
    seq,
    type: event.type,
    by_id: event.by ?? null,
    sealed:
      event.text === undefined ? null : sealer.seal(JSON.stringify(event.text), ofApplication(applicationId)),
    at: event.at,
  });

  return {
    async form(personId) {
      const [row] = (await selectForm(db, { personId })).rows;
      const answers = row && opened<Form["answers"]>(row.answers, ofForm(personId));
      return row && answers
        ? {
            kind: row.kind as Form["kind"],
            subject: row.subject,
            step: row.step,
            answers,
            updatedAt: row.updated_at,
          }
        : undefined;
    },

    async keepForm(personId, { kind, subject, step, answers, updatedAt }) {
      const row = {
        kind,
        subject,
        step,
        answers: sealer.seal(JSON.stringify(answers), ofForm(personId)),
        updated_at: updatedAt,
      };
      await db
        .insertInto("aid_forms")
        .values({ person_id: personId, ...row })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet(row))
        .execute();
    },

    async dropForm(personId) {
      await db.deleteFrom("aid_forms").where("person_id", "=", personId).execute();
    },

    async createProgramme(programme, createdBy, now) {
      const { hostId, title, contents, who, unit, total, share, until } = programme;
      const row = await db
        .insertInto("aid_programmes")
        .values({
          host_id: hostId,
          title,
          contents,
          who,
          unit,
          total,
          share,
          reserved: 0,
          status: "open",
          created_by: createdBy,
          created_at: now,
          until_at: until,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async programme(programmeId) {
      const row = await db
        .selectFrom("aid_programmes")
        .selectAll()
        .where("id", "=", programmeId)
        .executeTakeFirst();
      return row && toProgramme(row);
    },

    async programmes(whose, limit) {
      let query = db.selectFrom("aid_programmes").selectAll().where("status", "!=", "closed");
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("host_id", "in", whose);
      }
      return (await query.orderBy("id", "desc").limit(limit).execute()).map(toProgramme);
    },

    async setStatus(programmeId, status) {
      await db.updateTable("aid_programmes").set({ status }).where("id", "=", programmeId).execute();
    },

    async reserve(programmeId) {
      // One statement decides: of two who take the last share at once the second finds none.
      const row = await db
        .updateTable("aid_programmes")
        .set({ reserved: sql`reserved + share` })
        .where("id", "=", programmeId)
        .where(sql<boolean>`reserved + share <= total`)
        .returning("id")
        .executeTakeFirst();
      return row !== undefined;
    },

    async release(programmeId) {
      await db
        .updateTable("aid_programmes")
        .set({ reserved: sql`reserved - share` })
        .where("id", "=", programmeId)
        .execute();
    },

    async createApplication({ programmeId, hostId, personId, from }, told, contact, digests, now) {
      const row = await db
        .insertInto("aid_applications")
        .values({
          programme_id: programmeId,
          host_id: hostId,
          person_id: personId,
          status: "sent",
          live: 1,
          seq: 1,
          way: JSON.stringify(from),
          phone_digest: digests.phone ?? null,
          address_digest: digests.address ?? null,
          sent_at: now,
          status_at: now,
          has_appealed: 0,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!row) return undefined;
      // What is sealed belongs to its number, which only now is known.
      const about = ofApplication(row.id);
      await db
        .updateTable("aid_applications")
        .set({
          answers: sealer.seal(JSON.stringify(told), about),
          contact: contact === undefined ? null : sealer.seal(JSON.stringify(contact), about),
        })
        .where("id", "=", row.id)
        .execute();
      await db
        .insertInto("aid_events")
        .values(eventRow(row.id, 1, { type: "sent", at: now }))
        .execute();
      return row.id;
    },

    async lock(applicationId) {
      const query = db.selectFrom("aid_applications").selectAll().where("id", "=", applicationId);
      const row = await (engine === "postgres" ? query.forUpdate() : query).executeTakeFirst();
      return row && toApplication(row);
    },

    async append(application, event) {
      const { applicationId, seq, status } = application;
      await db
        .insertInto("aid_events")
        .values(eventRow(applicationId, seq, event))
        .execute();
      await db
        .updateTable("aid_applications")
        .set({
          status,
          // What stands beside another one of the same person since two accounts were linked goes on so.
          live: OVER.has(status)
            ? 0
            : sql<number>`case when live = ${BESIDE} then ${sql.lit(BESIDE)} else 1 end`,
          seq,
          way: JSON.stringify(application.from),
          status_at: application.statusAt,
          approved_by: application.approvedBy ?? null,
          handled_by: application.handledBy ?? null,
          refused_by: application.refusedBy ?? null,
          reason: application.reason ?? null,
          has_appealed: application.hasAppealed ? 1 : 0,
        })
        .where("id", "=", applicationId)
        .execute();
    },

    async events(applicationId) {
      const rows = await db
        .selectFrom("aid_events")
        .selectAll()
        .where("application_id", "=", applicationId)
        .orderBy("seq")
        .execute();
      return rows.map((row) => ({
        type: row.type as ApplicationEvent["type"],
        by: row.by_id ?? undefined,
        text: opened<string>(row.sealed, ofApplication(applicationId)),
        at: row.at,
      }));
    },

    async told(applicationId) {
      const row = await db
        .selectFrom("aid_applications")
        .select(["answers", "contact"])
        .where("id", "=", applicationId)
        .executeTakeFirst();
      const about = ofApplication(applicationId);
      return {
        answers: opened<ApplicationAnswers>(row?.answers ?? null, about),
        contact: opened<string>(row?.contact ?? null, about),
      };
    },

    async duplicatesOf(applicationId, limit) {
      const own = await db
        .selectFrom("aid_applications")
        .select(["host_id", "person_id", "phone_digest", "address_digest"])
        .where("id", "=", applicationId)
        .executeTakeFirst();
      if (!own) return [];
      const { phone_digest: phone, address_digest: address } = own;
      const rows = await db
        .selectFrom("aid_applications")
        .select(["id", "status", "person_id", "phone_digest", "address_digest"])
        .where("host_id", "=", own.host_id)
        .where("id", "!=", applicationId)
        .where((row) =>
          row.or([
            row("person_id", "=", own.person_id),
            ...(phone === null ? [] : [row("phone_digest", "=", phone)]),
            ...(address === null ? [] : [row("address_digest", "=", address)]),
          ]),
        )
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        applicationId: row.id,
        status: row.status as ApplicationStatus,
        by: [
          ...(row.person_id === own.person_id ? (["person"] as const) : []),
          ...(phone !== null && row.phone_digest === phone ? (["phone"] as const) : []),
          ...(address !== null && row.address_digest === address ? (["address"] as const) : []),
        ],
      }));
    },

    async applicationsOf(personId, limit) {
      const rows = await db
        .selectFrom("aid_applications")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(toApplication);
    },

    async applications(whose, statuses, limit) {
      let query = db
        .selectFrom("aid_applications")
        .selectAll()
        .where("status", "in", [...statuses]);
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("host_id", "in", whose);
      }
      return (await query.orderBy("id").limit(limit).execute()).map(toApplication);
    },

    async promise(hostId) {
      const row = await db
        .selectFrom("host_promises")
        .select("text")
        .where("host_id", "=", hostId)
        .executeTakeFirst();
      return row?.text;
    },

    async setPromise(hostId, text, by, now) {
      if (text === undefined) {
        await db.deleteFrom("host_promises").where("host_id", "=", hostId).execute();
        return;
      }
      const row = { text, set_by: by, set_at: now };
      await db
        .insertInto("host_promises")
        .values({ host_id: hostId, ...row })
        .onConflict((conflict) => conflict.column("host_id").doUpdateSet(row))
        .execute();
    },

    async helpedAmong(hostId, personIds, statuses) {
      if (personIds.length === 0) return new Set();
      const rows = await db
        .selectFrom("aid_applications")
        .select("person_id")
        .where("person_id", "in", [...personIds])
        .where("host_id", "=", hostId)
        .where("status", "in", [...statuses])
        .execute();
      return new Set(rows.map((row) => row.person_id));
    },

    async since(statuses, before, limit) {
      const rows = await db
        .selectFrom("aid_applications")
        .select("id")
        .where("status", "in", [...statuses])
        .where("status_at", "<", before)
        .orderBy("status_at")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async eraseContact(applicationId) {
      await db
        .updateTable("aid_applications")
        .set({ contact: null })
        .where("id", "=", applicationId)
        .execute();
    },

    eraseApplication: (applicationId, person, now) => eraseApplicationRow(db, applicationId, person, now),

    async moveApplications(fromId, intoId) {
      const hers = await db
        .selectFrom("aid_applications")
        .select("programme_id")
        .where("person_id", "=", intoId)
        .where("live", "=", 1)
        .execute();
      const taken = hers.map((row) => row.programme_id);
      if (taken.length > 0) {
        await db
          .updateTable("aid_applications")
          .set({ live: BESIDE })
          .where("person_id", "=", fromId)
          .where("live", "=", 1)
          .where("programme_id", "in", taken)
          .execute();
      }
      await db
        .updateTable("aid_applications")
        .set({ person_id: intoId })
        .where("person_id", "=", fromId)
        .execute();
    },
  };
}
