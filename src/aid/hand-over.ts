import { answerText, answerTo, staffName, teamOf } from "../cases/index.ts";
import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicantName, applicationFor, comesTooLate, tellStaff, toApplicant } from "./aid-desk.ts";
import type { Application } from "./application.ts";
import { toldText } from "./ask-applicant.ts";
import { noteApplication } from "./change-application.ts";
import { deskButtons } from "./show-application.ts";
import { purposeOf } from "./words.ts";

/**
 * "I bring it": only who has not approved it. This person, and nobody else, sees how to reach the applicant, alone and
 * recorded.
 */
export async function takeHandOver(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const by = actor.person.personId;
  const at = deps.clock.now();
  if (held.approvedBy === by && held.status === "approved") {
    return [answerText(actor, "aid.other-hands", { number: applicationId })];
  }
  const isMine = held.handledBy === by && (held.status === "handling" || held.status === "handed");
  if (!isMine && held.status !== "approved") return [await comesTooLate(stores, actor, held)];
  const taken = isMine
    ? held
    : await noteApplication(
        stores,
        held,
        { status: "handling", handledBy: by },
        { type: "handling", by, at },
      );
  const one = await noteApplication(stores, taken, {}, { type: "address-read", by, at });
  const who = await staffName(stores, one.hostId, by);
  const told = isMine
    ? []
    : await tellStaff(stores, actor, one, say("zh", "aid.handling-told", { number: applicationId, who }));
  return [await addressCard(deps, stores, actor, one), ...told];
}

async function addressCard(
  { signer }: AidDeps,
  { aid }: AidStores,
  actor: Actor,
  one: Application,
): Promise<Reply> {
  const { locale } = actor;
  const number = one.applicationId;
  const { answers, contact } = await aid.told(number);
  const text = say(locale, "aid.address", {
    number,
    fan: applicantName(locale, one),
    told: answers ? toldText(locale, answers) : say(locale, "aid.erased"),
    contact: contact ?? say(locale, "aid.not-told"),
  });
  return {
    ...answerTo(actor, textContent(text, deskButtons(signer, locale, one)), purposeOf(one, "card")),
    audience: "person",
    otherwise: textContent(say(locale, "aid.alone-only", { number })),
  };
}

/** Hands on the task, the handing over, or its arrival, by whoever has it in hand. */
async function byItsHolder(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
  step: "given-back" | "handed" | "delivered",
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const by = actor.person.personId;
  const from = step === "delivered" ? "handed" : "handling";
  if (held.handledBy !== by || held.status !== from) return [await comesTooLate(stores, actor, held)];
  const change =
    step === "given-back"
      ? ({ status: "approved", handledBy: undefined } as const)
      : ({ status: step } as const);
  const one = await noteApplication(stores, held, change, { type: step, by, at: deps.clock.now() });
  const who = await staffName(stores, one.hostId, by);
  const text = say("zh", `aid.${step}-told`, { number: applicationId, who });
  const said = await tellStaff(stores, actor, one, text, deskButtons(deps.signer, "zh", one));
  if (step === "given-back") return said;
  const { locale } = one.from;
  const team = await teamOf(stores.people, one.hostId, locale);
  const told = textContent(say(locale, `aid.${step}`, { number: applicationId, team }));
  return [...said, ...(await toApplicant(deps, stores, one, told))];
}

type Act = (
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
) => Promise<readonly Reply[]>;

/** Somebody else brings it. */
export const giveBack: Act = (...args) => byItsHolder(...args, "given-back");
/** It is on its way, or in her hands. */
export const recordHandOver: Act = (...args) => byItsHolder(...args, "handed");
/** It has arrived; thirty days later nobody knows any more where. */
export const recordDelivery: Act = (...args) => byItsHolder(...args, "delivered");
