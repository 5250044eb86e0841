import type { Kysely, Selectable } from "kysely";
import type { PlatformName } from "../core/message.ts";
import type { ArticleEvent, ArticleStore, Live, Revision } from "../knowledge/index.ts";
import { plainText } from "./plain-text.ts";
import { inParts } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const BASE = "base";
const RETIRED = "retired";
/** The one row that counts changes. */
const VERSION_ROW = 1;

const liveText = (live: Live): string => (live.kind === "editor" ? String(live.number) : live.kind);
const readLive = (text: string): Live => {
  if (text === BASE || text === RETIRED) return { kind: text };
  return { kind: "editor", number: Number(text) };
};

const toRevision = (row: Selectable<Schema["article_revisions"]>): Revision => ({
  number: row.id,
  articleId: row.article_id,
  revision: row.revision,
  text: row.text,
  english: row.english ?? undefined,
  origin: row.origin as Revision["origin"],
  state: row.state as Revision["state"],
  authorId: row.author_id ?? undefined,
  publisherId: row.publisher_id ?? undefined,
  gapGroupId: row.gap_group_id ?? undefined,
  createdAt: row.created_at,
  publishedAt: row.published_at ?? undefined,
});

const toEvent = (row: Selectable<Schema["article_events"]>): ArticleEvent & { readonly at: number } => ({
  articleId: row.article_id,
  number: row.revision_id ?? undefined,
  act: row.act as ArticleEvent["act"],
  from: (row.from_state ?? undefined) as ArticleEvent["from"],
  to: (row.to_state ?? undefined) as ArticleEvent["to"],
  personId: row.person_id,
  note: row.note,
  replaced: replacedOf(row),
  at: row.at,
});

const replacedOf = (
  row: Pick<Selectable<Schema["article_events"]>, "replaced_live" | "replaced_event_id">,
): ArticleEvent["replaced"] =>
  row.replaced_live === null
    ? undefined
    : { live: readLive(row.replaced_live), sinceEventId: row.replaced_event_id ?? undefined };

