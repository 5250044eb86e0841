/** The two dialects that every query and migration is written for. */
export type Engine = "sqlite" | "postgres";
