import type { Clock } from "../core/clock.ts";
import { type Draft, textContent } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import { say } from "../core/texts/index.ts";
import { type Article, closesAtMs } from "../knowledge/index.ts";
import { editorRooms } from "./change-text.ts";
import type { EditingDeps } from "./editing-deps.ts";

const DAY_MS = 86_400_000;
/** Editors are told this long before an article's review runs out. */
export const NOTICE_MS = 14 * DAY_MS;
const FIRST_AFTER_MS = 60_000;
/** A message that a phone shows whole; the rest comes the next day. */
const MOST_NAMED = 30;

/** Articles whose review runs out within the notice, or has run out: told once each for each deadline. */
export async function noticeReviews(
  deps: Pick<EditingDeps, "transact" | "post" | "offer" | "library"> & {
    readonly clock: Pick<Clock, "now">;
  },
): Promise<number> {
  const now = deps.clock.now();
  const due = deps.library
    .shelf()
    .articles.filter(({ review }) => now >= closesAtMs(review.by) - NOTICE_MS)
    .sort((a, b) => (a.review.by < b.review.by ? -1 : 1));
  if (due.length === 0) return 0;
  const { told, deliveries } = await deps.transact(async (stores) => {
    const rooms = await editorRooms(stores.people);
    // Nobody to tell yet: it is told once there is somebody.
    if (rooms.length === 0) return { told: 0, deliveries: [] };
    const fresh: Article[] = [];
    for (const article of due) {
      if (fresh.length >= MOST_NAMED) break;
      if (await stores.articles.noticeReview(article.id, article.review.by, now)) fresh.push(article);
    }
    if (fresh.length === 0) return { told: 0, deliveries: [] };
    const list = fresh
      .map(({ id, title, review }) => say("zh", "editing.review-line", { article: id, title, by: review.by }))
      .join("\n");
    const content = textContent(say("zh", "editing.review-due", { list }));
    const drafts = rooms.map((to): Draft => ({ lane: "digest", purpose: "review-due", to, content }));
    const [first] = fresh;
    const origin = `review-due:${first?.id}:${first?.review.by}`;
    return { told: fresh.length, deliveries: await deps.post(stores, origin, drafts) };
  });
  deps.offer(deliveries);
  return told;
}

/** Looks at every start and once a day; the returned function stops it. */
export function startReviewNotices(
  deps: Parameters<typeof noticeReviews>[0] & { readonly clock: Clock; readonly logger: Logger },
): () => void {
  let stopped = false;
  let cancel = deps.clock.after(FIRST_AFTER_MS, () => void round());
  async function round(): Promise<void> {
    await noticeReviews(deps).catch((error: unknown) =>
      deps.logger.error({ error }, "editors could not be told about reviews"),
    );
    if (!stopped) cancel = deps.clock.after(DAY_MS, () => void round());
  }
  return () => {
    stopped = true;
    cancel();
  };
}
