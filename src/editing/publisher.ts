import { textContent } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import {
  type Article,
  type Decide,
  type Edited,
  type EditRefusal,
  type GateReport,
  type GoldenQuestion,
  type LiveChange,
  mayPublish,
  type PublishRequest,
  publishText,
  type Revision,
  runGoldenGate,
} from "../knowledge/index.ts";
import { mayEdit } from "../people/index.ts";
import type { EditingDeps, EditingStores } from "./editing-deps.ts";
import { offerArticle } from "./offer-article.ts";
import { outcomeText } from "./outcome-text.ts";

export type Published =
  | { readonly kind: "published"; readonly articleId: string; readonly report: GateReport }
  | { readonly kind: "blocked"; readonly articleId: string; readonly report: GateReport }
  | { readonly kind: "refused"; readonly refusal: EditRefusal | { readonly code: "not-editor" } }
  /** Something broke; it can be wished for again. */
  | { readonly kind: "failed" }
  /** Another process has done it. */
  | { readonly kind: "done-elsewhere" };

export interface Publisher {
  /** Writes the wish down after checking what can be checked at once; the gate follows with `wake`. */
  request(stores: EditingStores, request: PublishRequest): Promise<Edited<Revision>>;
  /** Works through what was requested, one after the other, in the background. */
  wake(): void;
  /** Runs one request to its end. */
  run(request: PublishRequest): Promise<Published>;
  /** Resolves when nothing is being published. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Another process closed the request first: what was done here is undone. */
class DoneElsewhere extends Error {}
/** Somebody published meanwhile: what the gate has looked at is not what would be given out. */
class Moved extends Error {}
const MOST_TRIES = 5;
/** Different wordings of the gap that a draft came from: all of them have to find the article. */
const OWN_QUESTIONS = 20;

/**
 * Publishing with the golden gate between wish and deed. The gate builds a second index and asks some hundred
 * questions, so it runs outside of any transaction and in small portions; what it has passed is put in only if nothing
 * else changed meanwhile. There is no way around it for anybody.
 */
export function createPublisher(
  deps: EditingDeps & {
    readonly decide: Decide;
    readonly evaluation: () => Promise<readonly GoldenQuestion[]>;
    readonly logger: Logger;
  },
): Publisher {
  const { library, keeper, transact, clock, logger } = deps;
  let working: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function run(request: PublishRequest): Promise<Published> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce(request);
      } catch (error) {
        if (error instanceof DoneElsewhere) return { kind: "done-elsewhere" };
        if (!(error instanceof Moved) || attempt >= MOST_TRIES) throw error;
      }
    }
  }

  async function attemptOnce(request: PublishRequest): Promise<Published> {
    await keeper.refresh();
    const read = await transact(async (stores) => {
      const allowed = await mayPublish(deps, stores, request.number, request.personId);
      if (!allowed.ok) return { allowed };
      const { gapGroupId } = allowed.value;
      const asked = gapGroupId === undefined ? [] : await stores.gaps.gapQuestions(gapGroupId, OWN_QUESTIONS);
      const kept = await stores.articles.questions();
      return { allowed, asked, kept, overrides: await stores.articles.overrides() };
    });
    if (!read.allowed.ok) return await refuse(request, read.allowed.refusal);
    const { articleId, text } = read.allowed.value;
    const { asked = [], kept = [], overrides } = read;
    const before = library.shelf();
    if (!overrides || overrides.version !== before.version) throw new Moved();
    const composed = library.compose({
      version: overrides.version,
      retired: overrides.retired.filter((id) => id !== articleId),
      texts: [...overrides.texts.filter((one) => one.articleId !== articleId), { articleId, text }],
    });
    const article = composed.articles.find(({ id }) => id === articleId);
    if (!article) return await refuse(request, { code: "not-complete", problems: composed.problems });
    await new Promise((resolve) => setImmediate(resolve));
    const after = library.build(overrides.version + 1, composed.articles);
    const recorded = kept.map(({ articleId: id, question }) => ({ text: question, article: id }));
    const own = [
      ...new Set([...asked, ...kept.filter((one) => one.articleId === articleId).map((one) => one.question)]),
    ];
    const report = await runGoldenGate({ before, after, decide: deps.decide }, article, own, [
      ...(await deps.evaluation()),
      ...recorded,
    ]);
    if (report.failures.length > 0)
      return await close(request, { kind: "blocked", articleId, report }, async () => undefined);
    // A new wording of what fans could read before is no news to them.
    const isNew = !before.articles.some(({ id }) => id === articleId);
    const published: Published = { kind: "published", articleId, report };
    const result = await close(
      request,
      published,
      async (stores) => {
        const person = await stores.people.findPerson(request.personId);
        if (!person || !mayEdit(person)) return { kind: "refused", refusal: { code: "not-editor" } };
        const done = await publishText(deps, stores, request.number, request.personId);
        if (!done.ok) return { kind: "refused", refusal: done.refusal };
        if (done.value.version !== after.version) throw new Moved();
        await closeGap(
          stores,
          done.value,
          read.allowed.ok ? read.allowed.value : undefined,
          asked,
          request.personId,
        );
        return undefined;
      },
      isNew ? article : undefined,
    );
    if (result.kind === "published") library.swap(after);
    return result;
  }

  async function closeGap(
    { articles, gaps }: EditingStores,
    { articleId }: LiveChange,
    revision: Revision | undefined,
    asked: readonly string[],
    personId: string,
  ): Promise<void> {
    const now = clock.now();
    if (revision?.gapGroupId === undefined) return;
    await articles.addQuestions(articleId, asked, now);
    await gaps.closeGapGroup(revision.gapGroupId, articleId, personId, now);
  }

  const refuse = (
    request: PublishRequest,
    refusal: Extract<Published, { kind: "refused" }>["refusal"],
  ): Promise<Published> => close(request, { kind: "refused", refusal }, async () => undefined);

  /** The deed, the end of the request and the word about it are one commit. */
  async function close(
    request: PublishRequest,
    outcome: Published,
    deed: (stores: EditingStores) => Promise<Published | undefined>,
    news?: Pick<Article, "id" | "title">,
  ): Promise<Published> {
    const { result, deliveries } = await transact(async (stores) => {
      const result = (await deed(stores)) ?? outcome;
      if (!(await stores.articles.closeRequest(request.requestId, result.kind, clock.now())))
        throw new DoneElsewhere();
      const content = textContent(outcomeText(request.locale, request.number, result));
      const draft = { lane: "answer", purpose: "published", content } as const;
      const said = request.chat ? [{ ...draft, to: request.chat }] : [];
      const offers = result.kind === "published" && news ? await offerArticle(deps, stores.people, news) : [];
      const drafts = [...said, ...offers];
      return { result, deliveries: await deps.post(stores, `publish:${request.requestId}`, drafts) };
    });
    deps.offer(deliveries);
    return result;
  }

  /** Whoever asked is not left waiting; where even that cannot be written, the wish is tried again at the next start. */
  async function giveUp(request: PublishRequest, error: unknown): Promise<void> {
    logger.error({ error, number: request.number }, "publishing failed");
    await close(request, { kind: "failed" }, async () => undefined).catch((failure: unknown) =>
      logger.error({ error: failure, number: request.number }, "a wish to publish stays open"),
    );
  }

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        for (const request of await transact(({ articles }) => articles.openRequests())) {
          if (stopped) return;
          await run(request).catch((error: unknown) => giveUp(request, error));
        }
      } catch (error) {
        logger.error({ error }, "publish requests could not be read");
      }
    } while (again && !stopped);
  }

  return {
    async request(stores, request) {
      const allowed = await mayPublish(deps, stores, request.number, request.personId);
      if (!allowed.ok) return allowed;
      const isNew = await stores.articles.addRequest(request, clock.now());
      return isNew ? allowed : { ok: false, refusal: { code: "already-checking" } };
    },
    wake() {
      again = working !== undefined;
      working ??= work().finally(() => {
        working = undefined;
      });
    },
    run,
    async idle() {
      await working;
    },
    async stop() {
      stopped = true;
      await working;
    },
  };
}
