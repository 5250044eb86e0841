import type { PlatformName } from "../core/message.ts";

const HOUR_MS = 3_600_000;
/** After an urgent message nobody sells anything to that person for this long. */
export const QUIET_AFTER_DANGER_MS = 72 * HOUR_MS;
/** After an answer about feeding or illness the same talk stays free of promotion for this long. */
export const QUIET_AFTER_ANSWER_MS = HOUR_MS;

/** One person in one chat. */
export interface Talk {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly personId: string;
}

export interface QuietStore {
  /** Keeps promotion away from `subject` until `until`; an earlier end is not taken over a later one. */
  keepQuiet(subject: string, until: number): Promise<void>;
  /** Which of these are quiet now. */
  quietSubjects(subjects: readonly string[], now: number): Promise<ReadonlySet<string>>;
  /** When the last of these is over; 0 when none is quiet. */
  quietUntil(subjects: readonly string[]): Promise<number>;
}

const ofPerson = (personId: string): string => `person:${personId}`;
const ofTalk = ({ platform, chatId, personId }: Talk): string => `talk:${platform}:${chatId}:${personId}`;

export const quietAfterDanger = (store: QuietStore, personId: string, now: number): Promise<void> =>
  store.keepQuiet(ofPerson(personId), now + QUIET_AFTER_DANGER_MS);

export const quietAfterAnswer = (store: QuietStore, talk: Talk, now: number): Promise<void> =>
  store.keepQuiet(ofTalk(talk), now + QUIET_AFTER_ANSWER_MS);

/**
 * Whether a coupon, an announcement or a word about goods may reach this person now; with a chat, also whether it may
 * follow in that talk. To be asked in the transaction that would enqueue it.
 */
export async function mayPromote(
  store: QuietStore,
  { personId, chat }: { readonly personId: string; readonly chat?: Omit<Talk, "personId"> | undefined },
  now: number,
): Promise<boolean> {
  const subjects = [ofPerson(personId), ...(chat ? [ofTalk({ ...chat, personId })] : [])];
  return (await store.quietUntil(subjects)) <= now;
}

/** The same for many at once: the persons among these to whom nothing may be promoted now. */
export async function quietAmong(
  store: Pick<QuietStore, "quietSubjects">,
  talks: readonly Talk[],
  now: number,
): Promise<ReadonlySet<string>> {
  const subjects = new Set(talks.flatMap((talk) => [ofPerson(talk.personId), ofTalk(talk)]));
  const quiet = await store.quietSubjects([...subjects], now);
  const found = talks.filter((talk) => quiet.has(ofPerson(talk.personId)) || quiet.has(ofTalk(talk)));
  return new Set(found.map(({ personId }) => personId));
}
