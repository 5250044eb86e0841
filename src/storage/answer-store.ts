import type { Kysely } from "kysely";
import type { AnswerStore, GivenAnswer } from "../answering/index.ts";
import type { PlatformName } from "../core/message.ts";
import { createGapFile } from "./gap-store.ts";
import { createWordings } from "./model-store.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const insertAnswer = prepared((db, row: Schema["answers"]) =>
  db.insertInto("answers").values({
    id: row.id,
    host_id: row.host_id,
    platform: row.platform,
    chat_id: row.chat_id,
    person_id: row.person_id,
    outcome: row.outcome,
    article_id: row.article_id,
    revision: row.revision,
    score: row.score,
    near: row.near,
    created_at: row.created_at,
    locale: row.locale,
    stage: row.stage,
  }),
);

export function createAnswerStore(db: Kysely<Schema>): AnswerStore {
  return {
    ...createGapFile(db),
    ...createWordings(db),

    async addAnswer(answer, now) {
      await insertAnswer(db, {
        id: answer.answerId,
        host_id: answer.hostId ?? null,
        platform: answer.platform,
        chat_id: answer.chatId,
        person_id: answer.personId,
        outcome: answer.outcome,
        article_id: answer.articleId ?? null,
        revision: answer.revision ?? null,
        score: answer.score,
        near: JSON.stringify(answer.near),
        created_at: now,
        locale: answer.locale,
        stage: answer.stage ?? null,
      });
    },

    async answer(answerId) {
      const row = await db.selectFrom("answers").selectAll().where("id", "=", answerId).executeTakeFirst();
      return (
        row && {
          answerId: row.id,
          hostId: row.host_id ?? undefined,
          platform: row.platform as PlatformName,
          chatId: row.chat_id,
          personId: row.person_id,
          outcome: row.outcome as GivenAnswer["outcome"],
          articleId: row.article_id ?? undefined,
          revision: row.revision ?? undefined,
          score: row.score,
          near: JSON.parse(row.near) as string[],
          locale: row.locale === "en" ? "en" : "zh",
          stage: row.stage ?? undefined,
        }
      );
    },

    async addFeedback(answerId, personId, helped, now) {
      const value = { helped: helped ? 1 : 0, at: now };
      await db
        .insertInto("feedback")
        .values({ answer_id: answerId, person_id: personId, ...value })
        .onConflict((conflict) => conflict.columns(["answer_id", "person_id"]).doUpdateSet(value))
        .execute();
    },
  };
}
