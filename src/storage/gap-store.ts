import type { Kysely, Selectable } from "kysely";
import type { AnswerStore, Gap, GapGroup, GapStore } from "../answering/index.ts";
import type { PlatformName } from "../core/message.ts";
import { plainText } from "./plain-text.ts";
import { prepared, preparedList } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** Questions asked where no host is known are grouped under an empty host. */
const NO_HOST = "";
const OPEN = "open";
/** Groups that share a band and are compared; more than this in one band are hardly ever alike. */
const MOST_ALIKE = 48;
const toGroup = (row: Selectable<Schema["gap_groups"]>): GapGroup => ({
  groupId: row.id,
  hostId: row.host_id === NO_HOST ? undefined : row.host_id,
  question: row.question,
  count: row.count,
  firstAt: row.first_at,
  lastAt: row.last_at,
  status: row.status === OPEN ? "open" : "closed",
  articleId: row.article_id ?? undefined,
});

const countGapQuery = prepared(
  (db, { host, fingerprint, now }: { host: string; fingerprint: string; now: number }) =>
    db
      .updateTable("gaps")
      .set((gap) => ({ count: gap("count", "+", 1), last_at: now }))
      .where("host_id", "=", host)
      .where("fingerprint", "=", fingerprint)
      .where("group_id", "in", (groups) =>
        groups
          .selectFrom("gap_groups")
          .select("gap_groups.id")
          .whereRef("gap_groups.id", "=", "gaps.group_id")
          .where("gap_groups.status", "=", OPEN),
      )
      .returning("group_id"),
);
const countGroupQuery = prepared((db, { id, now }: { id: string; now: number }) =>
  db
    .updateTable("gap_groups")
    .set((row) => ({ count: row("count", "+", 1), last_at: now }))
    .where("id", "=", id)
    .where("status", "=", OPEN),
);
const insertGroup = prepared((db, row: { id: string; host: string; question: string; now: number }) =>
  db.insertInto("gap_groups").values({
    id: row.id,
    host_id: row.host,
    question: row.question,
    count: 1,
    first_at: row.now,
    last_at: row.now,
    status: OPEN,
  }),
);
const insertBands = preparedList((db, rows: readonly { host: string; band: number; groupId: string }[]) =>
  db
    .insertInto("gap_bands")
    .values(rows.map(({ host, band, groupId }) => ({ host_id: host, band, group_id: groupId })))
    .onConflict((conflict) => conflict.doNothing()),
);
interface GapRow {
  readonly id: string;
  readonly host: string;
  readonly fingerprint: string;
  readonly question: string;
  readonly near: string;
  readonly now: number;
  readonly groupId: string;
}
const insertGap = prepared((db, row: GapRow) =>
  db
    .insertInto("gaps")
    .values({
      id: row.id,
      host_id: row.host,
      fingerprint: row.fingerprint,
      question: row.question,
      near: row.near,
      count: 1,
      first_at: row.now,
      last_at: row.now,
      group_id: row.groupId,
    })
    // The same words were answered once and are asked again: they wait anew, in a group of this time.
    .onConflict((conflict) =>
      conflict.columns(["host_id", "fingerprint"]).doUpdateSet((gap) => ({
        count: gap("gaps.count", "+", 1),
        last_at: row.now,
        group_id: row.groupId,
      })),
    ),
);
const selectAlike = preparedList((db, bands: readonly { readonly host: string; readonly band: number }[]) =>
  db
    .selectFrom("gap_bands")
    .innerJoin("gap_groups", "gap_groups.id", "gap_bands.group_id")
    .select(["gap_groups.id", "gap_groups.question"])
    .where("gap_bands.host_id", "=", bands[0]?.host ?? NO_HOST)
    .where(
      "gap_bands.band",
      "in",
      bands.map(({ band }) => band),
    )
    .where("gap_groups.status", "=", OPEN)
    .limit(MOST_ALIKE),
);

