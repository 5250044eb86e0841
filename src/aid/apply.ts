import { answerText, type FanWay } from "../cases/index.ts";
import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import type { Form } from "./aid-store.ts";
import { LIVE } from "./application.ts";
import { askApplicant } from "./ask-applicant.ts";
import { inPrivate } from "./in-private.ts";
import { type Programme, placesLeft, takesApplications } from "./programme.ts";
import { programmeText } from "./show-programmes.ts";

const SHOWN = 5;

/**
 * `/apply`, or the link under a post: the first question, only where nobody else reads. Where a form was begun it goes on.
 */
export async function apply(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  from: FanWay,
  programmeId: number | undefined,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, programmeId === undefined ? "a" : `a-${programmeId}`)];
  const now = deps.clock.now();
  const programme = programmeId === undefined ? undefined : await stores.aid.programme(programmeId);
  if (programmeId !== undefined && !(programme && takesApplications(programme, now))) {
    return [tell(actor, "aid.apply-over")];
  }
  if (programme) return await begin(deps, stores, actor, from, programme);
  const hostId = actor.person.lastHostId;
  const open = (hostId === undefined ? [] : await stores.aid.programmes([hostId], 50)).filter((one) =>
    takesApplications(one, now),
  );
  const [only] = open;
  if (!only) return [tell(actor, "aid.apply-none")];
  if (open.length === 1) return await begin(deps, stores, actor, from, only);
  const buttons = open
    .slice(0, SHOWN)
    .map((one): Button[] => [{ label: one.title, data: deps.signer.sign("afa", String(one.programmeId)) }]);
  return [answerText(actor, "aid.apply-which", {}, buttons)];
}

async function begin(
  { signer, clock }: AidDeps,
  stores: AidStores,
  actor: Actor,
  from: FanWay,
  programme: Programme,
): Promise<readonly Reply[]> {
  const { programmeId } = programme;
  const { personId } = actor.person;
  const mine = await stores.aid.applicationsOf(personId, 20);
  const live = mine.find((one) => one.programmeId === programmeId && LIVE.includes(one.status));
  if (live) return [tell(actor, "aid.applied-already", { number: live.applicationId })];
  if (placesLeft(programme) < 1) return [tell(actor, "aid.full")];
  const known = await stores.aid.form(personId);
  const subject = String(programmeId);
  const form: Form =
    known?.kind === "application" && known.subject === subject
      ? { ...known, updatedAt: clock.now() }
      : { kind: "application", subject, step: "children", answers: {}, updatedAt: clock.now() };
  await stores.aid.keepForm(personId, form);
  const lead = say(actor.locale, "aid.form-begin", { text: programmeText(actor.locale, programme) });
  const asked = askApplicant({ signer }, actor, form, lead);
  return inPrivate(actor, from, asked);
}
