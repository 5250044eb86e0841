export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Everything that is wrong with the articles at once, one `file:line: reason` a line. */
export class KnowledgeError extends Error {
  override readonly name = "KnowledgeError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join("\n"));
    this.problems = problems;
  }
}
