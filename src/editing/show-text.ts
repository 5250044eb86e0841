import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { findText, type Revision } from "../knowledge/index.ts";
import { type Actor, isOperator, isStaffOf } from "../people/index.ts";
import { answerText, answerTo, atDesk, refused } from "./desk.ts";
import type { EditingDeps, EditingStores } from "./editing-deps.ts";

const DRAFTS_SHOWN = 8;

/** `/drafts`: what is being written and what waits for a second person. */
export async function listDrafts(deps: EditingDeps, stores: EditingStores, actor: Actor): Promise<Reply> {
  const refusal = atDesk(actor, "read");
  if (refusal) return refusal;
  const { locale } = actor;
  const open = await stores.articles.open(DRAFTS_SHOWN);
  if (open.length === 0) return answerText(actor, say(locale, "editing.drafts-none"));
  const lines = open.map((one) =>
    say(locale, "editing.draft-line", {
      number: one.number,
      title: titleOf(one),
      state: say(locale, `editing.state.${one.state}`),
    }),
  );
  const buttons = open.map(({ number }): Button => showButton(deps, actor, number));
  const rows = [buttons.slice(0, 4), buttons.slice(4)].filter((row) => row.length > 0);
  return answerText(actor, [say(locale, "editing.drafts"), ...lines].join("\n"), rows);
}

/** `/article REF`: the whole text of a draft or of what is given out, with what can be done with it. */
export async function showText(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  ref: string,
): Promise<Reply> {
  const refusal = atDesk(actor, "read");
  if (refusal) return refusal;
  const { locale } = actor;
  if (ref === "") return answerText(actor, say(locale, "editing.usage-ref", { command: "/article" }));
  const found = await findText(deps, stores, ref);
  if (!found) return refused(actor, { code: "unknown" });
  const head = say(locale, "editing.text-head", {
    number: found.number,
    article: found.articleId,
    state: say(locale, `editing.state.${found.state}`),
  });
  return answerTo(actor, {
    tone: "plain",
    blocks: [
      { kind: "heading", text: head },
      { kind: "small", text: say(locale, "editing.text-how", { ref: found.number }) },
    ],
    buttons: actsOn(deps, actor, found),
    file: { name: `${found.articleId}.md`, text: found.text },
  });
}

/** `/shown ID`: what a fan got to read, in the very revision, also after it was changed or retired. */
export async function showAnswer(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  answerId: string,
): Promise<Reply> {
  const refusal = atDesk(actor, "read");
  if (refusal) return refusal;
  const { locale } = actor;
  if (answerId === "") return answerText(actor, say(locale, "editing.usage-ref", { command: "/shown" }));
  const shown = await stores.gaps.shownAnswer(answerId);
  const mine =
    shown &&
    (shown.hostId === undefined ? isOperator(actor.person) : isStaffOf(actor.person, shown.hostId)) &&
    (actor.discreet || actor.chat?.host?.hostId === shown.hostId);
  if (!shown || !mine) return answerText(actor, say(locale, "editing.shown-unknown"));
  const at = new Date(shown.at + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
  const { articleId, revision, outcome } = shown;
  if (articleId === undefined || revision === undefined)
    return answerText(actor, say(locale, "editing.shown-none", { answer: answerId, at, outcome }));
  const live = deps.library.knowledge.byRevision(articleId, revision) !== undefined;
  const state = say(locale, live ? "editing.shown-live" : "editing.shown-not-live");
  const head = say(locale, "editing.shown-answer", {
    answer: answerId,
    at,
    article: articleId,
    revision,
    state,
  });
  const wording = await stores.answers.wording(answerId);
  const kept = await stores.articles.revisionByHash(articleId, revision);
  return answerTo(actor, {
    tone: "plain",
    blocks: [
      { kind: "heading", text: head },
      ...(shown.stage === undefined
        ? []
        : [{ kind: "text", text: say(locale, "editing.shown-stage", { stage: shown.stage }) } as const]),
      ...(wording
        ? [
            {
              kind: "text",
              text: `${say(locale, "editing.shown-said")}\n${wording.sentences.join("")}`,
            } as const,
          ]
        : []),
      { kind: "small", text: say(locale, kept ? "editing.shown-text" : "editing.shown-lost") },
    ],
    buttons: [],
    ...(kept ? { file: { name: `${articleId}.md`, text: wholeText(kept) } } : {}),
  });
}

const wholeText = ({ text, english }: Revision): string =>
  english === undefined ? text : `${text}\n${english}`;

export const titleOf = ({ text, articleId }: Revision): string =>
  /^title:\s*"?(.*?)"?\s*$/m.exec(text)?.[1]?.slice(0, 40) || articleId;

export const showButton = (deps: EditingDeps, actor: Actor, number: number): Button => ({
  label: say(actor.locale, "editing.button-show", { number }),
  data: deps.signer.sign("es", String(number)),
});

/** Buttons for what can be done with a text in its state; whether this person may is checked when one is pressed. */
export function actsOn(
  { signer }: EditingDeps,
  { locale }: Actor,
  { number, state, articleId }: Pick<Revision, "number" | "state" | "articleId">,
): readonly (readonly Button[])[] {
  const button = (
    key: "submit" | "publish" | "back" | "discard" | "retire" | "roll-back",
    action: string,
    arg: string,
  ): Button => ({ label: say(locale, `editing.button-${key}`, { number }), data: signer.sign(action, arg) });
  const own = String(number);
  switch (state) {
    case "draft":
      return [[button("submit", "eu", own), button("discard", "ed", own)]];
    case "in_review":
      return [[button("publish", "ep", own), button("back", "eb", own)], [button("discard", "ed", own)]];
    case "published":
      return [[button("retire", "er", articleId), button("roll-back", "eo", articleId)]];
    case "retired":
      return [];
  }
}
