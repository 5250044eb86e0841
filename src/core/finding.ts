/** One thing that the doctor looked at; `mend` says in one sentence what to do about it. No secret in any of them. */
export interface Finding {
  readonly about: string;
  readonly status: "ok" | "warning" | "broken";
  readonly detail: string;
  readonly mend?: string;
}
