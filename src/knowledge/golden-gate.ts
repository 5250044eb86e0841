import type { Article } from "./article.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Shelf } from "./library.ts";
import type { Search } from "./search/search.ts";

/** A question whose right article is known; undefined: no article answers it. */
export interface GoldenQuestion {
  readonly text: string;
  readonly article: string | undefined;
}

/** What a fan would get: the article that is sent, and those that are sent or offered, best first. */
export interface Outcome {
  readonly answered: string | undefined;
  readonly offered: readonly string[];
}
export type Decide = (
  shelf: { readonly search: Search; readonly knowledge: Knowledge },
  text: string,
) => Outcome;

export type GateFailure =
  | {
      readonly kind: "lost";
      readonly text: string;
      readonly article: string;
      readonly now: string | undefined;
    }
  | {
      readonly kind: "wrong";
      readonly text: string;
      readonly article: string | undefined;
      readonly now: string;
    }
  | { readonly kind: "own-not-found"; readonly text: string; readonly now: string | undefined };

export interface GateReport {
  /** Ids of the articles whose questions were asked, the published one first. */
  readonly articles: readonly string[];
  readonly asked: number;
  readonly failures: readonly GateFailure[];
}

const NEIGHBOURS = 8;
/** Neighbours are looked for among this many candidates of each wording. */
const DEEP = 6;
/** Questions between two looks at what else is waiting: some ten milliseconds. */
const AT_ONCE = 20;
const FOUND_AMONG = 3;

/** The articles that compete with this one: those that the search finds most often for its own wordings. */
export function neighboursOf(article: Article, search: Search): readonly string[] {
  const weights = new Map<string, number>();
  for (const text of [article.title, ...article.variants]) {
    search.find(text, { limit: DEEP }).forEach(({ article: { id } }, place) => {
      if (id !== article.id) weights.set(id, (weights.get(id) ?? 0) + 1 / (place + 1));
    });
  }
  return [...weights]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, NEIGHBOURS)
    .map(([id]) => id);
}

/**
 * Asks the golden questions of an article, of its neighbours and those that no article answers, before and after it is
 * put in. A question that was answered right and is not any more, a wrong answer that is new, and a question of its
 * own that does not find it among the first three are failures; any of them blocks.
 */
export async function runGoldenGate(
  { before, after, decide }: { readonly before: Shelf; readonly after: Shelf; readonly decide: Decide },
  article: Article,
  own: readonly string[],
  questions: readonly GoldenQuestion[],
): Promise<GateReport> {
  const near = new Set([...neighboursOf(article, before.search), ...neighboursOf(article, after.search)]);
  const articles = [article.id, ...near];
  const known = new Set(articles);
  const ownTexts = new Set(own);
  const asked = [
    ...own.map((text) => ({ text, article: article.id as string | undefined })),
    ...questions.filter(
      (one) => !ownTexts.has(one.text) && (one.article === undefined || known.has(one.article)),
    ),
  ];
  const failures: GateFailure[] = [];
  for (const [place, question] of asked.entries()) {
    if (place % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const failure = compare(question, decide(before, question.text), decide(after, question.text));
    if (failure) failures.push(failure);
    else if (ownTexts.has(question.text)) {
      const { answered, offered } = decide(after, question.text);
      if (!offered.slice(0, FOUND_AMONG).includes(article.id))
        failures.push({ kind: "own-not-found", text: question.text, now: answered ?? offered[0] });
    }
  }
  return { articles, asked: asked.length, failures };
}

function compare(
  { text, article }: GoldenQuestion,
  before: Outcome,
  after: Outcome,
): GateFailure | undefined {
  const isRight = article !== undefined && after.answered === article;
  if (after.answered !== undefined && !isRight && before.answered !== after.answered)
    return { kind: "wrong", text, article, now: after.answered };
  if (article !== undefined && before.answered === article && !isRight)
    return { kind: "lost", text, article, now: after.answered ?? after.offered[0] };
  return undefined;
}
