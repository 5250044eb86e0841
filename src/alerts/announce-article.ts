import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { GuardVerdict } from "../safety/index.ts";
import type { AlertDeps, AlertStores, Wake } from "./alerts-deps.ts";
import { Audience, BEGINNING, Message } from "./broadcast.ts";
import { findingsText, hostHere, isReply, sayHere } from "./desk.ts";
import { sells } from "./read-announcement.ts";
import { releaseAnnouncement } from "./release-announcement.ts";

const LIFE_MS = 24 * 3_600_000;
/** The same article is news once: a second tap, or a colleague's, within this time sends nothing. */
const ONCE_MS = 7 * LIFE_MS;
const LOOKED_BACK = 50;

/**
 * The button under word of a new article: the host's groups and whoever subscribed to articles read its title and its
 * short answer, which are reviewed words, and nothing about goods.
 */
export async function announceArticle(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  articleId: string,
  wake: Wake,
): Promise<readonly Reply[]> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return [host];
  const { hostId } = host;
  const article = deps.article(articleId);
  if (!article) return [sayHere(actor, "alerts.article-gone")];
  const now = deps.clock.now();
  const how = say("zh", "alerts.article-how");
  const whole = `📖 ${article.title}\n\n${article.short}\n\n${how}`;
  const named = `📖 ${article.title}\n\n${how}`;
  const isMixed = sells(article.short);
  const found = isMixed ? guarded(deps, named) : (pass(deps, whole) ?? guarded(deps, named));
  if (found.verdict.outcome === "block") {
    return [sayHere(actor, "alerts.refused", { findings: findingsText(actor, found.verdict.findings) })];
  }
  const earlier = await stores.broadcasts.broadcasts(hostId, LOOKED_BACK);
  const isKnown = earlier.some(
    ({ kind, state, message, createdAt }) =>
      kind === "article" &&
      state !== "cancelled" &&
      state !== "draft" &&
      now - createdAt < ONCE_MS &&
      message.text.startsWith(`📖 ${article.title}\n`),
  );
  if (isKnown) return [sayHere(actor, "alerts.article-posted")];
  const id = randomId(deps.random, 12);
  await stores.broadcasts.add({
    id,
    hostId,
    kind: "article",
    state: "draft",
    version: 1,
    message: Message.parse({ text: found.text }),
    audience: Audience.parse({}),
    handle: `bc:${id}`,
    createdBy: actor.person.personId,
    approvedBy: undefined,
    cron: undefined,
    expiresAfterMs: LIFE_MS,
    beganAt: undefined,
    nextAt: undefined,
    place: BEGINNING,
    targets: 0,
    told: 0,
    createdAt: now,
  });
  return await releaseAnnouncement(deps, stores, actor, id, wake);
}

interface Guarded {
  readonly text: string;
  readonly verdict: GuardVerdict;
}

const guarded = ({ guard }: AlertDeps, text: string): Guarded => ({ text, verdict: guard(text) });

const pass = (deps: AlertDeps, text: string): Guarded | undefined => {
  const found = guarded(deps, text);
  return found.verdict.outcome === "pass" ? found : undefined;
};
