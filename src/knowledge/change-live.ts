import { ok, refuse } from "../core/result.ts";
import type { ArticleStore, Live } from "./article-store.ts";
import {
  type Articles,
  type EditDeps,
  type Edited,
  type EditRefusal,
  event,
  findText,
  lost,
  mayPublish,
  standing,
} from "./edit-articles.ts";
import { isOver } from "./library.ts";
import { parseArticle } from "./parse-article.ts";
import { nextState } from "./revision-states.ts";

/** A change of what is given out: the library withdraws the article at once and is built anew. */
export interface LiveChange {
  readonly articleId: string;
  readonly version: number;
  readonly now: Live;
}

/**
 * Puts a reviewed text in the place of what was given out before, which is retired. The golden gate must have passed:
 * see `createPublisher`.
 */
export async function publishText(
  deps: EditDeps,
  stores: Articles,
  number: number,
  personId: string,
): Promise<Edited<LiveChange>> {
  const { articles } = stores;
  const version = await articles.nextVersion(); // first: it makes two publishers wait for each other
  const allowed = await mayPublish(deps, stores, number, personId);
  if (!allowed.ok) return allowed;
  const { articleId, state } = allowed.value;
  const now = deps.clock.now();
  const change = { from: state, to: "published", publisherId: personId } as const;
  if (!(await articles.setState(number, change, now))) return refuse(lost(allowed.value, "publish"));
  const live: Live = { kind: "editor", number };
  await takeOver(deps, stores, articleId, live, "publish", personId, change);
  return ok({ articleId, version, now: live });
}

/** Stops giving an article out, be it shipped or an editor's. */
export async function retireArticle(
  deps: EditDeps,
  stores: Articles,
  ref: string,
  personId: string,
  note = "",
): Promise<Edited<LiveChange>> {
  const { articles } = stores;
  const version = await articles.nextVersion();
  const articleId = (await findText(deps, stores, ref))?.articleId;
  if (articleId === undefined) return refuse({ code: "unknown" });
  const current = await liveOf(stores, articleId);
  if (current.live.kind === "retired" || (current.live.kind === "base" && !deps.library.base(articleId)))
    return refuse({ code: "nothing-live" });
  const live: Live = { kind: "retired" };
  await takeOver(
    deps,
    stores,
    articleId,
    live,
    "retire",
    personId,
    { from: "published", to: "retired" },
    note,
  );
  return ok({ articleId, version, now: live });
}

/**
 * One step back: what was given out before the last change is given out again. One editor may do it alone, because a
 * wrong text must not wait for a second person; it has been reviewed before. What has run out meanwhile does not return.
 */
export async function rollBack(
  deps: EditDeps,
  stores: Articles,
  ref: string,
  personId: string,
  note = "",
): Promise<Edited<LiveChange>> {
  const { articles } = stores;
  const version = await articles.nextVersion();
  const articleId = (await findText(deps, stores, ref))?.articleId;
  if (articleId === undefined) return refuse({ code: "unknown" });
  const current = await liveOf(stores, articleId);
  const before =
    current.sinceEventId === undefined ? undefined : await articles.replacedBy(current.sinceEventId);
  if (!before) return refuse({ code: "nothing-before" });
  const refusal = await cannotReturn(deps, stores, articleId, before.live, personId);
  if (refusal) return refuse(refusal);
  const now = deps.clock.now();
  const leaving = current.live.kind === "editor" ? current.live.number : undefined;
  if (leaving !== undefined) await supersede(deps, stores, articleId, leaving, personId);
  const coming = before.live.kind === "editor" ? before.live.number : undefined;
  const change = { from: "retired", to: "published" } as const;
  if (coming !== undefined) await articles.setState(coming, change, now);
  await articles.record(
    { ...event(articleId, coming, "roll-back", personId, change, note), replaced: current },
    now,
  );
  // Back to where the older text stood in line, so that a second step goes further back and not forth again.
  await articles.setHead({ articleId, ...before });
  return ok({ articleId, version, now: before.live });
}

async function cannotReturn(
  { library, clock }: EditDeps,
  { articles }: Articles,
  articleId: string,
  live: Live,
  personId: string,
): Promise<EditRefusal | undefined> {
  if (live.kind === "retired") return undefined;
  const base = library.base(articleId);
  if (live.kind === "base") {
    if (!base) return { code: "nothing-before" };
    return isOver(base, clock.now()) ? { code: "over-before", by: base.review.by } : undefined;
  }
  const revision = await articles.revision(live.number);
  if (!revision) return { code: "nothing-before" };
  const next = nextState(standing(revision), "roll-back", personId);
  if (!next.ok) return next.refusal;
  const parsed = parseArticle(`${articleId}.md`, articleId, revision.text);
  if (!("article" in parsed)) return { code: "not-complete", problems: parsed };
  return isOver(parsed.article, clock.now())
    ? { code: "over-before", by: parsed.article.review.by }
    : undefined;
}

/** What an article answers with now, also where no editor has touched it. */
export async function liveOf(
  { articles }: Articles,
  articleId: string,
): Promise<{ readonly live: Live; readonly sinceEventId: number | undefined }> {
  const head = await articles.head(articleId);
  return head
    ? { live: head.live, sinceEventId: head.sinceEventId }
    : { live: { kind: "base" }, sinceEventId: undefined };
}

async function takeOver(
  deps: EditDeps,
  stores: Articles,
  articleId: string,
  live: Live,
  act: "publish" | "retire",
  personId: string,
  change: Pick<Parameters<ArticleStore["setState"]>[1], "from" | "to">,
  note = "",
): Promise<void> {
  const { articles } = stores;
  const current = await liveOf(stores, articleId);
  const leaving = current.live.kind === "editor" ? current.live.number : undefined;
  if (leaving !== undefined && act === "publish") await supersede(deps, stores, articleId, leaving, personId);
  if (leaving !== undefined && act === "retire") await articles.setState(leaving, change, deps.clock.now());
  const number = live.kind === "editor" ? live.number : leaving;
  const sinceEventId = await articles.record(
    { ...event(articleId, number, act, personId, change, note), replaced: current },
    deps.clock.now(),
  );
  await articles.setHead({ articleId, live, sinceEventId });
}

async function supersede(
  { clock }: EditDeps,
  { articles }: Articles,
  articleId: string,
  number: number,
  personId: string,
): Promise<void> {
  const change = { from: "published", to: "retired" } as const;
  if (await articles.setState(number, change, clock.now()))
    await articles.record(event(articleId, number, "supersede", personId, change), clock.now());
}
