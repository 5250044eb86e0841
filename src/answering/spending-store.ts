/** What models have cost, in tokens by day (`YYYY-MM-DD`, UTC+8); a restart does not begin anew. */
export interface SpendingStore {
  spent(day: string): Promise<number>;
  spend(day: string, tokens: number): Promise<void>;
}
