/** Work that only one process at a time should do. Both functions are called again each time that the turn comes back. */
export interface TurnWork {
  begin(): void;
  /** Resolves when nothing of it runs any more; the next process begins then. */
  end(): Promise<void>;
}

/**
 * Turns among the processes on one database. A turn ends when another process was seen to have it, not when the database
 * is away: two may overlap for moments, so everything done in turns is harmless when it is done twice.
 */
export interface Turns {
  /** Does the work whenever it is this process's turn. The returned function ends it and gives the turn to others. */
  take(name: string, work: TurnWork): () => Promise<void>;
}

/** For a process that is alone, and for parts that are tried by themselves: it is always its turn. */
export const alwaysOurTurn: Turns = {
  take(_name, work) {
    work.begin();
    return () => work.end();
  },
};
