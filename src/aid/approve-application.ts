import { answerText, staffName, teamOf } from "../cases/index.ts";
import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicationFor, comesTooLate, tellStaff, toApplicant } from "./aid-desk.ts";
import { TO_REVIEW } from "./application.ts";
import { changeApplication } from "./change-application.ts";
import { deskButtons } from "./show-application.ts";

/** Approves: of several at once one wins, and never more is promised than there is. Somebody else hands it over. */
export async function approveApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const number = applicationId;
  if (!TO_REVIEW.includes(held.status)) return [await comesTooLate(stores, actor, held)];
  const by = actor.person.personId;
  if (held.refusedBy === by) return [answerText(actor, "aid.other-decides", { number })];
  const event = { type: "approved", by, at: deps.clock.now() } as const;
  const done = await changeApplication(stores, held, { status: "approved", approvedBy: by }, event);
  if (!done.ok) return [answerText(actor, "aid.none-left", { number })];
  const one = done.value;
  const who = await staffName(stores, one.hostId, by);
  const team = await teamOf(stores.people, one.hostId, one.from.locale);
  return [
    ...(await tellStaff(
      stores,
      actor,
      one,
      say("zh", "aid.approved-told", { number, who }),
      deskButtons(deps.signer, "zh", one),
    )),
    ...(await toApplicant(
      deps,
      stores,
      one,
      textContent(say(one.from.locale, "aid.approved", { number, team })),
    )),
  ];
}
