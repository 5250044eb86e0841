import type { Clock } from "../core/clock.ts";
import type { Deadline } from "./answer-model.ts";

/** Begins the time that all helpers of one question have together, in milliseconds; `end` stops whatever still runs. */
export function startDeadline(clock: Clock, lastsMs: number): Deadline & { end(): void } {
  const over = new AbortController();
  const at = clock.now() + lastsMs;
  const cancel = clock.after(lastsMs, () => over.abort(new Error("the time for this question is over")));
  return {
    signal: over.signal,
    leftMs: () => (over.signal.aborted ? 0 : Math.max(0, at - clock.now())),
    end() {
      cancel();
      over.abort(new Error("the question is settled"));
    },
  };
}
