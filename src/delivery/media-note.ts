import type { Block, MediaRef } from "../core/content.ts";
import { say } from "../core/texts/index.ts";

/** What stands in place of something that cannot be shown. */
export const mediaNote = (kind: MediaRef["kind"], why: "not-here" | "too-large" | "gone"): Block => ({
  kind: "small",
  text: say("zh", `media.${why}`, { kind: say("zh", `media.${kind}`) }),
});
