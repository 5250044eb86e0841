import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type AnsweringDeps, type Asker, answerContent } from "./answer-question.ts";
import type { AnswerStore, GivenAnswer } from "./answer-store.ts";
import { detailBlocks } from "./present-answer.ts";

/**
 * An answer that this person may see more of: one given in this chat, or to this person elsewhere, or, with
 * `byLink`, one whose unguessable id came with a link out of the group it was given in.
 */
async function answerFor(
  answers: AnswerStore,
  asker: Asker,
  answerId: string,
  byLink: boolean,
): Promise<GivenAnswer | undefined> {
  const answer = await answers.answer(answerId);
  if (!answer || answer.platform !== asker.platform) return undefined;
  const mine = answer.personId === asker.personId || answer.chatId === asker.chatId;
  return mine || byLink ? answer : undefined;
}

/** What is read on is in the language that was asked in; the one who presses may have a phone set to another. */
const inLocaleOf = (asker: Asker, { locale }: GivenAnswer): Asker => ({ ...asker, locale });

const stale = (asker: Asker): Reply =>
  toPerson("stale", textContent(say(asker.locale, "people.button-stale")));

const toPerson = (purpose: string, content: Content): Reply => ({
  lane: "answer",
  purpose,
  audience: "person",
  content,
});

/** The whole article behind an answer, to the one who asked for it. */
export async function showDetails(
  deps: AnsweringDeps,
  answers: AnswerStore,
  presser: Asker,
  answerId: string,
  byLink: boolean,
): Promise<Reply> {
  const answer = await answerFor(answers, presser, answerId, byLink);
  if (!answer?.articleId || !answer.revision) return stale(presser);
  const asker = inLocaleOf(presser, answer);
  const now = deps.clock.now();
  const pinned = deps.knowledge.byRevision(answer.articleId, answer.revision, now);
  const article = pinned ?? deps.knowledge.byId(answer.articleId, now);
  if (!article) return toPerson("details", textContent(say(asker.locale, "reply.expired")));
  const note = pinned ? [] : [{ kind: "small" as const, text: say(asker.locale, "reply.updated") }];
  return toPerson("details", {
    tone: "answer",
    blocks: [...note, ...detailBlocks(article, asker.locale)],
    buttons: [
      [
        { label: say(asker.locale, "reply.helped"), data: deps.signer.sign("y", answerId) },
        { label: say(asker.locale, "reply.not-helped"), data: deps.signer.sign("n", answerId) },
      ],
    ],
  });
}

/** One of the near questions that were offered instead of an answer. */
export async function showNear(
  deps: AnsweringDeps,
  answers: AnswerStore,
  presser: Asker,
  arg: string,
  newAnswerId: string,
  byLink: boolean,
): Promise<Reply> {
  const [answerId = "", place = ""] = arg.split(".");
  const answer = await answerFor(answers, presser, answerId, byLink);
  const articleId = answer?.near[Number(place)];
  if (!answer || articleId === undefined) return stale(presser);
  const asker = inLocaleOf(presser, answer);
  const now = deps.clock.now();
  const article = deps.knowledge.byId(articleId, now);
  if (!article) return toPerson("near", textContent(say(asker.locale, "reply.expired")));
  await answers.addAnswer(
    {
      answerId: newAnswerId,
      hostId: answer.hostId,
      platform: asker.platform,
      chatId: asker.chatId,
      personId: asker.personId,
      outcome: "answered",
      articleId,
      revision: article.revision,
      score: 1,
      near: [],
      locale: answer.locale,
      stage: undefined,
    },
    now,
  );
  return toPerson("near", answerContent(deps, asker, newAnswerId, article));
}

/** The answer for one stage, which was asked back beside the general one; the answer that was given stays the same. */
export async function showStage(
  deps: AnsweringDeps,
  answers: AnswerStore,
  presser: Asker,
  arg: string,
  byLink: boolean,
): Promise<Reply> {
  const [answerId = "", place = ""] = arg.split(".");
  const answer = await answerFor(answers, presser, answerId, byLink);
  if (!answer?.articleId || !answer.revision) return stale(presser);
  const asker = inLocaleOf(presser, answer);
  const now = deps.clock.now();
  // The place counts in the very revision that the buttons were made from.
  const article = deps.knowledge.byRevision(answer.articleId, answer.revision, now);
  if (!article) return toPerson("stage", textContent(say(asker.locale, "reply.expired")));
  const stage = Number(place);
  if (!article.stages[stage]) return stale(asker);
  return toPerson("stage", answerContent(deps, asker, answerId, article, { stage }));
}

/** "This helped" or "did not help"; a group is not told. */
export async function rateAnswer(
  deps: Pick<AnsweringDeps, "clock">,
  answers: AnswerStore,
  asker: Asker,
  answerId: string,
  helped: boolean,
): Promise<Reply> {
  // Whoever reads on in private, by the link out of the group, may say what it was worth.
  const answer = await answerFor(answers, asker, answerId, asker.place === "private");
  if (!answer) return stale(asker);
  await answers.addFeedback(answerId, asker.personId, helped, deps.clock.now());
  return toPerson("thanks", textContent(say(asker.locale, helped ? "reply.thanks" : "reply.thanks-not")));
}

/** The answer under which a person asks for a human, if it was hers to press; its host's staff is the one meant. */
export async function answerAskedAbout(
  answers: AnswerStore,
  asker: Asker,
  answerId: string,
): Promise<{ readonly answerId: string; readonly hostId: string | undefined } | undefined> {
  return await answerFor(answers, asker, answerId, true);
}
