import { RESEND_UNKNOWN } from "../core/content.ts";
import type { Platform } from "../core/platform.ts";
import type { Delivery } from "./outbox-store.ts";
import type { Pacer } from "./pacer.ts";
import type { Reserved, SharedState } from "./shared-state.ts";

/**
 * Messages of several processes arrive a little earlier or later than they stood in line: so that no second at the
 * platform's end holds too many, the line is that much slower. It covers 80 ms.
 */
const USED_BY_SEVERAL = 0.92;
/** By then every process has noticed that what they share is back. */
const NOTICED_AFTER_MS = 3_000;
/** By then everything has left that had its place in the line that all share. */
export const LINE_ENDS_AFTER_MS = 500;

/**
 * The line in which the messages of all processes stand, one after the other.
 * @param count how many processes there are
 * @returns waits for a message's place in it; gives what is used up when there is none for now
 */
export function createLine(
  shared: SharedState | undefined,
  count: () => number,
  pause: (ms: number) => Promise<void>,
) {
  /** How much of the pace goes into it. */
  function used({ upForMs }: SharedState): number {
    const others = count();
    if (others === 1) return 1; // this process knows itself how late its messages arrive
    // Whoever has not noticed yet that Redis is back still sends at its own part.
    return upForMs() < NOTICED_AFTER_MS ? USED_BY_SEVERAL / others : USED_BY_SEVERAL;
  }

  return async (
    { to, lane }: Delivery,
    { platform, pacer }: { readonly platform: Platform; readonly pacer: Pacer },
  ): Promise<Extract<Reserved, { againMs: number }> | undefined> => {
    if (!shared?.isUp()) return undefined;
    const urgent = RESEND_UNKNOWN.has(lane);
    const reserved = await shared.reserve({
      platform: platform.name,
      chatId: to.chatId,
      perSecond: pacer.perSecond() * used(shared),
      limits: lane === "distress" ? [] : platform.pace.perChat(to),
      urgent,
    });
    if (!reserved) return urgent ? undefined : { againMs: LINE_ENDS_AFTER_MS, of: "all" };
    if ("againMs" in reserved) return reserved;
    if (reserved.afterMs > 0) await pause(reserved.afterMs);
    return undefined;
  };
}
