import { staffName } from "../cases/index.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicationFor, tellStaff } from "./aid-desk.ts";
import type { Application } from "./application.ts";
import { noteApplication } from "./change-application.ts";
import { viewButton } from "./show-application.ts";

/** "I know her": recorded, and from then on somebody else's matter; what this person decided is open again. */
export async function stepBack(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const by = actor.person.personId;
  const change = undone(found.value, by);
  const event = { type: "stepped-back", by, at: deps.clock.now() } as const;
  const one = await noteApplication(stores, found.value, change, event);
  const who = await staffName(stores, one.hostId, by);
  const text = say("zh", "aid.stepped-back", { number: applicationId, who });
  return await tellStaff(stores, actor, one, text, [[viewButton(deps.signer, "zh", one)]]);
}

/** What is on its way already is not stopped. */
function undone(
  { status, approvedBy, handledBy }: Application,
  by: string,
): Partial<Pick<Application, "status" | "approvedBy" | "handledBy">> {
  if (status !== "approved" && status !== "handling") return {};
  if (approvedBy === by) return { status: "sent", approvedBy: undefined, handledBy: undefined };
  return handledBy === by ? { status: "approved", handledBy: undefined } : {};
}
