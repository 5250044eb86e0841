import type { Reply } from "./reply.ts";
import type { Locale, TextKey } from "./texts/index.ts";

/** One thing that is kept about a person: as a line that people read, and as it is. */
export interface KeptItem {
  /** Milliseconds since 1970; absent where there is no moment to it. */
  readonly at?: number | undefined;
  readonly line: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What one feature keeps about a person, newest first. */
export interface KeptSection {
  readonly title: TextKey;
  readonly items: readonly KeptItem[];
}

/** Something that has to stay for a while although the person wishes to be forgotten. */
export interface Staying {
  /** What it is and why it stays, as people read it. */
  readonly line: string;
  /** Until then at the latest; undefined: until the matter is over. */
  readonly until: number | undefined;
  /** Whether her accounts have to stay with it, because somebody still has to reach or recognise her. */
  readonly holdsAccount: boolean;
}

/** What became of two persons' things when they turned out to be one. */
export interface Merged {
  /** Sentences for the person. */
  readonly lines: readonly string[];
  /** For others, such as the staff of a case. */
  readonly replies: readonly Reply[];
}
export const NOTHING_TO_SAY: Merged = { lines: [], replies: [] };

/**
 * What a feature holds about persons, for `/mydata`, `/forget` and `/link`. All of it runs in the caller's transaction,
 * which may be tried again.
 */
export interface PersonData<Stores> {
  shows(stores: Stores, personId: string, locale: Locale): Promise<readonly KeptSection[]>;
  /** What cannot go now. Shown before the person confirms, and asked again until nothing stays. */
  stays(stores: Stores, personId: string, locale: Locale, now: number): Promise<readonly Staying[]>;
  /** Erases everything that may go; harmless to repeat. */
  forgets(stores: Stores, personId: string, now: number): Promise<void>;
  /** Moves everything of one person to another; `fromId` is nobody's afterwards. */
  merges(stores: Stores, fromId: string, intoId: string, locale: Locale, now: number): Promise<Merged>;
}

/** Rows of one kind that belong to persons, as a store keeps them. */
export interface PersonRows<Row> {
  /** Newest first. */
  of(personId: string, limit: number): Promise<readonly Row[]>;
  move(fromId: string, intoId: string): Promise<void>;
  forget(personId: string): Promise<void>;
}

/** So many rows of a kind are shown; nobody reads more. */
export const MOST_SHOWN = 1_000;

/** The data of a feature whose rows simply go when asked to and stay nowhere. */
export function simpleData<Stores, Row>(
  rowsOf: (stores: Stores) => PersonRows<Row>,
  title: TextKey,
  show: (row: Row, locale: Locale) => KeptItem,
): PersonData<Stores> {
  return {
    async shows(stores, personId, locale) {
      const rows = await rowsOf(stores).of(personId, MOST_SHOWN);
      return [{ title, items: rows.map((row) => show(row, locale)) }];
    },
    stays: async () => [],
    forgets: (stores, personId) => rowsOf(stores).forget(personId),
    async merges(stores, fromId, intoId) {
      await rowsOf(stores).move(fromId, intoId);
      return NOTHING_TO_SAY;
    },
  };
}
