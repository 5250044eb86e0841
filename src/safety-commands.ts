import type { Reply } from "./core/reply.ts";
import { isOperator, isStaffOf, tell } from "./people/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

/** Who of the staff looked at a report first; for whoever works for its host alone. */
const noteSeen: Run = async ({ clock }, { safety }, scene, arg) => {
  const actor = actorOf(scene);
  const number = /^\d{1,12}$/.test(arg) ? Number(arg) : undefined;
  const event = number === undefined ? undefined : await safety.eventHost(number);
  if (number === undefined || !event) return [tell(actor, "people.button-stale")];
  const { person } = scene;
  const may = event.hostId === undefined ? isOperator(person) : isStaffOf(person, event.hostId);
  if (!may) return [tell(actor, "safety.seen-not-yours")];
  const first = await safety.markSeen(number, person.personId, clock.now());
  return [tell(actor, first ? "safety.seen-noted" : "safety.seen-before", { number })];
};

/** What staff press on the reports of triage. */
export const SAFETY_BUTTONS: Readonly<Record<string, Run>> = { sw: noteSeen };