export function createArticleStore(db: Kysely<Schema>): ArticleStore {
  const revisions = () => db.selectFrom("article_revisions").selectAll();

  return {
    async keepBase(texts, now) {
      // Both columns stand in one index: the texts are not touched.
      const known = await db.selectFrom("article_revisions").select(["article_id", "revision"]).execute();
      const kept = new Set(known.map(({ article_id, revision }) => `${article_id} ${revision}`));
      const missing = texts.filter(({ articleId, revision }) => !kept.has(`${articleId} ${revision}`));
      for (const part of inParts(missing)) {
        await db
          .insertInto("article_revisions")
          .values(
            part.map(({ articleId, revision, text, english }) => ({
              article_id: articleId,
              revision,
              text: plainText(text),
              english: english === undefined ? null : plainText(english),
              origin: BASE,
              state: "published",
              created_at: now,
              published_at: now,
            })),
          )
          // Another process may have kept it meanwhile, or an editor may have written the very same text.
          .onConflict((conflict) => conflict.columns(["article_id", "revision"]).doNothing())
          .execute();
      }
      return missing.length;
    },

    async addRevision(revision, now) {
      const row = await db
        .insertInto("article_revisions")
        .values({
          article_id: revision.articleId,
          revision: revision.revision,
          text: revision.text,
          origin: "editor",
          state: "draft",
          author_id: revision.authorId ?? null,
          gap_group_id: revision.gapGroupId ?? null,
          created_at: now,
        })
        .onConflict((conflict) => conflict.columns(["article_id", "revision"]).doNothing())
        .returning("id")
        .executeTakeFirst();
      return row?.id;
    },

    async revision(number) {
      const row = await revisions().where("id", "=", number).executeTakeFirst();
      return row && toRevision(row);
    },

    async revisionByHash(articleId, revision) {
      const row = await revisions()
        .where("article_id", "=", articleId)
        .where("revision", "=", revision)
        .executeTakeFirst();
      return row && toRevision(row);
    },

    async revisionsOf(articleId, limit) {
      const rows = await revisions()
        .where("article_id", "=", articleId)
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(toRevision);
    },

    async open(limit) {
      const rows = await revisions()
        .where("state", "in", ["draft", "in_review"])
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(toRevision);
    },

    async setState(number, { from, to, publisherId }, now) {
      const result = await db
        .updateTable("article_revisions")
        .set({
          state: to,
          ...(publisherId === undefined ? {} : { publisher_id: publisherId }),
          ...(to === "published" ? { published_at: now } : {}),
        })
        .where("id", "=", number)
        .where("state", "=", from)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    async record(event, now) {
      const { id } = await db
        .insertInto("article_events")
        .values({
          article_id: event.articleId,
          revision_id: event.number ?? null,
          act: event.act,
          from_state: event.from ?? null,
          to_state: event.to ?? null,
          person_id: event.personId,
          note: plainText(event.note),
          replaced_live: event.replaced ? liveText(event.replaced.live) : null,
          replaced_event_id: event.replaced?.sinceEventId ?? null,
          at: now,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    },

    async history(articleId, limit) {
      const rows = await db
        .selectFrom("article_events")
        .selectAll()
        .where("article_id", "=", articleId)
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },

    async replacedBy(eventId) {
      const row = await db
        .selectFrom("article_events")
        .select(["replaced_live", "replaced_event_id"])
        .where("id", "=", eventId)
        .executeTakeFirst();
      return row && replacedOf(row);
    },

    async head(articleId) {
      const row = await db
        .selectFrom("article_heads")
        .selectAll()
        .where("article_id", "=", articleId)
        .executeTakeFirst();
      return row && { articleId, live: readLive(row.live), sinceEventId: row.since_event_id ?? undefined };
    },

    async setHead({ articleId, live, sinceEventId }) {
      const value = { live: liveText(live), since_event_id: sinceEventId ?? null };
      await db
        .insertInto("article_heads")
        .values({ article_id: articleId, ...value })
        .onConflict((conflict) => conflict.column("article_id").doUpdateSet(value))
        .execute();
    },

    async overrides() {
      const version = await readVersion(db);
      const heads = await db.selectFrom("article_heads").selectAll().where("live", "!=", BASE).execute();
      const numbers = heads
        .map(({ live }) => readLive(live))
        .flatMap((live) => ("number" in live ? [live.number] : []));
      const texts = new Map<number, string>();
      for (const part of inParts(numbers)) {
        const rows = await db
          .selectFrom("article_revisions")
          .select(["id", "text"])
          .where("id", "in", part)
          .execute();
        for (const { id, text } of rows) texts.set(id, text);
      }
      return {
        version,
        retired: heads.filter(({ live }) => live === RETIRED).map(({ article_id }) => article_id),
        texts: heads.flatMap(({ article_id, live }) => {
          const text = texts.get(Number(live));
          return text === undefined ? [] : [{ articleId: article_id, text }];
        }),
      };
    },

    version: () => readVersion(db),

    async nextVersion() {
      const { version } = await db
        .insertInto("article_version")
        .values({ id: VERSION_ROW, version: 1 })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet((row) => ({ version: row("article_version.version", "+", 1) })),
        )
        .returning("version")
        .executeTakeFirstOrThrow();
      return version;
    },

    async addQuestions(articleId, questions, now) {
      for (const question of questions) {
        await db
          .insertInto("article_questions")
          .values({ article_id: articleId, question: plainText(question), created_at: now })
          .onConflict((conflict) => conflict.columns(["article_id", "question"]).doNothing())
          .execute();
      }
    },

    async questions() {
      const rows = await db.selectFrom("article_questions").select(["article_id", "question"]).execute();
      return rows.map(({ article_id, question }) => ({ articleId: article_id, question }));
    },

    async addRequest({ requestId, number, personId, chat, locale }, now) {
      const rows = await db
        .insertInto("publish_requests")
        .values({
          id: requestId,
          revision_id: number,
          person_id: personId,
          platform: chat?.platform ?? null,
          chat_id: chat?.chatId ?? null,
          visible_to: chat?.visibleTo ?? null,
          locale,
          status: "open",
          created_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .execute();
      return rows.length > 0;
    },

    async openRequests() {
      const rows = await db
        .selectFrom("publish_requests")
        .selectAll()
        .where("status", "=", "open")
        .orderBy("created_at")
        .execute();
      return rows.map((row) => ({
        requestId: row.id,
        number: row.revision_id,
        personId: row.person_id,
        chat:
          row.platform === null || row.chat_id === null
            ? undefined
            : {
                platform: row.platform as PlatformName,
                chatId: row.chat_id,
                visibleTo: row.visible_to ?? undefined,
              },
        locale: row.locale === "en" ? "en" : "zh",
      }));
    },

    async closeRequest(requestId, outcome, now) {
      const result = await db
        .updateTable("publish_requests")
        .set({ status: outcome, closed_at: now })
        .where("id", "=", requestId)
        .where("status", "=", "open")
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    async noticeReview(articleId, by, now) {
      const rows = await db
        .insertInto("review_notices")
        .values({ article_id: articleId, review_by: by, told_at: now })
        .onConflict((conflict) => conflict.columns(["article_id", "review_by"]).doNothing())
        .returning("article_id")
        .execute();
      return rows.length > 0;
    },
  };
}

async function readVersion(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom("article_version")
    .select("version")
    .where("id", "=", VERSION_ROW)
    .executeTakeFirst();
  return row?.version ?? 0;
}