/** Where answers put their questions. */
export function createGapFile(db: Kysely<Schema>): Pick<AnswerStore, "countGap" | "gapsLike" | "addGap"> {
  async function countGroup(groupId: string, now: number): Promise<boolean> {
    const { numAffectedRows } = await countGroupQuery(db, { id: groupId, now });
    return (numAffectedRows ?? 0n) > 0n;
  }

  async function countGap(hostId: string | undefined, fingerprint: string, now: number): Promise<boolean> {
    const { rows } = await countGapQuery(db, {
      host: hostId ?? NO_HOST,
      fingerprint: plainText(fingerprint),
      now,
    });
    const groupId = rows[0]?.group_id;
    if (!groupId) return false;
    await countGroup(groupId, now);
    return true;
  }

  async function openGroup(gap: Gap, groupId: string, now: number): Promise<void> {
    const host = gap.hostId ?? NO_HOST;
    await insertGroup(db, { id: groupId, host, question: plainText(gap.question), now });
    const { bands = [] } = gap;
    if (bands.length > 0)
      await insertBands(
        db,
        bands.map((band) => ({ host, band, groupId })),
      );
  }

  return {
    countGap,

    async addGap(gap, gapId, now) {
      if (await countGap(gap.hostId, gap.fingerprint, now)) return;
      const joined = gap.groupId !== undefined && (await countGroup(gap.groupId, now));
      const groupId = joined && gap.groupId !== undefined ? gap.groupId : gapId;
      if (!joined) await openGroup(gap, groupId, now);
      await insertGap(db, {
        id: gapId,
        host: gap.hostId ?? NO_HOST,
        fingerprint: plainText(gap.fingerprint),
        question: plainText(gap.question),
        near: JSON.stringify(gap.near),
        now,
        groupId,
      });
    },

    async gapsLike(hostId, bands) {
      if (bands.length === 0) return [];
      const host = hostId ?? NO_HOST;
      const { rows } = await selectAlike(
        db,
        bands.map((band) => ({ host, band })),
      );
      const questions = new Map(rows.map(({ id, question }) => [id, question]));
      return [...questions].map(([groupId, question]) => ({ groupId, question }));
    },
  };
}

/** Where editors find them again. */
export function createGapStore(db: Kysely<Schema>): GapStore {
  return {
    async gapGroups(whose, limit) {
      let query = db.selectFrom("gap_groups").selectAll().where("status", "=", OPEN);
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("host_id", "in", whose);
      }
      const rows = await query.orderBy("count", "desc").orderBy("last_at", "desc").limit(limit).execute();
      return rows.map(toGroup);
    },

    async gapGroup(groupId) {
      const row = await db.selectFrom("gap_groups").selectAll().where("id", "=", groupId).executeTakeFirst();
      return row && toGroup(row);
    },

    async gapQuestions(groupId, limit) {
      const rows = await db
        .selectFrom("gaps")
        .select("question")
        .where("group_id", "=", groupId)
        .orderBy("count", "desc")
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(({ question }) => question);
    },

    async closeGapGroup(groupId, articleId, personId, now) {
      const result = await db
        .updateTable("gap_groups")
        .set({ status: "closed", article_id: articleId, closed_at: now })
        .where("id", "=", groupId)
        .where("status", "=", OPEN)
        .executeTakeFirst();
      if (Number(result.numUpdatedRows) === 0) return false;
      await db.deleteFrom("gap_bands").where("group_id", "=", groupId).execute();
      await db
        .insertInto("gap_events")
        .values({ group_id: groupId, act: "answered", article_id: articleId, person_id: personId, at: now })
        .execute();
      return true;
    },

    async notHelped(whose, from, limit) {
      let query = db
        .selectFrom("feedback")
        .innerJoin("answers", "answers.id", "feedback.answer_id")
        .select(["answers.id", "answers.article_id", "answers.revision", "feedback.at"])
        .where("feedback.helped", "=", 0)
        .where("feedback.at", ">=", from)
        .where("answers.article_id", "is not", null);
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("answers.host_id", "in", whose);
      }
      const rows = await query
        .orderBy("feedback.at", "desc")
        .limit(limit * 4)
        .execute();
      const byAnswer = new Map<
        string,
        { articleId: string; revision: string; people: number; lastAt: number }
      >();
      for (const { id, article_id, revision, at } of rows) {
        const known = byAnswer.get(id);
        if (known) known.people += 1;
        else
          byAnswer.set(id, { articleId: article_id ?? "", revision: revision ?? "", people: 1, lastAt: at });
      }
      return [...byAnswer].map(([answerId, found]) => ({ answerId, ...found })).slice(0, limit);
    },

    async failedRewordings(whose, from, limit) {
      let query = db
        .selectFrom("rewording_failures")
        .innerJoin("answers", "answers.id", "rewording_failures.answer_id")
        .selectAll("rewording_failures")
        .where("rewording_failures.created_at", ">=", from);
      if (whose !== "everybody") {
        if (whose.length === 0) return [];
        query = query.where("answers.host_id", "in", whose);
      }
      const rows = await query.orderBy("rewording_failures.created_at", "desc").limit(limit).execute();
      return rows.map(({ answer_id, article_id, revision, reason, created_at }) => ({
        answerId: answer_id,
        articleId: article_id,
        revision,
        reason,
        at: created_at,
      }));
    },

    async shownAnswer(answerId) {
      const row = await db.selectFrom("answers").selectAll().where("id", "=", answerId).executeTakeFirst();
      if (!row) return undefined;
      return {
        answerId,
        hostId: row.host_id ?? undefined,
        platform: row.platform as PlatformName,
        outcome: row.outcome,
        articleId: row.article_id ?? undefined,
        revision: row.revision ?? undefined,
        stage: row.stage === null ? undefined : row.stage + 1,
        at: row.created_at,
      };
    },
  };
}
