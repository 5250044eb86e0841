import type { Clock } from "../core/clock.ts";
import { type Draft, textContent } from "../core/content.ts";
import type { Logger } from "../core/logger.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Transact } from "../core/transact.ts";
import type { Delivery, OutboxStore } from "../delivery/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { toApplicant, toStaff } from "./aid-desk.ts";
import type { ApplicationStatus } from "./application.ts";
import { noteApplication } from "./change-application.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What was approved and not handed over by then goes to another family. */
export const HAND_OVER_WITHIN_MS = 30 * DAY_MS;

const WAITING: readonly ApplicationStatus[] = ["approved", "handling"];
const AT_ONCE = 100;

export interface AidKeepingDeps extends AidDeps {
  readonly transact: Transact<AidStores & { readonly outbox: OutboxStore }>;
  /** Writes messages into the outbox; `origin` is what caused them, so that doing it again sends nothing twice. */
  readonly post: (
    stores: { readonly outbox: OutboxStore },
    origin: string,
    drafts: readonly Draft[],
  ) => Promise<readonly Delivery[]>;
  /** What was committed and may be sent now. */
  readonly offer: (deliveries: readonly Delivery[]) => void;
}

/** Ends what was not handed over in time: its share is free again, she and the staff hear it. Returns how many. */
export async function expireApplications(deps: AidKeepingDeps): Promise<number> {
  const before = deps.clock.now() - HAND_OVER_WITHIN_MS;
  const due = await deps.transact(({ aid }) => aid.since(WAITING, before, AT_ONCE));
  let count = 0;
  for (const applicationId of due) {
    const told = await deps.transact(async (stores) => {
      const held = await stores.aid.lock(applicationId);
      // Somebody may have handed it over, or another process ended it, since the look.
      if (!held || !WAITING.includes(held.status) || held.statusAt >= before) return undefined;
      const at = deps.clock.now();
      const one = await noteApplication(stores, held, { status: "expired" }, { type: "expired", at });
      const number = applicationId;
      const replies = [
        ...(await toStaff(stores, one, textContent(say("zh", "aid.expired-told", { number })))),
        ...(await toApplicant(
          deps,
          stores,
          one,
          textContent(say(one.from.locale, "aid.expired", { number })),
        )),
      ];
      return await deps.post(stores, `aid-expired:${number}:${one.seq}`, toDrafts(replies));
    });
    if (!told) continue;
    count += 1;
    deps.offer(told);
  }
  return count;
}

const toDrafts = (replies: readonly Reply[]): readonly Draft[] =>
  replies.flatMap(({ lane, purpose, content, to }) => (to ? [{ lane, purpose, content, to }] : []));

/** Looks soon after the start and every hour; the returned function stops it. */
export function startAidKeeping(
  deps: AidKeepingDeps & { readonly clock: Clock; readonly logger: Logger },
): () => void {
  let stopped = false;
  const round = async (): Promise<void> => {
    try {
      await expireApplications(deps);
    } catch (error) {
      deps.logger.error({ error }, "old applications could not be looked through");
    }
    if (!stopped) cancel = deps.clock.after(HOUR_MS, () => void round());
  };
  let cancel = deps.clock.after(60_000, () => void round());
  return () => {
    stopped = true;
    cancel();
  };
}
