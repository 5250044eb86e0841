/**
 * Runs `work` in one database transaction and resolves after its durable commit. Works queued together may share a
 * commit; each still succeeds or fails by itself. `work` must not wait for anything outside the database.
 */
export type Transact<Stores> = <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;
