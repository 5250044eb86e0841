import { type FanWay, teamOf } from "../cases/index.ts";
import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicantName, toStaff } from "./aid-desk.ts";
import { readAnswers } from "./ask-applicant.ts";
import { digestsOf } from "./contact.ts";
import { takesApplications } from "./programme.ts";
import { viewButton } from "./show-application.ts";
import { leftText } from "./words.ts";

/** "Send": from now on it is with the staff, and she knows its number. */
export async function sendApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  from: FanWay,
  programmeId: number,
): Promise<readonly Reply[]> {
  const { aid, people } = stores;
  const { personId } = actor.person;
  const form = await aid.form(personId);
  const isReady =
    form?.kind === "application" && form.step === "check" && form.subject === String(programmeId);
  if (!isReady) return [tell(actor, "people.button-stale")];
  const now = deps.clock.now();
  const programme = await aid.programme(programmeId);
  await aid.dropForm(personId);
  if (!programme || !takesApplications(programme, now)) return [tell(actor, "aid.apply-over")];
  const { hostId } = programme;
  const { contact } = form.answers;
  const applicationId = await aid.createApplication(
    { programmeId, hostId, personId, from },
    readAnswers(form.answers),
    contact,
    digestsOf(deps.digest, hostId, contact),
    now,
  );
  const one = applicationId === undefined ? undefined : await aid.lock(applicationId);
  if (!one) {
    const live = (await aid.applicationsOf(personId, 20)).find((each) => each.programmeId === programmeId);
    return [tell(actor, "aid.applied-already", { number: live?.applicationId ?? "" })];
  }
  const number = one.applicationId;
  const told = say("zh", "aid.card-new", {
    number,
    fan: applicantName("zh", one),
    title: programme.title,
    left: leftText("zh", programme),
  });
  const team = await teamOf(people, hostId, actor.locale);
  return [
    tell(actor, "aid.sent", { number, team }),
    ...(await toStaff(stores, one, textContent(told, [[viewButton(deps.signer, "zh", one)]]))),
  ];
}
