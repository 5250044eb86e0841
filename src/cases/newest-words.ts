import type { CaseEvent } from "./case.ts";
import type { CaseStore } from "./case-store.ts";

type Said = Extract<CaseEvent, { type: "staff-wrote" }>;

/** What a member of the staff has said, as it stands now. */
export interface NewestWords {
  readonly text: string | undefined;
  /** Every wording there was, the first one first. */
  readonly wordings: readonly string[];
  readonly isWithdrawn: boolean;
}

const MOST_READ = 1_000;

/** Follows changes of what was said: of each event its newest words. */
export async function newestWords(
  cases: Pick<CaseStore, "eventsOf">,
  caseId: number,
): Promise<(said: Said) => NewestWords> {
  const changes = await cases.eventsOf(caseId, ["staff-edited", "staff-withdrew"], MOST_READ);
  return ({ seq, text }) => {
    const own = changes.filter(
      (event) => (event.type === "staff-edited" || event.type === "staff-withdrew") && event.of === seq,
    );
    const edits = own.flatMap((event) => (event.type === "staff-edited" ? [event.text] : []));
    return {
      text: edits.length > 0 ? edits.at(-1) : text,
      wordings: [text, ...edits].filter((words) => words !== undefined),
      isWithdrawn: own.some(({ type }) => type === "staff-withdrew"),
    };
  };
}
