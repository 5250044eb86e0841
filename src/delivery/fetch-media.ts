import type { Content, MediaRef } from "../core/content.ts";
import { OperationalError, PermanentError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { Platform } from "../core/platform.ts";
import { TooLongError } from "../core/read-bytes.ts";
import { mediaNote } from "./media-note.ts";

/** Files that are held in memory at the same time, each no longer than its target's `maxUploadBytes`. */
const MOST_AT_ONCE = 2;
/** After so many tries a line says that it cannot be had: an address of Discord's ends after a day. */
const MOST_TRIES = 3;

export interface Prepared {
  readonly content: Content;
  readonly upload?: Uint8Array;
}

/**
 * Makes ready what is sent beside words: nothing to do where the platform knows it, else its bytes are fetched from
 * where it came. `use` runs while they are held. Throws what fetching threw while trying again makes sense.
 */
export function createMediaFetcher(deps: {
  readonly platforms: readonly Platform[];
  readonly logger: Logger;
}) {
  const sources = new Map(deps.platforms.map((platform) => [platform.name, platform]));
  const waiting: (() => void)[] = [];
  let held = 0;

  async function holding<T>(work: () => Promise<T>): Promise<T> {
    if (held >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else held += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else held -= 1;
    }
  }

  async function fetched(
    medium: MediaRef,
    to: Platform,
    attempts: number,
  ): Promise<Uint8Array | "gone" | "too-large"> {
    const { maxUploadBytes } = to.abilities.media;
    const source = sources.get(medium.platform);
    if (!source?.fetchFile) return "gone";
    if ((medium.bytes ?? 0) > maxUploadBytes) return "too-large";
    try {
      return await source.fetchFile(medium.ref, maxUploadBytes);
    } catch (error) {
      if (error instanceof TooLongError) return "too-large";
      if (!(error instanceof PermanentError) && attempts + 1 < MOST_TRIES) {
        throw error instanceof OperationalError
          ? error
          : new OperationalError("a file could not be fetched", { cause: error });
      }
      deps.logger.warn({ error, platform: medium.platform }, "a file could not be fetched to be sent on");
      return "gone";
    }
  }

  return async function withMedia<T>(
    { content, attempts }: { readonly content: Content; readonly attempts: number },
    to: Platform,
    use: (prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    const medium = content.media?.[0];
    if (!medium) return await use({ content });
    if (medium.platform === to.name && to.abilities.media.reuses) return await use({ content });
    return await holding(async () => {
      const upload = await fetched(medium, to, attempts);
      if (typeof upload !== "string") return await use({ content, upload });
      const { media: _, ...words } = content;
      return await use({
        content: { ...words, blocks: [...content.blocks, mediaNote(medium.kind, upload)] },
      });
    });
  };
}
