import { z } from "zod";
import type { Pacer } from "./pacer.ts";
import type { SharedState } from "./shared-state.ts";

const Slow = z.object({
  platform: z.string(),
  chatId: z.string(),
  wholePlatform: z.boolean(),
  retryAfterMs: z.number().optional(),
});

/** What one process learns from "too many" the others learn too. */
export function joinPaces(shared: SharedState | undefined) {
  const pacers = new Map<string, Pacer>();
  shared?.hear("slow", (what) => {
    const slow = Slow.safeParse(parseJson(what)).data;
    if (slow) pacers.get(slow.platform)?.tooMany(slow.chatId, slow);
  });
  return {
    join(platform: string, pacer: Pacer): Pacer {
      pacers.set(platform, pacer);
      if (!shared) return pacer;
      return {
        ...pacer,
        tooMany(chatId, said) {
          pacer.tooMany(chatId, said);
          shared.tell("slow", JSON.stringify({ platform, chatId, ...said }));
        },
      };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
