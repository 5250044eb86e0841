import type { Abilities, Pace } from "../../core/platform.ts";

/** What the room's page and JSON interface can show. A repeated send finds its key taken, so it has one effect. */
export const ABILITIES: Abilities = {
  maxTextLength: 4000,
  maxButtonRows: 10,
  maxButtonsPerRow: 4,
  maxButtonLabel: 60,
  canEdit: true,
  threads: false,
  moderates: { removes: false, mutes: false },
  files: false,
  media: { maxUploadBytes: 0, reuses: false },
  whisper: true,
  exactlyOnce: true,
  mentionsEverybody: false,
  digestAbove: undefined,
  answersUnaddressed: "questions",
};

/** Nobody outside limits this room; the figures only keep one broadcast from filling the database's queue. */
export const PACE: Pace = {
  overallPerSecond: 500,
  perChat: () => [{ messages: 100, perMs: 1_000 }],
};

/** Longest text of a visitor, in Unicode code points. */
export const MAX_TEXT_LENGTH = 4000;
/** Longest name of a visitor, in Unicode code points. */
export const MAX_NAME_LENGTH = 20;
/** 4,000 Chinese characters are 12 KB of JSON. */
export const MAX_JSON_BYTES = 16 * 1024;
/** The same text in a form is percent-encoded: nine bytes a character. */
export const MAX_FORM_BYTES = 64 * 1024;
/** Messages shown when somebody enters the room. */
export const REPLAY_COUNT = 50;
/** Proxies commonly cut a silent connection after 30 to 60 s. */
export const HEARTBEAT_MS = 15_000;

export interface Rate {
  readonly count: number;
  readonly perMs: number;
}

export interface WebLimits {
  /** Messages and button presses of one visitor. */
  readonly perVisitor: readonly Rate[];
  /** Those of all requests without a valid cookie from one address. */
  readonly perNewcomerAddress: readonly Rate[];
  /** Those of all visitors from one address: wide, because a mobile network puts a whole town behind one. */
  readonly perAddress: readonly Rate[];
  /** Past its count a rate marks messages as limited; past this many times its count they are refused. */
  readonly hardFactor: number;
  /** Open event streams. */
  readonly streamsPerVisitor: number;
  readonly streamsPerAddress: number;
  readonly streamsOverall: number;
}

const SECOND_MS = 1000;
const TEN_MINUTES_MS = 600_000;

export const DEFAULT_WEB_LIMITS: WebLimits = {
  perVisitor: [
    { count: 20, perMs: 10 * SECOND_MS },
    { count: 300, perMs: TEN_MINUTES_MS },
  ],
  perNewcomerAddress: [
    { count: 100, perMs: 10 * SECOND_MS },
    { count: 1200, perMs: TEN_MINUTES_MS },
  ],
  perAddress: [{ count: 1000, perMs: 10 * SECOND_MS }],
  hardFactor: 3,
  streamsPerVisitor: 8,
  streamsPerAddress: 500,
  streamsOverall: 2000,
};
