import type { SafetyKind } from "../safety/index.ts";
import type { CaseEvent, CaseMedia } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { zoneOf } from "./host-times.ts";
import { targetOf } from "./places.ts";
import { staffName } from "./words.ts";

/** What is on a card beside the case itself. */
export interface CardMatter {
  readonly kinds: readonly SafetyKind[];
  readonly rules: readonly string[];
  readonly words: readonly string[];
  readonly text: string | undefined;
  readonly media: CaseMedia;
  /** Title of the group in which it was said; undefined: a private chat. */
  readonly place: string | undefined;
  readonly answerId: string | undefined;
  readonly reachable: boolean;
  /** Who of the staff has it. */
  readonly who: string | undefined;
  /** How many of her messages the fan has changed and deleted. */
  readonly edited: number;
  readonly deleted: number;
  readonly zone: string;
}

/** Looked through for the newest alarm; an older one has long been seen to. */
const EVENTS_READ = 60;
const MOST_COUNTED = 100;

type Said = Extract<CaseEvent, { type: "opened" | "fan-wrote" }>;

/** What a card shows, from what is written in the case: at any time the same, whatever brought it about. */
export async function matterOf(deps: CaseDeps, stores: CaseStores, one: Case): Promise<CardMatter> {
  const { caseId, hostId, view } = one;
  const [first] = await stores.cases.eventsOf(caseId, ["opened"], 1);
  const opened = first?.type === "opened" ? first : undefined;
  const newest = await stores.cases.events(caseId, EVENTS_READ);
  const alarm = newest.findLast((event) => event.type === "fan-wrote" && (event.rules?.length ?? 0) > 0);
  const said: Said | undefined = alarm?.type === "fan-wrote" ? alarm : opened;
  const changes = await stores.cases.eventsOf(caseId, ["edited", "deleted"], MOST_COUNTED);
  const { platform, chatId, kind } = said?.from ?? view.from;
  const title = kind === "group" ? (await stores.people.chat(platform, chatId))?.title : undefined;
  return {
    kinds: said?.kinds ?? [],
    rules: said?.rules ?? [],
    words: said?.words ?? [],
    text: said?.text,
    media: said?.media ?? [],
    place: kind === "group" ? (title ?? opened?.place ?? "") : undefined,
    answerId: opened?.answerId,
    reachable: (await targetOf(deps, stores, one)) !== undefined,
    who: view.assigneeId === undefined ? undefined : await staffName(stores, hostId, view.assigneeId),
    edited: changes.filter(({ type }) => type === "edited").length,
    deleted: changes.filter(({ type }) => type === "deleted").length,
    zone: await zoneOf(stores, hostId),
  };
}
