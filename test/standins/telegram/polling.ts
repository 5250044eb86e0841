import type { Params } from "./checks.ts";
import { ApiFailure } from "./methods.ts";
import type { Update, UpdateQueue } from "./updates.ts";

export interface Polling {
  /** Answers like `getUpdates`; `gone` aborts when the caller's connection closes. */
  poll(params: Params, gone: AbortSignal): Promise<readonly Update[]>;
  /** Ends every open poll with 409, as Telegram does when a webhook is set or a second poller comes. */
  conflict(why: string): void;
  readonly open: number;
}

/** `getUpdates`: a positive offset confirms what lies below it; reading again without advancing gives the same. */
export function createPolling(queue: UpdateQueue): Polling {
  const open = new Set<(failure: ApiFailure) => void>();
  const conflict = (why: string) => {
    for (const end of [...open]) end(new ApiFailure(409, `Conflict: ${why}`));
  };
  return {
    conflict,
    get open() {
      return open.size;
    },
    async poll(params, gone) {
      conflict("terminated by other getUpdates request; make sure that only one bot instance is running");
      const offset = Number(params.offset ?? 0);
      const limit = Math.min(100, Math.max(1, Number(params.limit ?? 100)));
      queue.allow(params.allowed_updates as string[] | undefined);
      if (offset > 0) queue.confirmBelow(offset);
      if (offset < 0) queue.keepLast(-offset);
      const timeoutMs = Number(params.timeout ?? 0) * 1_000;
      if (queue.pending.length > 0 || timeoutMs <= 0) return queue.pending.slice(0, limit);
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          unsubscribe();
          open.delete(end);
          gone.removeEventListener("abort", leave);
          settle();
        };
        const end = (failure: ApiFailure) => finish(() => reject(failure));
        const leave = () => finish(() => resolve([]));
        const timer = setTimeout(leave, timeoutMs);
        // Updates of one tick travel together, as they do when Telegram is asked a moment later.
        const unsubscribe = queue.onPush(() =>
          queueMicrotask(() => {
            if (open.has(end)) finish(() => resolve(queue.pending.slice(0, limit)));
          }),
        );
        gone.addEventListener("abort", leave);
        open.add(end);
      });
    },
  };
}
