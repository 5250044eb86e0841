import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { TelegramApi } from "./api.ts";
import type { Backoff } from "./backoff.ts";
import { ALLOWED_UPDATES } from "./decode.ts";
import { ApiFailure } from "./failures.ts";
import { MAX_UPDATES_PER_POLL } from "./limits.ts";

export interface PollingDeps {
  readonly api: TelegramApi;
  readonly backoff: Backoff;
  readonly logger: Logger;
  /** How long Telegram may hold a poll open when there is nothing, in seconds. */
  readonly timeoutS: number;
  readonly signal: AbortSignal;
  /** Resolves when everything in the batch is written; rejects when it is not. */
  readonly accept: (updates: readonly unknown[]) => Promise<void>;
  /** Shows what waits behind a batch that is long in being written. */
  readonly notice: (updates: readonly unknown[]) => void;
  readonly clock: Pick<Clock, "after">;
  readonly onOutcome: (failure: ApiFailure | undefined) => void;
}

const Updates = z.array(z.unknown());
const Numbered = z.object({ update_id: z.int() });
/** Beyond Telegram's own time: what is still silent then is a dead connection. */
const GRACE_MS = 10_000;
/** A farewell that takes longer only means that the last batch comes again and is recognised. */
const FAREWELL_MS = 2_000;

/**
 * Asks for updates until `signal` aborts. Telegraf's own loop advances the offset before its handlers are done, and a
 * positive offset is the acknowledgement: here it advances only after `accept` resolved, so that a batch which could
 * not be written, or a process that was ended, gets the same updates again.
 */
export async function pollUpdates(deps: PollingDeps): Promise<void> {
  const { api, backoff, logger, signal } = deps;
  let offset: number | undefined;
  let confirmed: number | undefined;
  while (!signal.aborted) {
    try {
      const params = {
        limit: MAX_UPDATES_PER_POLL,
        timeout: deps.timeoutS,
        allowed_updates: ALLOWED_UPDATES,
        ...(offset === undefined ? {} : { offset }),
      };
      const answer = await api.call("getUpdates", params, {
        timeoutMs: deps.timeoutS * 1_000 + GRACE_MS,
        signal,
      });
      confirmed = offset;
      deps.onOutcome(undefined);
      const updates = Updates.safeParse(answer);
      if (!updates.success) throw new ApiFailure("lost", "getUpdates answered with something else");
      if (updates.data.length > 0) {
        await acceptWatching(deps, params, updates.data);
        const next = nextOffset(updates.data, offset);
        // Updates without numbers cannot be confirmed and would come again at once, for ever.
        if (next === offset) throw new ApiFailure("lost", "getUpdates gave updates without numbers");
        offset = next;
      }
      backoff.reset();
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof ApiFailure) {
        if (error.kind === "stopped") break;
        deps.onOutcome(error);
        logger.warn(
          { kind: error.kind, code: error.code },
          "telegram: asking for updates failed, trying again",
        );
        await backoff.pause(signal, error.retryAfterMs);
      } else {
        logger.error(
          { error },
          "telegram: updates could not be written, they stay unconfirmed and come again",
        );
        await backoff.pause(signal);
      }
    }
  }
  if (offset === undefined || offset === confirmed) return;
  const farewell = { offset, limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES };
  await api.call("getUpdates", farewell, { timeoutMs: FAREWELL_MS }).catch(() => undefined);
}

/** While a batch waits for a slow database, danger behind it is looked for so often. */
const LOOK_AHEAD_MS = 700;

/**
 * Hands a batch in. While that takes long Telegram is asked again from the same place, which confirms nothing: what has
 * come in the meantime is shown to `notice`, and comes again when its turn is.
 */
async function acceptWatching(deps: PollingDeps, params: object, updates: readonly unknown[]): Promise<void> {
  let isOpen = true;
  const accepted = deps.accept(updates).finally(() => {
    isOpen = false;
  });
  const end = accepted.catch(() => undefined);
  let shown = nextOffset(updates, undefined) ?? 0;
  while (isOpen) {
    let cancel = () => {};
    const pause = new Promise<void>((resolve) => {
      cancel = deps.clock.after(LOOK_AHEAD_MS, resolve);
    });
    await Promise.race([end, pause]);
    cancel();
    if (!isOpen || deps.signal.aborted) break;
    const answer = await deps.api
      .call("getUpdates", { ...params, timeout: 0 }, { timeoutMs: GRACE_MS, signal: deps.signal })
      .catch(() => undefined); // whether Telegram is well is asked by the loop itself
    const ahead = Updates.safeParse(answer).data ?? [];
    const from = shown;
    const fresh = ahead.filter((update) => (Numbered.safeParse(update).data?.update_id ?? 0) >= from);
    if (fresh.length > 0) deps.notice(fresh);
    shown = nextOffset(fresh, shown) ?? shown;
  }
  await accepted;
}

function nextOffset(updates: readonly unknown[], before: number | undefined): number | undefined {
  let next = before;
  for (const update of updates) {
    const numbered = Numbered.safeParse(update);
    if (numbered.success) next = Math.max(next ?? 0, numbered.data.update_id + 1);
  }
  return next;
}
