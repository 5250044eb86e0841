import type { Abilities, Pace } from "../../core/platform.ts";

/**
 * Content of one message in UTF-16 code units. Answers go into an embed, whose description holds 4096, so that
 * escaping 2000 characters always fits.
 * @see https://discord.com/developers/docs/resources/message#create-message
 */
export const MAX_CONTENT = 2000;

/** @see https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const EMBED = { title: 256, description: 4096, footer: 2048, all: 6000 } as const;

/** @see https://discord.com/developers/docs/components/reference#button */
export const BUTTON = { label: 80, customId: 100, url: 512, rows: 5, perRow: 5 } as const;

/** @see https://discord.com/developers/docs/interactions/application-commands#application-command-object */
export const COMMAND = { description: 100, choices: 25, choice: 100 } as const;

/** Longest nonce of a message; `Outgoing.key` keeps to it. */
export const MAX_NONCE = 25;

/**
 * An interaction must be answered within 3 s and its token lasts 15 min. We defer after 2 s at the latest, and stop
 * using a token 5 s early.
 * @see https://discord.com/developers/docs/interactions/receiving-and-responding
 */
export const DEFER_AFTER_MS = 2_000;
export const INTERACTION_LASTS_MS = 15 * 60_000 - 5_000;

/**
 * 401, 403 and 429 answers that Discord tolerates in 10 minutes before it shuts an address out for a while.
 * @see https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
export const INVALID_REQUESTS = { most: 10_000, windowMs: 10 * 60_000 } as const;

/** What a server without boosts takes in one message. @see https://support.discord.com/hc/en-us/articles/25444343291031 */
const MAX_UPLOAD_BYTES = 10 * 1_024 * 1_024;

export const ABILITIES: Abilities = {
  maxTextLength: MAX_CONTENT,
  maxButtonRows: BUTTON.rows,
  maxButtonsPerRow: BUTTON.perRow,
  maxButtonLabel: BUTTON.label,
  canEdit: true,
  threads: true,
  moderates: { removes: true, mutes: true },
  files: false,
  media: { maxUploadBytes: MAX_UPLOAD_BYTES, reuses: false },
  whisper: true,
  exactlyOnce: true,
  mentionsEverybody: true,
  digestAbove: undefined,
  answersUnaddressed: "confident",
};

/**
 * 50 requests per second in all; about 5 messages per 5 s in a channel (seen in `x-ratelimit-*`, not promised). What
 * Discord answers (`retry_after`) counts for more: `send` throws it as `OperationalError.retryAfterMs`.
 * @see https://discord.com/developers/docs/topics/rate-limits
 */
export const PACE: Pace = { overallPerSecond: 40, perChat: () => [{ messages: 5, perMs: 5_000 }] };
