import { ok, type Result, refuse } from "../core/result.ts";

export const REVISION_STATES = ["draft", "in_review", "published", "retired"] as const;
export type RevisionState = (typeof REVISION_STATES)[number];

export const REVISION_ACTS = [
  "submit",
  "send-back",
  "publish",
  "supersede",
  "retire",
  "discard",
  "roll-back",
] as const;
export type RevisionAct = (typeof REVISION_ACTS)[number];

/** Every way from one state to another; what does not stand here cannot happen. */
const NEXT: Readonly<Record<RevisionAct, Partial<Record<RevisionState, RevisionState>>>> = {
  submit: { draft: "in_review" },
  "send-back": { in_review: "draft" },
  publish: { in_review: "published" },
  supersede: { published: "retired" },
  retire: { published: "retired" },
  discard: { draft: "retired", in_review: "retired" },
  "roll-back": { retired: "published" },
};

export interface RevisionStanding {
  readonly state: RevisionState;
  /** The person who wrote it; undefined for what came with the program. */
  readonly authorId: string | undefined;
  /** Whether it has been given out before. */
  readonly wasPublished: boolean;
}

export type StateRefusal =
  | { readonly code: "wrong-state"; readonly state: RevisionState; readonly act: RevisionAct }
  | { readonly code: "own-text" }
  | { readonly code: "never-published" };

/**
 * The state of a revision after `act` by `personId`. Publishing needs somebody else than the author, whoever that is;
 * only what was given out before comes back without a second look.
 */
export function nextState(
  revision: RevisionStanding,
  act: RevisionAct,
  personId: string,
): Result<RevisionState, StateRefusal> {
  const next = NEXT[act][revision.state];
  if (!next) return refuse({ code: "wrong-state", state: revision.state, act });
  if (act === "publish" && revision.authorId === personId) return refuse({ code: "own-text" });
  if (act === "roll-back" && !revision.wasPublished) return refuse({ code: "never-published" });
  return ok(next);
}
