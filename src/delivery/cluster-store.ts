/** One row: a worker that lives, or something that one worker at a time holds. */
export interface Holding {
  readonly name: string;
  /** Undefined: given back, free for whoever comes first. */
  readonly holder: string | undefined;
  /** Grows each time that the holder changes: whoever shows an older one is fenced off. */
  readonly token: number;
  /** Grows while the holder lives. */
  readonly beat: number;
}

/**
 * Who lives and who holds what, for every process on one database. No instants are kept: each process measures by its
 * own clock how long a beat has stood still, so that clocks need not agree.
 */
export interface ClusterStore {
  /** All rows, by name. */
  all(): Promise<readonly Holding[]>;
  /**
   * Takes what is as it was `seen` (undefined: nobody ever had it); gives the new token, or undefined when somebody was
   * quicker or its holder has moved after all.
   */
  take(name: string, holder: string, seen: Holding | undefined): Promise<number | undefined>;
  /** Shows that the holder lives; false when somebody else has it now. */
  beat(name: string, holder: string, token: number): Promise<boolean>;
  /** Gives it back; nothing happens when somebody else has it. */
  release(name: string, holder: string, token: number): Promise<void>;
  /** Removes a row that is as it was seen; false when it has moved. */
  remove(seen: Holding): Promise<boolean>;
}
