import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  nextState,
  REVISION_ACTS,
  REVISION_STATES,
  type RevisionStanding,
} from "../../src/knowledge/revision-states.ts";

const person = fc.constantFrom("lan", "ying", "owner");
const act = fc.constantFrom(...REVISION_ACTS);
const standing = fc.record({
  state: fc.constantFrom(...REVISION_STATES),
  authorId: fc.option(person, { nil: undefined }),
  wasPublished: fc.boolean(),
});

/** Plays acts on one revision as the use cases do; refused ones change nothing. */
function play(authorId: string, acts: readonly (readonly [(typeof REVISION_ACTS)[number], string])[]) {
  let revision: RevisionStanding = { state: "draft", authorId, wasPublished: false };
  const publishers: string[] = [];
  const states: string[] = [revision.state];
  for (const [what, who] of acts) {
    const next = nextState(revision, what, who);
    if (!next.ok) continue;
    if (what === "publish") publishers.push(who);
    revision = {
      ...revision,
      state: next.value,
      wasPublished: revision.wasPublished || next.value === "published",
    };
    states.push(next.value);
  }
  return { revision, publishers, states };
}

describe("the states of a revision", () => {
  it("are never published by their author, whatever happens before", () => {
    fc.assert(
      fc.property(person, fc.array(fc.tuple(act, person), { maxLength: 30 }), (author, acts) => {
        expect(play(author, acts).publishers).not.toContain(author);
      }),
    );
  });

  it("reach the fans only through a review", () => {
    fc.assert(
      fc.property(person, fc.array(fc.tuple(act, person), { maxLength: 30 }), (author, acts) => {
        const { states } = play(author, acts);
        const first = states.indexOf("published");
        if (first > 0) expect(states[first - 1]).toBe("in_review");
      }),
    );
  });

  it("come back from retirement only when they were given out before", () => {
    fc.assert(
      fc.property(standing, person, (revision, who) => {
        const next = nextState({ ...revision, state: "retired" }, "roll-back", who);
        expect(next.ok).toBe(revision.wasPublished);
      }),
    );
  });

  it("change to what the table says or refuse with a reason, and nothing is thrown", () => {
    fc.assert(
      fc.property(standing, act, person, (revision, what, who) => {
        const next = nextState(revision, what, who);
        if (next.ok) expect(next.value).not.toBe(revision.state);
        else expect(["wrong-state", "own-text", "never-published"]).toContain(next.refusal.code);
      }),
    );
  });

  it("leave retirement by no other way, and drafts never become published at once", () => {
    for (const what of REVISION_ACTS) {
      const revision = { authorId: undefined, wasPublished: true };
      expect(nextState({ ...revision, state: "retired" }, what, "lan").ok).toBe(what === "roll-back");
      const fromDraft = nextState({ ...revision, state: "draft" }, what, "lan");
      expect(fromDraft.ok && fromDraft.value === "published").toBe(false);
    }
  });
});
