import type { Clock } from "../core/clock.ts";
import { type Random, randomId } from "../core/random.ts";
import { ok, type Result, refuse } from "../core/result.ts";
import type { ArticleStore, Revision } from "./article-store.ts";
import { type DraftRefusal, newDraftText, readDraft } from "./draft-text.ts";
import type { Problem } from "./knowledge-error.ts";
import type { Library } from "./library.ts";
import { revisionOf } from "./parse-article.ts";
import { nextState, type RevisionAct, type StateRefusal } from "./revision-states.ts";

export interface EditDeps {
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
  readonly library: Library;
  /** Everything that keeps a text from being published, in the words of the check on the command line. */
  readonly check: (articleId: string, text: string) => readonly Problem[];
}

export type EditRefusal =
  | StateRefusal
  | DraftRefusal
  | { readonly code: "unknown" }
  | { readonly code: "same-text"; readonly number: number | undefined }
  | { readonly code: "id-taken"; readonly id: string }
  | { readonly code: "not-complete"; readonly problems: readonly Problem[] }
  | { readonly code: "already-checking" }
  | { readonly code: "nothing-live" }
  | { readonly code: "nothing-before" }
  | { readonly code: "over-before"; readonly by: string };

export type Edited<Value> = Result<Value, EditRefusal>;
export type Articles = { readonly articles: ArticleStore };

const YEAR_MS = 365 * 86_400_000;
/** Calendar day in China. */
const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** A draft about questions that nobody could answer; returns its number. */
export async function startDraft(
  deps: EditDeps,
  { articles }: Articles,
  from: { readonly questions: readonly string[]; readonly gapGroupId: string | undefined },
  personId: string,
): Promise<number> {
  const now = deps.clock.now();
  const articleId = `asked-${randomId(deps.random, 8)}`;
  const text = newDraftText(articleId, from.questions, { on: dayOf(now), by: dayOf(now + YEAR_MS) });
  const revision = { articleId, revision: revisionOf(text, undefined), text, authorId: personId };
  const number = await articles.addRevision({ ...revision, gapGroupId: from.gapGroupId }, now);
  if (number === undefined) throw new Error("a random article id was given twice");
  await articles.record(event(articleId, number, "draft", personId, { to: "draft" }), now);
  return number;
}

/** The newest text under a draft's number or an article's id: what an editor begins with. */
export async function findText(
  { library }: Pick<EditDeps, "library">,
  { articles }: Articles,
  ref: string,
): Promise<Revision | undefined> {
  const number = /^#?(\d{1,9})$/.exec(ref)?.[1];
  if (number !== undefined) return await articles.revision(Number(number));
  const head = await articles.head(ref);
  if (head?.live.kind === "editor") return await articles.revision(head.live.number);
  const base = library.base(ref);
  if (base) return await articles.revisionByHash(ref, base.revision);
  return (await articles.revisionsOf(ref, 1))[0];
}

/**
 * A new draft with this text; what it was made from stays as it is, a draft that it takes the place of is put away.
 * Another id in the front matter renames an article that was never given out. Returns the new number.
 */
export async function editText(
  deps: EditDeps,
  stores: Articles,
  ref: string,
  raw: string,
  personId: string,
): Promise<Edited<number>> {
  const { articles } = stores;
  const draft = readDraft(raw);
  if ("code" in draft) return refuse(draft);
  const before = await findText(deps, stores, ref);
  if (!before) return refuse({ code: "unknown" });
  const articleId = draft.id ?? before.articleId;
  if (articleId !== before.articleId && !(await mayRename(deps, stores, before.articleId, articleId))) {
    return refuse({ code: "id-taken", id: articleId });
  }
  const now = deps.clock.now();
  const revision = revisionOf(draft.text, undefined);
  const written = {
    articleId,
    revision,
    text: draft.text,
    authorId: personId,
    gapGroupId: before.gapGroupId,
  };
  const number = await articles.addRevision(written, now);
  if (number === undefined) {
    return refuse({
      code: "same-text",
      number: (await articles.revisionByHash(articleId, revision))?.number,
    });
  }
  await articles.record(event(articleId, number, "edit", personId, { to: "draft" }), now);
  if (before.state === "draft" || before.state === "in_review") {
    const put = { from: before.state, to: "retired" } as const;
    if (await articles.setState(before.number, put, now))
      await articles.record(event(before.articleId, before.number, "discard", personId, put), now);
  }
  return ok(number);
}

async function mayRename(
  { library }: EditDeps,
  { articles }: Articles,
  from: string,
  to: string,
): Promise<boolean> {
  const wasGivenOut = library.base(from) !== undefined || (await articles.head(from)) !== undefined;
  if (wasGivenOut || library.base(to)) return false;
  return (await articles.revisionsOf(to, 1)).length === 0;
}

/** Moves a revision without a change of what is given out: sent to review, back to its author, or put away. */
export async function moveText(
  deps: EditDeps,
  { articles }: Articles,
  number: number,
  act: "submit" | "send-back" | "discard",
  personId: string,
  note = "",
): Promise<Edited<Revision>> {
  const revision = await articles.revision(number);
  if (!revision) return refuse({ code: "unknown" });
  const next = nextState(standing(revision), act, personId);
  if (!next.ok) return next;
  if (act === "submit") {
    const problems = deps.check(revision.articleId, revision.text);
    if (problems.length > 0) return refuse({ code: "not-complete", problems });
  }
  const now = deps.clock.now();
  const change = { from: revision.state, to: next.value };
  if (!(await articles.setState(number, change, now))) return refuse(lost(revision, act));
  await articles.record(event(revision.articleId, number, act, personId, change, note), now);
  return ok({ ...revision, state: next.value });
}

/** Whether this person may publish this text now, but for the golden gate. */
export async function mayPublish(
  deps: Pick<EditDeps, "check">,
  { articles }: Articles,
  number: number,
  personId: string,
): Promise<Edited<Revision>> {
  const revision = await articles.revision(number);
  if (!revision) return refuse({ code: "unknown" });
  const next = nextState(standing(revision), "publish", personId);
  if (!next.ok) return next;
  const problems = deps.check(revision.articleId, revision.text);
  return problems.length > 0 ? refuse({ code: "not-complete", problems }) : ok(revision);
}

export const standing = ({ state, authorId, publishedAt }: Revision) => ({
  state,
  authorId,
  wasPublished: publishedAt !== undefined,
});

/** Somebody else was quicker; the state that was read is not the one that stands. */
export const lost = ({ state }: Revision, act: RevisionAct): StateRefusal => ({
  code: "wrong-state",
  state,
  act,
});

export const event = (
  articleId: string,
  number: number | undefined,
  act: RevisionAct | "draft" | "edit",
  personId: string,
  change: { readonly from?: Revision["state"]; readonly to?: Revision["state"] },
  note = "",
) => ({ articleId, number, act, from: change.from, to: change.to, personId, note });
