import type { Kysely } from "kysely";
import type { AnswerStore, SpendingStore } from "../answering/index.ts";
import type { VectorStore } from "../knowledge/index.ts";
import type { Schema } from "./schema.ts";

/** What a model put into words, and what of it was refused. */
export const createWordings = (
  db: Kysely<Schema>,
): Pick<AnswerStore, "addWording" | "wording" | "addRewordingFailure"> => ({
  async addWording({ answerId, articleId, revision, sentences, by }, now) {
    await db
      .insertInto("answer_wordings")
      .values({
        answer_id: answerId,
        article_id: articleId,
        revision,
        sentences: JSON.stringify(sentences),
        made_by: by,
        created_at: now,
      })
      .execute();
  },

  async wording(answerId) {
    const row = await db
      .selectFrom("answer_wordings")
      .selectAll()
      .where("answer_id", "=", answerId)
      .executeTakeFirst();
    return (
      row && {
        answerId,
        articleId: row.article_id,
        revision: row.revision,
        sentences: JSON.parse(row.sentences) as string[],
        by: row.made_by,
      }
    );
  },

  async addRewordingFailure({ answerId, articleId, revision, reason }, now) {
    await db
      .insertInto("rewording_failures")
      .values({ answer_id: answerId, article_id: articleId, revision, reason, created_at: now })
      .execute();
  },
});

export const createSpendingStore = (db: Kysely<Schema>): SpendingStore => ({
  async spent(day) {
    const row = await db
      .selectFrom("model_spending")
      .select("tokens")
      .where("day", "=", day)
      .executeTakeFirst();
    return row?.tokens ?? 0;
  },
  async spend(day, tokens) {
    await db
      .insertInto("model_spending")
      .values({ day, tokens })
      .onConflict((conflict) =>
        conflict.column("day").doUpdateSet((row) => ({ tokens: row("model_spending.tokens", "+", tokens) })),
      )
      .execute();
  },
});

/** Vectors are kept as base64 of 32-bit floats: the same text on both engines, a third larger than bytes. */
export const createVectorStore = (db: Kysely<Schema>): VectorStore => ({
  async vectors(model) {
    const rows = await db
      .selectFrom("text_vectors")
      .select(["hash", "vector"])
      .where("model", "=", model)
      .execute();
    return rows.map(({ hash, vector }) => {
      const bytes = Uint8Array.from(Buffer.from(vector, "base64"));
      return { hash, vector: new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)) };
    });
  },
  async addVectors(model, vectors) {
    if (vectors.length === 0) return;
    await db
      .insertInto("text_vectors")
      .values(
        vectors.map(({ hash, vector }) => ({
          model,
          hash,
          dimensions: vector.length,
          vector: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64"),
        })),
      )
      .onConflict((conflict) => conflict.columns(["model", "hash"]).doNothing())
      .execute();
  },
  async forgetVectors(model, hashes) {
    if (hashes.length === 0) return;
    await db.deleteFrom("text_vectors").where("model", "=", model).where("hash", "in", hashes).execute();
  },
});
