import type { Abilities, Limit, Pace } from "../../core/platform.ts";

/** What a bot may fetch of one file; it may send 50 MB. @see https://core.telegram.org/bots/api#getfile */
const MAX_FILE_BYTES = 20 * 1_000_000;
/** A larger picture goes as a file. @see https://core.telegram.org/bots/api#sendphoto */
export const MAX_PHOTO_BYTES = 10 * 1_000_000;
/** Longest text under a picture or file, in UTF-16 code units. */
export const MAX_CAPTION = 1_024;

/**
 * What one Telegram message may hold. Text is 1–4096 UTF-16 code units after entities are parsed, a button's data
 * 1–64 bytes, a keyboard 100 buttons; eight in a row is what clients show. Telegram names no longest label: phones
 * cut what is wider than the screen, so 64 is ours.
 * @see https://core.telegram.org/bots/api#sendmessage
 * @see https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
export const TELEGRAM_ABILITIES: Abilities = {
  maxTextLength: 4_096,
  maxButtonRows: 12,
  maxButtonsPerRow: 8,
  maxButtonLabel: 64,
  canEdit: true,
  threads: true,
  moderates: { removes: true, mutes: true },
  files: true,
  media: { maxUploadBytes: MAX_FILE_BYTES, reuses: true },
  whisper: false,
  exactlyOnce: false,
  mentionsEverybody: false,
  digestAbove: undefined,
  answersUnaddressed: "confident",
};

export const MAX_BUTTON_DATA_BYTES = 64;
export const MAX_BUTTONS = 100;
/** Updates that one `getUpdates` may bring. */
export const MAX_UPDATES_PER_POLL = 100;
/** Connections that Telegram may open to the webhook at once; 40 is also its default. */
export const WEBHOOK_CONNECTIONS = 40;
/** An update is a few kilobytes; anything near this is not one. */
export const MAX_WEBHOOK_BODY_BYTES = 1_048_576;

/** One a second in one chat, where short bursts are let through. */
const IN_A_CHAT: Limit = { messages: 5, perMs: 5_000 };
const IN_A_GROUP: Limit = { messages: 20, perMs: 60_000 };

/**
 * Where pacing starts. Telegram names about 30 messages a second over all chats, one a second in one chat with short
 * bursts let through, and 20 a minute in one group. The line moves: past it come 429s with `retry_after`, which `send`
 * throws as `OperationalError.retryAfterMs`. Groups have negative ids.
 * @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export const TELEGRAM_PACE: Pace = {
  overallPerSecond: 30,
  perChat: ({ chatId }) => (chatId.startsWith("-") ? [IN_A_CHAT, IN_A_GROUP] : [IN_A_CHAT]),
};
