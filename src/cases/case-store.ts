import type { CaseEvent, CaseView } from "./case.ts";

/** A case as it is kept: whose, where, and what it is now. `caseId` is the number that people say. */
export interface Case {
  readonly caseId: number;
  /** Undefined: it belongs to no host and is the operator's. */
  readonly hostId: string | undefined;
  readonly personId: string;
  readonly view: CaseView;
}

export interface CannedReply {
  readonly id: number;
  readonly text: string;
}

/** A message of the staff that a fan can check. */
export interface StaffCode {
  readonly caseId: number;
  /** Of its event. */
  readonly seq: number;
  readonly at: number;
}

export interface CaseNumbers {
  readonly open: number;
  readonly unanswered: number;
  /** Milliseconds from opening to the first answer, of cases opened since then; the newest few thousand. */
  readonly firstAnswers: readonly number[];
  readonly ratings: readonly number[];
}

/** Whose cases: of these hosts, or everybody's and those of no host too. */
export type Whose = readonly string[] | "everybody";

export interface CaseStore {
  /**
   * A new case without an event, unless the person has an open one of this kind there: then undefined, and
   * `casesOf` finds that one.
   */
  create(of: { hostId: string | undefined; personId: string }, view: CaseView): Promise<number | undefined>;
  /** The case; nobody else can change it until this transaction ends. */
  lock(caseId: number): Promise<Case | undefined>;
  /** Writes an event, what the case is after it, and when the ladder has to look. For `appendEvent` alone. */
  append(caseId: number, event: CaseEvent, view: CaseView, clockAt: number | undefined): Promise<void>;
  /** When the ladder has to look again, where that is another moment than the events say. */
  setClock(caseId: number, clockAt: number | undefined): Promise<void>;
  /** Lets the ladder look anew at every open case of a host that has a clock, because its times have changed. */
  wakeClocks(hostId: string | undefined, now: number): Promise<void>;
  /** Open cases at which the ladder has to look, earliest first, behind the one that was looked at last. */
  dueCases(
    now: number,
    behind: { readonly clockAt: number; readonly caseId: number } | undefined,
    limit: number,
  ): Promise<readonly { readonly caseId: number; readonly clockAt: number }[]>;
  /** The earliest moment at which the ladder has to look at any case; undefined while nobody waits. */
  earliestClock(): Promise<number | undefined>;
  /** What a person has open, or had until `closedAfter`; newest word of the fan first. */
  casesOf(personId: string, closedAfter: number): Promise<readonly Case[]>;
  /** Every case of a person, newest first. */
  allOf(personId: string, limit: number): Promise<readonly Case[]>;
  /** All cases of one person become another's, who has no open one of the same kind and host any more. */
  moveCases(fromId: string, intoId: string): Promise<void>;
  /** Erases who it was, what was written and where, for good; times and deeds stay. False when it is erased already. */
  eraseCase(caseId: number, now: number): Promise<boolean>;
  /** Which of these persons have an open case that is urgent, or worse. */
  inDanger(personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Open ones, who waits longest first. */
  openCases(whose: Whose, limit: number): Promise<readonly Case[]>;
  /** The newest events, in order. */
  events(caseId: number, limit: number): Promise<readonly CaseEvent[]>;
  /** Events of these types, in order. */
  eventsOf(caseId: number, types: readonly CaseEvent["type"][], limit: number): Promise<readonly CaseEvent[]>;
  event(caseId: number, seq: number): Promise<CaseEvent | undefined>;
  /** What a member of the staff has said to a fan by this message of hers. */
  staffWords(
    ref: string,
  ): Promise<
    { readonly caseId: number; readonly said: Extract<CaseEvent, { type: "staff-wrote" }> } | undefined
  >;
  /** The case to which this message of a fan was written. */
  caseOfRef(ref: string): Promise<number | undefined>;
  /**
   * Under which dedupe key the bot sent a message on the lanes of distress and cases, to one of these chats; see
   * `readKey`. What stands in a thread that is a chat of its own was sent to its parent.
   */
  keyOfSent(platform: string, chatIds: readonly string[], messageId: string): Promise<string | undefined>;

  /** False when the code is taken. */
  addCode(code: string, of: { caseId: number; seq: number }, now: number): Promise<boolean>;
  code(code: string): Promise<StaffCode | undefined>;

  addCanned(hostId: string | undefined, text: string, by: string, now: number): Promise<number>;
  canned(hostId: string | undefined): Promise<readonly CannedReply[]>;
  deleteCanned(hostId: string | undefined, id: number): Promise<boolean>;

  /** The name under which a member of the staff writes to fans of this host. */
  alias(personId: string, hostId: string | undefined): Promise<string | undefined>;
  setAlias(personId: string, hostId: string | undefined, alias: string | undefined): Promise<void>;

  /** Figures of a host since a moment; undefined: of the cases of no host. */
  numbers(hostId: string | undefined, since: number): Promise<CaseNumbers>;
}
