import type { Clock } from "../core/clock.ts";
import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, pointToPrivate, type Stores, tell, toActor } from "./actor.ts";
import type { Person } from "./people-store.ts";

const MOST_CHILDREN = 6;
const OLDEST_YEARS = 18;
/** A child is counted a day younger than it may be rather than older: what is for a newborn is the more careful answer. */
const ZONE_MS = 8 * 3_600_000;
const MONTH_MS = 30.44 * 86_400_000;

/**
 * `/child 2025-03`: the month in which a child was born, so that answers by age need not ask and a fever of a newborn is
 * known for what it is. Alone it shows what is kept, each with a button that deletes it. In private only.
 */
export async function keepChild(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  if (!actor.discreet || actor.chat?.kind === "group") return pointToPrivate(actor, "child");
  const { children, personId } = actor.person;
  if (args.trim() === "") return showChildren(deps, actor, children);
  const month = readMonth(args, deps.clock.now());
  if (!month) return tell(actor, "people.child-usage");
  if (children.includes(month)) return showChildren(deps, actor, children);
  if (children.length >= MOST_CHILDREN) return tell(actor, "people.child-many", { most: MOST_CHILDREN });
  const kept = [...children, month].sort();
  await stores.people.setChildren(personId, kept);
  return showChildren(deps, actor, kept);
}

/** Deletes the presser's own child of this month. */
export async function forgetChild(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  month: string,
): Promise<Reply> {
  const left = actor.person.children.filter((one) => one !== month);
  await stores.people.setChildren(actor.person.personId, left);
  return showChildren(deps, actor, left);
}

function showChildren(deps: PeopleDeps, actor: Actor, children: readonly string[]): Reply {
  if (children.length === 0) return tell(actor, "people.child-none");
  const { locale } = actor;
  const buttons = children.map((month): Button[] => [
    { label: say(locale, "people.child-forget", { month }), data: deps.signer.sign("xc", month) },
  ]);
  const list = children.join(say(locale, "people.child-separator"));
  return toActor(textContent(say(locale, "people.child-kept", { list }), buttons), "child");
}

/** `2025-03`, `2025年3月` or `2025.3`, of somebody who is born and still a child; undefined for anything else. */
function readMonth(text: string, now: number): string | undefined {
  const read = /^\s*(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?\s*$/u.exec(text.normalize("NFKC"));
  const year = Number(read?.[1]);
  const month = Number(read?.[2]);
  if (!read || month < 1 || month > 12) return undefined;
  const today = new Date(now + ZONE_MS);
  const ago = (today.getUTCFullYear() - year) * 12 + today.getUTCMonth() + 1 - month;
  return ago >= 0 && ago < OLDEST_YEARS * 12 ? `${year}-${String(month).padStart(2, "0")}` : undefined;
}

/** Ages in months, youngest first; counted from the end of the month of birth, because the day is not kept. */
export function childAges({ children }: Pick<Person, "children">, { now }: Pick<Clock, "now">): number[] {
  return children
    .map((month) => {
      const [year = 0, at = 1] = month.split("-").map(Number);
      return Math.max(0, (now() + ZONE_MS - Date.UTC(year, at, 1)) / MONTH_MS);
    })
    .sort((one, other) => one - other);
}
