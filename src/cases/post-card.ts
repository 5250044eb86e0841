import type { Lane } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { matterOf } from "./card-matter.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { deskOf, without } from "./places.ts";
import { besideCard, caseCard } from "./show-card.ts";
import { purposeOf } from "./words.ts";

/** Versions of one card follow each other under this name; a fresh card begins a message of its own. */
const handleOf = ({ caseId }: Case): string => `case-card:${caseId}`;

/**
 * The card of a case as a message of its own, at each desk but `here`, where everybody has read of it already. Where it
 * stands in a thread, the room reads a line beside: of what is urgent a loud one.
 */
export async function freshCard(
  deps: CaseDeps,
  stores: CaseStores,
  one: Case,
  how: {
    readonly lane: Lane;
    readonly here?: { readonly platform: string; readonly chatId: string } | undefined;
    /** Its thread was put away. */
    readonly reopens?: boolean | undefined;
  },
): Promise<readonly Reply[]> {
  const { lane, here, reopens } = how;
  const matter = await matterOf(deps, stores, one);
  const content = caseCard(deps.signer, one, matter, deps.clock.now());
  const beside = {
    content: besideCard(deps.signer, one, matter, lane === "distress"),
    open: say("zh", "cases.open-thread"),
  };
  const desks = await deskOf(stores.people, one, { beside, reopens });
  return (here ? without(desks, here) : desks).map((to) => ({
    lane,
    purpose: purposeOf(one, "card"),
    audience: "chat",
    to,
    handle: handleOf(one),
    content,
  }));
}

/** The newest card of a case, changed to what it is now; nothing new is said where there is none any more. */
export async function changedCard(
  deps: CaseDeps,
  stores: CaseStores,
  one: Case,
  thread: { readonly closes?: boolean; readonly reopens?: boolean } = {},
): Promise<readonly Reply[]> {
  const content = caseCard(deps.signer, one, await matterOf(deps, stores, one), deps.clock.now());
  const desks = await deskOf(stores.people, one, thread);
  return desks.map((to) => ({
    lane: "case",
    purpose: purposeOf(one, "card", one.view.seq),
    audience: "chat",
    to,
    handle: handleOf(one),
    edit: "or-skip",
    content,
  }));
}
