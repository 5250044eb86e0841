import type { Action, NotDone } from "../core/content.ts";
import { PermanentError } from "../core/errors.ts";
import { describeError, type Logger } from "../core/logger.ts";
import type { DeedOutcome, Platform } from "../core/platform.ts";

/** A deed that could not be done in so many tries is told as failed; somebody is waiting to hear of it. */
const MOST_TRIES = 4;

/**
 * Does what staff asked for, before its outcome is told. Doing it again after a crash is harmless. Throws what the
 * platform threw while trying again makes sense.
 */
export function createDoer(deps: { readonly platforms: readonly Platform[]; readonly logger: Logger }) {
  const platforms = new Map(deps.platforms.map((platform) => [platform.name, platform]));

  function ask({ platform: name, chatId, deed }: Action): Promise<DeedOutcome> | undefined {
    const platform = platforms.get(name);
    switch (deed.kind) {
      case "remove-message":
        return platform?.removeMessage?.(chatId, deed.messageId);
      case "mute-member":
        return platform?.muteMember?.(chatId, deed.userId, deed.untilMs);
    }
  }

  return async (action: Action, attempts: number): Promise<"done" | NotDone> => {
    try {
      return (await ask(action)) ?? "no-right";
    } catch (error) {
      if (!(error instanceof PermanentError) && attempts + 1 < MOST_TRIES) throw error;
      const { platform, deed } = action;
      deps.logger.warn({ error: describeError(error), platform, deed: deed.kind }, "a deed of staff failed");
      return "failed";
    }
  };
}
